"""Print what the quick start has loaded: python docs/quickstart.py FILE.duckdb."""

import sys

import duckdb

TOTAL = "select count(*), count(distinct date), min(date), max(date) from usagestats.app_usage"
LAST_WEEK = """
    select date, count(*) as apps, sum(metrics_data)::bigint as records, bar(records, 0, max(records) over (), 20)
    from usagestats.app_usage group by date order by date desc limit 7
"""
LARGEST_APPS = """
    select metrics_data, bar(metrics_data, 0, max(metrics_data) over (), 20), app_name,
        coalesce(creator_name, 'no creator')
    from usagestats.app_usage where date = (select max(date) from usagestats.app_usage)
    order by metrics_data desc limit 5
"""

with duckdb.connect(sys.argv[1], read_only=True) as database:
    row = database.execute(TOTAL).fetchone()
    if row is None or not row[0]:
        sys.exit("no rows were loaded")
    print("{} rows of {} days, {} to {}. The last week:".format(*row))
    for day in database.execute(LAST_WEEK).fetchall():
        print("{}  {} apps  {:>7,} records  {}".format(*day))
    print("The largest apps of the last day:")
    for app in database.execute(LARGEST_APPS).fetchall():
        print("{:>5,} records  {:20}  {} ({})".format(*app))
    print("Next, a page with charts of all this: .venv/bin/meltano --environment=sandbox run report")
