"""The tables of the page: complete, sortable by mouse and keyboard."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from browser import Opened
from playwright.sync_api import Locator

pytest_plugins = ["report_fixtures"]

ROWS = {
    "Orphaned apps": "select count(*) from apps where is_orphaned",
    "Inactive apps": "select count(*) from apps where is_inactive",
    "Changes of the last 30 days": "select count(*) from app_changes where date > date '2026-03-10' - 30",
    "Apps with public links": "select count(*) from apps where is_current and public_links > 0",
}


def table(opened: Opened, heading: str) -> Locator:
    return opened.page.get_by_role("region", name=heading).get_by_role("table")


def column(opened: Opened, heading: str, number: int) -> list[str]:
    return table(opened, heading).locator(f"tbody td:nth-child({number})").all_inner_texts()


@pytest.mark.parametrize("heading", ROWS)
def test_it_has_every_row(one: Opened, databases: dict[str, Path], heading: str) -> None:
    with duckdb.connect(str(databases["one"]), read_only=True) as connection:
        connection.execute("use usagestats_models")
        ((rows,),) = connection.execute(ROWS[heading]).fetchall()
    assert rows > 1
    assert len(column(one, heading, 1)) == rows


def test_it_says_who_created_an_orphan(one: Opened) -> None:
    rows = dict(zip(column(one, "Orphaned apps", 1), column(one, "Orphaned apps", 2), strict=True))
    assert rows == {"Ownerless": "–", "Left behind": "Member 9 <b>"}


def test_it_says_what_changed(one: Opened) -> None:
    changes = table(one, "Changes of the last 30 days").locator("tbody tr").all_inner_texts()
    assert {tuple(row.split("\t")[1:]) for row in changes} == {
        ("New", "appeared", "–", "–"),
        ("Newest", "appeared", "–", "–"),
        ("Gone", "vanished", "–", "–"),
        ("Came back", "vanished", "–", "–"),
        ("Came back", "appeared", "–", "–"),
        ("Sales", "renamed", "Vente", "Sales"),
    }


def test_a_click_sorts_numbers_as_numbers(one: Opened) -> None:
    button = table(one, "Apps with public links").get_by_role("button", name="Records")
    button.click()
    down = column(one, "Apps with public links", 4)
    assert down == sorted(down, key=lambda text: -int(text.replace(",", "")))
    button.click()
    assert column(one, "Apps with public links", 4) == down[::-1]
    assert down != sorted(down, reverse=True)  # as texts they have another order


def test_the_keyboard_sorts_too(one: Opened) -> None:
    header = table(one, "Inactive apps").locator("th").first
    header.get_by_role("button").focus()
    one.page.keyboard.press("Enter")
    assert header.get_attribute("aria-sort") == "ascending"
    assert column(one, "Inactive apps", 1) == sorted(column(one, "Inactive apps", 1))
    one.page.keyboard.press("Space")
    assert header.get_attribute("aria-sort") == "descending"
    assert table(one, "Inactive apps").locator("th[aria-sort]").count() == 1


def test_what_is_unknown_comes_last(one: Opened) -> None:
    button = table(one, "Changes of the last 30 days").get_by_role("button", name="Before")
    for _ in range(2):
        button.click()
        assert column(one, "Changes of the last 30 days", 4)[0] == "Vente"
