"""The README's quick start, typed as it stands there on each Python of this machine, the report, and it again."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from documented import blocks
from project_copy import copy_project
from real_date import LAST_DAY
from running import run
from summary import APP_USAGE
from warehouse import ROOT

(QUICK_START,) = (block.text.strip() for block in blocks(ROOT / "README.md") if "test_quick_start" in block.by)
ONCE_MORE = QUICK_START.rpartition(" && ")[2]
FEWEST_DAYS = 178  # that the sandbox serves up to LAST_DAY, even if midnight in UTC+8 passes during the tests
REAL = "output/real.duckdb"
DOTENV = f"""\
TAP_USAGESTATS_API_KEY=the-key-of-a-real-account
TAP_USAGESTATS_API_URL=http://127.0.0.1:9
TARGET_DUCKDB_FILEPATH={REAL}
REPORT_PAGE=output/usage.html
"""


def pythons() -> dict[str, Path]:
    """The folders of this machine's Pythons, by version: those of pyenv, and the one that runs the tests."""
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    of_pyenv = {path.name: path / "bin" for path in sorted(versions.glob("3.1[0-4].*"))}
    running = ".".join(map(str, sys.version_info[:3]))
    return {running: Path(sys.executable).parent, **of_pyenv}


def type_into_shell(project: Path, python: Path, command: str) -> str:
    """Type `command` on a machine whose first Python is in the folder `python`, and return what is shown."""
    # All runs end with the same day, even if yesterday changes in between.
    environment = {"PATH": f"{python}:{os.environ['PATH']}", "TAP_USAGESTATS_END_DATE": str(LAST_DAY)}
    return run("/bin/bash", "-ec", f"{command} 2>&1", cwd=project, env=environment)


def sent(output: str) -> tuple[int, int]:
    """The days and records of app_usage that the tap sent."""
    (line,) = APP_USAGE.finditer(output)
    return int(line["days"]), int(line["records"])


def loaded(output: str) -> tuple[int, int]:
    """The days and rows that are in the database."""
    (rows,) = re.finditer(r"^app_usage: (\d+) rows of (\d+) days, ", output, re.MULTILINE)
    return int(rows[2]), int(rows[1])


@pytest.mark.parametrize("version", pythons())
def test_quick_start_report_and_quick_start_again(version: str, tmp_path: Path) -> None:
    project, python = copy_project(tmp_path / "project"), pythons()[version]
    (project / ".env").write_text(DOTENV)  # as somebody has it who has set up production before
    first = type_into_shell(project, python, QUICK_START)
    assert f"Python {version}," in first
    assert "Environment 'sandbox' is active" in first
    assert "CREATE TABLE" not in first
    assert max(map(len, first.splitlines())) < 200
    assert "Summary: 3 of 3 streams complete, " in first
    assert sent(first)[0] >= FEWEST_DAYS
    assert loaded(first) == sent(first)

    report = type_into_shell(project, python, ONCE_MORE.replace("quickstart", "report"))
    assert "Open output/sandbox.html in a browser." in report

    second = type_into_shell(project, python, ONCE_MORE)
    days, records = sent(second)
    assert days == 2
    assert f"\napp_usage: {records} rows were updated, and 0 were added.\n" in second
    assert loaded(second) == loaded(first)
    assert {path.name for path in (project / "output").iterdir()} == {".gitkeep", "sandbox.duckdb", "sandbox.html"}
