"""Databases with the models built by dbt, and the page made from them."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
from raw_tables import NEWEST

from report.figures import PERIOD_DAYS
from report.models import organizations
from report.page import render

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
EVERY_STREAM = "{using_member_usage: true, using_platform_usage: true}"
Tables = dict[str, list[dict[str, Any]]]


def build_models(database: Path, made: Path, variables: str = EVERY_STREAM) -> None:
    """Run dbt as the utility dbt-duckdb does; what it has parsed is kept in the folder `made`."""
    environment = {
        "DBT_TARGET": "duckdb",
        "DBT_PROJECT_DIR": "transform",
        "DBT_PROFILES_DIR": "transform",
        "DBT_TARGET_PATH": str(made),
        "DBT_LOG_PATH": str(made / "logs"),
        "TARGET_DUCKDB_FILEPATH": str(database),
    }
    command = [str(BIN / "dbt"), "--quiet", "run", "--vars", variables]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def run_report(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the package as the utility report does."""
    command = [sys.executable, "-m", "report", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def tables_of(database: Path) -> Tables:
    """Return the tables of the models, as the package reads them."""
    lately = (
        "date > (select newest_day from usagestats__organizations as one where one.organization = rows.organization)"
    )
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("use usagestats_models")
        tables = {}
        for table in ("organizations", "organization_days", "apps", "app_changes", "creators", "members"):
            where = f"{lately} - {PERIOD_DAYS}" if table == "app_changes" else "true"
            result = connection.execute(f"select * from usagestats__{table} as rows where {where}")
            names = [column[0] for column in result.description or ()]
            tables[table] = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    return tables


def write_page(tables: Tables, page: Path, *, today: date = NEWEST + timedelta(1), api_url: str | None = None) -> Path:
    """Write the page of the tables, on the day after the newest one."""
    page.write_text(render(organizations(tables), today, api_url=api_url), encoding="utf-8")
    return page
