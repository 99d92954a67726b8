"""The tap in a process of its own, as users run it: its output, its log, its exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripted_api import KEY, Request, ScriptedApi

if TYPE_CHECKING:
    from typing_extensions import Self

Finished = subprocess.CompletedProcess[str]
Command = Callable[..., Finished]

SECONDS = 60  # no run of a test takes as long


def command_with(folder: Path, config: Any, *arguments: str) -> list[str]:
    """Write the config file, and return the command that runs the tap with it."""
    file = folder / "config.json"
    file.write_text(config if isinstance(config, str) else json.dumps(config))
    return [sys.executable, "-m", "tap_usagestats", "--config", str(file), *arguments]


def environment(**more: str) -> dict[str, str]:
    """The variables of this process without those of the tap, and `more`."""
    own = {name: text for name, text in os.environ.items() if not name.startswith("TAP_USAGESTATS_")}
    return {**own, "TAP_USAGESTATS_LOGLEVEL": "DEBUG", **more}


def assert_one_line(run: Finished, *words: str) -> None:
    """The run ended with exit code 1 and one line of error, the last one, without a traceback and without the key."""
    lines = run.stderr.splitlines()
    errors = [line for line in lines if "| ERROR " in line]
    assert (run.returncode, errors) == (1, lines[-1:]), run.stderr[-2000:]
    for word in words:
        assert word in errors[0]
    assert "Traceback" not in run.stderr
    assert KEY not in run.stderr + (run.stdout or "")


class Tap:
    """The tap in another process, with pipes for what it writes."""

    def __init__(self, folder: Path, config: dict[str, Any], catalog: dict[str, Any]) -> None:
        file = folder / "catalog.json"
        file.write_text(json.dumps(catalog))
        self.command = command_with(folder, config, "--catalog", str(file))
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave no process behind, whatever a test found."""
        self.process.kill()
        self.process.communicate()

    def end(self, number: signal.Signals) -> float:
        """Send a signal, and return the seconds until the process has ended, though nobody reads what it writes."""
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(SECONDS)
        return time.monotonic() - began

    def finish(self) -> Finished:
        """Read what it writes until it ends."""
        output, log = self.process.communicate(timeout=SECONDS)
        return Finished(self.command, self.process.returncode, output, log)


def kill_at(
    start: Callable[[], Tap], api: ScriptedApi, endpoint: str, request_number: int, number: signal.Signals
) -> Finished:
    """Start the tap, and send it a signal while it waits for the answer to this request, which never comes."""
    reached, ended = threading.Event(), threading.Event()

    def wait_for_the_end(request: Request) -> None:
        if (request.endpoint, request.number) == (endpoint, request_number):
            reached.set()
            ended.wait(SECONDS)

    api.on_request = wait_for_the_end
    with start() as tap:

        def kill() -> None:
            assert reached.wait(SECONDS)
            tap.process.send_signal(number)

        threading.Thread(target=kill).start()
        killed = tap.finish()
        ended.set()
    if number == signal.SIGKILL:
        assert killed.returncode == -signal.SIGKILL
    else:
        assert_one_line(killed, f"Stopped by {number.name}.")
    return killed
