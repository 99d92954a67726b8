"""The memory limit of models.md reaches DuckDB, and the models are built with it."""

from __future__ import annotations

import sys
from pathlib import Path

from documented import blocks
from project_copy import SANDBOX, copy_project
from real_date import LAST_DAY, days_from
from running import run
from warehouse import ROOT

(BUILD,) = (block.text for block in blocks(ROOT / "docs/models.md") if "test_memory_limit" in block.by)
SHOW = ".venv/bin/meltano --environment=prod invoke dbt-duckdb show --inline \"select current_setting('memory_limit')\""
SETTINGS = {**SANDBOX, **days_from(LAST_DAY)}


def test_memory_limit_reaches_duckdb(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    (project / ".venv").symlink_to(sys.prefix)
    run("/bin/sh", "-ec", BUILD, cwd=project, env=SETTINGS)
    limited = BUILD.split()[0]
    assert "286.1 MiB" in run("/bin/sh", "-ec", f"{limited} {SHOW}", cwd=project)  # 300 MB
    assert "286.1 MiB" not in run("/bin/sh", "-ec", SHOW, cwd=project)
