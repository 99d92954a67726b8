"""SIGTERM and SIGINT end the run with one line and exit code 1, at any moment and within two seconds."""

from __future__ import annotations

import _thread
import os
import select
import signal
import sys
import time
from types import FrameType
from typing import NoReturn

SIGNALS = (signal.SIGTERM, signal.SIGINT)
LAST_RESORT_SECONDS = 1.5


class Interrupted(BaseException):
    """A signal ended the run. Not an Exception, so that libraries do not swallow it."""


def end_on_signals() -> None:
    """Make both signals end the run."""
    for number in SIGNALS:
        signal.signal(number, end_run)


def end_run(signum: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001  # a signal handler's signature
    """Raise Interrupted; a second signal changes nothing.

    If Python is in code that swallows exceptions, such as a finalizer, the process still ends.
    """
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    line = f"Stopped by {signal.Signals(signum).name}."
    sys.unraisablehook = lambda _: None  # objects interrupted mid-construction can raise on cleanup
    _thread.start_new_thread(_end_process, (line,))  # not threading.Thread: its locks may be held here
    raise Interrupted(line)


def _end_process(line: str) -> None:
    """End the process if it has not ended by itself. Do not wait for anything, not even standard error."""
    time.sleep(LAST_RESORT_SECONDS)
    try:
        if select.select([], [2], [], 0)[1]:
            os.write(2, f"{line}\n".encode())
    finally:
        os._exit(1)
