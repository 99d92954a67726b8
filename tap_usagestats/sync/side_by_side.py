"""Reads sources side by side, each in a thread of its own, and handles what they give in one thread."""

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from tap_usagestats.errors import chain_of

K = TypeVar("K")
T = TypeVar("T")
Group = Mapping[K, Iterator[T]]  # sources by what they are of

IDLE_SECONDS = 1  # without an item, after which `tick` is called


class SideBySide(Generic[K, T]):
    """Reads groups of sources, and calls `handle` with their items, one at a time, as they arrive.

    While an item is handled, the next one of its source is read: at most two are in memory. A source that fails, or
    whose `handle` raises `isolated`, ends alone, and its exception is in `failures`; any other error of `handle` ends
    all. `ended` is called with a group when all of its sources have ended, `tick` after each item and if none come.
    """

    def __init__(
        self,
        handle: Callable[[K, T], None],
        isolated: type[Exception],
        *,
        ended: Callable[[Group[K, T]], None] = lambda _: None,
        tick: Callable[[], None] = lambda: None,
    ) -> None:
        self.failures: dict[K, BaseException] = {}
        self._handle = handle
        self._isolated = isolated
        self._ended = ended
        self._tick = tick
        self._groups: dict[K, Group[K, T]] = {}  # by source; those that are being read
        self._threads: dict[K, ThreadPoolExecutor] = {}  # by source
        self._arrived: SimpleQueue[tuple[K, Future[T | None]]] = SimpleQueue()

    def read(self, groups: Iterable[Group[K, T]], at_once: int = 1) -> None:
        """Read all `groups`, so many `at_once`; each is taken from `groups` when its turn comes."""
        waiting = iter(groups)
        try:
            self._start(islice(waiting, at_once))
            while self._threads:
                try:
                    source, done = self._arrived.get(timeout=IDLE_SECONDS)
                except Empty:
                    self._tick()
                    continue
                # What a source has read after `handle` had ended it is dropped.
                if source in self._threads and not self._goes_on(source, done) and self._end(source):
                    self._start(islice(waiting, 1))
                self._tick()
        finally:
            for thread in self._threads.values():
                thread.shutdown(wait=False, cancel_futures=True)

    def _start(self, groups: Iterable[Group[K, T]]) -> None:
        for group in groups:
            for source in group:
                self._groups[source] = group
                self._threads[source] = ThreadPoolExecutor(1, thread_name_prefix=str(source))
                self._read_next(source)

    def _read_next(self, source: K) -> None:
        reading = self._threads[source].submit(next, self._groups[source][source], None)
        reading.add_done_callback(lambda done: self._arrived.put((source, done)))

    def _goes_on(self, source: K, done: Future[T | None]) -> bool:
        """Handle the next item of a source, and return whether the source goes on."""
        if error := done.exception():
            self._fail(source, error)
        elif (item := done.result()) is not None:
            self._read_next(source)
            try:
                self._handle(source, item)
            except self._isolated as failure:
                self._fail(source, failure)
            else:
                return True
        return False

    def _fail(self, source: K, error: BaseException) -> None:
        for cause in chain_of(error):  # whose frames hold what was read last
            traceback.clear_frames(cause.__traceback__)
        self.failures[source] = error

    def _end(self, source: K) -> bool:
        """End a source, and return whether it was the last one of its group."""
        self._threads.pop(source).shutdown(wait=False)
        group = self._groups.pop(source)
        if any(other in self._groups for other in group):
            return False
        self._ended(group)
        return True
