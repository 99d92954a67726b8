"""A time limit that an answer which comes byte by byte can't outlive."""

from __future__ import annotations

import math
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


class DeadlineExceeded(Exception):
    """The time is over."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise DeadlineExceeded inside the context when it takes longer than `seconds`, inf for no limit.

    The timeout of requests starts anew with each byte that comes: an answer that drips would hang the run for ever. The
    alarm of the operating system does not. Where there is none (Windows, or another thread than the main one), nothing
    is limited here.
    """
    in_main_thread = threading.current_thread() is threading.main_thread()
    if seconds == math.inf or not in_main_thread or not hasattr(signal, "setitimer"):
        yield
        return

    def expire(*_: object) -> NoReturn:
        raise DeadlineExceeded

    previous = signal.signal(signal.SIGALRM, expire)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
