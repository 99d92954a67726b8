"""The sync: reads the selected streams of all organizations side by side, and writes each day as it arrives."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import click

from tap_usagestats.api.day import Day
from tap_usagestats.api.pacing import Clock
from tap_usagestats.errors import Interrupted, Stop, StreamStop, explain
from tap_usagestats.sync.organization import Organization
from tap_usagestats.sync.organizations_log import OrganizationsLog
from tap_usagestats.sync.run_log import RunLog
from tap_usagestats.sync.side_by_side import SideBySide
from tap_usagestats.sync.stream import UsageStream

STATE_INTERVAL_SECONDS = 1  # between two STATEs of many organizations: each holds all bookmarks


class StateWriter:
    """Writes STATE once there is something new, and not more often than every `interval_seconds`."""

    def __init__(self, write: Callable[[], None], interval_seconds: float, clock: Clock) -> None:
        self.is_new = False
        self._write = write
        self._interval_seconds = interval_seconds
        self._clock = clock
        self._next = clock.monotonic()

    def write(self, *, at_once: bool = False) -> None:
        """Write STATE if it is new and due, or `at_once`."""
        if self.is_new and (at_once or self._clock.monotonic() >= self._next):
            self._write()
            self.is_new = False
            self._next = self._clock.monotonic() + self._interval_seconds


def sync(
    streams: Sequence[UsageStream], organizations: Sequence[Organization], write_state: Callable[[], None]
) -> None:
    """Read and write all `streams`; raise Stop if one could not be read completely, or the run had to end."""
    for stream in streams:
        stream.write_schema()
    log = log_of(streams, organizations)
    stream_of = {part.name: stream for stream in streams for part in stream.parts}
    part_of = {part.name: part for part in log.partitions}
    first = organizations[0]
    state = StateWriter(write_state, STATE_INTERVAL_SECONDS if first.is_one_of_many else 0, first.clock)

    def groups() -> Iterator[dict[str, Iterator[Day]]]:
        for parts in log.organizations:
            log.announce_organization(parts)
            yield {part.name: stream_of[part.name].read_days(part) for part in parts}

    def write_day(name: str, day: Day) -> None:
        state.is_new |= stream_of[name].write_day(part_of[name], day)

    def end(names: Iterable[str]) -> None:
        log.end_organization([part_of[name] for name in names], reading.failures)

    def tick() -> None:
        state.write()
        log.tick()

    reading = SideBySide(write_day, StreamStop, ended=end, tick=tick)
    log.announce()
    try:
        reading.read(groups(), first.settings.organizations_at_once)
    except (Stop, Interrupted) as end_of_run:
        raise type(end_of_run)(f"{end_of_run} {log.unfinished()}") from end_of_run
    state.write(at_once=True)
    log.summarize(reading.failures)
    if reading.failures:
        raise Stop(log.last_line(reading.failures)) from next(iter(reading.failures.values()))


def test(streams: Sequence[UsageStream], organizations: Sequence[Organization]) -> None:
    """Read a record of each partition, and print a line for each; raise Stop with all failures."""
    log, results = log_of(streams, organizations), dict[str, str]()
    groups = (
        {part.name: stream.test(part) for stream, part in zip(streams, parts, strict=True)}
        for parts in log.organizations
    )
    reading = SideBySide(results.__setitem__, StreamStop)
    reading.read(groups, organizations[0].settings.organizations_at_once)
    for part in log.partitions:
        failure = reading.failures.get(part.name)
        click.echo(explain(failure, part.name) if failure else f"{part.name}: {results[part.name]}")
    if reading.failures:
        raise Stop(log.failed(reading.failures)) from next(iter(reading.failures.values()))


def log_of(streams: Sequence[UsageStream], organizations: Sequence[Organization]) -> RunLog:
    """Return the log of a run."""
    kind = OrganizationsLog if organizations[0].is_one_of_many else RunLog
    return kind(list(zip(*(stream.parts for stream in streams), strict=True)), organizations[0].clock)
