"""examples/nightly: what it prints if it cannot write its log. tests/loads runs it with Meltano."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
UNWRITABLE: dict[str, Callable[[Path], None]] = {
    "no folder": lambda log: log.parent.rmdir(),
    "a folder in its place": lambda log: log.mkdir(),
    "a full disk": lambda log: log.symlink_to("/dev/full"),
}


@pytest.mark.parametrize("break_log", UNWRITABLE.values(), ids=UNWRITABLE)
def test_log_that_cannot_be_written_is_said_to_be_the_reason(tmp_path: Path, break_log: Callable[[Path], None]) -> None:
    log = tmp_path / "output/job.log"
    meltano = tmp_path / ".venv/bin/meltano"
    for file in (log, meltano):
        file.parent.mkdir(parents=True)
    meltano.write_text("#!/bin/sh\nexit 1\n")
    meltano.chmod(0o755)
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    break_log(log)
    done = subprocess.run([tmp_path / "examples/nightly", "job"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == f"job failed, and {log} could not be written (what to do: docs/on-call.md).\n"
    assert done.stderr
