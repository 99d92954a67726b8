"""An organization that is read: what all of its streams share."""

import logging
from functools import cached_property
from threading import Lock

from tap_usagestats.api.client import Client
from tap_usagestats.api.pacing import Clock, Pace, Traffic
from tap_usagestats.api.pages import Endpoint
from tap_usagestats.config.allowed_values import SANDBOX
from tap_usagestats.config.settings import Settings
from tap_usagestats.errors import SET_KEY, Refusal
from tap_usagestats.redaction import Redactor


class Organization:
    """The settings, clock and pace of an organization; the built-in sandbox is read without pacing.

    One of many (the setting `organizations`) has a `context`, under which its bookmarks are in the state.
    """

    def __init__(self, settings: Settings, clock: Clock, redact: Redactor) -> None:
        self.settings = settings
        self.clock = clock
        self.redact = redact
        self.pace = Pace(0 if settings.api_url == SANDBOX else settings.request_interval, clock)
        self._starting = Lock()
        self.is_one_of_many = bool(settings.organizations)
        self.context = {"organization": settings.organization} if self.is_one_of_many else None
        self.constants = {} if settings.organization is None else {"organization": settings.organization}
        self.info_level = logging.DEBUG if self.is_one_of_many else logging.INFO  # of lines about its days
        self.retry_level = logging.DEBUG if self.is_one_of_many else logging.WARNING

    def ids_of(self, endpoint: Endpoint) -> list[str]:
        """The IDs of the items to read from `endpoint`; empty for all."""
        return (endpoint.ids_field and getattr(self.settings, endpoint.ids_field)) or []

    def client(self, traffic: Traffic) -> Client:
        """Return a client that counts in `traffic`; raise Refusal if there is no key that could be sent."""
        if not self.settings.api_key:
            raise Refusal("expected an `api_key` as text without spaces", SET_KEY)
        return Client(self.base_url, self.settings.api_key, self.settings.request_timeout, self.pace, traffic)

    @property
    def base_url(self) -> str:
        """The URL in api_url; for `sandbox`, that of a sandbox which serves until the process ends."""
        if self.settings.api_url != SANDBOX:
            return self.settings.api_url
        with self._starting:  # the threads of all streams ask for it at the same time
            return self._sandbox_url

    @cached_property
    def _sandbox_url(self) -> str:
        from tap_usagestats.sandbox.server import Sandbox  # noqa: PLC0415  # a run against the real API never loads it

        return Sandbox(self.settings.api_key or "", now=self.clock.now).__enter__().url
