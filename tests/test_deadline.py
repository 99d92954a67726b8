from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from tap_usagestats.deadline import DeadlineExceeded, within


def fail(error: BaseException) -> Callable[[], None]:
    def call() -> None:
        raise error

    return call


def test_value_of_a_call_is_returned() -> None:
    assert within(60, lambda: "page") == "page"
    assert within(60, lambda: None) is None


@pytest.mark.parametrize("error", [ValueError("bad"), DeadlineExceeded(), SystemExit(3)])
def test_error_of_a_call_is_raised(error: BaseException) -> None:
    with pytest.raises(type(error)) as raised:
        within(60, fail(error))
    assert raised.value is error


def test_call_that_takes_too_long_is_left_behind() -> None:
    hang = threading.Event()
    with pytest.raises(DeadlineExceeded):
        within(0, hang.wait)
    hang.set()


def test_call_does_not_keep_the_process_from_its_end_and_works_in_any_thread() -> None:
    daemons: list[bool] = []

    def record() -> None:
        daemons.append(within(60, lambda: threading.current_thread().daemon))

    caller = threading.Thread(target=record)
    caller.start()
    caller.join()
    assert daemons == [True]
