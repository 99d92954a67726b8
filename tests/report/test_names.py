"""Any name is text in tables, pictures and tooltips, and two that are the same can be told apart."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import pytest
from browser import Opened
from pages import write_page
from raw_tables import NAMES, ODD_NAME

from report.tables import TABLES

pytest_plugins = ["report_fixtures"]

# The columns of the models that hold names.
NAMED = {
    "organization": ("organization_days", "apps", "app_changes", "creators"),
    "app_name": ("apps", "app_changes"),
    "creator_name": ("apps", "creators"),
    "last_known_creator_name": ("apps",),
    "value_before": ("app_changes",),
    "value_after": ("app_changes",),
}


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_shown_as_text(many: Opened, name: str | None) -> None:
    shown = " ".join((name or "").split()) or "(no name)"
    rows = many.page.locator("article", has_text=ODD_NAME).first.locator("main table tbody tr, table tbody tr")
    cells = rows.locator("td:nth-child(1), td:nth-child(2)").all_text_contents()
    assert [cell.split(" 65f0")[0].strip() for cell in cells].count(shown) >= len(TABLES)


def test_names_run_no_script(many: Opened) -> None:
    many.page.locator(".chart").first.wait_for()
    assert many.page.evaluate("window.broken") is None
    assert many.page.locator("article b, article img, main script:not([type='application/json'])").count() == 0


def test_marks_of_direction_turn_nothing_around_a_name(databases: dict[str, Path], tmp_path: Path) -> None:
    copy = Path(shutil.copy(databases["many"], tmp_path))
    with duckdb.connect(str(copy)) as database:
        database.execute("use usagestats_models")
        for column, tables in NAMED.items():
            for table in tables:
                database.execute(f"update {table} set {column} = chr(8238) || {column} || chr(8297)")  # U+202E, U+2069
    page = write_page(copy).read_text(encoding="utf-8")
    around = re.sub("\u2068[^\u2066-\u2069]*\u2069", "", page.split("</main>")[0])
    assert page.count("\u202e") > 100
    assert set(around) & set("\u202e\u2066\u2067\u2068\u2069") == set()


def test_names_in_pictures_and_tooltips_are_text(many: Opened) -> None:
    pictures = many.page.locator("article", has_text=ODD_NAME).first.locator(".chart")
    names = pictures.nth(1).locator("svg text").all_text_contents()
    assert "<!--<script>" in names
    assert any(text.startswith("xxxx") and text.endswith("…") for text in names)
    assert [text for text in names if text.endswith("CRM")] == ["…000015 · CRM", "…000013 · CRM"]
    pictures.nth(1).scroll_into_view_if_needed()
    pictures.nth(1).locator(".mark-rect path, .mark-bar path").last.hover()
    assert "<!--<script>" in many.page.locator("#vg-tooltip-element").inner_text()
