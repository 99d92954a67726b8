from __future__ import annotations

import io
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NoReturn

import click
import pytest
from scripted_api import KEY

from tap_usagestats import __main__ as main_module
from tap_usagestats.__main__ import main, report
from tap_usagestats.errors import Interrupted, Stop
from tap_usagestats.signals import end_run


class Ended(BaseException):
    """The process has ended."""


@pytest.fixture(autouse=True)
def deeds(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """What the tap did to its process, which a test has to survive."""
    done: list[object] = []
    monkeypatch.setattr(signal, "signal", lambda number, handler: done.append((number, handler)))
    monkeypatch.setattr(signal, "setitimer", lambda *_: done.append("timer"))
    yield done
    release_handlers()


def release_handlers() -> None:
    """Let other threads log again."""
    for handler in logging.getLogger().handlers:
        with suppress(RuntimeError):  # not acquired, or not that often
            for _ in range(10):
                handler.release()


def exit_code_of(monkeypatch: pytest.MonkeyPatch, command: Callable[[], object]) -> int:
    """Run main() with `command` in place of the tap's, and return the exit code."""
    codes: list[int] = []

    def end(code: int) -> NoReturn:
        codes.append(code)
        raise Ended

    monkeypatch.setattr(main_module, "run_command", command)
    monkeypatch.setattr(os, "_exit", end)
    with pytest.raises(Ended):
        main()
    return codes[0]


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


def failing(error: BaseException) -> Callable[[], NoReturn]:
    def fail() -> NoReturn:
        raise error

    return fail


def test_successful_run_exits_with_0(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, deeds: list[object]
) -> None:
    assert exit_code_of(monkeypatch, lambda: None) == 0
    assert caplog.messages == []
    assert deeds == [(signal.SIGTERM, end_run), (signal.SIGINT, end_run)]


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (Stop("Setting x: expected y."), "Setting x: expected y."),
        (Stop("two\n  lines"), "two lines"),
        (Interrupted("Stopped by SIGTERM."), "Stopped by SIGTERM."),
        (click.UsageError("No such option: --nope"), "No such option: --nope"),
        (click.BadParameter("'x' is not one of 'json'"), "Invalid value: 'x' is not one of 'json'"),
        (
            KeyError(KEY),
            "tap-usagestats: unexpected KeyError. What to do: run again with TAP_USAGESTATS_LOGLEVEL=DEBUG",
        ),
        (OSError(28, "No space left on device"), "Cannot write to standard output (No space left on device). What to"),
        (PermissionError(13, "Permission denied", "log.yaml"), "tap-usagestats: unexpected PermissionError."),
        (MemoryError(), "tap-usagestats: unexpected MemoryError."),
        (SystemExit(2), "tap-usagestats: unexpected SystemExit."),
    ],
)
def test_any_error_is_one_line_and_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: BaseException, line: str
) -> None:
    assert exit_code_of(monkeypatch, failing(error)) == 1
    [message] = caplog.messages
    assert message.startswith(line)
    assert "\n" not in message
    assert KEY not in caplog.text


def test_signal_changes_nothing_while_a_failure_is_reported(
    monkeypatch: pytest.MonkeyPatch, deeds: list[object]
) -> None:
    exit_code_of(monkeypatch, failing(Stop("x")))
    handlers: dict[int, Callable[..., None]] = dict(deed for deed in deeds if isinstance(deed, tuple))
    for number in (signal.SIGTERM, signal.SIGINT):
        handlers[number](number, None)


def test_line_goes_to_standard_error_before_logging_is_set_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(logging.getLogger(), "handlers", [])
        report(Stop("no\nlog"))
    assert capsys.readouterr() == ("", "no log\n")


def test_line_is_the_last_one_whatever_other_threads_log(caplog: pytest.LogCaptureFixture) -> None:
    report(Stop("x"))
    other = threading.Thread(target=logging.getLogger("another").critical, args=("y",), daemon=True)
    other.start()
    other.join(0.1)
    assert caplog.messages == ["x"]
    release_handlers()
    other.join()  # or its line would be among those of the next test


def test_buffered_output_is_flushed_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    output = Output()
    monkeypatch.setattr(sys, "stdout", output)
    report(Stop("x"))
    assert output.flushed


@pytest.mark.parametrize("output", [None, Output(BrokenPipeError()), Output(OSError(28, "full"))])
def test_failing_flush_does_not_hide_the_error(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, output: Output | None
) -> None:
    monkeypatch.setattr(sys, "stdout", output)
    report(Stop("x"))
    assert caplog.messages == ["x"]


def test_stalled_log_does_not_hang_the_process(monkeypatch: pytest.MonkeyPatch, deeds: list[object]) -> None:
    seen_at_the_line: list[object] = []
    monkeypatch.setattr(main_module.logger, "error", lambda *_: seen_at_the_line.extend(deeds))
    report(Stop("x"))
    assert seen_at_the_line[-1] == "timer"


def test_stalled_target_does_not_hang_the_process(monkeypatch: pytest.MonkeyPatch, deeds: list[object]) -> None:
    seen_at_flush: list[object] = []
    output = Output()
    monkeypatch.setattr(output, "flush", lambda: seen_at_flush.extend(deeds))
    monkeypatch.setattr(sys, "stdout", output)
    report(Stop("x"))
    assert seen_at_flush[-1] == "timer"


def test_debug_level_shows_where_errors_were_raised_without_their_texts(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(LookupError) as raised:
        raise LookupError(KEY) from ValueError(KEY)
    report(raised.value)
    lines = [record.getMessage() for record in caplog.records if record.name == "tap-usagestats"]
    assert [line.split()[0] for line in lines[:2]] == ["LookupError", "ValueError"]
    assert "test_main.py" in lines[0]
    assert ", in test_debug_level" in lines[0]
    assert KEY not in caplog.text
