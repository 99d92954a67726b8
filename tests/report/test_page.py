"""The page in a real browser: it stands alone, draws every picture, and reads well wherever it is opened."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from browser import Opened, open_page
from playwright.sync_api import Browser
from raw_tables import NAMES, NEWEST, ODD_NAME, typical

pytest_plugins = ["report_fixtures"]

QUESTIONS = [
    "Is data growing, and where?",
    "What does nobody open?",
    "Who owns what?",
    "What runs?",
    "What is uploaded?",
    "How is the platform built up?",
]
TABLES = ["Orphaned apps", "Inactive apps", "Changes of the last 30 days", "Apps with public links"]
ALARM = "rgb(192, 32, 26)"
# Drawn shapes of a picture that have a size; its background and axes do not count.
MARKS = """chart => Array.from(chart.querySelectorAll('.role-mark path, .role-mark line, .role-mark text'))
    .filter(mark => mark.getBBox().width + mark.getBBox().height > 0).length"""
CONTRAST = """names => {
    const probe = document.body.appendChild(document.createElement('i'));
    const light = name => {
        probe.style.color = `var(--${name})`;
        const [r, g, b] = getComputedStyle(probe).color.match(/[0-9.]+/g).map(text => {
            const part = Number(text) / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    const page = light('page');
    return names.map(name => Math.max(light(name), page) / Math.min(light(name), page));
}"""


@pytest.mark.parametrize("name", ["one", "many", "empty"])
@pytest.mark.parametrize("width", [400, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_stands_alone_and_fits(browser: Browser, pages: dict[str, Path], name: str, width: int, scheme: str) -> None:
    with open_page(browser, pages[name], width=width, color_scheme=scheme) as opened:
        content, window = opened.sizes()
        assert content == window == width
        assert opened.console == []
        assert opened.requests == [pages[name].as_uri()]


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


def test_headings_and_sections(one: Opened) -> None:
    assert one.texts("h1") == ["Usage of all apps"]
    assert one.texts("h2") == [*QUESTIONS, *TABLES, "What the terms mean"]
    assert all(len(answer) > 20 for answer in one.texts(".answer"))


def test_every_term_is_explained(one: Opened) -> None:
    terms = one.page.locator(".sources > div").all_inner_texts()
    assert len(terms) >= 13
    for term in terms:
        _, explanation = term.split("\n", 1)
        assert re.match(r".{20,} \w+\.\w+$", explanation.replace("\n", " ")), term


def test_no_heading_level_is_left_out(many: Opened) -> None:
    levels = many.page.locator("h1, h2, h3").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert many.texts("h2.name") == [ODD_NAME, "Acme", "Day", "Zeta"]


def test_a_screen_reader_gets_words(one: Opened) -> None:
    for picture in one.page.locator(".chart").all():
        assert picture.get_attribute("role") == "img"
        assert re.search(r"\d", picture.get_attribute("aria-label") or "")
    for table in one.page.locator("main table").all():
        assert table.locator("caption").text_content()
        assert table.locator("thead th:not([scope=col])").count() == 0
        assert table.locator("thead th[aria-sort]").count() == 1


@pytest.mark.parametrize("days", [2, 3, 40])
def test_old_data_is_red_when_the_page_is_opened(browser: Browser, pages: dict[str, Path], days: int) -> None:
    with open_page(browser, pages["one"], today=NEWEST + timedelta(days)) as opened:
        line = opened.page.locator(".newest")
        color = line.evaluate("line => getComputedStyle(line).color")
        assert (color == ALARM) == (days > 2)
        assert line.inner_text() == f"Data up to {NEWEST}" + (f", {days} days ago" if days > 2 else "")


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colors_can_be_told_from_the_page(browser: Browser, pages: dict[str, Path], scheme: str) -> None:
    with open_page(browser, pages["one"], color_scheme=scheme) as opened:
        words = opened.page.evaluate(CONTRAST, ["text", "muted", "link", "alarm"])
        assert min(words) >= 4.5
        shapes = ["data", "people", "runs", "uploads", "apps", "idle", "nobody", "appeared", "vanished"]
        assert min(opened.page.evaluate(CONTRAST, shapes)) >= 3


def test_print_cuts_nothing_off(browser: Browser, pages: dict[str, Path]) -> None:
    with open_page(browser, pages["many"], width=720, color_scheme="dark") as opened:
        opened.page.emulate_media(media="print", color_scheme="dark")
        cut = "one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1"
        assert opened.page.locator(".scroll").evaluate_all(f"all => all.filter(one => {cut}).length") == 0
        assert opened.page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(27, 31, 36)"
        wide = "all => all.filter(one => one.getBoundingClientRect().right > innerWidth).length"
        assert opened.page.locator("figure svg").evaluate_all(wide) == 0


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


def test_names_in_pictures_and_tooltips_are_text(many: Opened) -> None:
    pictures = many.page.locator("article", has_text=ODD_NAME).first.locator(".chart")
    names = pictures.nth(1).locator("svg text").all_text_contents()
    assert "<!--<script>" in names
    assert any(text.startswith("xxxx") and text.endswith("…") for text in names)
    assert [text for text in names if text.endswith("CRM")] == ["…000015 · CRM", "…000013 · CRM"]
    pictures.nth(1).scroll_into_view_if_needed()
    pictures.nth(1).locator(".mark-rect path, .mark-bar path").last.hover()
    assert "<!--<script>" in many.page.locator("#vg-tooltip-element").inner_text()


def test_a_single_day_is_said(many: Opened) -> None:
    article = many.page.locator("article").nth(2)
    assert article.locator("h2.name").inner_text() == "Day"
    assert "One day is loaded" in article.locator(".note").inner_text()
    assert article.locator(".nothing", has_text="A line needs two days").count() == 6


def test_an_empty_database_is_said(browser: Browser, pages: dict[str, Path]) -> None:
    with open_page(browser, pages["empty"]) as opened:
        assert opened.texts("h1") == ["No data yet"]
