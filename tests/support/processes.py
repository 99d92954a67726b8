"""The tap in a process of its own, as users run it: its output, its log, its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripted_api import KEY

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
