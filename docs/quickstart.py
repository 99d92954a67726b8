"""Print what the quick start has loaded: python docs/quickstart.py before|show FILE.duckdb SCHEMA."""

import sys
from pathlib import Path

import duckdb

# The tables that have the time when each row was written. The loader adds it in the sandbox only.
WITH_TIMES = """
    select table_name from information_schema.columns
    where table_schema = current_schema() and column_name = '_sdc_batched_at'
"""
KEY_AND_TIME = "columns(name -> name in ('organization', 'date', 'app_id', '_sdc_batched_at'))"
REMEMBER = f"create table before_load as select {KEY_AND_TIME} from app_usage"
CHANGES = f"""
    with written as (select {KEY_AND_TIME} from app_usage except from before_load),
    added as (select (select count(*) from app_usage) - (select count(*) from before_load) as rows)
    select (select count(*) from written) - rows, rows from added
"""
TOTAL = "select count(*), count(distinct date), min(date), max(date) from app_usage"
LAST_WEEK = """
    select date, count(*) as apps, sum(metrics_data)::bigint as records, bar(records, 0, max(records) over (), 20)
    from app_usage group by date order by date desc limit 7
"""
LARGEST_APPS = """
    select metrics_data, bar(metrics_data, 0, max(metrics_data) over (), 20),
        columns(name -> name in ('app_name', 'creator_name'))
    from app_usage where date = (select max(date) from app_usage)
    order by metrics_data desc limit 5
"""


def remember(database: duckdb.DuckDBPyConnection) -> None:
    """Keep when each row was written, so that what the load changes can be counted."""
    database.execute("drop table if exists before_load")
    if ("app_usage",) in database.execute(WITH_TIMES).fetchall():
        database.execute(REMEMBER)


def show(database: duckdb.DuckDBPyConnection) -> None:
    """Print what is there, and how much of it the last load has changed."""
    ((rows, *days),) = database.execute(TOTAL).fetchall()
    if not rows:
        sys.exit("no rows were loaded")
    if ("before_load",) in database.execute(WITH_TIMES).fetchall():
        print("app_usage: {} rows were updated, and {} were added.".format(*database.execute(CHANGES).fetchall()[0]))
    print("app_usage: {} rows of {} days, {} to {}. The last week:".format(rows, *days))
    for day in database.execute(LAST_WEEK).fetchall():
        print("{}  {} apps  {:>7,} records  {}".format(*day))
    print("The largest apps of the last day:")
    for records, bar, *names in database.execute(LARGEST_APPS).fetchall():
        print(f"{records:>5,} records  {bar:20}  {', by '.join(name or 'unknown' for name in names)}")
    print("Next, a page with charts of all this: .venv/bin/meltano --environment=sandbox run report")


command, file, schema = sys.argv[1:]
if command == "show":
    with duckdb.connect(file, read_only=True) as database:
        database.execute(f'use "{schema}"')
        show(database)
elif Path(file).exists():
    with duckdb.connect(file) as database:
        database.execute(f'create schema if not exists "{schema}"; use "{schema}"')
        remember(database)
