from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NoReturn

import pytest

from tap_usagestats.api.deadline import Deadline, DeadlineExceeded


def failing(error: BaseException) -> Callable[[], NoReturn]:
    def call() -> NoReturn:
        raise error

    return call


def test_call_returns_its_value() -> None:
    deadline = Deadline(60)
    assert deadline.call(lambda: "page") == "page"
    assert deadline.call(lambda: None) is None


@pytest.mark.parametrize("error", [ValueError("bad"), DeadlineExceeded(), SystemExit(3)])
def test_call_raises_its_error(error: BaseException) -> None:
    with pytest.raises(type(error)) as raised:
        Deadline(60).call(failing(error))
    assert raised.value is error


def test_slow_call_is_abandoned_and_does_not_delay_the_next() -> None:
    deadline = Deadline(0)
    hanging, next_has_started = threading.Event(), threading.Event()

    def hang() -> None:
        next_has_started.set()
        hanging.wait()

    for call in (hanging.wait, hang):
        with pytest.raises(DeadlineExceeded):
            deadline.call(call)
    assert next_has_started.wait(60)
    hanging.set()


def test_deadline_works_in_any_thread() -> None:
    values: list[str] = []
    caller = threading.Thread(target=lambda: values.append(Deadline(60).call(lambda: "page")))
    caller.start()
    caller.join()
    assert values == ["page"]
