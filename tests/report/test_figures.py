"""A figure is compared with the one of a period before, and only where both are complete."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from organizations import NEWEST, Row, organization
from pages import ROOT

import report
from report.bars import ranking
from report.growth import Growth, entered_and_left, growth
from report.language import language
from report.organization import PERIOD_DAYS, PERIOD_GROWTH, PERIOD_RUNS, Compared, total
from report.pictures import name_of_month
from report.uploads import contract_year_from, months

FOLDER = Path(report.__file__).parent
in_english = language("en").text


@pytest.mark.parametrize(
    ("days", "before"), [(1, None), (PERIOD_DAYS, None), (PERIOD_DAYS + 1, 0), (PERIOD_DAYS + 3, 2)]
)
def test_a_stock_is_compared_with_the_day_a_period_before(days: int, before: int | None) -> None:
    stock = organization([{"records": number} for number in range(days)]).stock("records")
    assert stock == Compared(days - 1, before)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([5], Compared(5, None, 1)),
        ([1] * (2 * PERIOD_DAYS - 1), Compared(PERIOD_DAYS, None, PERIOD_DAYS)),
        ([9] + [2] * PERIOD_DAYS + [3] * PERIOD_DAYS, Compared(3 * PERIOD_DAYS, 2 * PERIOD_DAYS, PERIOD_DAYS)),
        ([2] * PERIOD_DAYS + [None] + [3] * (PERIOD_DAYS - 1), Compared(3 * (PERIOD_DAYS - 1), None, PERIOD_DAYS - 1)),
        ([None] * PERIOD_DAYS, Compared(None, None, 0)),
    ],
    ids=["one day", "a day too few", "two periods", "a day is missing", "nothing"],
)
def test_a_flow_is_the_sum_of_a_period(figures: list[int | None], expected: Compared) -> None:
    assert organization([{"automation_runs": figure} for figure in figures]).flow("automation_runs") == expected


def test_a_change_needs_both_figures_and_a_ratio_something_to_divide_by() -> None:
    assert (Compared(3, 2).change, Compared(3, 2).ratio) == (1, 0.5)
    assert (Compared(3, None).change, Compared(None, 2).change) == (None, None)
    assert (Compared(3, 0).change, Compared(3, 0).ratio) == (3, None)


def parts(stayed: int, new: int, deleted: int) -> dict[str, int]:
    """Return the three parts of a day's growth over a period."""
    values = {"stayed": stayed, "new": new, "deleted": deleted}
    return {f"records_growth_{part}_apps_{PERIOD_DAYS}_days": value for part, value in values.items()}


def test_growth_is_told_in_three_parts() -> None:
    """The example of an organization that grew by 12.2%, though it has fewer records than before."""
    apps: list[Row] = [{}] * 118 + [{"status_28_days_ago": None}] * 10 + [{"is_current": False}] * 12
    apps += [{"records": 94_355 - 1180 + 11_526, PERIOD_GROWTH: 11_526}]
    apps += [{"records": 1_000_000, PERIOD_GROWTH: None}]  # it stayed, but its records were not known
    one = organization([{"records": None, **parts(11_526, 201, -21_784)}], apps)
    grown = growth(one)
    assert grown == Growth(11_526, 201, -21_784, 94_355, stayed_apps=120, new_apps=10, deleted_apps=12)
    assert grown.total == -10_057
    assert f"{grown.ratio:.1%}" == "12.2%"


def test_growth_needs_the_day_a_period_ago() -> None:
    assert growth(organization([{}])) is None


def test_a_ratio_needs_records_to_begin_with() -> None:
    grown = growth(organization([{"records": 5, **parts(0, 5, 0)}]))
    assert grown
    assert (grown.total, grown.ratio) == (5, None)


def test_apps_enter_and_leave_the_unvisited_ones() -> None:
    moves = [("used", "idle"), (None, "unattended"), ("used", "used"), ("idle", "unattended"), ("idle", "used")]
    apps: list[Row] = [{"status_28_days_ago": before, "status": now} for before, now in moves]
    apps += [{"status_28_days_ago": "unattended", "status": "deleted", "is_current": False}]
    assert entered_and_left(organization([{} for _ in range(PERIOD_DAYS + 1)], apps)) == (2, 2)
    assert entered_and_left(organization([{} for _ in range(PERIOD_DAYS)], apps)) is None
    before = {"inactive_apps": None}  # the day is missing, or its visits are not known
    assert entered_and_left(organization([{}, before, *({} for _ in range(PERIOD_DAYS))], apps)) is None


def test_what_is_not_known_is_not_0() -> None:
    assert (total([{"a": None}, {"a": 0}], "a"), total([{"a": None}], "a")) == (0, None)
    reasons = [
        in_english(ranking([{PERIOD_RUNS: runs} for runs in figures], PERIOD_RUNS, str).reason)
        for figures in ([], [0, None], [None])
    ]
    nothing = "No automation ran in 28 days."
    assert reasons == [nothing, nothing, "The figures of these apps are not known."]


def test_uploads_are_summed_by_month() -> None:
    sizes = [None] * 2 + [1] * 40
    found = months(organization([{"attachment_bytes": size} for size in sizes]))
    assert [(str(month.first_day), month.size, month.is_whole) for month in found] == [
        ("2026-01-30", 2, False),
        ("2026-02-01", 28, True),
        ("2026-03-01", 10, False),
    ]


@pytest.mark.parametrize(
    ("unknown", "name"),
    [
        ([], "Feb 2026"),
        ([1], "Feb 2026, 2\u2060–\u206028"),
        ([1, 9], "Feb 2026, 26 days"),
        (range(1, 28), "Feb 2026, 28"),
    ],
)
def test_a_month_is_whole_if_each_of_its_days_has_a_figure(unknown: Sequence[int], name: str) -> None:
    days = [{"date": date(2026, 2, day), "attachment_bytes": None if day in unknown else 1} for day in range(1, 29)]
    (february,) = months(organization(days))
    assert in_english(name_of_month(february, with_year=True)) == name
    assert february.is_whole is (not unknown)


def test_the_contract_year_begins_with_its_first_loaded_day() -> None:
    last_year = {"contract_year": 2025}
    second = NEWEST.replace(day=9)
    assert contract_year_from(organization([last_year, {}, {}])) == (second, False)
    assert contract_year_from(organization([{}, {}])) == (second, True)
    assert contract_year_from(organization([last_year, {"contract_year": None}, {}, {}])) == (second, True)
    assert contract_year_from(organization([last_year, {"attachment_bytes": None}, {}, {}])) == (second, True)
    assert contract_year_from(organization([last_year, {"attachment_bytes": None}])) == (None, True)


def test_a_missing_day_is_a_gap() -> None:
    days = [{"date": NEWEST.replace(day=day), "automation_runs": 7} for day in (1, 3, 4, 5, 6, 7, 8, 9)]
    one = organization(days)
    assert one.missing_days == [NEWEST.replace(day=2)]
    means = [day["automation_runs_mean"] for day in one.days]
    assert means == [None] * 8 + [7]


def test_public_links_that_nobody_watches_come_first() -> None:
    apps = [
        {"app_id": "watched", "public_links": 9},
        {"app_id": "idle", "public_links": 1, "status": "idle"},
        {"app_id": "orphaned", "public_links": 2, "is_orphaned": True},
        {"app_id": "none", "public_links": 0, "status": "idle"},
    ]
    assert [app["app_id"] for app in organization(apps=apps).public] == ["orphaned", "idle", "watched"]


def test_the_length_of_a_period_is_spelled_once() -> None:
    macros = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "transform/macros").glob("*.sql"))
    assert re.findall(r"period_days\(\) %}{{ return\((\d+)\)", macros) == [str(PERIOD_DAYS)]
    files = [*FOLDER.rglob("*.py"), *FOLDER.rglob("*.ftl"), *FOLDER.glob("*.j2"), FOLDER / "page.js"]
    spelled = [
        (file.name, line)
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(rf"(?<!\d){PERIOD_DAYS}(?!\d)", line)
    ]
    assert [name for name, _ in spelled] == ["organization.py"], spelled
