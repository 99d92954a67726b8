"""Tables with few columns: what needs the others is null in the models, and the page says that it is not known."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from browser import open_page
from pages import Tables, build_models, draw_page
from playwright.sync_api import Browser
from raw_tables import KEYS, typical, write

from report.warehouses import read_tables

pytest_plugins = ["report_fixtures"]

NEWEST = """
    select apps, inactive_apps, orphaned_apps, records,
        (select count(was_edited) from usagestats__app_days), (select count(was_visited) from usagestats__app_days)
    from usagestats__organization_days order by date desc limit 1
"""
APP_DAYS = 891
NEEDED = {"date", "app_id", "member_id"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "usage.duckdb"
    write(path, {"": typical()})
    return path


def with_models(whole: Path, folder: Path, kept: Callable[[str], bool]) -> Path:
    """Return a copy of the tables with the columns that are `kept`, and with the models."""
    path = Path(shutil.copy(whole, folder))
    with duckdb.connect(str(path)) as database:
        for table in KEYS:
            columns = [name for name, *_ in database.execute(f"describe usagestats.{table}").fetchall() if kept(name)]
            database.execute(
                f"create or replace table usagestats.{table} as select {', '.join(columns)} from usagestats.{table}"
            )
    build_models(path, folder / "dbt")
    return path


@pytest.mark.parametrize(
    ("columns", "newest"),
    [
        ({"extra", "creator_name", "last_edit_at"}, (13, 4, 3, 86_000, 0, APP_DAYS)),
        ({"creator_member_id", "last_visit_at", "metrics_data"}, (13, None, None, None, APP_DAYS, 0)),
    ],
)
def test_what_needs_a_column_is_null(
    whole: Path, tmp_path: Path, columns: set[str], newest: tuple[int | None, ...]
) -> None:
    path = with_models(whole, tmp_path, lambda name: name not in columns)
    with duckdb.connect(str(path), read_only=True) as database:
        database.execute("use usagestats_models")
        assert database.execute(NEWEST).fetchone() == newest
    draw_page(read_tables(str(path), "usagestats_models"), tmp_path / "page.html")


def test_the_page_says_what_is_not_known(browser: Browser, whole: Path, tmp_path: Path) -> None:
    path = with_models(whole, tmp_path, lambda name: name in {*NEEDED, "metrics_form_coop", "creator_name"})
    with open_page(browser, draw_page(read_tables(str(path), "usagestats_models"), tmp_path / "page.html")) as opened:
        assert opened.texts(".figures .value") == ["–"] * 3
        assert opened.texts(".answer")[:4] == [
            "The number of records is not known.",
            "The last visits are not known, so the page cannot tell which apps are used.",
            "Creators are not known.",
            "The organization has 13 apps.",
        ]
        assert opened.console == []


def without(tables: Tables, table: str, *columns: str) -> Tables:
    """Return the tables with columns that are null."""
    return {**tables, table: [{**row, **dict.fromkeys(columns)} for row in tables[table]]}


@pytest.mark.parametrize(
    ("columns", "missing", "note"),
    [
        (
            ("automation_runs", "attachment_bytes"),
            {"Automation", "Uploads"},
            "The API delivers no daily automation runs and uploads here, so those sections are left out.",
        ),
        (
            ("automation_runs",),
            {"Automation"},
            "The API delivers no daily automation runs here, so that section is left out.",
        ),
        (
            ("attachment_bytes",),
            {"Uploads"},
            "The API delivers no daily uploads here, so that section is left out.",
        ),
    ],
)
def test_daily_figures_that_are_not_delivered_are_left_out(
    browser: Browser, tables: dict[str, Tables], tmp_path: Path, columns: tuple[str, ...], missing: set[str], note: str
) -> None:
    page = draw_page(without(tables["one"], "organization_days", *columns), tmp_path / "page.html")
    with open_page(browser, page) as opened:
        headings = opened.texts("h2")
        assert not missing & set(headings)
        assert {"Automation", "Uploads"} - missing <= set(headings)
        assert ("Automation runs" in opened.texts(".figures dt")) == ("automation_runs" not in columns)
        assert opened.texts(".note") == [note]


def test_members_that_are_no_longer_loaded_are_said(tables: dict[str, Tables], tmp_path: Path) -> None:
    rows = without(without(tables["one"], "creators", "is_member", "left_on"), "apps", "creator_is_member")
    newest = max(day["date"] for day in rows["organization_days"])
    days = [
        {**day, "creators_left": None if day["date"] == newest else day["creators_left"]}
        for day in rows["organization_days"]
    ]
    page = draw_page({**rows, "organization_days": days}, tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count('<p class="note">Members are loaded up to <time>2026-03-09</time> only') == 1
    assert "Members are not loaded" not in page


def test_members_that_are_not_loaded_are_said_once(browser: Browser, tables: dict[str, Tables], tmp_path: Path) -> None:
    rows = without(tables["one"], "organization_days", "creators_left")
    rows = without(without(rows, "creators", "is_member", "left_on"), "apps", "creator_is_member")
    apps = [{**app, "is_orphaned": True if app["creator_member_id"] is None else None} for app in rows["apps"]]
    with open_page(browser, draw_page({**rows, "apps": apps}, tmp_path / "page.html")) as opened:
        said = "Members are not loaded, so the page cannot tell which creators have left."
        assert opened.texts(".note") == [said]
        assert "Creators who have left" not in opened.texts(".figures dt")
        assert set(opened.texts("em")) <= {"no creator named", "new"}
