"""What is loaded, in three runs that overlap by a day, and what every warehouse must hold after them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from real_date import LAST_DAY
from scripted_api import days_before
from warehouse import Query

APPS, RUNS, DAYS_A_RUN = 250, 3, 3
FIRST_DAY = days_before(LAST_DAY, RUNS * (DAYS_A_RUN - 1))
NAMES = ("人事管理", "CRM 🚀", "Заявки", 'l\'été, "quoted"\nand\tbroken \\ off', "no\0database takes \ud83d")
LOADED_NAMES = (*NAMES[:4], "no\ufffddatabase takes \ufffd")
TOO_LARGE = 10**20  # for 64 bits


def days_of(run: int) -> list[date]:
    """The days that a run sends; the first of them is the last of the run before it."""
    return [FIRST_DAY + timedelta(days=run * (DAYS_A_RUN - 1) + number) for number in range(DAYS_A_RUN)]


def item(number: int, day: date, run: int) -> dict[str, Any]:
    """An app whose figures tell app, day and run; the last run has a metric that the schema does not know."""
    metrics = {"app": 1, "data": 5_000_000_000 + day.toordinal() * 1000 + number * 3 + run}
    if run == RUNS - 1:
        metrics |= {"not_documented": number, "bpa": TOO_LARGE}
    return {
        "app_id": f"{number:024x}",
        "app_name": NAMES[number % len(NAMES)],
        "creator": None if number % 7 == 0 else {"member_id": f"m{number % 9}", "name": "王芳"},
        "created_at": "2026-01-01T00:00:00+08:00",
        "last_edit_at": None,
        "last_visit_at": "2026-02-01T12:34:56+08:00",
        "metrics": metrics,
    }


def run_that_sent(day: date) -> int:
    """The last run that sends a day: what it sent is what must be there."""
    return max(run for run in range(RUNS) if day in days_of(run))


def assert_loaded(query: Query, table: str, epoch: str) -> None:
    """Check `table`; `epoch` is the warehouse's SQL for the seconds since 1970 of created_at."""
    days = sorted({day for run in range(RUNS) for day in days_of(run)})
    items = {(day, number): item(number, day, run_that_sent(day)) for day in days for number in range(APPS)}
    data = [one["metrics"]["data"] for one in items.values()]

    ((count, total, largest),) = query(f"select count(*), sum(metrics_data), max(metrics_data) from {table}")
    assert (int(count), int(total), int(largest)) == (len(items), sum(data), max(data))
    assert largest > 2**32
    ((distinct,),) = query(f"select count(*) from (select distinct date, app_id from {table}) as keys")
    assert int(distinct) == len(items)

    names = query(f"select app_id, min(app_name), max(app_name) from {table} group by app_id order by app_id")
    assert names == [[f"{number:024x}", *[LOADED_NAMES[number % len(NAMES)]] * 2] for number in range(APPS)]
    nulls = query(f"select count(*) from {table} where creator_name is null and last_edit_at is null")
    assert nulls == [[sum(one["creator"] is None for one in items.values())]]
    assert query(f"select count(*) from {table} where metrics_bpa is not null") == [[0]]
    assert [[int(float(seconds))] for (seconds,) in query(f"select distinct {epoch} from {table}")] == [[1767196800]]

    extras = query(
        f"select cast(date as varchar(10)), app_id, extra from {table} where extra is not null order by 1, 2"
    )
    assert [(day, app_id, json.loads(extra)) for day, app_id, extra in extras] == [
        (day.isoformat(), f"{number:024x}", {"metrics": {"not_documented": number, "bpa": TOO_LARGE}})
        for day in days_of(RUNS - 1)
        for number in range(APPS)
    ]
