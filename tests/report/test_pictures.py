"""Every picture is drawn, says what it counts, and is there as a table with exact numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from browser import Opened, open_page
from pages import Tables, draw_page
from playwright.sync_api import Browser, Locator
from raw_tables import NEWEST, typical

pytest_plugins = ["report_fixtures"]

OVERLAPS = """plot => {
    const boxes = Array.from(plot.querySelectorAll('.word, .at'), one => {
        const range = document.createRange();
        range.selectNodeContents(one);
        return range.getBoundingClientRect();
    });
    return boxes.filter((one, place) => boxes.slice(place + 1).some(other =>
        one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom)).length;
}"""
# Drawn shapes that have a size.
MARKS = """figure => Array.from(figure.querySelectorAll('path, ol i'))
    .filter(mark => { const box = mark.getBoundingClientRect(); return box.width * box.height > 0; }).length"""


@pytest.mark.parametrize(("name", "width"), [("one", 400), ("many", 1280)])
def test_every_picture_is_drawn_and_a_table(browser: Browser, pages: dict[str, Path], name: str, width: int) -> None:
    with open_page(browser, pages[name], width=width) as opened:
        pictures = opened.page.locator("figure:not(:has(.nothing))").all()
        assert len(pictures) == {"one": 12, "many": 43}[name]
        for picture in pictures:
            caption = picture.locator("figcaption").inner_text()
            assert picture.evaluate(MARKS) > 0, caption
            assert picture.locator("details tbody tr").count() > 0, caption
        for plot in opened.page.locator("div.plot").all():
            assert plot.evaluate(OVERLAPS) == 0


def test_the_parts_of_growth_add_up(one: Opened) -> None:
    rows = one.page.locator("figure", has_text="Why the number of records changed").locator("details tr td:last-child")
    *parts, total = [int(text.strip().replace(",", "").replace("−", "-")) for text in rows.all_text_contents()]
    assert (len(parts), sum(parts)) == (3, total)
    assert parts[1] > 0 > parts[2]


def test_deletions_are_marked(one: Opened) -> None:
    assert one.texts("#o1-records .word") == ["−8,991", "−7,980"]
    losses = one.page.locator("#o1-records figure").first.locator("tbody tr", has_text="−")
    assert [(row.locator("td").first.text_content() or "").strip() for row in losses.all()] == [
        str(NEWEST - timedelta(age)) for age in (19, 8)
    ]


def test_days_do_not_depend_on_the_time_zone(browser: Browser, pages: dict[str, Path]) -> None:
    tips = []
    for zone in ("America/Los_Angeles", "Pacific/Kiritimati"):
        with open_page(browser, pages["one"], timezone_id=zone) as opened:
            point_at(opened, "Records in all apps", 0.995)
            tips.append(
                (opened.page.locator(".tip:visible").inner_text(), opened.texts(".at"), opened.texts(".newest"))
            )
    assert tips[0] == tips[1]
    assert str(NEWEST) in tips[0][0]


@pytest.fixture
def huge(browser: Browser, tables: dict[str, Tables], tmp_path: Path) -> Iterator[Opened]:
    """A page of billions of records, fewer than before, and no new app."""
    grown = {f"records_growth_{part}_apps_28_days": value for part, value in (("stayed", -50), ("new", 0))}
    days = [{**day, **grown, "records": 10**5 * day["records"]} for day in tables["one"]["organization_days"]]
    page = draw_page({**tables["one"], "organization_days": days}, tmp_path / "page.html")
    with open_page(browser, page, width=400) as opened:
        yield opened


EDGES = """all => all.map(one => {
    const range = document.createRange();
    range.selectNodeContents(one);
    const { left, right } = range.getBoundingClientRect();
    return [left, right];
})"""


def edges(texts: Locator) -> list[tuple[float, float]]:
    """Return where the text of each element begins and ends."""
    found: list[tuple[float, float]] = texts.evaluate_all(EDGES)
    return found


def test_ticks_have_room_for_their_digits(huge: Opened) -> None:
    plot = huge.page.locator("#o1-records div.plot")
    box = plot.bounding_box()
    assert box
    assert max(map(len, huge.texts("#o1-records .tick"))) > 12
    assert max(right for _, right in edges(plot.locator(".tick"))) <= box["x"]
    content, window = huge.sizes()
    assert content == window


def test_the_unit_stands_above_the_highest_tick(huge: Opened) -> None:
    unit = huge.page.locator("#o1-records .unit").bounding_box()
    plot = huge.page.locator("#o1-records div.plot").bounding_box()
    assert unit
    assert plot
    assert unit["y"] + unit["height"] <= plot["y"] - 14  # a tick at the top has its number above it


def test_the_number_of_an_empty_part_stands_at_zero(huge: Opened) -> None:
    stayed, new, *_ = huge.page.locator("figure", has_text="Why the number of records changed").locator(".track").all()
    bar = stayed.locator("i").bounding_box()
    assert bar
    assert new.locator("i").count() == 0
    ((left, _),) = edges(new.locator("b"))
    assert abs(left - bar["x"] - bar["width"]) < 10  # the first bar goes from zero to the left


def point_at(opened: Opened, caption: str, share: float) -> None:
    """Move the mouse over a picture, to a share of its width."""
    plot = opened.page.locator("figure", has_text=caption).first.locator("div.plot")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box
    opened.page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)


def test_pointing_shows_exact_numbers(one: Opened) -> None:
    point_at(one, "Records in all apps", 0.995)
    records = sum(app.row(NEWEST, 0)["metrics_data"] or 0 for app in typical().apps if 0 not in app.away)
    assert f"Records: {records:,}" in one.page.locator(".tip:visible").inner_text()
    one.page.mouse.move(0, 0)
    assert one.page.locator(".tip:visible").count() == 0
