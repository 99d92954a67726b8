"""The job `report`: it loads what is selected, builds the models and writes the page, in a fresh clone and after."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from project_copy import SANDBOX
from real_date import LAST_DAY, days_from
from running import attempt, run
from scripted_api import days_before
from warehouse import BIN, ROOT

from report.language import NOTHING

pytest_plugins = ["warehouses"]

DAYS = 178  # all that the sandbox serves whenever the tests end: midnight in UTC+8 may take one from each side
DATES = days_from(days_before(LAST_DAY, DAYS - 1))

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
    python = project / ".meltano/utilities/dbt-duckdb/venv/bin/python"
    return json.loads(run(python, "-c", SCRIPT, project / f"output/{name}.duckdb", sql))  # type: ignore[no-any-return]


def check_page(project: Path, name: str, page_name: str) -> dict[str, str]:
    """Compare the page with the tables, as test_key_figures.py does for every figure, and return those at its top."""
    page = project / "output" / page_name
    text = page.read_text(encoding="utf-8")
    page.unlink()
    newest, apps, data = ask(project, name, NEWEST)
    assert f'data-newest="{newest}"' in text
    assert f"of {apps:,} apps" in text
    exact = key_figures(text)
    assert exact["Records"] == f"{data:,}"
    return exact


def key_figures(page: str) -> dict[str, str]:
    """The exact figures at the top of the page, by their labels."""
    return {label: figure for figure, label in re.findall(r'data-exact="([^"]*)"><dt>(.*?)</dt>', page)}


def test_the_job_report_in_a_fresh_clone_after_the_quick_start_and_once_more(project: Path) -> None:
    meltano(project, "sandbox", "report")
    loaded = ask(project, "sandbox", COUNTS)
    assert min(loaded) == DAYS  # of the whole organization; there are more apps and members
    exact = check_page(project, "sandbox", "sandbox.html")
    assert NOTHING not in exact.values()
    for job in ("quickstart", "report"):
        meltano(project, "sandbox", job)
    assert ask(project, "sandbox", COUNTS) == loaded
    assert check_page(project, "sandbox", "sandbox.html") == exact
    check_digest(project)


def check_digest(project: Path) -> None:
    """Write it, and let the line of cron post it to a chat that is not there."""
    written = run(BIN / "meltano", "--environment=sandbox", "invoke", "dbt-duckdb:digest", cwd=project)
    assert written.startswith("# Apps that need somebody\n")
    (project / ".venv").symlink_to(sys.prefix)  # where nightly looks for Meltano
    variables = {
        "TARGET_DUCKDB_FILEPATH": str(project / "output/sandbox.duckdb"),
        "REPORT_DIGEST_URL": "http://127.0.0.1:9/services/T0/B0/secret",
    }
    nightly = attempt(project / "examples/nightly", "dbt-duckdb:digest", cwd=project, env=variables)
    assert nightly.returncode == 1
    assert "No digest: cannot post to 127.0.0.1:9: [Errno 111] Connection refused" in nightly.stdout
    assert "secret" not in nightly.stdout + (project / "output/dbt-duckdb:digest.log").read_text(encoding="utf-8")


def test_the_job_report_of_a_real_organization_tells_who_has_left_once_members_are_selected(project: Path) -> None:
    """The API is the sandbox's here, too; the file and the settings are those of prod, with bookmarks of its own."""
    file, dotenv = project / "output/organization.duckdb", project / ".env"
    settings = {**SANDBOX, "TARGET_DUCKDB_FILEPATH": str(file), "MELTANO_RUN_STATE_ID_SUFFIX": "organization"}
    meltano(project, "prod", "report", settings)
    assert "Creators who have left" not in check_page(project, "organization", "usage.html")
    selected = next(line[1:] for line in (ROOT / ".env.example").read_text().splitlines() if "__SELECT" in line)
    dotenv.write_text(f"{selected}\n", encoding="utf-8")
    try:
        meltano(project, "prod", "report", settings)
    finally:
        dotenv.unlink()
    assert int(check_page(project, "organization", "usage.html")["Creators who have left"]) > 0
    assert min(ask(project, "organization", COUNTS)) == DAYS


def test_the_job_report_needs_few_columns(project: Path) -> None:
    """The keys, and one more: target-duckdb cannot update a table of keys."""
    select = json.dumps(["*.date", "*.app_id", "*.member_id", "*.extra"])
    file = project / "output/few.duckdb"
    settings = {**SANDBOX, "TAP_USAGESTATS__SELECT": select, "TARGET_DUCKDB_FILEPATH": str(file)}
    meltano(project, "prod", "report", settings)
    page = (project / "output/usage.html").read_text(encoding="utf-8")
    assert set(key_figures(page).values()) == {NOTHING}
    assert f'data-newest="{LAST_DAY}"' in page
