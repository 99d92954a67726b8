"""The progress of a sync in the log: what will be read, how far it is, and a summary."""

import logging
from collections.abc import Sequence
from datetime import date

from tap_usagestats.api.day_reader import Day
from tap_usagestats.api.pacing import Traffic
from tap_usagestats.api.pages import Endpoint
from tap_usagestats.sync.formats import count, days_text, duration, ranges_text
from tap_usagestats.sync.plan import DayPlan
from tap_usagestats.sync.shared import Run

logger = logging.getLogger(__name__)

LINE_INTERVAL_SECONDS = 3  # minimum between two progress lines of a stream
HOLE = (
    "%s: no records for %s, although the days before and after have some. To read these days again, set start_date and "
    "end_date to them and run without state"
)
KEPT_DAYS = 7  # for which a bookmarked day that comes back empty keeps the bookmark
KEPT = "%s: no records for %s in two requests, although an earlier run had some. The next run reads this day again"
EMPTY_END = "%s: no records for %s yet, after two requests. The next run will read them again"
MAX_IDS = 10  # shown of those without a record
NEVER_USED = 'open "Admin Console > Management Tools > Usage Statistics" once; until then, there may be no figures'


class Progress:
    """Counts the days of a stream as they go out, and logs them; `loaded_up_to` is the last day of earlier runs."""

    def __init__(self, stream: str, endpoint: Endpoint, plan: DayPlan, loaded_up_to: date | None, run: Run) -> None:
        self.days_done: list[date] = []
        self.records = 0  # as written
        self.keeps_bookmark = False  # because the bookmarked day came back empty: the next run reads it again
        self.traffic = Traffic()
        self._stream = stream
        self._endpoint = endpoint
        self._plan = plan
        self._loaded_up_to = loaded_up_to
        self._run = run
        self._days_unserved = plan.unserved
        self._empty_days: list[date] = []
        self._hole: list[date] = []  # the days without records since the last day that had some
        self._records_read = 0
        self._figures_seen = False
        self._ids_missing = set(run.ids_of(endpoint))
        self._started = self._next_line = run.clock.monotonic()

    def announce(self, requests: int) -> None:
        """Log what will be read and, from the minimum number of `requests`, the minimum duration."""
        for warning in self._plan.warnings:
            logger.warning("%s: %s", self._stream, warning)
        for remark in self._plan.remarks:
            logger.info("%s: %s", self._stream, remark)
        if self._loaded_up_to and self._ids_missing and self._plan.days:
            what = f"new IDs in {self._endpoint.ids_field} are read from {self._plan.first} on"
            logger.info("%s: %s. To read their earlier days too, run a full refresh", self._stream, what)
        if self._plan.days:
            days = f"{days_text(self._plan.first, self._plan.last)}, {count(len(self._plan.days), 'day')}"
            interval = self._run.pace.interval_seconds
            pace = f", at least {duration(requests * interval)} at {1 / interval:.3g} request/s" if interval else ""
            logger.info("%s: %s%s", self._stream, days, pace)

    def add(self, day: Day, written: int) -> None:
        """Count `day`, now that `written` records of it are out, and log some days."""
        records = day.records or []
        self.days_done.append(day.date)
        self._days_unserved += day.records is None
        self.records += written
        self._records_read += len(records)
        self._ids_missing -= {record[self._endpoint.id_column] for record in records}
        self._figures_seen = self._figures_seen or any(
            value for record in records for column, value in record.items() if column.startswith("metrics_")
        )
        if records and self._hole:
            logger.warning(HOLE, self._stream, ranges_text(self._hole))
            self._hole = []
        elif day.records == []:
            self._empty_days.append(day.date)
            if day.date == self._loaded_up_to and (self._plan.last - day.date).days < KEPT_DAYS:
                self.keeps_bookmark = True
                logger.warning(KEPT, self._stream, day.date)
            elif self._records_read or (self._loaded_up_to and day.date >= self._loaded_up_to):
                self._hole.append(day.date)
        now = self._run.clock.monotonic()
        if now >= self._next_line:
            self._next_line = now + LINE_INTERVAL_SECONDS
            self._log(day, now)

    def _log(self, day: Day, now: float) -> None:
        """Log `day` and the time left, estimated from the elapsed time and from the pace of the pages."""
        # The first day has not waited for the pace yet, so the pace can give the better estimate.
        seconds_per_day = max((now - self._started) / len(self.days_done), day.pages * self._run.pace.interval_seconds)
        planned, days_done = len(self._plan.days), len(self.days_done)
        read = f"{count(len(day.records or ()), self._endpoint.noun)}, {count(day.pages, 'page')}"
        done = f"{days_done} of {count(planned, 'day')} ({100 * days_done // planned}%)"
        left = duration(seconds_per_day * (planned - days_done))
        logger.info("%s: %s, %s; %s, about %s left", self._stream, day.date, read, done, left)

    def warn_of_missing_figures(self, *, complete: bool) -> None:
        """Log why figures may be missing, at the end of a sync; `complete` says whether all planned days were read."""
        if self._hole:
            is_end = self._hole[-1] > (self._loaded_up_to or date.min)  # not a range that is read again
            logger.warning(EMPTY_END if is_end else HOLE, self._stream, ranges_text(self._hole))
        if self.days_done and complete and self._ids_missing:
            shown, more = sorted(self._ids_missing)[:MAX_IDS], len(self._ids_missing) - MAX_IDS
            what = f"no record for {self._run.redact(', '.join(shown))}" + (f" and {more} more" if more > 0 else "")
            advice = "check these IDs and the key's scope; deleted apps and members have no records"
            logger.warning("%s: %s: %s. What to do: %s", self._stream, self._endpoint.ids_field, what, advice)
        elif self._loaded_up_to and self.days_done and not self._records_read:
            logger.warning("%s: this sync had no records, although an earlier run had some", self._stream)
        elif self.days_done and not self._figures_seen:
            what = "every metric in this sync is 0" if self._records_read else "this sync had no records"
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
        counts = f"{sent}, {empty}, {unserved} no longer served, {requests}, {waited} waited"
        logger.info("%s: %s", self._stream, counts)

    def missing(self) -> str:
        """Return what was sent, and which days are missing: neither sent nor loaded by an earlier run."""
        sent = "Sent" if self.records else "Nothing was sent"
        sent += f" up to {self.days_done[-1]}" if self.days_done else ""
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
