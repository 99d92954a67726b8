"""The job `report`: it loads all three streams, builds the models and writes the page, in a fresh clone and after."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from real_date import LAST_DAY
from running import run
from scripted_api import days_before
from warehouse import BIN

pytest_plugins = ["warehouses"]

DAYS = 178  # all that the sandbox serves whenever the tests end: midnight in UTC+8 may take one from each side
DATES = {
    "TAP_USAGESTATS_START_DATE": days_before(LAST_DAY, DAYS - 1).isoformat(),
    "TAP_USAGESTATS_END_DATE": LAST_DAY.isoformat(),
}

COUNTS = """
    select (select count(*) from usagestats.app_usage), (select count(*) from usagestats.member_usage),
        (select count(*) from usagestats.platform_usage)
"""
NEWEST = """
    select max(date), count(*), sum(metrics_data) from usagestats.app_usage
    where date = (select max(date) from usagestats.app_usage) group by date
"""
SCRIPT = """
import duckdb, json, sys
print(json.dumps(duckdb.connect(sys.argv[1]).execute(sys.argv[2]).fetchone(), default=int))
"""


def meltano(project: Path, environment: str, job: str, variables: Mapping[str, str] | None = None) -> None:
    command = (BIN / "meltano", f"--environment={environment}", "run", job)
    run(*command, cwd=project, env={**DATES, **(variables or {})})


def ask(project: Path, name: str, sql: str) -> list[Any]:
    python = project / ".meltano/utilities/report/venv/bin/python"
    return json.loads(run(python, "-c", SCRIPT, project / f"output/{name}.duckdb", sql))  # type: ignore[no-any-return]


def check_page(project: Path, name: str, page_name: str) -> None:
    """Compare the page with the tables; test_key_figures.py does so for every figure."""
    page = project / "output" / page_name
    text = page.read_text(encoding="utf-8")
    page.unlink()
    newest, apps, data = ask(project, name, NEWEST)
    assert f'data-newest="{newest}"' in text
    exact = figures(text)
    assert (exact["apps"], exact["data"]) == (f"{apps:,}", f"{data:,}")


def figures(page: str) -> dict[str, str]:
    """The figures at the top of the page."""
    return dict(re.findall(r'data-column="organization_days\.(\w+)" data-exact="([^"]*)"', page))


def test_the_job_report_in_a_fresh_clone_after_the_quick_start_and_once_more(project: Path) -> None:
    meltano(project, "sandbox", "report")
    loaded = ask(project, "sandbox", COUNTS)
    assert min(loaded) == DAYS  # of the whole organization; there are more apps and members
    check_page(project, "sandbox", "sandbox.html")
    for job in ("quickstart", "report"):
        meltano(project, "sandbox", job)
    assert ask(project, "sandbox", COUNTS) == loaded
    check_page(project, "sandbox", "sandbox.html")


def test_the_job_report_makes_the_page_of_a_real_organization(project: Path) -> None:
    """The API is the sandbox's here, too; the file and the settings are those of prod."""
    file = project / "output/organization.duckdb"
    settings = {"TAP_USAGESTATS_API_URL": "sandbox", "TAP_USAGESTATS_API_KEY": "sandbox"}
    meltano(project, "prod", "report", {**settings, "TARGET_DUCKDB_FILEPATH": str(file)})
    check_page(project, "organization", "usage.html")


def test_the_job_report_needs_few_columns(project: Path) -> None:
    """The keys, and one more: target-duckdb cannot update a table of keys."""
    settings = {"TAP_USAGESTATS_API_URL": "sandbox", "TAP_USAGESTATS_API_KEY": "sandbox"}
    settings["TAP_USAGESTATS_ALL__SELECT"] = json.dumps(["*.date", "*.app_id", "*.member_id", "*.extra"])
    settings["TARGET_DUCKDB_FILEPATH"] = str(project / "output/few.duckdb")
    meltano(project, "prod", "report", settings)
    exact = figures((project / "output/usage.html").read_text(encoding="utf-8"))
    assert int(exact.pop("apps")) > 100
    assert set(exact.values()) == {"–"}
