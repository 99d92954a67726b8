"""Singer messages on standard output."""

import codecs
import json
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
from singer_sdk.io_base import SingerWriter
from singer_sdk.singerlib import Message

from tap_usagestats.api.day import Lines
from tap_usagestats.errors import Stop


def _jsonable(value: object) -> str | float:
    """Return the JSON value for a type that the encoder does not know."""
    if isinstance(value, datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)


ENCODER = json.JSONEncoder(separators=(",", ":"), default=_jsonable)
FAST_ENCODER = msgspec.json.Encoder(decimal_format="number")


class MessageWriter(SingerWriter):
    """Writes ASCII with one encoder, and flushes; RECORDs do not pass through here, but are written as lines."""

    def write_message(self, message: Message) -> None:
        """Write `message`; raise Stop if the target no longer reads, or the disk is full."""
        write_lines(f"{ENCODER.encode(message.to_dict())}\n", flush=True)


def escaped(error: UnicodeError) -> tuple[str, int]:
    """Return what JSON writes in ASCII for the characters at which an encoding stopped, and where it goes on."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101
    return ENCODER.encode(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error("json", escaped)


def encoded(record: Mapping[str, Any]) -> str:
    """Return `record` as JSON in ASCII. msgspec is fast; json does what it refuses, such as very large numbers."""
    try:
        line = FAST_ENCODER.encode(record)
    except (TypeError, ValueError, OverflowError):
        return ENCODER.encode(record)
    return line.decode() if line.isascii() else line.decode().encode("ascii", "json").decode()


def record_lines(records: Iterable[tuple[str, Mapping[str, Any]]], time_extracted: datetime) -> Lines:
    """Return a RECORD for each of `records`, which come with the name of the stream to send them under."""
    end = f',"time_extracted":{ENCODER.encode(time_extracted)}}}\n'
    lines = [
        f'{{"type":"RECORD","stream":{ENCODER.encode(stream)},"record":{encoded(record)}{end}'
        for stream, record in records
    ]
    return Lines("".join(lines), len(lines))


def write_lines(lines: str, *, flush: bool = False) -> None:
    """Write `lines`; raise Stop if the target no longer reads, or the disk is full."""
    try:
        sys.stdout.write(lines)
        if flush:
            sys.stdout.flush()
    except OSError as error:
        raise cannot_write(error) from error


def cannot_write(error: OSError) -> Stop:
    """Return the error for a standard output that cannot be written."""
    return Stop(f"Cannot write to standard output ({error.strerror}). What to do: check the target's log and the disk.")
