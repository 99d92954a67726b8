"""The progress of a partition in the log: what will be read, how far it is, and a summary."""

import logging
from datetime import date

from tap_usagestats.api.day import Day
from tap_usagestats.api.pacing import Traffic
from tap_usagestats.api.pages import Endpoint
from tap_usagestats.sync.formats import count, days_text, duration, ranges_text
from tap_usagestats.sync.organization import Organization
from tap_usagestats.sync.plan import DayPlan

logger = logging.getLogger(__name__)

LINE_INTERVAL_SECONDS = 3  # minimum between two progress lines of a stream
HOLE = (
    "no records for %s, although the days before and after have some. To read these days again, set start_date and "
    "end_date to them and run without state"
)
KEPT_DAYS = 7  # for which a bookmarked day that comes back empty keeps the bookmark
KEPT = "no records for %s in two requests, although an earlier run had some. The next run reads this day again"
EMPTY_END = "no records for %s yet, after two requests. The next run will read them again"
MAX_IDS = 10  # shown of those without a record
NEVER_USED = 'open "Admin Console > Management Tools > Usage Statistics" once; until then, there may be no figures'


class Progress:
    """Counts the days of a partition as they go out, and logs them; `loaded_up_to` is the last day of earlier runs.

    Of one of many organizations, warnings are collected in `findings`, for one line on the organization.
    """

    def __init__(
        self, name: str, endpoint: Endpoint, plan: DayPlan, loaded_up_to: date | None, organization: Organization
    ) -> None:
        self.days_done: list[date] = []
        self.records = 0  # as written
        self.keeps_bookmark = False  # because the bookmarked day came back empty: the next run reads it again
        self.traffic = Traffic()
        self.findings: list[str] = []
        self._name = name
        self._endpoint = endpoint
        self._plan = plan
        self._loaded_up_to = loaded_up_to
        self._organization = organization
        self._days_unserved = plan.unserved
        self._empty_days: list[date] = []
        self._hole: list[date] = []  # the days without records since the last day that had some
        self._records_read = 0
        self._figures_seen = False
        self._ids_missing = set(organization.ids_of(endpoint))
        self._started = self._next_line = organization.clock.monotonic()

    def _warn(self, what: str) -> None:
        if self._organization.is_one_of_many:
            self.findings.append(what)
        else:
            logger.warning("%s: %s", self._name, what)

    def _say(self, what: str) -> None:
        logger.log(self._organization.info_level, "%s: %s", self._name, what)

    def announce(self, requests: int) -> None:
        """Log what will be read and, from the minimum number of `requests`, the minimum duration."""
        for warning in self._plan.warnings:
            self._warn(warning)
        for remark in self._plan.remarks:
            self._say(remark)
        if self._loaded_up_to and self._ids_missing and self._plan.days:
            what = f"new IDs in {self._endpoint.ids_field} are read from {self._plan.first} on"
            self._say(f"{what}. To read their earlier days too, run a full refresh")
        if self._plan.days:
            days = f"{days_text(self._plan.first, self._plan.last)}, {count(len(self._plan.days), 'day')}"
            interval = self._organization.pace.interval_seconds
            pace = f", at least {duration(requests * interval)} at {1 / interval:.3g} request/s" if interval else ""
            self._say(f"{days}{pace}")

    def add(self, day: Day) -> None:
        """Count `day`, now that it is out, and log some days."""
        records = day.content.records if day.content else 0
        self.days_done.append(day.date)
        self._days_unserved += day.content is None
        self._records_read += records
        if day.content:
            self.records += day.content.messages
            self._ids_missing -= day.content.ids_found
            self._figures_seen = self._figures_seen or day.content.has_figures
        if records and self._hole:
            self._warn(HOLE % ranges_text(self._hole))
            self._hole = []
        elif day.content and not records:
            self._empty_days.append(day.date)
            if day.date == self._loaded_up_to and (self._plan.last - day.date).days < KEPT_DAYS:
                self.keeps_bookmark = True
                self._warn(KEPT % day.date)
            elif self._records_read or (self._loaded_up_to and day.date >= self._loaded_up_to):
                self._hole.append(day.date)
        now = self._organization.clock.monotonic()
        if now >= self._next_line:
            self._next_line = now + LINE_INTERVAL_SECONDS
            self._log(day, records, now)

    def _log(self, day: Day, records: int, now: float) -> None:
        """Log `day` and the time left, estimated from the elapsed time and from the pace of the pages."""
        # The first day has not waited for the pace yet, so the pace can give the better estimate.
        interval_seconds = self._organization.pace.interval_seconds
        seconds_per_day = max((now - self._started) / len(self.days_done), day.pages * interval_seconds)
        planned, days_done = len(self._plan.days), len(self.days_done)
        read = f"{count(records, self._endpoint.noun)}, {count(day.pages, 'page')}"
        done = f"{days_done} of {count(planned, 'day')} ({100 * days_done // planned}%)"
        left = duration(seconds_per_day * (planned - days_done))
        self._say(f"{day.date}, {read}; {done}, about {left} left")

    def warn_of_missing_figures(self, *, complete: bool) -> None:
        """Log why figures may be missing, at the end of a sync; `complete` says whether all planned days were read."""
        if self._organization.is_one_of_many and self._days_unserved > self._plan.unserved:  # else, each has a line
            self._warn(f"the API no longer serves {count(self._days_unserved - self._plan.unserved, 'day')}")
        if self._hole:
            is_end = self._hole[-1] > (self._loaded_up_to or date.min)  # not a range that is read again
            self._warn((EMPTY_END if is_end else HOLE) % ranges_text(self._hole))
        if self.days_done and complete and self._ids_missing:
            shown, more = sorted(self._ids_missing)[:MAX_IDS], len(self._ids_missing) - MAX_IDS
            names = self._organization.redact(", ".join(shown)) + (f" and {more} more" if more > 0 else "")
            advice = "check these IDs and the key's scope; deleted apps and members have no records"
            self._warn(f"{self._endpoint.ids_field}: no record for {names}. What to do: {advice}")
        elif self._loaded_up_to and self.days_done and not self._records_read:
            self._warn("this sync had no records, although an earlier run had some")
        elif self.days_done and not self._figures_seen:
            what = "every metric in this sync is 0" if self._records_read else "this sync had no records"
            self._warn(f"{what}: {NEVER_USED}")

    def summarize(self) -> None:
        """Log the summary of the sync."""
        if not self._plan.days:
            return
        sent = f"{count(len(self.days_done), 'day')}, {count(self.records, 'record')}"
        which = f" ({ranges_text(self._empty_days)})" if self._empty_days else ""
        empty = f"{count(len(self._empty_days), 'day')} without records{which}"
        requests = f"{count(self.traffic.requests, 'request')}, {count(self.traffic.retries, 'retry', 'retries')}"
        unserved, waited = count(self._days_unserved, "day"), duration(self.traffic.waited_seconds)
        self._say(f"{sent}, {empty}, {unserved} no longer served, {requests}, {waited} waited")

    def missing(self) -> str:
        """Return what was sent, and which days are missing: neither sent nor loaded by an earlier run."""
        sent = "Sent" if self.records else "Nothing was sent"
        sent += f" up to {self.days_done[-1]}" if self.days_done else ""
        missing = [day for day in self._plan.days[len(self.days_done) :] if day > (self._loaded_up_to or date.min)]
        return f"{sent}; missing {days_text(missing[0], missing[-1])}." if missing else f"{sent}; nothing is missing."
