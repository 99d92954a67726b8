"""Singer messages on standard output."""

import json
import sys
from datetime import datetime
from decimal import Decimal

from singer_sdk.io_base import SingerWriter
from singer_sdk.singerlib import Message, RecordMessage

from tap_usagestats.errors import Stop


def _jsonable(value: object) -> str | float:
    """Return the JSON value for a type that the encoder does not know."""
    if isinstance(value, datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)


ENCODER = json.JSONEncoder(separators=(",", ":"), default=_jsonable)


class MessageWriter(SingerWriter):
    """Writes ASCII with one encoder, and flushes after every message but RECORD; the SDK's (0.54) costs more CPU."""

    def write_message(self, message: Message) -> None:
        """Write `message`; raise Stop if the target no longer reads, or the disk is full."""
        try:
            sys.stdout.write(f"{ENCODER.encode(message.to_dict())}\n")
            if not isinstance(message, RecordMessage):
                sys.stdout.flush()
        except OSError as error:
            raise cannot_write(error) from error


def cannot_write(error: OSError) -> Stop:
    """Return the error for a standard output that cannot be written."""
    return Stop(f"Cannot write to standard output ({error.strerror}). What to do: check the target's log and the disk.")
