from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

from tap_usagestats.errors import Interrupted
from tap_usagestats.signals import LAST_RESORT_SECONDS, SIGNALS, end_process_soon, end_run, ignore_signals


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
        end_run(number)
    assert str(interrupted.value) == f"Stopped by {number.name}."


def test_second_signal_changes_nothing(handlers: dict[int, Any], timers: list[tuple[int, float]]) -> None:
    with pytest.raises(Interrupted):
        end_run(signal.SIGTERM)
    assert handlers | dict.fromkeys(SIGNALS, signal.SIG_IGN) == handlers
    assert len(timers) == 1


def test_signals_are_ignored_on_request(handlers: dict[int, Any]) -> None:
    ignore_signals()
    assert handlers == {signal.SIGTERM: signal.SIG_IGN, signal.SIGINT: signal.SIG_IGN}


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
