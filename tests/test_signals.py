from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

from tap_usagestats.errors import Interrupted
from tap_usagestats.signals import (
    LAST_RESORT_SECONDS,
    SIGNALS,
    end_on_signals,
    end_process_soon,
    end_run,
    ignore_signals,
)


@pytest.fixture
def handlers(monkeypatch: pytest.MonkeyPatch) -> dict[int, Any]:
    """What the tap made of the signals; those of the test's own process stay as they are."""
    made: dict[int, Any] = {}
    monkeypatch.setattr(signal, "signal", made.__setitem__)
    return made


@pytest.fixture
def timers(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, float]]:
    started: list[tuple[int, float]] = []
    monkeypatch.setattr(signal, "setitimer", lambda *timer: started.append(timer))
    return started


@pytest.mark.usefixtures("handlers", "timers")
@pytest.mark.parametrize("number", SIGNALS)
def test_interruption_names_the_signal(number: signal.Signals) -> None:
    with pytest.raises(Interrupted) as interrupted:
        end_run(number, None)
    assert str(interrupted.value) == f"Stopped by {number.name}."


def test_second_signal_changes_nothing(handlers: dict[int, Any], timers: list[tuple[int, float]]) -> None:
    with pytest.raises(Interrupted):
        end_run(signal.SIGTERM, None)
    for number in SIGNALS:
        handlers[number](number, None)
    assert len(timers) == 1


def test_both_signals_end_the_run(handlers: dict[int, Any]) -> None:
    end_on_signals()
    assert handlers == dict.fromkeys(SIGNALS, end_run)


def test_signals_are_ignored_on_request(handlers: dict[int, Any]) -> None:
    """By handlers that do nothing: with SIG_IGN, Python writes a traceback if a signal is pending."""
    ignore_signals()
    assert set(handlers) == set(SIGNALS)
    for number, handler in handlers.items():
        assert callable(handler)
        handler(number, None)


def test_interruption_cannot_be_swallowed_as_an_exception() -> None:
    assert not issubclass(Interrupted, Exception)


def test_hanging_process_ends_in_time(
    monkeypatch: pytest.MonkeyPatch, handlers: dict[int, Callable[..., None]], timers: list[tuple[int, float]]
) -> None:
    end_process_soon()
    exits: list[int] = []
    monkeypatch.setattr(os, "_exit", exits.append)
    handlers[signal.SIGALRM](signal.SIGALRM, None)
    assert exits == [1]
    assert timers == [(signal.ITIMER_REAL, LAST_RESORT_SECONDS)]
    assert LAST_RESORT_SECONDS < 2


@pytest.mark.usefixtures("handlers")
def test_report_of_a_signal_does_not_restart_the_time(
    monkeypatch: pytest.MonkeyPatch, timers: list[tuple[int, float]]
) -> None:
    monkeypatch.setattr(signal, "getitimer", lambda _: (0.25, 0.0))  # what is left of the signal's
    end_process_soon()
    assert timers == [(signal.ITIMER_REAL, 0.25)]
