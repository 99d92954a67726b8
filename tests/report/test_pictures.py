"""Every picture is drawn, with units on its axes and exact numbers in its tooltips."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import Opened, open_page
from playwright.sync_api import Browser
from raw_tables import NEWEST, typical

pytest_plugins = ["report_fixtures"]

# Drawn shapes of a picture that have a size; its background and axes do not count.
MARKS = """chart => Array.from(chart.querySelectorAll('.role-mark path, .role-mark line, .role-mark text'))
    .filter(mark => mark.getBBox().width + mark.getBBox().height > 0).length"""


@pytest.mark.parametrize("name", ["one", "many"])
def test_every_picture_has_marks(browser: Browser, pages: dict[str, Path], name: str) -> None:
    with open_page(browser, pages[name]) as opened:
        pictures = opened.page.locator(".chart").all()
        assert len(pictures) == {"one": 11, "many": 35}[name]
        for picture in pictures:
            assert picture.evaluate(MARKS) > 0, picture.get_attribute("aria-label")


def test_axes_have_units(one: Opened) -> None:
    titles = set(one.texts(".role-axis-title"))
    assert titles >= {"thousand records", "records", "% of all records", "runs a day", "GB", "apps", "forms"}
    assert len(one.texts(".role-axis-title")) == len(one.texts(".chart"))


def test_dates_do_not_depend_on_the_time_zone(browser: Browser, pages: dict[str, Path]) -> None:
    drawings = []
    for zone in ("America/Los_Angeles", "Pacific/Kiritimati"):
        with open_page(browser, pages["one"], timezone_id=zone) as opened:
            point_at(opened, "Data in all apps", 0.99)
            tooltip = opened.page.locator("#vg-tooltip-element").inner_text()
            drawings.append((tooltip, [text for text in opened.texts(".role-axis-label text") if text]))
    assert drawings[0] == drawings[1]
    assert str(NEWEST) in drawings[0][0]


def point_at(opened: Opened, caption: str, share: float) -> None:
    """Move the mouse over a picture, to a share of its width."""
    picture = opened.page.locator("figure", has_text=caption).first.locator("svg")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    opened.page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)
    opened.page.mouse.move(box["x"] + box["width"] * share - 1, box["y"] + box["height"] / 2)
    opened.page.locator("#vg-tooltip-element.visible").wait_for()


def test_tooltips_have_exact_numbers(one: Opened) -> None:
    point_at(one, "Data in all apps", 0.99)
    records = sum(app.row(NEWEST, 0)["metrics_data"] or 0 for app in typical().apps if 0 not in app.away)
    assert f"{records:,}" in one.page.locator("#vg-tooltip-element").inner_text()
