"""The sync: reads the selected streams of all organizations side by side, and writes each day as it arrives."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import click

from tap_usagestats.api.day import Day
from tap_usagestats.errors import Interrupted, Stop, StreamStop, explain
from tap_usagestats.sync.organization import Organization
from tap_usagestats.sync.organizations_log import OrganizationsLog
from tap_usagestats.sync.partition import Partition
from tap_usagestats.sync.run_log import RunLog
from tap_usagestats.sync.side_by_side import SideBySide
from tap_usagestats.sync.stream import UsageStream

STATE_INTERVAL_SECONDS = 1  # between two STATEs of many organizations: each holds all bookmarks


class Sync:
    """A sync of the `streams` of all `organizations`; `write_state` writes a STATE."""

    def __init__(
        self, streams: Sequence[UsageStream], organizations: Sequence[Organization], write_state: Callable[[], None]
    ) -> None:
        self._streams = streams
        self._at_once = organizations[0].settings.organizations_at_once
        self._log = log_of(streams, organizations)
        self._reading = SideBySide(self._write, StreamStop, ended=self._end, tick=self._tick)
        self._write_state = write_state
        self._state_interval = STATE_INTERVAL_SECONDS if organizations[0].is_one_of_many else 0
        self._state_is_new = False
        self._clock = organizations[0].clock
        self._next_state = self._clock.monotonic()

    def run(self) -> None:
        """Read and write all days; raise Stop if a partition could not be read completely, or the run had to end."""
        for stream in self._streams:
            stream.write_schema()
        self._log.announce()
        try:
            self._reading.read(self._groups(), self._at_once)
        except (Stop, Interrupted) as end:
            raise type(end)(f"{end} {self._log.unfinished()}") from end
        self._write_new_state()
        failures = self._reading.failures
        self._log.summarize(failures)
        if failures:
            raise Stop(self._log.last_line(failures)) from next(iter(failures.values()))

    def _groups(self) -> Iterator[dict[Partition, Iterator[Day]]]:
        """Yield what is to be read of each organization, when its turn comes."""
        for parts in self._log.organizations:
            self._log.announce_organization(parts)
            yield {part: stream.read_days(part) for stream, part in zip(self._streams, parts, strict=True)}

    def _write(self, part: Partition, day: Day) -> None:
        self._state_is_new |= part.write(day)

    def _end(self, parts: Mapping[Partition, object]) -> None:
        self._log.end_organization(list(parts), self._reading.failures)

    def _tick(self) -> None:
        if self._clock.monotonic() >= self._next_state:
            self._write_new_state()
        self._log.tick()

    def _write_new_state(self) -> None:
        if self._state_is_new:
            self._write_state()
            self._state_is_new = False
            self._next_state = self._clock.monotonic() + self._state_interval


def test(streams: Sequence[UsageStream], organizations: Sequence[Organization]) -> None:
    """Read a record of each partition, and print a line for each; raise Stop with all failures."""
    log, results = log_of(streams, organizations), dict[Partition, str]()
    groups = (
        {part: stream.test(part, part.plan.last) for stream, part in zip(streams, parts, strict=True)}
        for parts in log.organizations
    )
    reading = SideBySide(results.__setitem__, StreamStop)
    reading.read(groups, organizations[0].settings.organizations_at_once)
    for part in log.partitions:
        failure = reading.failures.get(part)
        click.echo(explain(failure, part.name) if failure else f"{part.name}: {results[part]}")
    if reading.failures:
        raise Stop(log.failed(reading.failures)) from next(iter(reading.failures.values()))


def log_of(streams: Sequence[UsageStream], organizations: Sequence[Organization]) -> RunLog:
    """Return the log of a run."""
    kind = OrganizationsLog if organizations[0].is_one_of_many else RunLog
    return kind(list(zip(*(stream.parts for stream in streams), strict=True)), organizations[0].clock)
