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


ENCODER = json.JSONEncoder(separators=(",", ":"), default=_jsonable)


class MessageWriter(SingerWriter):
    """Writes messages with the standard library's encoder, and flushes when a day is complete.

    The SDK's writer (0.54) makes a new simplejson encoder for each message and flushes after each. The order of the
    messages is the same; ASCII throughout, whatever the machine's locale.
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
            msg = (
                "The target stopped reading. What to do: see its log for the reason; the next run sends the day again."
            )
            raise Stop(msg) from error
