"""Any name is text in lists and pictures, and two that are the same can be told apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser import Opened
from pages import Tables, draw_page
from raw_tables import NAMES, ODD_NAME

pytest_plugins = ["report_fixtures"]

# The columns of the models that hold names.
NAMED = {"organization", "app_name", "creator_name", "last_known_creator_name", "value_before", "value_after"}


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_shown_as_text(many: Opened, name: str | None) -> None:
    shown = " ".join((name or "").split()) or "(no name)"
    article = many.page.locator("article", has_text=ODD_NAME).first
    for key in ("public", "check", "unattended", "changes"):
        cells = article.locator(f"#o1-{key} td:has(small) bdi").all_text_contents()
        assert cells.count(shown) == [" ".join((one or "").split()) or "(no name)" for one in NAMES].count(shown), key


def test_names_run_no_script(many: Opened) -> None:
    assert many.page.evaluate("window.broken") is None
    assert many.page.locator("article b b, bdi b, article img, main script, main iframe").count() == 0
    assert many.page.title() == "Usage of 5 organizations"


def test_marks_of_direction_turn_nothing_around_a_name(tables: dict[str, Tables], tmp_path: Path) -> None:
    marked = {
        table: [
            {column: f"\u202e{value}\u2069" if column in NAMED and value else value for column, value in row.items()}
            for row in rows
        ]
        for table, rows in tables["many"].items()
    }
    page = draw_page(marked, tmp_path / "page.html").read_text(encoding="utf-8")
    around = re.sub("\u2068[^\u2066-\u2069]*\u2069", "", page.split("</main>")[0])
    assert page.count("\u202e") > 100
    assert set(around) & set("\u202e\u2066\u2067\u2068\u2069") == set()


def test_apps_with_one_name_are_told_apart_in_pictures(many: Opened) -> None:
    article = many.page.locator("article", has_text=ODD_NAME).first
    names = article.locator("ol.bars .label").all_inner_texts()
    assert {"CRM …000013", "CRM …000015"} <= set(names)
    assert "<!--<script> …000007" in names
