"""A time limit for calls that may hang."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")


class DeadlineExceeded(Exception):
    """The call did not return in time."""


class Deadline:
    """Makes calls, one after the other, and waits for each no longer than `seconds`.

    The timeout of requests restarts with each byte, so an answer that arrives byte by byte could hang the run forever.
    Here, a call runs in a separate thread, which is abandoned when the time is up. That works in every thread and on
    every platform, and it limits any call.
    """

    def __init__(self, seconds: float) -> None:
        """Wait for up to `seconds`."""
        self._seconds = seconds
        self._thread = ThreadPoolExecutor(max_workers=1)

    def call(self, function: Callable[[], T]) -> T:
        """Return what `function` returns, or raise what it raises; raise DeadlineExceeded if it takes too long."""
        outcome = self._thread.submit(function)
        wait([outcome], self._seconds)
        if not outcome.done():
            self._thread.shutdown(wait=False)
            self._thread = ThreadPoolExecutor(max_workers=1)
            raise DeadlineExceeded
        return outcome.result()
