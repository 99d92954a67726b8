"""What all streams of a run share."""

from functools import cached_property

from tap_usagestats.api.pacing import Clock, Pace
from tap_usagestats.api.pages import Endpoint
from tap_usagestats.config.allowed_values import SANDBOX
from tap_usagestats.config.settings import Settings
from tap_usagestats.redaction import Redactor


class Run:
    """The settings, clock and pace of a run; the built-in sandbox is read without pacing."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.pace = Pace(0 if settings.api_url == SANDBOX else settings.request_interval, clock)
        self.redact = Redactor(settings.api_key)

    def ids_of(self, endpoint: Endpoint) -> list[str]:
        """The IDs of the items to read from `endpoint`; empty for all."""
        return (endpoint.ids_field and getattr(self.settings, endpoint.ids_field)) or []

    @cached_property
    def base_url(self) -> str:
        """The URL in api_url; for `sandbox`, that of a sandbox which serves until the process ends."""
        if self.settings.api_url != SANDBOX:
            return self.settings.api_url
        from tap_usagestats.sandbox.server import Sandbox  # noqa: PLC0415  # a run against the real API never loads it

        return Sandbox(self.settings.api_key, now=self.clock.now).__enter__().url
