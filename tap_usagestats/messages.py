"""Singer messages on standard output."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal

from singer_sdk.io_base import SingerWriter
from singer_sdk.singerlib import Message, RecordMessage

from tap_usagestats.deadline import DeadlineExceeded, deadline
from tap_usagestats.errors import Stop


def _jsonable(value: object) -> str | float:
    """Return what stands in JSON for a value that JSON does not know."""
    if isinstance(value, datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)


PIPE_BYTES = 65_536
LAST_WORDS_SECONDS = 2  # for a target that does not read, when the tap has to stop
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
        """Write `message`; raise Stop where the target no longer reads, or the disk is full."""
        try:
            sys.stdout.write(self.format_message(message) + "\n")
            if not isinstance(message, RecordMessage):
                sys.stdout.flush()
        except OSError as error:
            raise give_up_stdout(error) from error


@contextmanager
def whole_stdout() -> Iterator[None]:
    """Give standard output as large a buffer as a pipe has, and see that all of it is written in the end.

    Raises:
        Stop: It is closed, or not all could be written.
    """
    if sys.stdout is None:
        raise Stop("Standard output is closed. What to do: let a target read it.")
    sys.stdout = open(sys.stdout.fileno(), "w", buffering=PIPE_BYTES, encoding="utf-8", closefd=False)  # noqa: SIM115  # for good
    stopped = False
    try:
        yield
    except Stop:
        stopped = True
        raise
    finally:
        try:
            with deadline(LAST_WORDS_SECONDS if stopped else math.inf):
                sys.stdout.flush()
        except (OSError, DeadlineExceeded) as error:
            stop = give_up_stdout(error)
            if not stopped:  # else there is a better reason
                raise stop from error


def give_up_stdout(error: OSError | DeadlineExceeded) -> Stop:
    """Let nothing more be written, which Python would try once more at its end; return what to raise."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    reason = getattr(error, "strerror", None)
    return Stop(f"Standard output can't be written ({reason}). What to do: see the log of the target, and the disk.")
