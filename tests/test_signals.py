from __future__ import annotations

import _thread
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tap_usagestats.signals import LAST_RESORT_SECONDS, SIGNALS, Interrupted, end_on_signals, end_run


@dataclass
class Process:
    """What the tap did to its process, which a test has to survive."""

    handlers: dict[int, object] = field(default_factory=dict)
    threads: list[tuple[Callable[..., Any], tuple[Any, ...]]] = field(default_factory=list)
    deeds: list[tuple[Any, ...]] = field(default_factory=list)


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Iterator[Process]:
    watched = Process()
    monkeypatch.setattr(signal, "signal", watched.handlers.__setitem__)
    monkeypatch.setattr(_thread, "start_new_thread", lambda *started: watched.threads.append(started))
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    yield watched
    monkeypatch.undo()


def test_both_signals_end_the_run(process: Process) -> None:
    end_on_signals()
    assert process.handlers == {signal.SIGTERM: end_run, signal.SIGINT: end_run}


@pytest.mark.parametrize("number", SIGNALS)
def test_interruption_names_the_signal(process: Process, number: signal.Signals) -> None:
    with pytest.raises(Interrupted) as interrupted:
        end_run(number, None)
    assert str(interrupted.value) == f"Stopped by {number.name}."
    assert len(process.threads) == 1


def test_second_signal_changes_nothing(process: Process) -> None:
    end_on_signals()
    with pytest.raises(Interrupted):
        end_run(signal.SIGTERM, None)
    assert process.handlers == {signal.SIGTERM: signal.SIG_IGN, signal.SIGINT: signal.SIG_IGN}


def test_interruption_cannot_be_swallowed_as_an_exception() -> None:
    assert not issubclass(Interrupted, Exception)


@pytest.mark.parametrize(("writable", "written"), [([2], [(2, b"Stopped by SIGTERM.\n")]), ([], [])])
def test_hanging_process_ends_even_if_standard_error_is_full(
    process: Process, monkeypatch: pytest.MonkeyPatch, writable: list[int], written: list[tuple[int, bytes]]
) -> None:
    with pytest.raises(Interrupted):
        end_run(signal.SIGTERM, None)
    [(end_process, arguments)] = process.threads
    monkeypatch.setattr(time, "sleep", lambda seconds: process.deeds.append(("sleep", seconds)))
    monkeypatch.setattr(select, "select", lambda *_: ([], writable, []))
    monkeypatch.setattr(os, "write", lambda *line: process.deeds.append(line))
    monkeypatch.setattr(os, "_exit", lambda code: process.deeds.append(("exit", code)))
    end_process(*arguments)
    assert process.deeds == [("sleep", LAST_RESORT_SECONDS), *written, ("exit", 1)]
    assert LAST_RESORT_SECONDS < 2
