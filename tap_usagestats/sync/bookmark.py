"""The bookmark of a stream: the last day whose records have all been sent. State is read and written here."""

from __future__ import annotations

import reprlib
from collections.abc import Callable
from datetime import date

from singer_sdk import Stream
from singer_sdk.singerlib import Message, StateMessage
from singer_sdk.singerlib.catalog import REPLICATION_FULL_TABLE

from tap_usagestats.api.window import parse_day
from tap_usagestats.errors import Stop
from tap_usagestats.redaction import Redactor

REPLICATION_KEY = "date"


class Bookmark:
    """The bookmark of a stream. If the catalog sets the replication method FULL_TABLE, it is neither read nor moved."""

    def __init__(self, stream: Stream, write_message: Callable[[Message], None], redact: Redactor) -> None:
        """Read the bookmark of `stream`: `day` is None if there is none; raise Stop if it is not a day."""
        self._stream = stream
        self._write_message = write_message
        self._ignored = stream.replication_method == REPLICATION_FULL_TABLE
        value = None if self._ignored else stream.stream_state.get("replication_key_value")
        try:
            self.day: date | None = None if value is None else parse_day(value)
        except ValueError as error:
            what = f"expected a bookmark of the form YYYY-MM-DD in the state, got {redact(reprlib.repr(value))}"
            raise Stop(f"{stream.name}: {what}. What to do: fix or delete the state.") from error

    def move_to(self, day: date) -> None:
        """Write STATE: all records up to `day` have been sent. The bookmark never moves back."""
        if self._ignored:
            return
        self.day = max(day, self.day or day)
        self._stream.stream_state.update(replication_key=REPLICATION_KEY, replication_key_value=self.day.isoformat())
        self._write_message(StateMessage(value=self._stream.tap_state))
