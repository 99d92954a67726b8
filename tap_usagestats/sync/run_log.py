"""The log of a run as a whole: what it will read, a summary, and the last line if it could not read all."""

import logging
from collections.abc import Mapping, Sequence
from itertools import chain

from tap_usagestats.api.pacing import Clock
from tap_usagestats.errors import explain
from tap_usagestats.sync.formats import count, duration
from tap_usagestats.sync.partition import Partition

logger = logging.getLogger(__name__)

AGAIN = "Run again once this is fixed."

Failures = Mapping[Partition, BaseException]


class RunLog:
    """Logs a run of one organization, whose partitions are streams; they log their own days."""

    noun = "stream"  # of a unit

    def __init__(self, organizations: Sequence[Sequence[Partition]], clock: Clock) -> None:
        self.organizations = organizations  # the partitions of each
        self.partitions = list(chain(*organizations))
        self.units: Sequence[Sequence[Partition]] = [[part] for part in self.partitions]  # that the summary counts
        self.clock = clock
        self.started = clock.monotonic()

    def announce(self) -> None:
        """Log how much the run will read, before the first request."""

    def announce_organization(self, parts: Sequence[Partition]) -> None:
        """Log what will be read of an organization, when its turn comes."""
        for part in parts:
            part.progress.announce(part.fewest_requests)
        requests, organization = [part.fewest_requests for part in parts], parts[0].organization
        if len(parts) > 1 and any(requests):
            seconds = max(requests) * organization.pace.interval_seconds
            total = count(sum(requests), "request") + (f": at least {duration(seconds)}" if seconds else "")
            logger.log(organization.info_level, "%d streams side by side, %s", len(parts), total)

    def tick(self) -> None:
        """Log how far the run is, now and then."""

    def end_organization(self, parts: Sequence[Partition], failures: Failures) -> None:
        """Log what was read of an organization."""
        for part in parts:
            part.progress.warn_of_missing_figures(complete=part not in failures)
            if part not in failures:
                part.progress.summarize()

    def summarize(self, failures: Failures) -> None:
        """Log the summary of the run: the one line that other programs read."""
        failed = sum(any(part in failures for part in parts) for parts in self.units)
        streams = [part.progress for part in self.partitions]
        days = count(len({day for stream in streams for day in stream.days_done}), "day")
        records = count(sum(stream.records for stream in streams), "record")
        took = duration(self.clock.monotonic() - self.started)
        what = f"{len(self.units) - failed} of {count(len(self.units), self.noun)} complete"
        logger.info("Summary: %s, %s, %s, %s", what, days, records, took)

    def unfinished(self) -> str:
        """Return, for the last line of a run that had to end, what is missing."""
        return " ".join(f"{part.name}: {part.progress.missing()}" for part in self.partitions)

    def last_line(self, failures: Failures) -> str:
        """Return the last line of a sync with `failures`."""
        lines = (f"{explain(error, part.name)} {part.progress.missing()}" for part, error in failures.items())
        return f"{' '.join(lines)} {AGAIN}"

    def failed(self, failures: Failures) -> str:
        """Return all `failures` in a line, without what is missing."""
        return " ".join(explain(error, part.name) for part, error in failures.items())
