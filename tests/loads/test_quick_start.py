"""The README's quick start, typed as it stands there in a copy of the project, and run once more."""

from __future__ import annotations

import re
from pathlib import Path

from documented import blocks
from project_copy import copy_project
from real_date import LAST_DAY
from running import run
from summary import SUMMARY
from warehouse import ROOT

(QUICK_START,) = (block.text.strip() for block in blocks(ROOT / "README.md") if "test_quick_start" in block.by)
ONCE_MORE = QUICK_START.rpartition(" && ")[2]
FEWEST_DAYS = 178  # that the sandbox serves up to LAST_DAY, even if midnight in UTC+8 passes during the tests


def sent_and_loaded(project: Path, command: str) -> tuple[dict[str, int], dict[str, int]]:
    """Type `command`; return the days and records that the tap sent, and those that are in the database then."""
    # Both runs end with the same day, even if yesterday changes in between.
    output = run("/bin/bash", "-ec", f"{command} 2>&1", cwd=project, env={"TAP_USAGESTATS_END_DATE": str(LAST_DAY)})
    (summary,) = SUMMARY.finditer(output)
    (rows,) = re.finditer(r"^(\d+) rows of (\d+) days, ", output, re.MULTILINE)
    return {"days": int(summary[3]), "records": int(summary[4])}, {"days": int(rows[2]), "records": int(rows[1])}


def test_all_that_was_sent_is_loaded_and_a_second_run_updates_two_days(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    sent, loaded = sent_and_loaded(project, QUICK_START)
    assert sent["days"] >= FEWEST_DAYS
    assert loaded == sent
    sent_again, loaded_then = sent_and_loaded(project, ONCE_MORE)
    assert sent_again["days"] == 2
    assert loaded_then == loaded
