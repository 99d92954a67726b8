"""Print what the quick start has loaded: python docs/quickstart.py FILE.duckdb SCHEMA."""

import sys

import duckdb

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
# What the loader wrote since this script ran last can be told in the sandbox, where it writes _sdc_batched_at.
BATCHED = """
    select table_name from information_schema.columns
    where table_schema = current_schema() and column_name = '_sdc_batched_at'
"""
CHANGES = """
    select count(*) filter (before._sdc_batched_at <> now._sdc_batched_at), count(*) filter (before.date is null)
    from app_usage as now left join quickstart_before as before using (date, app_id)
"""
REMEMBER = "create or replace table quickstart_before as select date, app_id, _sdc_batched_at from app_usage"

file, schema = sys.argv[1:]
with duckdb.connect(file) as database:
    database.execute(f'use "{schema}"')
    row = database.execute(TOTAL).fetchone()
    if row is None or not row[0]:
        sys.exit("no rows were loaded")
    batched = [name for (name,) in database.execute(BATCHED).fetchall()]
    if "quickstart_before" in batched:
        print("{} rows were updated and {} added since the last time.".format(*database.execute(CHANGES).fetchone()))
    if "app_usage" in batched:
        database.execute(REMEMBER)
    print("{} rows of {} days, {} to {}. The last week:".format(*row))
    for day in database.execute(LAST_WEEK).fetchall():
        print("{}  {} apps  {:>7,} records  {}".format(*day))
    print("The largest apps of the last day:")
    for app in database.execute(LARGEST_APPS).fetchall():
        print("{:>5,} records  {:20}  {} ({})".format(*app))
    print("Next, a page with charts of all this: .venv/bin/meltano --environment=sandbox run report")
