"""Print what the quick start has loaded: python docs/quickstart.py FILE.duckdb."""

import sys

import duckdb

# Meltano puts some 53 columns before each line: with at most 66 here, the tables fit into 120.
DAYS = """
    select date, count(*) as apps, sum(metrics_data) as records, bar(count(*), 0, 200, 20) as chart
    from usagestats.app_usage group by date order by date desc limit 14
"""
LARGEST_APPS = """
    select app_name, creator_name, metrics_data as records, bar(metrics_data, 0, max(metrics_data) over (), 12) as chart
    from usagestats.app_usage where date = (select max(date) from usagestats.app_usage)
    order by metrics_data desc limit 12
"""
TOTAL = "select count(*), count(distinct date), min(date), max(date) from usagestats.app_usage"
NEXT = ".venv/bin/meltano --environment=sandbox run report"

with duckdb.connect(sys.argv[1], read_only=True) as database:
    row = database.execute(TOTAL).fetchone()
    if row is None or not row[0]:
        sys.exit("no rows were loaded")
    print("{} rows of {} days, {} to {}. The last two weeks:".format(*row))
    database.sql(DAYS).show(max_width=66)
    print("The largest apps of the last day:")
    database.sql(LARGEST_APPS).show(max_width=66)
    print("Next, a page with pictures of all this:")
    print(NEXT)
