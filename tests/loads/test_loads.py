"""Real loads: DuckDB and PostgreSQL for real, Snowflake and BigQuery with the real loaders on an emulator.

They install what they load with, which takes a minute or two: pytest tests/loads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pytest
from loading import APPS, FIRST_DAY, RUNS, assert_loaded, days_of, item
from real_date import REAL_NOW
from scripted_api import KEY, ScriptedApi, TurnedClock
from warehouse import Warehouse

pytest_plugins = ["warehouses"]


@pytest.fixture
def api() -> Iterator[ScriptedApi]:
    """The API, on the real date."""
    with ScriptedApi(TurnedClock(REAL_NOW)) as scripted:
        yield scripted


def set_run(api: ScriptedApi, number: int) -> dict[str, str]:
    """Let the API serve what a run is to find, and return the tap's settings for it, for the environment."""
    api.apps = lambda day: [item(app, day, number) for app in range(APPS)]
    return {
        "TAP_USAGESTATS_API_KEY": KEY,
        "TAP_USAGESTATS_API_URL": api.url,
        "TAP_USAGESTATS_REQUEST_INTERVAL": "0",
        "TAP_USAGESTATS_START_DATE": FIRST_DAY.isoformat(),
        "TAP_USAGESTATS_END_DATE": days_of(number)[-1].isoformat(),
    }


def run_job_three_times(warehouse: Warehouse, api: ScriptedApi) -> None:
    for number in range(RUNS):
        fresh = [] if number else ["--full-refresh"]  # other tests may have left a state
        warehouse.meltano(*fresh, f"usage-to-{warehouse.name}", **set_run(api, number))


def loader_columns(types: Mapping[str, str]) -> dict[str, int]:
    """How many columns of each type the loader adds."""
    return Counter(kind for name, kind in types.items() if name.startswith("_sdc_"))


def test_duckdb(duckdb: Warehouse, api: ScriptedApi) -> None:
    run_job_three_times(duckdb, api)
    assert_loaded(duckdb.query, "usagestats.app_usage", "epoch(created_at)")


def test_postgres(postgres: Warehouse, api: ScriptedApi) -> None:
    run_job_three_times(postgres, api)
    columns = "select column_name, data_type from information_schema.columns where table_name = 'app_usage'"
    types = dict(postgres.query(columns))
    assert types["date"] == "date"
    assert types["metrics_data"] == "bigint"
    assert types["created_at"].startswith("timestamp")
    assert loader_columns(types) == {"timestamp without time zone": 4, "bigint": 3}
    assert_loaded(postgres.query, "usagestats.app_usage", "extract(epoch from created_at)")


def test_snowflake_emulated(snowflake: Warehouse, api: ScriptedApi) -> None:
    run_job_three_times(snowflake, api)
    types = {row[0]: row[1] for row in snowflake.query("describe table usagestats.app_usage")}
    assert types["DATE"] == "DATE"
    assert types["METRICS_DATA"] == "NUMBER(38,0)"
    assert types["CREATED_AT"].startswith("TIMESTAMP_TZ")
    assert_loaded(snowflake.query, "usagestats.app_usage", "date_part(epoch_second, created_at)")


def test_bigquery_emulated(bigquery: Warehouse, api: ScriptedApi) -> None:
    run_job_three_times(bigquery, api)
    types = dict(bigquery.query("select column_name, data_type from usagestats.INFORMATION_SCHEMA.COLUMNS"))
    assert (types["date"], types["metrics_data"], types["created_at"]) == ("DATE", "INT64", "TIMESTAMP")
    assert loader_columns(types) == {"TIMESTAMP": 4, "INT64": 2}
    assert_loaded(bigquery.query, "usagestats.app_usage", "unix_seconds(created_at)")
