"""Log lines about fields that were changed or moved to `extra`: one for each field and run."""

from __future__ import annotations

import logging
import threading

from tap_usagestats.redaction import Redactor

logger = logging.getLogger(__name__)

MOST_FIELDS = 20  # in a run; an object keyed by IDs would fill the log


class FieldNotes:
    """Logs fields by name. All streams of a run share one instance, each from its own thread."""

    def __init__(self, redact: Redactor) -> None:
        """Log names as `redact` returns them."""
        self._redact = redact
        self._noted: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def unplaced(self, stream: str, path: str) -> None:
        """Log that the field at `path` goes to `extra`."""
        self._note(stream, path, "has no column, or a value of the wrong type for it: the value goes to extra")

    def replaced(self, stream: str, column: str) -> None:
        """Log that characters in `column` were replaced."""
        self._note(
            stream,
            column,
            "had characters that databases reject (U+0000, or half of a surrogate pair): each was replaced by U+FFFD",
        )

    def _note(self, stream: str, field: str, what: str) -> None:
        note = (f"{stream}: field {self._redact(field, 200)}", what)
        with self._lock:
            if note in self._noted or len(self._noted) > MOST_FIELDS:
                return
            self._noted.add(note)
            if len(self._noted) > MOST_FIELDS:
                logger.warning("More than %d such fields: the others are not logged in this run", MOST_FIELDS)
            else:
                logger.warning("%s %s", *note)
