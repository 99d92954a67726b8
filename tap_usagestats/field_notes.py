"""What the log says of fields that did not go out as they came: each is named once a run."""

from __future__ import annotations

import logging
import threading

from tap_usagestats.redaction import Redactor

logger = logging.getLogger(__name__)

MOST_FIELDS = 20  # named in a run; an object whose fields are IDs would fill the log


class FieldNotes:
    """Names fields in the log. All streams of a run share one, each from its own thread."""

    def __init__(self, redact: Redactor) -> None:
        """Log what `redact` makes of the names."""
        self._redact = redact
        self._noted: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def unplaced(self, stream: str, path: str) -> None:
        """Say that the field at `path` goes to extra."""
        self._note(stream, path, "has no column, or not the type of its column: it goes to extra")

    def replaced(self, stream: str, column: str) -> None:
        """Say that the text in `column` is not as it came."""
        self._note(
            stream,
            column,
            "had characters that databases do not take (U+0000, or half of a surrogate pair): each is now U+FFFD",
        )

    def _note(self, stream: str, field: str, what: str) -> None:
        note = (f"{stream}: field {self._redact(field, 200)}", what)
        with self._lock:
            if note in self._noted or len(self._noted) > MOST_FIELDS:
                return
            self._noted.add(note)
            if len(self._noted) > MOST_FIELDS:
                logger.warning("More than %d such fields: no more are named in this run", MOST_FIELDS)
            else:
                logger.warning("%s %s", *note)
