"""Tables with few columns: what needs the others is null in the models, and the page says that it is not known."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from browser import open_page
from pages import build_models, write_page
from playwright.sync_api import Browser
from raw_tables import KEYS, typical, write

pytest_plugins = ["report_fixtures"]

NEWEST = """
    select apps, inactive_apps, orphaned_apps, data,
        (select count(was_edited) from app_days), (select count(was_visited) from app_days)
    from organization_days order by date desc limit 1
"""
APP_DAYS = 741
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
    ("column", "newest"),
    [
        ("extra", (11, 2, 2, 58000, APP_DAYS, APP_DAYS)),
        ("creator_member_id", (11, 2, None, 58000, APP_DAYS, APP_DAYS)),
        ("creator_name", (11, 2, 2, 58000, APP_DAYS, APP_DAYS)),
        ("last_edit_at", (11, 2, 2, 58000, 0, APP_DAYS)),
        ("last_visit_at", (11, None, 2, 58000, APP_DAYS, 0)),
        ("metrics_data", (11, 2, 2, None, APP_DAYS, APP_DAYS)),
    ],
)
def test_what_needs_the_column_is_null(
    whole: Path, tmp_path: Path, column: str, newest: tuple[int | None, ...]
) -> None:
    path = with_models(whole, tmp_path, lambda name: name != column)
    with duckdb.connect(str(path), read_only=True) as database:
        database.execute("use usagestats_models")
        assert database.execute(NEWEST).fetchone() == newest
    write_page(path)


def test_an_empty_organization_is_one_without_a_name(whole: Path, tmp_path: Path) -> None:
    """As a run leaves it that failed because `organization` was set on tables that exist."""
    path = Path(shutil.copy(whole, tmp_path))
    with duckdb.connect(str(path)) as database:
        for table in KEYS:
            database.execute(f"alter table usagestats.{table} add column organization varchar")
    build_models(path, tmp_path / "dbt")
    assert "<title>Usage of all apps</title>" in write_page(path).read_text(encoding="utf-8")


def test_the_page_says_what_is_not_known(browser: Browser, whole: Path, tmp_path: Path) -> None:
    path = with_models(whole, tmp_path, lambda name: name in {*NEEDED, "metrics_form_coop", "creator_name"})
    with open_page(browser, write_page(path)) as opened:
        figures = opened.page.locator(".figures dd").all_inner_texts()
        assert [" ".join(figure.split()) for figure in figures] == ["11 +1 in 30 days", *["– not known"] * 4]
        assert opened.texts(".answer")[:5] == [
            "The number of records is not known.",
            "Last visits are not known.",
            "The ten largest apps hold – of all records. Creators are not known.",
            "Automation runs are not known.",
            "Uploads are not known.",
        ]
        assert opened.texts(".nothing") == ["This figure is not known."] * 12
        assert opened.console == []
