"""A day that is read: its lines, kept until the day is whole, and what a sync has to know of them."""

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import NamedTuple

from tap_usagestats.errors import FREE_SPACE, StreamStop

MEMORY_BYTES = 16 * 1024**2  # of the lines of a day; if there are more, they go to a temporary file
CHUNK_BYTES = 64 * 1024


class Lines(NamedTuple):
    """What is sent of some records: `text`, which is ASCII and has `messages` lines, each with a line break."""

    text: str
    messages: int


class DayContent:
    """The lines of a day: in memory or, if they are many, in a temporary file, which is gone when the process ends.

    Of an ID, only its hash is kept: 64 bits, so that a million of them take 70 MiB. Of a million different IDs, two
    have the same hash once in 37 million days, and look like one that was sent twice; the next run hashes differently.
    """

    def __init__(self) -> None:
        self.records = 0  # as read
        self.messages = 0  # as sent: stream maps can drop or copy records
        self.has_figures = False  # whether any metric of any record is neither 0 nor null
        self.ids_found: set[str] = set()  # of those that were asked for; set by seal
        self._hashes: set[int] = set()
        self._file = tempfile.SpooledTemporaryFile(MEMORY_BYTES)  # noqa: SIM115  # closed by close

    def __del__(self) -> None:
        """Free what is read after a stream has ended, and never written."""
        self.close()

    def add_id(self, value: object) -> bool:
        """Add the ID of a record, and return whether it is new."""
        self._hashes.add(hash(value))
        is_new = len(self._hashes) > self.records
        self.records += is_new
        return is_new

    def add(self, lines: Lines) -> None:
        """Add `lines`; raise StreamStop if the temporary file cannot be written."""
        with _temporary_file():
            self._file.write(lines.text.encode("ascii"))
        self.messages += lines.messages

    def seal(self, ids: Collection[str]) -> None:
        """Finish the day, of which these `ids` were asked for; raise StreamStop as add does."""
        self.ids_found = {one for one in ids if hash(one) in self._hashes}
        self._hashes.clear()
        with _temporary_file():
            self._file.seek(0)  # this writes what Python has buffered

    def chunks(self) -> Iterator[str]:
        """Yield whole lines of a sealed day, many at a time, once; raise StreamStop if the file cannot be read."""
        with _temporary_file():
            while chunk := self._file.read(CHUNK_BYTES):
                yield (chunk + self._file.readline()).decode("ascii")

    def close(self) -> None:
        """Free the memory, or the file."""
        with suppress(OSError):  # it writes what Python has buffered, and nobody needs that
            self._file.close()


class Day(NamedTuple):
    """A day that was read completely. `content` is None if the API no longer serves it."""

    date: date
    content: DayContent | None
    pages: int


@contextmanager
def _temporary_file() -> Iterator[None]:
    """Turn what goes wrong with the temporary file into a StreamStop."""
    try:
        yield
    except OSError as error:
        folder = tempfile.tempdir or "the folder for temporary files"
        raise StreamStop(f"could not keep the day in {folder} ({error.strerror})", FREE_SPACE) from error
