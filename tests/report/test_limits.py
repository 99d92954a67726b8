"""The page says how much of each limit is used, when it is reached and why, and warns of one that is near."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from organizations import NEWEST, Row, organization

from report import limits
from report.attention import matters
from report.language import language
from report.metrics import COLUMNS as METRICS
from report.organization import GROWTH_PARTS, Organization
from report.pictures import Bar
from report.sections import sections

LIMIT = {
    "metric": "records", "period": "total", "plan_limit": 1000, "date": NEWEST, "used": 500, "share": 0.5,
    "trend_a_day": 5.0, "reached_on": NEWEST + timedelta(100), "days_gained_by_archiving": None,
    "top_apps_share": 0.71, "top_app_ids": "a1,a0",
}  # fmt: skip
SOON, LATER = (NEWEST + timedelta(limits.SOON_DAYS + more) for more in (0, 1))


def limited(*rows: Row) -> Organization:
    """Return an organization with two apps, Sales and Stock, and limits: of each, only what matters is given."""
    apps = [{"app_name": "Sales"}, {"app_name": "Stock"}]
    days = [dict.fromkeys((*METRICS, *GROWTH_PARTS))]
    return organization(days, apps, limits=[{**LIMIT, **row} for row in rows])


def bars(*rows: Row) -> list[Bar]:
    drawing: Any = limits.picture(limited(*rows)).drawing
    return list(drawing)


def notes(row: Row) -> str:
    return language("en").text(bars(row)[0].note)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, "Reached on about 18 June 2026; these 2 apps cause 71.0% of the growth: Stock, Sales."),
        ({"top_app_ids": "a0"}, "Reached on about 18 June 2026; this app causes 71.0% of the growth: Sales."),
        ({"top_app_ids": None}, "Reached on about 18 June 2026."),
        ({"reached_on": None}, "Not reached within two years at the present trend."),
        ({"reached_on": None, "trend_a_day": None},
         "Nobody can tell yet when it is reached: the trend needs more days."),
        ({"share": 1.0, "reached_on": NEWEST}, "Reached on 10 March 2026."),
        ({"top_app_ids": None, "days_gained_by_archiving": 1},
         "Reached on about 18 June 2026. Archiving all idle apps would buy 1 day."),
        ({"top_app_ids": None, "days_gained_by_archiving": 40},
         "Reached on about 18 June 2026. Archiving all idle apps would buy 40 days."),
        ({"share": 1.0, "reached_on": NEWEST, "days_gained_by_archiving": 40}, "Reached on 10 March 2026."),
        ({"reached_on": None, "days_gained_by_archiving": 40}, "Not reached within two years at the present trend."),
    ],
)  # fmt: skip
def test_a_limit_has_its_day_and_what_causes_it(row: Row, said: str) -> None:
    assert notes(row) == f"500 of 1,000. {said}"


@pytest.mark.parametrize(
    ("row", "name", "used"),
    [
        ({}, "Records", "500 of 1,000."),
        ({"metric": "standard_forms"}, "Standard forms", "500 of 1,000."),
        ({"metric": "automation_runs", "period": "month"}, "Automation runs per month", "500 of 1,000."),
        ({"metric": "automation_runs", "period": "day"}, "Automation runs per day", "500 of 1,000."),
        ({"metric": "attachment_bytes", "period": "contract_year", "used": 6 * 10**9, "plan_limit": 12 * 10**10},
         "Attachments per contract year", "6.0 GB of 120.0 GB."),
        ({"used": None, "share": None, "reached_on": None, "trend_a_day": None}, "Records", "– of 1,000."),
    ],
)  # fmt: skip
def test_a_limit_has_a_name_and_the_unit_of_its_metric(row: Row, name: str, used: str) -> None:
    assert language("en").text(limits.name({**LIMIT, **row})) == name
    assert notes(row).startswith(used)


@pytest.mark.parametrize(
    ("rows", "answer", "is_said_at_the_top"),
    [
        ([{"reached_on": None}], "At the present trend, no limit is reached within two years.", False),
        ([{"reached_on": LATER}], "The next limit is reached on about 9 June 2026: Records.", False),
        ([{"reached_on": LATER}, {"metric": "apps", "reached_on": SOON}],
         "The next limit is reached on about 8 June 2026: Apps.", True),
        ([{"share": 1.2, "reached_on": NEWEST - timedelta(9)}],
         "A limit has been reached since 1 March 2026: Records.", True),
        ([{"share": 1.2, "reached_on": NEWEST}, {"metric": "apps", "reached_on": SOON}],
         "A limit has been reached since 10 March 2026: Records. The next limit is reached on about 8 June 2026: Apps.",
         True),
    ],
)  # fmt: skip
def test_the_first_limit_is_told_and_one_that_is_near_needs_attention(
    rows: list[Row], answer: str, *, is_said_at_the_top: bool
) -> None:
    found = limited(*rows)
    text = language("en").text
    assert text(next(section for section in sections(found) if section.key == "limits").answer) == answer
    said = [text(matter.sentence) for matter in matters(found) if matter.leads_to == "limits"]
    assert " ".join(said) == (answer if is_said_at_the_top else "")


def test_what_is_reached_first_stands_first_and_near_limits_are_alerts() -> None:
    rows: list[Row] = [{"reached_on": None, "share": 0.2}, {"reached_on": None, "share": 0.8}, {"reached_on": LATER}]
    drawn = bars(*rows, {"reached_on": SOON, "share": 1.7})
    assert [(bar.number, bar.width, bar.is_alert) for bar in drawn] == [
        ("170.0%", 100, True), ("50.0%", 50, False), ("80.0%", 80, False), ("20.0%", 20, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("trend", "told"), [(0.43, "0.4"), (-0.43, "−0.4"), (9.96, "10.0"), (3, "3"), (0, "0"), (12.3, "12")]
)
def test_a_small_trend_does_not_round_to_nothing(trend: float, told: str) -> None:
    assert [language("en").text(cell) for cell in limits.row({**LIMIT, "trend_a_day": trend})][3] == told


def test_without_limits_there_is_no_section() -> None:
    assert "limits" not in [section.key for section in sections(limited())]
