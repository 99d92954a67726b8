"""A time limit for a call that may hang."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")


class DeadlineExceeded(Exception):
    """The call has not returned in time."""


def within(seconds: float, call: Callable[[], T]) -> T:
    """Return what `call` returns, or raise what it raises; raise DeadlineExceeded if it takes longer than `seconds`.

    The timeout of requests starts anew with each byte that arrives, so an answer that drips would hang the run for
    ever. Here the call runs in a daemon thread and is left behind when its time is over. That works in every thread and
    on every platform, and it limits any call.
    """
    outcome: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put((call(), None))
        except BaseException as error:  # noqa: BLE001  # raised again, in the thread that waits
            outcome.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        value, error = outcome.get(timeout=seconds)
    except Empty:
        raise DeadlineExceeded from None
    if error is not None:
        raise error
    return value  # type: ignore[return-value]  # it is a T when there is no error
