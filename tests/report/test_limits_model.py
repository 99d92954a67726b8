"""The limits of a plan: what bends their forecast, and what the seed may hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pages import build_models
from raw_tables import NEWEST, Organization, typical, write

HEADER = "metric,limit,period,valid_from\n"
WEEKS = 57  # days: eight weeks of growth


@dataclass(frozen=True)
class Grown(Organization):
    """An organization by the records of each app on each day, from the oldest to the newest; `missing` days are not."""

    apps: tuple[Any, ...] = ()
    records: Mapping[str, Sequence[int | None]] = field(default_factory=dict)
    missing: Iterable[int] = ()

    def rows(self, table: str) -> Any:
        if table == "app_usage":
            for app_id, records in self.records.items():
                for age, value in enumerate(reversed(records)):
                    if value is not None and age not in self.missing:
                        yield {"date": str(NEWEST - timedelta(age)), "app_id": app_id, "metrics_data": value}


def on_weekdays(added: int, days: int = WEEKS) -> list[int]:
    """Return the records of an app that grows from Monday to Friday."""
    worked = [(NEWEST - timedelta(days - 1 - day)).isoweekday() <= 5 for day in range(days)]
    return [1000 + added * sum(worked[: day + 1]) for day in range(days)]


def built(folder: Path, limits: str, organizations: Mapping[str, Organization]) -> list[tuple[Any, ...]]:
    """Build the models, and return the limits."""
    write(folder / "limits.duckdb", organizations)
    build_models(folder / "limits.duckdb", folder / "dbt", {"seeds/plan_limits.csv": limits})
    with duckdb.connect(str(folder / "limits.duckdb"), read_only=True) as database:
        columns = "organization, metric, trend_a_day, reached_on, idle_used, days_gained_by_archiving, top_app_ids"
        return database.execute(f"select {columns} from usagestats_models.usagestats__limits order by 1, 2").fetchall()


LIMIT = 7500
WRONG = {  # lines, and the tests that they fail
    "record,5,,": {"metric_is_known"},
    ",5,,": {"metric_is_known", "key"},
    "records,,,": {"limit_is_above_zero"},
    "dashboards,0,,": {"limit_is_above_zero"},
    "forms,-1,,": {"limit_is_above_zero", "metric_is_known"},
    "records,5,month,": {"period_fits_metric"},
    "attachment_bytes,5,,": {"period_fits_metric"},
    "automation_runs,5,week,": {"period_fits_metric"},
    "apps,5,total,2026-01-01\napps,6,,2026-01-01": {"key"},
}
STEADY = on_weekdays(14)  # 70 a week
FIRST_HALF: list[int | None] = [None] * 28
SECOND_HALF: list[int | None] = [5000] * 29
HISTORIES = {
    "an app came": Grown(records={"a": STEADY, "b": [*FIRST_HALF, *SECOND_HALF]}),
    "an app was deleted": Grown(records={"a": STEADY, "b": [*SECOND_HALF, *FIRST_HALF]}),
    "import": Grown(records={"a": [value + 5000 * (day > 30) for day, value in enumerate(STEADY)]}),
    "records were deleted": Grown(records={"a": [value - 900 * (day > 50) for day, value in enumerate(STEADY)]}),
    "days are missing": Grown(records={"a": STEADY}, missing=(1, 9, 10, 30)),
    "all is well": Grown(records={"a": STEADY}),
}


def test_nothing_that_happens_once_bends_the_trend(tmp_path: Path) -> None:
    found = built(tmp_path, f"{HEADER}records,{LIMIT},,\n", HISTORIES)
    assert {organization: trend for organization, _, trend, *_ in found} == dict.fromkeys(HISTORIES, 10)
    reached = {organization: reached_on for organization, _, _, reached_on, *_ in found}
    used = {name: sum((records[-1] or 0) for records in one.records.values()) for name, one in HISTORIES.items()}
    assert reached == {name: NEWEST + timedelta(-(-(LIMIT - used[name]) // 10)) for name in HISTORIES}


def test_a_trend_needs_28_weeks_to_compare_and_two_years_to_arrive(tmp_path: Path) -> None:
    enough, two_years = {"a": on_weekdays(14, 35)}, 7300
    used = enough["a"][-1]
    organizations = {"in two years": Grown(records=enough), "later": Grown(records=enough)}
    organizations["young"] = Grown(records={"a": on_weekdays(14, 34)})
    limits = {"": used + 1, "in two years": used + two_years, "later": used + two_years + 1}
    lines = (f"records,{limit},,,{organization}\n" for organization, limit in limits.items())
    found = built(tmp_path, "".join([HEADER.strip(), ",organization\n", *lines]), organizations)
    assert [row[2:4] for row in found] == [(10, NEWEST + timedelta(730)), (10, None), (None, None)]


def test_idle_apps_and_those_that_grow_most_are_told(tmp_path: Path) -> None:
    lines = "apps,30,,\nrecords,200000,total,2026-01-01\nautomation_runs,900000,month,\n"
    apps, runs, records = built(tmp_path, HEADER + lines, {"": typical()})
    assert apps[1:] == ("apps", 0, None, 1, None, None)
    assert records[1:4] == ("records", 8, None)
    assert records[4:6] == (13_000, 13_000 // 8)
    assert [int(app_id[3:], 16) for app_id in records[6].split(",")] == [1, 2, 3, 6, 9]
    assert runs[3:6] == (None, None, None)
    assert [int(app_id[3:], 16) for app_id in runs[6].split(",")] == [15, 11, 9, 6, 5]


def test_lines_that_cannot_be_right_are_errors(tmp_path: Path) -> None:
    with pytest.raises(AssertionError) as raised:
        built(tmp_path, HEADER + "\n".join(WRONG), {"": typical()})
    failures = re.findall(r"Failure in test (\w+?)_stg.*?Got (\d+) result", str(raised.value), re.DOTALL)
    expected = Counter(name for names in WRONG.values() for name in names)
    assert {name: int(number) for name, number in failures} == expected


@pytest.mark.parametrize("line", ["records,5 GB,,", "records,5,,March"])
def test_text_in_place_of_a_number_or_a_day_is_an_error(tmp_path: Path, line: str) -> None:
    with pytest.raises(AssertionError, match=f"Could not convert string .*{line.strip(',').rpartition(',')[2]}"):
        built(tmp_path, f"{HEADER}{line}\n", {"": typical()})


def test_a_period_that_is_an_empty_text_is_total_as_if_it_were_null(tmp_path: Path) -> None:
    """BigQuery loads what is empty in the seed as such a text."""
    built(tmp_path, f"{HEADER}records,5,,\n", {"": typical()})
    with duckdb.connect(str(tmp_path / "limits.duckdb")) as database:
        database.execute("update usagestats_models.plan_limits set period = '' where period is null")
        periods = database.execute("select period from usagestats_models.stg_usagestats__plan_limits").fetchall()
    assert periods == [("total",)]


def test_without_limits_there_are_no_rows(tmp_path: Path) -> None:
    assert built(tmp_path, HEADER, {"": typical()}) == []
