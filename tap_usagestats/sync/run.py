"""What all streams of a run share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tap_usagestats.api.field_notes import FieldNotes
from tap_usagestats.api.pacing import Clock, Pace
from tap_usagestats.config.kinds import SANDBOX
from tap_usagestats.config.settings import Settings
from tap_usagestats.redaction import Redactor


class Run:
    """The settings, clock, pace, and field notes of a run."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        """Start a run with `settings`; the built-in sandbox is read without pacing."""
        self.settings = settings
        self.clock = clock
        self.pace = Pace(0 if settings.api_url == SANDBOX else settings.request_interval, clock)
        self.redact = Redactor(settings.api_key)
        self.notes = FieldNotes(self.redact)

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Yield the base URL; if api_url is `sandbox`, serve the built-in sandbox there."""
        if self.settings.api_url != SANDBOX:
            yield self.settings.api_url
            return
        from tap_usagestats.sandbox.server import Sandbox  # noqa: PLC0415  # a run against the real API never loads it

        with Sandbox(self.settings.api_key, now=self.clock.now) as sandbox:
            yield sandbox.url
