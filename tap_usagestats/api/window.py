"""Which days the API serves.

Source: Jodoo help, "Get App Resource Usage Statistics API": a date is read in UTC+8, may not be later than yesterday
there (T-1), and only the last 180 days can be asked for.
"""

import re
from datetime import date, datetime, timedelta, timezone

UTC8 = timezone(timedelta(hours=8))
WINDOW_DAYS = 180
ONE_DAY = timedelta(days=1)


def parse_day(value: object) -> date:
    """Return the day that `value` is; raise ValueError if it is anything but text of the form YYYY-MM-DD."""
    if not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII)):
        raise ValueError("expected YYYY-MM-DD")
    return date.fromisoformat(value)


def yesterday(now: datetime) -> date:
    """Return the newest day the API serves at the moment `now`, whatever the time zone of `now` or of the machine."""
    return now.astimezone(UTC8).date() - ONE_DAY


def oldest_day(now: datetime) -> date:
    """Return the oldest day the API serves at the moment `now`: the window is 180 days and ends with yesterday.

    The vendor does not say whether today - 180 is inside. One day too many costs a request, one too few loses data.
    """
    return yesterday(now) - (WINDOW_DAYS - 1) * ONE_DAY
