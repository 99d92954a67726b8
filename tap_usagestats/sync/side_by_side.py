"""The sync: reads the selected streams side by side, and writes each day as it arrives."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from tap_usagestats.errors import Interrupted, Stop, StreamStop, explain
from tap_usagestats.sync.progress import announce_total, summarize_run
from tap_usagestats.sync.shared import Run
from tap_usagestats.sync.stream import UsageStream

T = TypeVar("T")


def sync(selected: Sequence[UsageStream], run: Run) -> None:
    """Read and write all `selected` streams; raise Stop if one could not be read completely, or the run had to end."""
    started = run.clock.monotonic()
    streams = {stream.name: stream for stream in selected}
    for stream in selected:
        stream.write_schema()
        stream.progress.announce(stream.fewest_requests)
    announce_total([stream.fewest_requests for stream in selected], run.pace.interval_seconds)
    try:
        sources = {name: stream.read_days() for name, stream in streams.items()}
        failures = read_side_by_side(sources, lambda name, day: streams[name].write_day(day), isolated=StreamStop)
    except (Stop, Interrupted) as end:
        tails = (f"{name}: {stream.progress.missing()}" for name, stream in streams.items())
        raise type(end)(" ".join([str(end), *tails])) from end
    for name, stream in streams.items():
        stream.progress.warn_of_missing_figures(complete=name not in failures)
        if name not in failures:
            stream.progress.summarize()
    summarize_run([stream.progress for stream in selected], len(failures), run.clock.monotonic() - started)
    if failures:
        lines = (f"{explain(error, name)} {streams[name].progress.missing()}" for name, error in failures.items())
        raise Stop(f"{' '.join(lines)} Run again once this is fixed.") from next(iter(failures.values()))


def read_side_by_side(
    sources: Mapping[str, Iterator[T]], handle: Callable[[str, T], None], isolated: type[Exception]
) -> dict[str, BaseException]:
    """Read each of `sources` in a thread, and `handle` their items in this one, one at a time, as they arrive.

    While an item is handled, the next one of its source is read: at most two are in memory. A source that fails, or
    whose `handle` raises `isolated`, ends alone, and the exceptions are returned; any other error of `handle` ends all.
    """
    failures: dict[str, BaseException] = {}
    threads = {name: ThreadPoolExecutor(1, thread_name_prefix=name) for name in sources}

    def read_next(name: str) -> Future[T | None]:
        return threads[name].submit(next, sources[name], None)

    reading = {read_next(name): name for name in sources}
    try:
        while reading:
            done = next(iter(wait(reading, return_when=FIRST_COMPLETED).done))
            name = reading.pop(done)
            if error := done.exception():
                failures[name] = error
            elif (item := done.result()) is not None:
                following = read_next(name)
                try:
                    handle(name, item)
                except isolated as failure:
                    failures[name] = failure
                else:
                    reading[following] = name
                    continue
            threads[name].shutdown(wait=False)
    finally:
        for thread in threads.values():
            thread.shutdown(wait=False, cancel_futures=True)
    return failures
