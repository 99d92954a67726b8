"""A partition: what a sync reads of a stream for one organization, from its bookmark on, and how it is written."""

import reprlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import cached_property
from typing import Any

from singer_sdk import Stream
from singer_sdk.singerlib.catalog import REPLICATION_FULL_TABLE

from tap_usagestats.api.day import Day
from tap_usagestats.api.day_reader import DayReader, LinesOf
from tap_usagestats.api.pages import Endpoint, id_batches
from tap_usagestats.api.records import RecordLayout
from tap_usagestats.api.window import parse_day
from tap_usagestats.errors import Stop
from tap_usagestats.sync.organization import Organization
from tap_usagestats.sync.plan import DayPlan, plan_days
from tap_usagestats.sync.progress import Progress
from tap_usagestats.sync.standard_output import write_lines


class Partition:
    """What a sync reads of `stream` for an organization: which days, and how far it has come.

    The bookmark is the last day with records, all of which have been sent. It never moves back, and stays where it is
    for a week if that day comes back empty.
    """

    def __init__(self, stream: Stream, endpoint: Endpoint, organization: Organization) -> None:
        of_which = f"{organization.settings.organization}: " if organization.is_one_of_many else ""
        self.name = of_which + stream.name  # in messages
        self.stream = stream.name
        self.organization = organization
        self.ids = organization.ids_of(endpoint)
        self._stream = stream
        self._endpoint = endpoint

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @cached_property
    def _state(self) -> dict[str, Any] | None:
        """The place of the bookmark in the state; None for a full table, which has none."""
        if self._stream.replication_method == REPLICATION_FULL_TABLE:
            return None
        return self._stream.get_context_state(self.organization.context)

    @cached_property
    def bookmark(self) -> date | None:
        """The last day that earlier runs have sent, if any. Raise Stop for any other value."""
        value = (self._state or {}).get("replication_key_value")
        try:
            return None if value is None else parse_day(value)
        except ValueError as error:
            what = f"{self.name}: expected a bookmark of the form YYYY-MM-DD in the state, got {reprlib.repr(value)}"
            raise Stop(f"{self.organization.redact(what)}. What to do: fix or delete the state.") from error

    @cached_property
    def plan(self) -> DayPlan:
        """The days to read."""
        return plan_days(self.organization.clock.now(), self.bookmark, self.organization.settings)

    @cached_property
    def progress(self) -> Progress:
        """What has been read and written so far."""
        return Progress(self.name, self._endpoint, self.plan, self.bookmark, self.organization)

    @property
    def fewest_requests(self) -> int:
        """The number of requests that the plan takes if no day has a second page."""
        return len(self.plan.days) * len(id_batches(self.ids))

    @contextmanager
    def reader(self, layout: RecordLayout, lines_of: LinesOf) -> Iterator[DayReader]:
        """Give a reader of days, whose connection is closed in the end; raise Refusal if there is no key to send."""
        organization = self.organization
        with closing(organization.client(self.progress.traffic)) as client:
            yield DayReader(
                self.name,
                self._endpoint,
                layout,
                client,
                lines_of,
                ids=self.ids,
                max_pages=organization.settings.max_pages_a_day,
                constants=organization.constants,
                retry_level=organization.retry_level,
            )

    def write(self, day: Day) -> bool:
        """Write the RECORDs of `day`, and return whether the bookmark is new; raise StreamStop if they are lost."""
        if day.content:
            with closing(day.content):
                for lines in day.content.chunks():
                    write_lines(lines)
        self.progress.add(day)  # before STATE, which the run may not survive, has passed a day without records
        if not (day.content and day.content.records) or self.progress.keeps_bookmark or self._state is None:
            return False
        bookmark = max(day.date, self.bookmark or day.date)
        self._state.update(replication_key="date", replication_key_value=bookmark.isoformat())
        return True
