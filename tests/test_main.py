from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any, NoReturn

import pytest

from tap_usagestats import __main__ as main_module
from tap_usagestats import command_line
from tap_usagestats.signals import end_run


class Ended(BaseException):
    """The process has ended."""


@pytest.mark.parametrize("exit_code", [0, 1])
def test_main_handles_signals_first_and_ends_with_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, exit_code: int
) -> None:
    deeds: list[tuple[Any, ...]] = []

    def run() -> int:
        deeds.append(("run",))
        return exit_code

    def end(code: int) -> NoReturn:
        deeds.append(("exit", code))
        raise Ended

    monkeypatch.setattr(signal, "signal", lambda *handler: deeds.append(handler))
    monkeypatch.setattr(command_line, "run", run)
    monkeypatch.setattr(os, "_exit", end)
    with pytest.raises(Ended):
        main_module.main()
    assert deeds == [(signal.SIGTERM, end_run), (signal.SIGINT, end_run), ("run",), ("exit", exit_code)]


def test_error_of_the_import_is_not_taken_for_a_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    def run() -> NoReturn:
        raise ImportError("no click")

    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(command_line, "run", run)
    with pytest.raises(ImportError, match="no click"):
        main_module.main()


def test_slow_imports_come_after_the_signal_handlers() -> None:
    code = "import sys, tap_usagestats.__main__; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "tap_usagestats.signals" in modules
    assert not {"singer_sdk", "requests", "logging", "tap_usagestats.tap"} & set(modules)
