"""The key figures of the page are what SQL over the raw tables says, for each organization by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from browser import Opened
from raw_tables import ODD_NAME

pytest_plugins = ["report_fixtures"]

# Written from the definitions of the issue, not from the models: stocks on the newest day and 30 days before it,
# sums of the last 30 days and of the 30 before.
STOCKS = """
    with usage as (select * from usagestats.app_usage where {which}),
    days as (select max(date)::date - age as day from usage, (values (0), (30)) ages(age) group by age)
    select count(*), sum(metrics_data),
        count(*) filter (last_visit_at is null or day - (last_visit_at + interval 8 hour)::date >= 90),
        count(*) filter (creator_member_id is null or creator_member_id not in (
            select member_id from usagestats.member_usage where {which} and date = day::varchar))
    from usage join days on usage.date = day::varchar group by day order by day desc
"""
RUNS = """
    with usage as (select * from usagestats.app_usage where {which})
    select sum(metrics_daily_automation_exec) from usage, (select max(date)::date as newest from usage) where
        date::date > newest - 60 group by date::date > newest - 30 order by date::date > newest - 30 desc
"""
LABELS = ["Apps", "Records of data", "Automation runs", "Inactive apps", "Orphaned apps"]


def expected(database: Path, which: str) -> list[tuple[int, int]]:
    """Return each figure with what it was 30 days before."""
    with duckdb.connect(str(database), read_only=True) as connection:
        now, before = connection.execute(STOCKS.format(which=which)).fetchall()
        runs = [row[0] for row in connection.execute(RUNS.format(which=which)).fetchall()]
    apps, data, inactive, orphaned = zip(now, before, strict=True)
    return [apps, data, (runs[0], runs[1]), inactive, orphaned]


def changes(figures: list[tuple[int, int]]) -> list[str]:
    """Return how the page has to say the changes: numbers of apps as they are, the others in percent."""
    return [
        difference(now, before) if in_apps else f"{(now - before) / before:+.1%}".replace("-", "−")
        for (now, before), in_apps in zip(figures, (True, False, False, True, True), strict=True)
    ]


def difference(now: int, before: int) -> str:
    """Return a change of a number of apps."""
    return "unchanged" if now == before else f"{now - before:+}".replace("-", "−")


def shown(opened: Opened, article: int) -> list[dict[str, Any]]:
    """Return what the page shows of the figures of its nth organization."""
    return [
        {
            "label": figure.locator("dt").inner_text(),
            "value": figure.locator(".value").inner_text(),
            "change": figure.locator(".change").inner_text(),
        }
        for figure in opened.page.locator("article").nth(article).locator(".figures > div").all()
    ]


def check(opened: Opened, article: int, database: Path, which: str) -> None:
    figures = expected(database, which)
    on_page = shown(opened, article)
    assert [figure["label"] for figure in on_page] == LABELS
    assert [int(figure["value"].replace(",", "")) for figure in on_page] == [now for now, _ in figures]
    for figure, change in zip(on_page, changes(figures), strict=True):
        assert change in figure["change"].replace(",", "").split()


def test_one_organization(one: Opened, databases: dict[str, Path]) -> None:
    check(one, 0, databases["one"], "true")


def test_figures_move(databases: dict[str, Path]) -> None:
    """The tests above compare something: no figure of this organization stands still."""
    assert all(now != before for now, before in expected(databases["one"], "true"))


@pytest.mark.parametrize("name", ["Acme", ODD_NAME, "Zeta"])
def test_each_of_many_organizations(many: Opened, databases: dict[str, Path], name: str) -> None:
    names = many.texts("h2.name")
    assert names == sorted(["Acme", "Day", ODD_NAME, "Zeta"])
    check(many, names.index(name), databases["many"], f"organization = '{name}'")
