"""Which days a sync reads: from where the last run stopped, as far as the API serves them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from tap_usagestats.api.window import ONE_DAY, oldest_day, yesterday
from tap_usagestats.config.settings import Settings
from tap_usagestats.sync.formats import count, days_text


class DayPlan(NamedTuple):
    """The days a sync reads, `first` to `last`, both inclusive; none if `first` is after `last`."""

    first: date
    last: date
    unserved: int = 0  # days that were asked for and are before the API's window
    warnings: Sequence[str] = ()  # sentences for the log
    remarks: Sequence[str] = ()

    @property
    def days(self) -> list[date]:
        """The days in the order they are read, the oldest first."""
        return [self.first + n * ONE_DAY for n in range((self.last - self.first).days + 1)]


def plan_days(now: datetime, bookmark: date | None, settings: Settings) -> DayPlan:
    """Return the days to read at the moment `now`, with notes about them for the user: if there are none, why."""
    newest, oldest = yesterday(now), oldest_day(now)
    start_date, end_date = settings.start_date, settings.end_date
    if bookmark and bookmark > newest:
        what = f"Nothing to read: the bookmark {bookmark} is ahead of yesterday in UTC+8, {newest}"
        if bookmark - newest == ONE_DAY:  # around midnight, if the machine's clock is slightly off
            return DayPlan(bookmark, newest, remarks=(what,))
        advice = "What to do: check this machine's clock and the bookmark in the state"
        return DayPlan(bookmark, newest, warnings=(f"{what}. {advice}",))
    last = min(end_date or newest, newest)
    wanted = start_date or oldest
    if bookmark:  # it is read again, as its figures may not have been final; so are days before it, down to start_date
        looked_back = max(bookmark.toordinal() - settings.lookback_days, date.min.toordinal())
        wanted = max(date.fromordinal(looked_back), start_date or date.min)
    first = max(wanted, oldest)
    last_unserved = min(oldest - ONE_DAY, last)
    unserved = max(0, (last_unserved - wanted).days + 1)
    warnings, remarks = [], []
    if unserved:
        days = f"{days_text(wanted, last_unserved)} ({count(unserved, 'day')})"
        warnings.append(f"The API no longer serves {days}: its window starts at {oldest}")
    if bookmark and start_date and bookmark + ONE_DAY < (resumed := min(start_date, last + ONE_DAY)):
        skipped = days_text(bookmark + ONE_DAY, resumed - ONE_DAY)
        advice = "What to do: to read these days, remove start_date, or set it to the first of them"
        warnings.append(f"start_date {start_date} skips {skipped}, after the bookmark {bookmark}. {advice}")
    if bookmark and start_date and start_date < wanted:
        later = f"the bookmark {bookmark} is later. To read from start_date again, run a full refresh"
        remarks.append(f"start_date {start_date} has no effect: {later}")
    if end_date and end_date > newest:
        remarks.append(f"end_date {end_date} is not over yet in UTC+8: reading up to {newest}")
    if first > last:
        remarks.append(f"Nothing to read: the first day would be {first}, after the last day {last}")
    return DayPlan(first, last, unserved, warnings, remarks)
