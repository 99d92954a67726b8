"""The line that sums up a sync, the tap's last one before its error, if there is one; the examples read it.

Another one, before it, sums up a stream.
"""

from __future__ import annotations

import re

SUMMARY = re.compile(r"Summary: (\d+) of (\d+) (?:stream|organization)s? complete, (\d+) days?, (\d+) records?, ")
APP_USAGE = re.compile(r"app_usage: (?P<days>\d+) days?, (?P<records>\d+) records?, ")
EXAMPLE = "Summary: 2 of 3 streams complete, 180 days, 23580 records, 45 s"
EXAMPLE_OF_MANY = "Summary: 2 of 3 organizations complete, 3 days, 776 records, 0 s"
EXAMPLE_OF_ONE = "Summary: 1 of 1 stream complete, 1 day, 1 record, 1 s"
