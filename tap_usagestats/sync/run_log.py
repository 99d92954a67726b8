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

Failures = Mapping[str, BaseException]  # by the name of a partition


class RunLog:
    """Logs a run of one organization, whose partitions are streams; they log their own days."""

    noun = "stream"  # what the summary counts

    def __init__(self, organizations: Sequence[Sequence[Partition]], clock: Clock) -> None:
        self.organizations = organizations  # the partitions of each
        self.partitions = list(chain(*organizations))
        self.clock = clock
        self.started = clock.monotonic()

    def announce(self) -> None:
        """Log how much the run will read, before the first request."""

    def announce_organization(self, parts: Sequence[Partition]) -> None:
        """Log what will be read of an organization, when its turn comes."""
        for part in parts:
            part.progress.announce(part.fewest_requests)
        requests, interval = [part.fewest_requests for part in parts], parts[0].organization.pace.interval_seconds
        if len(parts) > 1 and any(requests):
            at_least = f": at least {duration(max(requests) * interval)}" if interval else ""
            logger.info("%d streams side by side, %s%s", len(parts), count(sum(requests), "request"), at_least)

    def tick(self) -> None:
        """Log how far the run is, now and then."""

    def end_organization(self, parts: Sequence[Partition], failures: Failures) -> None:
        """Log what was read of an organization."""
        for part in parts:
            part.progress.warn_of_missing_figures(complete=part.name not in failures)
            if part.name not in failures:
                part.progress.summarize()

    def summarize(self, failures: Failures) -> None:
        """Log the summary of the run: the one line that other programs read."""
        total, failed = self.counts(failures)
        streams = [part.progress for part in self.partitions]
        days = count(len({day for stream in streams for day in stream.days_done}), "day")
        records = count(sum(stream.records for stream in streams), "record")
        took = duration(self.clock.monotonic() - self.started)
        what = f"{total - failed} of {count(total, self.noun)} complete"
        logger.info("Summary: %s, %s, %s, %s", what, days, records, took)

    def counts(self, failures: Failures) -> tuple[int, int]:
        """Return how many there are of what the summary counts, and how many of them failed."""
        return len(self.partitions), len(failures)

    def unfinished(self) -> str:
        """Return, for the last line of a run that had to end, what is missing."""
        return " ".join(f"{part.name}: {part.progress.missing()}" for part in self.partitions)

    def last_line(self, failures: Failures) -> str:
        """Return the last line of a sync with `failures`."""
        parts = {part.name: part for part in self.partitions}
        lines = (f"{explain(error, name)} {parts[name].progress.missing()}" for name, error in failures.items())
        return f"{' '.join(lines)} {AGAIN}"

    def failed(self, failures: Failures) -> str:
        """Return all `failures` in a line, without what is missing."""
        return " ".join(explain(error, name) for name, error in failures.items())
