"""Print what the quick start has loaded: python docs/quickstart.py before|show FILE.duckdb SCHEMA."""

import sys

import duckdb

# The tables that say when each row was written; only in the sandbox, the loader adds this column.
WITH_TIMES = """
    select table_name from information_schema.columns
    where table_schema = current_schema() and column_name = '_sdc_batched_at'
"""
REMEMBER = "create or replace table before_load as select date, app_id, _sdc_batched_at from app_usage"
CHANGES = """
    select count(*) filter (old._sdc_batched_at <> new._sdc_batched_at), count(*) filter (old.date is null)
    from app_usage as new left join before_load as old using (date, app_id)
"""
TOTAL = "select count(*), count(distinct date), min(date), max(date) from app_usage"
LAST_WEEK = """
    select date, count(*) as apps, sum(metrics_data)::bigint as records, bar(records, 0, max(records) over (), 20)
    from app_usage group by date order by date desc limit 7
"""
LARGEST_APPS = """
    select metrics_data, bar(metrics_data, 0, max(metrics_data) over (), 20), app_name,
        coalesce(creator_name, 'no creator')
    from app_usage where date = (select max(date) from app_usage)
    order by metrics_data desc limit 5
"""

command, file, schema = sys.argv[1:]
with duckdb.connect(file) as database:
    database.execute(f'create schema if not exists "{schema}"; use "{schema}"')
    with_times = [name for (name,) in database.execute(WITH_TIMES).fetchall()]
    if command == "before":
        if "app_usage" in with_times:
            database.execute(REMEMBER)
        sys.exit()
    row = database.execute(TOTAL).fetchone()
    if row is None or not row[0]:
        sys.exit("no rows were loaded")
    if "before_load" in with_times:
        print("{} rows were updated, and {} were added.".format(*database.execute(CHANGES).fetchall()[0]))
        database.execute("drop table before_load")
    print("{} rows of {} days, {} to {}. The last week:".format(*row))
    for day in database.execute(LAST_WEEK).fetchall():
        print("{}  {} apps  {:>7,} records  {}".format(*day))
    print("The largest apps of the last day:")
    for app in database.execute(LARGEST_APPS).fetchall():
        print("{:>5,} records  {:20}  {} ({})".format(*app))
    print("Next, a page with charts of all this: .venv/bin/meltano --environment=sandbox run report")
