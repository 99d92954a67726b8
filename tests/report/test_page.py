"""The page in a real browser: it stands alone, reads well wherever it is opened, and leads to what it names."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browser import Opened, open_page
from pages import Tables, draw_page
from playwright.sync_api import Browser
from raw_tables import NEWEST, ODD_NAME

pytest_plugins = ["report_fixtures"]

SECTIONS = [
    "Needs attention", "Key figures", "Limits of the plan", "Records", "Use", "Creators", "Automation", "Uploads",
    "Apps and forms",
]  # fmt: skip
LISTS = [
    "Apps that need somebody",
    "Public links",
    "Apps that may lack an administrator",
    "Apps deleted in 28 days",
    "Unattended apps",
    "Idle apps",
    "Creators of apps",
    "Changes in 28 days",
]
NAME = "客户回访与售后管理系统"
LARGEST_PAGE = 1_500_000
ALERT = "rgb(179, 38, 30)"
# How much lighter one of two colors is than the other, as eyes and gray printers see them.
CONTRAST = """pairs => {
    const light = name => {
        const probe = document.body.appendChild(document.createElement('i'));
        probe.style.color = `var(--${name})`;
        const [r, g, b] = getComputedStyle(probe).color.match(/[\\d.]+/g).map(text => {
            const part = Number(text) / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    return pairs.map(([one, other]) => Math.max(light(one), light(other)) / Math.min(light(one), light(other)));
}"""


@pytest.mark.parametrize("name", ["one", "many", "empty"])
@pytest.mark.parametrize(("width", "scheme"), [(400, "light"), (1280, "dark")])
def test_it_stands_alone_and_fits(browser: Browser, pages: dict[str, Path], name: str, width: int, scheme: str) -> None:
    with open_page(browser, pages[name], width=width, color_scheme=scheme) as opened:
        opened.page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        content, window = opened.sizes()
        assert content == window == width
        boxes = "[...document.querySelectorAll('*')].filter(one => /auto|scroll/.test(getComputedStyle(one).overflow))"
        assert opened.page.evaluate(f"{boxes}.length") == 0
        assert opened.console == []
        assert opened.requests == [pages[name].as_uri()]


def test_headings_and_sections(one: Opened) -> None:
    assert one.texts("h1") == ["Usage of all apps"]
    headings = [re.sub(r" \d+$", "", text) for text in one.texts("h2")]
    assert headings == [*SECTIONS, *LISTS, "What the words mean"]
    assert all(len(answer) > 20 for answer in one.texts(".answer"))


def test_no_heading_level_is_left_out(many: Opened) -> None:
    levels = many.page.locator("h1, h2, h3").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert many.texts("h2.name") == [ODD_NAME, "Acme", "Zeta", "Day", "Nothing"]


@pytest.mark.parametrize("name", ["one", "many"])
def test_every_link_leads_somewhere(browser: Browser, pages: dict[str, Path], name: str) -> None:
    with open_page(browser, pages[name]) as opened:
        targets = opened.page.locator("a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        ids = opened.page.locator("[id]").evaluate_all("all => all.map(one => '#' + one.id)")
        assert len(ids) == len(set(ids))
        assert len(targets) > len(SECTIONS) + len(LISTS)
        assert set(targets) <= set(ids)
        titles = opened.page.locator("header nav").first.inner_text()
        assert all(heading in titles for heading in ([*SECTIONS[2:], *LISTS] if name == "one" else ["Acme", "Zeta"]))


def test_what_needs_attention_leads_to_its_list(one: Opened) -> None:
    """The apps of a sentence, or of two that lead to one list, are the rows that have what the sentence says."""
    told: Counter[str] = Counter()
    for matter in one.page.locator(".attention li:visible").all():
        (apps,) = re.findall(r"(\d+) apps?\b", matter.inner_text())
        told[(matter.locator("a").get_attribute("href") or "").removeprefix("#o1-")] += int(apps)
    said = {
        "public": "unattended|idle|has left|no creator named",
        "check": "has left|no creator named",
        "deleted": "",
        "unattended": "",
        "idle": "",
    }
    rows = {key: one.page.locator(f"#o1-{key} tbody tr").filter(has_text=re.compile(said[key])) for key in said}
    assert told == {key: found.count() for key, found in rows.items()}
    assert min(told.values()) > 0


def test_shares_of_creators_add_up(one: Opened) -> None:
    for picture in one.page.locator("#o1-creators ol.bars").all():
        shares = [float(text.strip("%")) for text in picture.locator("b").all_inner_texts()]
        assert sum(shares) == pytest.approx(100, abs=0.1 * len(shares))
    assert "has left" in one.page.locator("#o1-creators ol.bars li.alert").all_inner_texts()[-2]


def test_a_screen_reader_gets_words(one: Opened) -> None:
    for picture in one.page.locator("div.plot").all():
        assert picture.get_attribute("role") == "img"
        assert re.search(r"\d", picture.get_attribute("aria-label") or "")
    for table in one.page.locator("table.sortable").all():
        assert table.locator("caption").text_content()
        assert table.locator("thead th:not([scope=col])").count() == 0


@pytest.mark.parametrize("days", [2, 3, 40])
def test_old_data_is_an_alert_when_the_page_is_opened(browser: Browser, pages: dict[str, Path], days: int) -> None:
    with open_page(browser, pages["one"], today=NEWEST + timedelta(days)) as opened:
        line, matter = opened.page.locator(".newest"), opened.page.locator(".attention .old")
        assert (line.evaluate("line => getComputedStyle(line).color") == ALERT) == (days > 2)
        assert line.inner_text() == f"Data up to {NEWEST}" + (f", {days} days ago" if days > 2 else "")
        assert matter.is_visible() == (days > 2)
        if days > 2:
            assert (
                matter.inner_text() == f"The newest figures are {days} days old; the nightly run has probably stopped."
            )


@pytest.mark.parametrize(("days", "is_stale"), [(2, False), (3, True)])
def test_old_data_is_an_alert_without_a_script_too(
    tables: dict[str, Tables], tmp_path: Path, days: int, *, is_stale: bool
) -> None:
    page = draw_page(tables["one"], tmp_path / "page.html", today=NEWEST + timedelta(days)).read_text(encoding="utf-8")
    assert ('class="newest stale"' in page) is is_stale
    assert ('<li class="old" hidden>' in page) is not is_stale


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colors_can_be_told_apart_in_gray_too(browser: Browser, pages: dict[str, Path], scheme: str) -> None:
    with open_page(browser, pages["one"], color_scheme=scheme) as opened:
        words = [(name, "page") for name in ("text", "muted", "link", "alert")]
        assert min(opened.page.evaluate(CONTRAST, words)) >= 4.5
        shapes = [("mark", "page"), ("line", "page"), ("line", "mark"), ("alert", "page")]
        assert min(opened.page.evaluate(CONTRAST, shapes)) >= 3


def test_printed_it_is_short_and_whole(browser: Browser, pages: dict[str, Path], tmp_path: Path) -> None:
    with open_page(browser, pages["one"], width=720, color_scheme="dark") as opened:
        opened.page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "page.pdf").read_bytes())) <= 6
        opened.page.emulate_media(media="print", color_scheme="dark")
        wide = "all => all.filter(one => one.getBoundingClientRect().right > innerWidth).length"
        assert opened.page.locator("figure, table").evaluate_all(wide) == 0
        assert opened.page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(26, 31, 38)"
        assert "page made on 2026-03-11" in opened.page.locator("header").inner_text()
        displays = opened.page.locator("thead").evaluate_all("all => all.map(one => getComputedStyle(one).display)")
        assert set(displays) == {"table-header-group"}
        figures = opened.page.locator("td.number, td.day, td.term")
        assert (
            figures.evaluate_all("all => all.filter(one => getComputedStyle(one).whiteSpace !== 'nowrap').length") == 0
        )


def test_a_single_day_is_said(many: Opened) -> None:
    article = many.page.locator("article").nth(3)
    assert article.locator("h2.name").inner_text() == "Day"
    assert "One day is loaded" in article.locator(".note").inner_text()
    assert article.locator(".nothing", has_text="fewer than two days").count() == 2
    assert article.locator("#o4-either tbody tr").all_inner_texts()[0].startswith("Asleep")


def test_days_before_the_figures_are_said(many: Opened) -> None:
    """Usage Statistics had not been opened yet: nine days of zeros are no figures, and no growth from nothing."""
    acme, nothing = many.page.locator("article").nth(1), many.page.locator("article").nth(4)
    assert acme.locator(".note").inner_text() == (
        "Figures begin on 2025-12-26. The 9 days before that had none: Usage Statistics had not been opened yet."
    )
    assert "75 days from 2025-12-26" in acme.locator(".span").inner_text()
    assert acme.locator("#o2-records table").first.locator("tbody tr").count() == 75
    assert nothing.locator(".note").inner_text().startswith("3 days are loaded, and every figure is 0.")
    assert nothing.locator("section").count() == 0


def test_no_line_breaks_within_a_date(browser: Browser, pages: dict[str, Path]) -> None:
    with open_page(browser, pages["many"], width=400) as opened:
        lines = opened.page.locator("time").evaluate_all("all => all.map(one => one.getClientRects().length)")
        assert len(lines) > 10
        assert set(lines) == {1}


def test_an_empty_database_is_said(browser: Browser, pages: dict[str, Path]) -> None:
    with open_page(browser, pages["empty"]) as opened:
        assert opened.texts("h1") == ["No data yet"]


def test_missing_days_are_said(browser: Browser, tables: dict[str, Tables], tmp_path: Path) -> None:
    gone = {NEWEST - timedelta(age) for age in (3, 4)}
    days = [day for day in tables["one"]["organization_days"] if day["date"] not in gone]
    page = draw_page({**tables["one"], "organization_days": days}, tmp_path / "page.html")
    with open_page(browser, page) as opened:
        assert opened.texts(".note") == ["2 days are missing: 2026-03-06, 2026-03-07."]
        assert opened.page.locator(".attention li:visible").first.inner_text().startswith("2 days of the last 28 are ")


def test_the_words_are_explained_with_the_real_threshold(tables: dict[str, Tables], tmp_path: Path) -> None:
    about = [{**row, "inactive_after_days": 45} for row in tables["one"]["organizations"]]
    page = draw_page({**tables["one"], "organizations": about}, tmp_path / "page.html").read_text(encoding="utf-8")
    assert "not visited for 45 days or more" in page
    assert "90 days" not in page


@pytest.mark.parametrize("word", ["owner", "orphan", "inactive"])
def test_misleading_words_are_not_used(one: Opened, word: str) -> None:
    assert word not in (one.page.locator("main").text_content() or "").lower().replace("ownerless", "")


def enlarged(tables: Tables, apps: int) -> dict[str, list[dict[str, Any]]]:
    """Return the tables with so many apps, each unvisited, public, renamed and of a creator of its own who has left."""
    app, creator, change = (tables[table][0] for table in ("apps", "creators", "app_changes"))
    each = [(f"65f{number:021x}", f"{NAME} {number}", f"65e{number:021x}") for number in range(apps)]
    lists = {"is_current": True, "is_orphaned": True, "creator_is_member": False, "public_links": 2, "records": 123_456}
    renamed = {"change": "renamed", "date": NEWEST, "value_before": f"旧{NAME}"}
    return {
        **tables,
        "apps": [
            {**app, **lists, "status": ("idle", "unattended")[len(name) % 2], "app_id": app_id, "app_name": name,
             "creator_member_id": member_id, "creator_name": "王小明"}
            for app_id, name, member_id in each
        ],
        "creators": [
            {**creator, "creator_member_id": member_id, "creator_name": "王小明", "is_member": False}
            for _, _, member_id in each
        ],
        "actions": [
            {**tables["actions"][0], "rank": rank, "app_id": app_id, "app_name": name, "last_known_person": "王小明"}
            for rank, (app_id, name, _) in enumerate(each, 1)
        ],
        "app_changes": [
            {**change, **renamed, "app_id": app_id, "app_name": name, "value_after": name} for app_id, name, _ in each
        ],
    }  # fmt: skip


@pytest.mark.parametrize("apps", [1_000, 10_000])
def test_it_is_one_small_file(tables: dict[str, Tables], tmp_path: Path, apps: int) -> None:
    path = draw_page(enlarged(tables["one"], apps), tmp_path / "page.html", api_url="https://api.jiandaoyun.com/api")
    page = path.read_bytes()
    assert len(page) <= LARGEST_PAGE * (1 if apps == 1_000 else 2)
    assert (b"the model usagestats__apps has all of them" in page) == (apps == 10_000)
    for outside in (b"<link", b"<iframe", b"@import", b"url("):
        assert outside not in page
