"""The page in a real browser: it stands alone, draws every picture, and reads well wherever it is opened."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from browser import Opened, open_page
from pages import write_page
from playwright.sync_api import Browser
from raw_tables import NEWEST, ODD_NAME

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
LARGEST_PAGE = 1_500_000
ALARM = "rgb(192, 32, 26)"
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


def test_headings_and_sections(one: Opened) -> None:
    assert one.texts("h1") == ["Usage of all apps"]
    assert one.texts("h2") == [*QUESTIONS, *TABLES, "What the terms mean"]
    assert all(len(answer) > 20 for answer in one.texts(".answer"))


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


def test_a_single_day_is_said(many: Opened) -> None:
    article = many.page.locator("article").nth(2)
    assert article.locator("h2.name").inner_text() == "Day"
    assert "One day is loaded" in article.locator(".note").inner_text()
    assert article.locator(".nothing", has_text="A line needs two days").count() == 6


def test_an_empty_database_is_said(browser: Browser, pages: dict[str, Path]) -> None:
    with open_page(browser, pages["empty"]) as opened:
        assert opened.texts("h1") == ["No data yet"]


@pytest.mark.parametrize("name", ["one", "many", "empty"])
def test_it_is_one_small_file(pages: dict[str, Path], name: str) -> None:
    page = pages[name].read_bytes()
    assert len(page) <= LARGEST_PAGE
    for outside in (b"<link", b"<iframe", b"@import", b"url("):
        assert outside not in page.split(b"<script>")[0]


def test_old_data_is_red_without_a_script_too(databases: dict[str, Path], tmp_path: Path) -> None:
    copy = Path(shutil.copy(databases["one"], tmp_path))
    for days, is_stale in ((2, False), (3, True)):
        page = write_page(copy, today=NEWEST + timedelta(days)).read_text(encoding="utf-8")
        assert ('class="newest stale"' in page) is is_stale
