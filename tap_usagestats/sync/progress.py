"""The progress of a sync in the log: what will be read, how far it is, and a summary."""

import logging
from collections.abc import Sequence
from datetime import date

from tap_usagestats.api.pacing import Pace, Traffic
from tap_usagestats.api.records import Record
from tap_usagestats.sync.formats import count, days_text, duration, ranges_text
from tap_usagestats.sync.plan import DayPlan

logger = logging.getLogger(__name__)

LINE_INTERVAL_SECONDS = 3  # minimum between two progress lines of a stream
HOLE = (
    "%s: no records for %s, although the days before and after have some. To read these days again, set start_date and "
    "end_date to them and run without state"
)
EMPTY_END = "%s: no records for %s yet, after two requests. The next run will read them again"
NEVER_USED = (
    '"Admin Console > Management Tools > Usage Statistics" may never have been used; until then, the API has no figures'
)


class Progress:
    """Counts the days of a stream as they go out, and logs them; `loaded_up_to` is the last day of earlier runs."""

    def __init__(self, stream: str, noun: str, plan: DayPlan, loaded_up_to: date | None, pace: Pace) -> None:
        self.days_done: list[date] = []
        self.records = 0
        self.traffic = Traffic()
        self._stream = stream
        self._noun = noun
        self._plan = plan
        self._loaded_up_to = loaded_up_to
        self._pace = pace
        self._days_unserved = plan.unserved
        self._empty_days: list[date] = []
        self._hole: list[date] = []  # the days without records since the last day that had some
        self._figures_seen = False
        self._started = self._next_line = self._pace.clock.monotonic()

    def announce(self, requests: int) -> None:
        """Log what will be read and, from the minimum number of `requests`, the minimum duration."""
        for warning in self._plan.warnings:
            logger.warning("%s: %s", self._stream, warning)
        for remark in self._plan.remarks:
            logger.info("%s: %s", self._stream, remark)
        if self._plan.days:
            days = f"{days_text(self._plan.first, self._plan.last)}, {count(len(self._plan.days), 'day')}"
            interval = self._pace.interval_seconds
            pace = f", at least {duration(requests * interval)} at {1 / interval:.3g} request/s" if interval else ""
            logger.info("%s: %s%s", self._stream, days, pace)

    def look_for_figures(self, records: list[Record]) -> None:
        """Remember whether any metric was nonzero; call this before the deselected columns are removed."""
        self._figures_seen = self._figures_seen or any(
            value for record in records for column, value in record.items() if column.startswith("metrics_")
        )

    def add(self, day: date, records: int | None, pages: int) -> None:
        """Count `day`, now that it is written, and log some days; `records` is None if the API no longer serves it."""
        self.days_done.append(day)
        self._days_unserved += records is None
        self.records += records or 0
        if records and self._hole:
            logger.warning(HOLE, self._stream, ranges_text(self._hole))
            self._hole = []
        elif records == 0:
            self._empty_days.append(day)
            if self.records:
                self._hole.append(day)
        now = self._pace.clock.monotonic()
        if now >= self._next_line:
            self._next_line = now + LINE_INTERVAL_SECONDS
            self._log(day, records or 0, pages, now)

    def _log(self, day: date, records: int, pages: int, now: float) -> None:
        """Log `day` and the time left, estimated from the elapsed time and from the pace of the pages."""
        # The first day has not waited for the pace yet, so the pace can give the better estimate.
        seconds_per_day = max((now - self._started) / len(self.days_done), pages * self._pace.interval_seconds)
        planned, days_done = len(self._plan.days), len(self.days_done)
        read = f"{count(records, self._noun)}, {count(pages, 'page')}"
        done = f"{days_done} of {count(planned, 'day')} ({100 * days_done // planned}%)"
        left = duration(seconds_per_day * (planned - days_done))
        logger.info("%s: %s, %s; %s, about %s left", self._stream, day, read, done, left)

    def warn_of_missing_figures(self) -> None:
        """Log why figures may be missing, at the end of a sync."""
        if self._hole:
            logger.warning(EMPTY_END, self._stream, ranges_text(self._hole))
        if self.days_done and not self._figures_seen:
            what = "every metric in this sync is 0" if self.records else "this sync had no records"
            logger.warning("%s: %s: %s", self._stream, what, NEVER_USED)

    def summarize(self) -> None:
        """Log the summary of the sync."""
        if not self._plan.days:
            return
        sent = f"{count(len(self.days_done), 'day')}, {count(self.records, 'record')}"
        which = f" ({ranges_text(self._empty_days)})" if self._empty_days else ""
        empty = f"{count(len(self._empty_days), 'day')} without records{which}"
        requests = f"{count(self.traffic.requests, 'request')}, {count(self.traffic.retries, 'retry', 'retries')}"
        unserved, waited = count(self._days_unserved, "day"), duration(self.traffic.waited_seconds)
        text = "%s: %s, %s, %s no longer served, %s, %s waited"
        logger.info(text, self._stream, sent, empty, unserved, requests, waited)

    def missing(self) -> str:
        """Return what was sent, and which days are missing: neither sent nor loaded by an earlier run."""
        sent = f"Sent up to {self.days_done[-1]}" if self.days_done else "Nothing was sent"
        missing = [day for day in self._plan.days[len(self.days_done) :] if day > (self._loaded_up_to or date.min)]
        return f"{sent}; missing {days_text(missing[0], missing[-1])}." if missing else f"{sent}; nothing is missing."


def announce_total(requests: Sequence[int], interval_seconds: float) -> None:
    """Log the minimum duration of a run of several streams, from the number of `requests` of each."""
    if len(requests) > 1 and any(requests):
        at_least = f": at least {duration(max(requests) * interval_seconds)}" if interval_seconds else ""
        logger.info("%d streams side by side, %s%s", len(requests), count(sum(requests), "request"), at_least)


def summarize_run(streams: Sequence[Progress], failed: int, seconds: float) -> None:
    """Log the summary of a run of `streams`, `failed` of them incomplete: the one line that other programs read."""
    complete = f"{len(streams) - failed} of {count(len(streams), 'stream')} complete"
    days = count(len({day for stream in streams for day in stream.days_done}), "day")
    records = count(sum(stream.records for stream in streams), "record")
    logger.info("Summary: %s, %s, %s, %s", complete, days, records, duration(seconds))
