from __future__ import annotations

import io
import logging
import signal
import sys
import threading
from collections.abc import Callable
from typing import NoReturn

import click
import pytest
from scripted_api import KEY

from tap_usagestats import command_line
from tap_usagestats.command_line import describe, report, run, trace_of
from tap_usagestats.errors import Stop
from tap_usagestats.signals import Interrupted


@pytest.fixture(autouse=True)
def signals(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """How signals are handled by what this process runs; its own handlers stay."""
    handlers: list[object] = []
    monkeypatch.setattr(signal, "signal", lambda _, handler: handlers.append(handler))
    return handlers


class Output(io.StringIO):
    """Standard output that remembers that it was flushed, or fails at that."""

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()
        self.error = error
        self.flushed = False

    def flush(self) -> None:
        if self.error:
            raise self.error
        self.flushed = True


class HangingOutput(io.StringIO):
    """Standard output whose reader does not read."""

    def __init__(self) -> None:
        super().__init__()
        self.reading = threading.Event()

    def flush(self) -> None:
        self.reading.wait()


def failing(error: BaseException) -> Callable[[], NoReturn]:
    def fail() -> NoReturn:
        raise error

    return fail


def wrapped(error: BaseException) -> RuntimeError:
    """Python 3.11's error for one that is raised while a class is made."""
    outer = RuntimeError("Error calling __set_name__")
    outer.__cause__ = error
    return outer


def test_successful_run_exits_with_0(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(command_line, "run_command", lambda: None)
    assert run() == 0
    assert caplog.messages == []


@pytest.mark.parametrize("end", [lambda: None, failing(Stop("x"))])
def test_signal_changes_nothing_once_the_run_has_ended(
    monkeypatch: pytest.MonkeyPatch, signals: list[object], end: Callable[[], None]
) -> None:
    monkeypatch.setattr(command_line, "run_command", end)
    run()
    assert signals == [signal.SIG_IGN, signal.SIG_IGN]


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (Stop("Setting x: expected y."), "Setting x: expected y."),
        (Stop("two\n  lines"), "two lines"),
        (Interrupted("Stopped by SIGTERM."), "Stopped by SIGTERM."),
        (wrapped(Interrupted("Stopped by SIGTERM.")), "Stopped by SIGTERM."),
        (click.UsageError("No such option: --nope"), "No such option: --nope"),
        (
            KeyError(KEY),
            "tap-usagestats: unexpected KeyError. What to do: run again with TAP_USAGESTATS_LOGLEVEL=DEBUG",
        ),
        (MemoryError(), "tap-usagestats: unexpected MemoryError."),
        (SystemExit(2), "tap-usagestats: unexpected SystemExit."),
    ],
)
def test_any_error_is_one_line_and_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: BaseException, line: str
) -> None:
    monkeypatch.setattr(command_line, "run_command", failing(error))
    assert run() == 1
    [message] = caplog.messages
    assert message.startswith(line)
    assert "\n" not in message
    assert KEY not in caplog.text


@pytest.mark.parametrize("code", [None, 0])
def test_clean_exit_has_exit_code_0(caplog: pytest.LogCaptureFixture, code: int | None) -> None:
    assert report(SystemExit(code)) == 0
    assert caplog.messages == []


def test_line_goes_to_standard_error_before_logging_is_set_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(logging.getLogger(), "handlers", [])
        assert report(Stop("no\nlog")) == 1
    assert capsys.readouterr() == ("", "no log\n")


def test_closed_standard_error_is_tolerated(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(logging.getLogger(), "handlers", [])
        patch.setattr(sys, "stderr", None)
        assert report(Stop("nobody reads this")) == 1


def test_buffered_output_is_flushed_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    output = Output()
    monkeypatch.setattr(sys, "stdout", output)
    assert report(Stop("x")) == 1
    assert output.flushed


@pytest.mark.parametrize(
    "output",
    [None, Output(BrokenPipeError()), Output(OSError(28, "full")), Output(RuntimeError("can't start new thread"))],
)
def test_failing_flush_does_not_hide_the_error(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, output: Output | None
) -> None:
    monkeypatch.setattr(sys, "stdout", output)
    assert report(Stop("x")) == 1
    assert caplog.messages == ["x"]


def test_stalled_target_does_not_hang_the_process(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    output = HangingOutput()
    monkeypatch.setattr(sys, "stdout", output)
    monkeypatch.setattr(command_line, "LAST_WORDS_SECONDS", 0)
    assert report(Stop("x")) == 1
    assert caplog.messages == ["x"]
    output.reading.set()


def test_closed_standard_output_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr("gc.freeze", lambda: None)
    with pytest.raises(Stop, match=r"^Standard output is closed\. What to do: "):
        command_line.run_command()


def test_debug_level_shows_where_errors_were_raised_without_their_texts(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(LookupError) as raised:
        raise LookupError(KEY) from ValueError(KEY)
    report(raised.value)
    assert [line for line in caplog.messages if line.endswith("Error")] == ["LookupError", "ValueError"]
    assert any("test_command_line.py" in line and ", in test_debug_level" in line for line in caplog.messages)
    assert KEY not in caplog.text


def test_error_without_a_cause_has_only_its_own_places() -> None:
    assert list(trace_of(ValueError(KEY))) == ["ValueError"]
    assert list(trace_of(None)) == []


def test_click_error_is_described_by_click() -> None:
    assert describe(click.BadParameter("'x' is not one of 'json'")) == "Invalid value: 'x' is not one of 'json'"
