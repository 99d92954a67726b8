"""The log cannot always be written: standard error that is full or closed changes no exit code and no record."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from processes import SECONDS, command_with, environment
from real_date import LAST_DAY
from scripted_api import KEY
from syncs import Run, messages_of

DAY = LAST_DAY.isoformat()
GOOD = {"api_key": KEY, "api_url": "sandbox", "start_date": DAY, "end_date": DAY}


def run_without_log(folder: Path, config: dict[str, Any], log: str) -> subprocess.CompletedProcess[str]:
    """Run the tap with standard error that is `full`, or `closed` from the start."""
    close: Callable[[], None] | None = (lambda: os.close(2)) if log == "closed" else None
    with Path("/dev/full").open("w") as full:
        return subprocess.run(
            command_with(folder, config),
            stdout=subprocess.PIPE,
            stderr=full,
            text=True,
            check=False,
            env=environment(),
            timeout=SECONDS,
            preexec_fn=close,
        )


@pytest.mark.parametrize("log", ["full", "closed"])
def test_run_without_a_log_is_complete(tmp_path: Path, log: str) -> None:
    run = run_without_log(tmp_path, GOOD, log)
    assert run.returncode == 0
    assert {day for day, _ in Run(messages_of(run.stdout), "", "").keys} == {DAY}
    assert messages_of(run.stdout)[-1]["value"]["bookmarks"]["app_usage"]["replication_key_value"] == DAY


@pytest.mark.parametrize("log", ["full", "closed"])
@pytest.mark.parametrize("wrong", [{"start_date": "soon"}, {"api_url": "http://127.0.0.1:1/api?", "api_key": ""}])
def test_failure_without_a_log_keeps_its_exit_code(tmp_path: Path, log: str, wrong: dict[str, Any]) -> None:
    run = run_without_log(tmp_path, GOOD | wrong, log)
    assert (run.returncode, run.stdout) == (1, "")
