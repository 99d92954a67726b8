"""Databases with the models built by dbt, and the page made from them."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from raw_tables import NEWEST

from report.models import organizations
from report.page import render

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
MELTANO = yaml.safe_load((ROOT / "meltano.yml").read_text(encoding="utf-8"))
UTILITIES = {plugin["name"]: plugin for plugin in MELTANO["plugins"]["utilities"]}
Tables = dict[str, list[dict[str, Any]]]


def build_models(database: Path, made: Path, changed: Mapping[str, str] | None = None) -> None:
    """Run dbt as the command `run` of dbt-duckdb does; what it has parsed is kept in the folder `made`.

    `changed` has the texts of files that are not those of the package, by their paths.
    """
    project = ROOT / "transform"
    if changed:
        project = shutil.copytree(
            project, made / "transform", ignore=shutil.ignore_patterns("target", "logs"), dirs_exist_ok=True
        )
        for name, text in changed.items():
            (project / name).write_text(text, encoding="utf-8")
    environment = {
        "DBT_TARGET": "duckdb",
        "DBT_PROJECT_DIR": str(project),
        "DBT_PROFILES_DIR": "transform",
        "DBT_TARGET_PATH": str(made),
        "DBT_LOG_PATH": str(made / "logs"),
        "TARGET_DUCKDB_FILEPATH": str(database),
    }
    command = [str(BIN / "dbt"), "--quiet", *shlex.split(UTILITIES["dbt-duckdb"]["commands"]["run"]["args"])]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def run_report(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the package as the command `page` of the dbt utilities does."""
    command = [sys.executable, "-m", "report", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def draw_page(tables: Tables, page: Path, *, today: date = NEWEST + timedelta(1), **options: Any) -> Path:
    """Write the page of the tables, on the day after the newest one, with options of `render`."""
    page.write_text(render(organizations(tables), today, **{"api_url": None, **options}), encoding="utf-8")
    return page


def write_page(database: Path, *options: str, today: date = NEWEST + timedelta(1)) -> Path:
    """Write the page of a database by the command line."""
    page = database.with_suffix(".html")
    done = run_report(database, page, "--today", str(today), *options)
    assert done.returncode == 0, done.stderr
    return page
