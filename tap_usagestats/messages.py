"""Singer messages on standard output."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from decimal import Decimal

from singer_sdk.io_base import SingerWriter
from singer_sdk.singerlib import Message, RecordMessage

from tap_usagestats.errors import Stop


def _jsonable(value: object) -> str | float:
    """Return what stands in JSON for a value that JSON does not know."""
    if isinstance(value, datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)


PIPE_BYTES = 65_536
ENCODER = json.JSONEncoder(separators=(",", ":"), default=_jsonable)


class MessageWriter(SingerWriter):
    """Writes messages with the standard library's encoder, and flushes all but RECORD messages.

    The SDK's writer (0.54) makes a new simplejson encoder for each message and flushes after each one. The messages and
    their order are the same; a STATE is out before the next day is asked for, and all before it. All is ASCII, whatever
    the machine's locale.
    """

    def serialize_message(self, message: Message) -> str:
        """Return `message` as a line of JSON, without its line break."""
        return ENCODER.encode(message.to_dict())

    def write_message(self, message: Message) -> None:
        """Write `message`; raise Stop where the target no longer reads."""
        try:
            sys.stdout.write(self.format_message(message) + "\n")
            if not isinstance(message, RecordMessage):
                sys.stdout.flush()
        except BrokenPipeError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more at its end
            raise Stop(
                "The target stopped reading. What to do: see its log; the next run sends this day again."
            ) from error


def widen_stdout() -> None:
    """Let standard output write as much at once as a pipe takes; Python's own buffer is an eighth of it."""
    sys.stdout = open(sys.stdout.fileno(), "w", buffering=PIPE_BYTES, encoding="utf-8", closefd=False)  # noqa: SIM115
