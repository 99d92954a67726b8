"""The key figures of the page are what SQL over the raw tables says, for each organization by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
from browser import Opened
from raw_tables import ODD_NAME, ONE

pytest_plugins = ["report_fixtures"]

# Written from the definitions of the page, not from the models: stocks on the newest day and 28 days before it, sums
# of the last 28 days and of the 28 before.
STOCKS = """
    with usage as (
        select *, date::date as day, (last_visit_at + interval 8 hour)::date as visited,
            (created_at + interval 8 hour)::date as created
        from usagestats.app_usage where {which}
    ),
    days as (select max(day) - age as day from usage, (values (0), (28)) as ages(age) group by age)
    select count(*), count(*) filter (days.day - visited < 7), sum(metrics_data),
        count(*) filter (days.day - coalesce(visited, created) >= 90),
        count(distinct creator_member_id) filter (creator_member_id not in (
            select member_id from usagestats.member_usage where {which} and date = days.day::varchar))
    from usage join days on usage.day = days.day group by days.day order by days.day desc
"""
RUNS = """
    with usage as (select * from usagestats.app_usage where {which})
    select sum(metrics_daily_automation_exec) from usage, (select max(date)::date as newest from usage) where
        date::date > newest - 56 group by date::date > newest - 28 order by date::date > newest - 28 desc
"""
RUNS_OF_APPS = """
    select app_name, sum(metrics_daily_automation_exec) as runs from usagestats.app_usage where {which}
        and date::date > (select max(date::date) - 28 from usagestats.app_usage where {which})
    group by app_name
"""
STAYED = """
    with usage as (select *, date::date as day from usagestats.app_usage where {which}),
    newest as (select max(day) as newest from usage)
    select sum(now.metrics_data - before.metrics_data)::bigint, sum(before.metrics_data)::bigint
    from newest join usage as now on now.day = newest join usage as before
        on before.day = newest - 28 and before.app_id = now.app_id
"""
LABELS = [
    "Apps used in the last 7 days",
    "Records",
    "Automation runs",
    "Unattended and idle apps",
    "Creators who have left",
]


def ask(database: Path, query: str, which: str) -> list[Any]:
    """Return the rows of a query over the raw tables."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query.format(which=which)).fetchall()


def expected(database: Path, which: str) -> tuple[list[int], list[str]]:
    """Return the figures and what stands below them, as far as it says how they changed."""
    now, before = ask(database, STOCKS, which)
    (runs,), (runs_before,) = ask(database, RUNS, which)
    ((stayed, held),) = ask(database, STAYED, which)
    apps, used, records, unvisited, left = now
    assert apps > used
    return [used, records, runs, unvisited, left], [
        f"{difference(used - before[1])} in 28 days",
        f"{stayed / held:+.1%} in 28 days in apps that stayed".replace("-", "−"),
        f"{(runs - runs_before) / runs_before:+.1%} compared with the previous 28 days".replace("-", "−"),
        "2 entered and 0 left in 28 days",  # Stock and Forgotten; Archive and Asleep were unvisited before
        f"{difference(left - before[4])} in 28 days",
    ]


def difference(change: int) -> str:
    """Return a change of a number."""
    return f"{change:+}".replace("-", "−") if change else "unchanged"


def check(opened: Opened, article: int, database: Path, which: str) -> None:
    shown = opened.page.locator("article").nth(article).locator(".figures > div")
    figures, changes = expected(database, which)
    assert shown.locator("dt").all_inner_texts() == LABELS
    assert [int(text.replace(",", "")) for text in shown.locator(".value").all_inner_texts()] == figures
    for text, change in zip(shown.locator(".change").all_inner_texts(), changes, strict=True):
        assert text.endswith(change)


def test_one_organization(one: Opened, databases: dict[str, Path]) -> None:
    check(one, 0, databases["many"], f"organization = '{ONE}'")


def test_the_app_that_ran_most_is_named_with_its_share(one: Opened, databases: dict[str, Path]) -> None:
    rows = ask(databases["many"], RUNS_OF_APPS, f"organization = '{ONE}'")
    app, runs = max((row for row in rows if row[1] is not None), key=lambda row: row[1])
    of_all = sum(runs or 0 for _, runs in rows)
    answer = one.page.locator("#o1-automation .answer").inner_text()
    assert answer.endswith(f" {app} ran most, with {runs / of_all:.1%} of all runs.")


def test_each_of_many_organizations(many: Opened, databases: dict[str, Path]) -> None:
    names = many.texts(".name")
    assert sorted(names) == sorted(["Acme", "Day", "Nothing", ODD_NAME, "Zeta"])
    check(many, names.index("Zeta"), databases["many"], "organization = 'Zeta'")
