"""Which days the API serves.

Source: Jodoo help, "Get App Resource Usage Statistics API": a date is read in UTC+8, may not be later than yesterday
there (T-1), and only the last 180 days can be asked for.
"""

import re
from datetime import date, datetime, timedelta, timezone

UTC8 = timezone(timedelta(hours=8))
WINDOW_DAYS = 180
ONE_DAY = timedelta(days=1)


def parse_moment(value: object, zone: timezone) -> datetime:
    """Return the ISO 8601 day or date-time `value` in `zone`; without offset, it is in UTC+8. Or raise ValueError."""
    # From 3.11 on, Python also takes digits without dashes.
    if not (isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}", value, re.ASCII)):
        raise ValueError("expected YYYY-MM-DD")
    moment = datetime.fromisoformat(value.replace("Z", "+00:00"))  # Python 3.10 does not know Z
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC8)).astimezone(zone)
    except OverflowError as error:  # the year 1
        raise ValueError("outside the calendar") from error


def parse_day(value: object) -> date:
    """Return the UTC+8 day of `value`, a day or a date-time as text; raise ValueError otherwise."""
    return parse_moment(value, UTC8).date()


def yesterday(now: datetime) -> date:
    """Return the newest day the API serves at the moment `now`, whatever the time zone of `now` or of the machine."""
    return now.astimezone(UTC8).date() - ONE_DAY


def oldest_day(now: datetime) -> date:
    """Return the oldest day the API serves at the moment `now`: the window is 180 days and ends with yesterday.

    The vendor does not say whether today - 180 is inside. One day too many costs a request, one too few loses data.
    """
    return yesterday(now) - (WINDOW_DAYS - 1) * ONE_DAY
