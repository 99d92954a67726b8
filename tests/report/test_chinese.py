"""The page in Chinese: all of it, for browsers and readers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser import Opened, open_page
from pages import Tables, draw_page
from playwright.sync_api import Browser

from report.language import CATALOGS

pytest_plugins = ["report_fixtures"]

# What a Chinese page says in Latin letters: names of data, products, units and formats.
LATIN = re.compile(
    r"usagestats__\w+|(app|member)_usage|contract_year_starts|Usage Statistics|Pro|API( Key)?|ID|CSV|UTC|[KMGT]B|v\d"
)


@pytest.fixture(scope="module", params=["one", "many", "empty"])
def page(request: pytest.FixtureRequest, tables: dict[str, Tables], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw_page(tables[request.param], tmp_path_factory.mktemp("zh") / f"{request.param}.html", language="zh")


@pytest.mark.parametrize("width", [400, 1280])
def test_it_fits_and_says_its_language(browser: Browser, page: Path, width: int) -> None:
    with open_page(browser, page, width=width) as opened:
        opened.page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        assert opened.sizes() == (width, width)
        assert opened.page.evaluate("document.documentElement.lang") == "zh-CN"
        assert opened.console == []


def test_no_word_of_it_is_english(browser: Browser, page: Path, tables: dict[str, Tables]) -> None:
    with open_page(browser, page) as opened:
        names = "bdi, small, .sortable td:nth-child(n+2), .data td, .metrics td"
        opened.page.locator(names).evaluate_all("all => all.forEach(one => one.remove())")
        shown = " ".join([*opened.texts("main"), *opened.texts("title"), *attributes(opened)])
        for row in [*tables["many"]["apps"], *tables["many"]["organizations"]]:
            shown = shown.replace(row.get("app_name") or row["organization"], "")
        assert re.findall(r"[A-Za-z]{2,}", LATIN.sub("", shown)) == []
        assert re.search("[\u4e00-\u9fff]", shown)


def attributes(opened: Opened) -> list[str]:
    """Return what is said to those who cannot see the page, and what stands in empty fields."""
    told: list[str] = opened.page.evaluate(
        "[...document.querySelectorAll('[aria-label], [placeholder]')]"
        ".flatMap(one => [one.ariaLabel, one.placeholder]).filter(Boolean)"
    )
    return told


def test_days_and_numbers_are_chinese(browser: Browser, tables: dict[str, Tables], tmp_path: Path) -> None:
    path = draw_page(tables["one"], tmp_path / "page.html", language="zh")
    with open_page(browser, path) as opened:
        assert "2026年3月10日" in opened.texts(".newest")[0]
        assert not re.search(r"\d{4}-\d\d-\d\d", " ".join(opened.texts(".answer, .span, .attention li, .note")))


def test_the_catalogs_have_no_half_width_punctuation_between_chinese() -> None:
    for file in sorted((CATALOGS / "zh").glob("*.ftl")):
        for line in file.read_text("utf-8").splitlines():
            assert not re.search("[\u4e00-\u9fff][,;:?!()]", line), (file.name, line)
