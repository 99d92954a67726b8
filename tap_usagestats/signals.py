"""SIGTERM and SIGINT end the run with one line and exit code 1, within two seconds."""

import os
import signal
from typing import NoReturn

from tap_usagestats.errors import Interrupted

SIGNALS = (signal.SIGTERM, signal.SIGINT)
LAST_RESORT_SECONDS = 1.5


def end_on_signals() -> None:
    """Make both signals end the run."""
    for number in SIGNALS:
        signal.signal(number, end_run)


def end_run(signum: int, frame: object) -> NoReturn:  # noqa: ARG001  # a signal handler's signature
    """Raise Interrupted; a second signal changes nothing."""
    ignore_signals()
    end_process_soon()
    raise Interrupted(f"Stopped by {signal.Signals(signum).name}.")


def ignore_signals() -> None:
    """Let no signal change how the run ends, because it is ending already."""
    for number in SIGNALS:
        signal.signal(number, lambda *_: None)  # with SIG_IGN, Python complains of one that is pending


def end_process_soon() -> None:
    """End the process with exit code 1 if it hangs, as when no target reads; the first call starts the time."""
    signal.signal(signal.SIGALRM, lambda *_: os._exit(1))
    signal.setitimer(signal.ITIMER_REAL, signal.getitimer(signal.ITIMER_REAL)[0] or LAST_RESORT_SECONDS)
