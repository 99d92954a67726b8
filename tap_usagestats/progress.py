"""What a person who watches a sync is told: what will be read, where it stands, what it came to."""

from __future__ import annotations

import logging
from datetime import date

from tap_usagestats.day_reader import DayReader
from tap_usagestats.days import DayPlan
from tap_usagestats.pacing import Pace
from tap_usagestats.records import Record

LINE_INTERVAL_SECONDS = 3  # between two lines of progress, at least
NEVER_USED = (
    '"Admin Console > Management Tools > Usage Statistics" may never have been used: '
    "until it is enabled there, the API has no figures"
)


class Progress:
    """Counts the days and records of one stream, and logs them."""

    def __init__(self, stream: str, plan: DayPlan, reader: DayReader, pace: Pace, log: logging.Logger) -> None:
        """Start to count the days of `plan`, and say how long they take at least: a page a day and batch of ids."""
        self._stream = stream
        self._reader = reader
        self._pace = pace
        self._log = log
        self._days_planned = len(plan.days)
        self._days_done = 0
        self._days_unserved = plan.unserved
        self._records = 0
        self._figures_seen = False
        self._started = self._next_line = pace.clock.monotonic()
        at_least = ""
        if pace.interval_seconds:
            seconds = self._days_planned * reader.requests_a_day * pace.interval_seconds
            at_least = f", at least {duration(seconds)} at {1 / pace.interval_seconds:.3g} request/s"
        log.info("%s: %s to %s, %s%s", stream, plan.first, plan.last, counted(self._days_planned, "day"), at_least)

    def look_for_figures(self, records: list[Record]) -> None:
        """Remember whether any metric was ever other than 0."""
        self._figures_seen = self._figures_seen or any(
            value for record in records for column, value in record.items() if column.startswith("metrics_")
        )

    def count(self, day: date, records: list[Record] | None) -> None:
        """Count `day` with its records, None where the API no longer serves it, and log it now and then."""
        self._days_done += 1
        self._days_unserved += records is None
        self._records += len(records or ())
        now = self._pace.clock.monotonic()
        if now < self._next_line:
            return
        self._next_line = now + LINE_INTERVAL_SECONDS
        # The first day has not waited for its turn yet, so the pace may know better.
        seconds_a_day = max((now - self._started) / self._days_done, self._reader.pages * self._pace.interval_seconds)
        self._log.info(
            "%s: %s, %s; %d of %d days (%d%%), about %s left",
            day,
            counted(len(records or ()), self._reader.noun),
            counted(self._reader.pages, "page"),
            self._days_done,
            self._days_planned,
            100 * self._days_done // self._days_planned,
            duration(seconds_a_day * (self._days_planned - self._days_done)),
        )

    def summarize(self) -> None:
        """Log what the sync came to, and why its figures may be missing."""
        self._log.info(
            "%s: %s, %s, %s, %s, %s waited, %s the API no longer had",
            self._stream,
            counted(self._days_done, "day"),
            counted(self._records, "record"),
            counted(self._reader.requests, "request"),
            counted(self._reader.retries, "retry", "retries"),
            duration(self._pace.waited_seconds),
            counted(self._days_unserved, "day"),
        )
        if not self._figures_seen:
            what = "every metric of this sync is 0" if self._records else "this sync had no records"
            self._log.warning("%s: %s: %s", self._stream, what, NEVER_USED)


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return `number` with its noun: 1 day, 2 days."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def duration(seconds: float) -> str:
    """Return `seconds` as a person would say it: 45 s, 3 min, 2 h 5 min."""
    minutes = round(seconds / 60)
    if minutes < 2:  # up to a minute and a half, seconds say more
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
