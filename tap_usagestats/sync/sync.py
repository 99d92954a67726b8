"""The sync: reads the selected streams side by side, and writes each day as it arrives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tap_usagestats.errors import Stop, StreamStop, explain
from tap_usagestats.signals import Interrupted
from tap_usagestats.sync.progress import announce_total, summarize_total
from tap_usagestats.sync.run import Run
from tap_usagestats.sync.side_by_side import read_side_by_side
from tap_usagestats.sync.stream import UsageStream


def sync(selected: Sequence[UsageStream], run: Run) -> None:
    """Read and write all `selected` streams; raise Stop if one could not be read completely, or the run had to end."""
    started = run.clock.monotonic()
    streams = {stream.name: stream for stream in selected}
    for stream in selected:
        stream.write_schema()
    for stream in selected:
        stream.progress.announce(stream.fewest_requests)
    announce_total([stream.fewest_requests for stream in selected], run.pace.interval_seconds)
    failures = sync_days(streams)
    for stream in selected:
        stream.progress.warn_of_missing_figures()
    whole = [stream.progress for stream in selected if stream.name not in failures]
    summarize_total(whole, run.clock.monotonic() - started)
    if failures:
        lines = (f"{explain(error, name)} {streams[name].progress.missing()}" for name, error in failures.items())
        raise Stop(f"{' '.join(lines)} Run again once this is fixed.") from next(iter(failures.values()))


def sync_days(streams: Mapping[str, UsageStream]) -> dict[str, BaseException]:
    """Read and write the planned days of `streams`; return what ended those that were not read to their end."""
    try:
        return read_side_by_side(
            {name: stream.read_days() for name, stream in streams.items()},
            lambda name, day: streams[name].write_day(day),
            isolated=StreamStop,
        )
    except (Stop, Interrupted) as end:
        tails = (f"{name}: {stream.progress.missing()}" for name, stream in streams.items())
        raise type(end)(" ".join([str(end), *tails])) from end
