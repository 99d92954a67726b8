"""SIGTERM and SIGINT end the run with one line and exit code 1, at any moment and within two seconds.

This module imports little: until its handlers are set, a signal ends the process in Python's own way.
"""

from __future__ import annotations

import _thread
import os
import select
import signal
import sys
import time
from collections.abc import Iterator

SIGNALS = (signal.SIGTERM, signal.SIGINT)
LAST_RESORT_SECONDS = 1.5


class Interrupted(BaseException):
    """A signal ended the run. Not an Exception, so that libraries do not swallow it."""


def end_on_signals() -> None:
    """Make both signals end the run."""
    for number in SIGNALS:
        signal.signal(number, end_run)


def ignore_signals() -> None:
    """Let no signal change how the run ends, because it is ending already."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def end_run(signum: int, frame: object) -> None:  # noqa: ARG001  # a signal handler's signature
    """Raise Interrupted; a second signal changes nothing.

    If Python is in code that swallows exceptions, such as a finalizer, the process still ends.
    """
    ignore_signals()
    line = f"Stopped by {signal.Signals(signum).name}."
    sys.unraisablehook = lambda _: None  # objects interrupted mid-construction can raise on cleanup
    _thread.start_new_thread(_end_process, (line,))  # not threading.Thread: its locks may be held here
    raise Interrupted(line)


def interruption_in(error: BaseException) -> Interrupted | None:
    """Return the Interrupted that `error` is, or that is among its causes: Python 3.11 wraps some errors."""
    return next((cause for cause in chain_of(error) if isinstance(cause, Interrupted)), None)


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    """Yield `error` and its causes."""
    while error:
        yield error
        error = error.__cause__ or error.__context__


def write_last_line(line: str) -> None:
    """Write `line` to standard error, unless that would have to wait for its reader."""
    if select.select([], [2], [], 0)[1]:
        os.write(2, f"{line}\n".encode())


def _end_process(line: str) -> None:
    """End the process if it has not ended by itself. Do not wait for anything, not even standard error."""
    time.sleep(LAST_RESORT_SECONDS)
    try:
        write_last_line(line)
    finally:
        os._exit(1)
