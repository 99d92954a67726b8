"""Log lines about fields that were changed or moved to `extra`: one for each field and run."""

from __future__ import annotations

import logging
import threading

from tap_usagestats.redaction import Redactor

logger = logging.getLogger(__name__)

MAX_FIELDS = 20  # in a run; an object keyed by IDs would fill the log
UNPLACED = "has no column, or a value of the wrong type for it: the value goes to extra"
REPLACED = "had characters that databases reject (U+0000, or half of a surrogate pair): each was replaced with U+FFFD"


class FieldNotes:
    """Logs fields by name. All streams of a run share one instance, each from its own thread."""

    def __init__(self, redact: Redactor) -> None:
        """Log names as `redact` returns them."""
        self._redact = redact
        self._noted: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def note(self, stream: str, field: str, what: str) -> None:
        """Log `what` happened to `field`, UNPLACED or REPLACED, unless it has been logged in this run."""
        note = (f"{stream}: field {self._redact(field, 200)}", what)
        with self._lock:
            if note in self._noted or len(self._noted) > MAX_FIELDS:
                return
            self._noted.add(note)
            if len(self._noted) > MAX_FIELDS:
                logger.warning("More than %d such fields: the others are not logged in this run", MAX_FIELDS)
            else:
                logger.warning("%s %s", *note)
