"""Reads sources side by side, each in a thread of its own, and handles what they give in one thread."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Group = Mapping[str, Iterator[T]]  # sources by name

IDLE_SECONDS = 1  # without an item, after which `tick` is called


def nothing(*_: Any) -> None:  # noqa: ANN401  # whatever comes
    """Do nothing."""


class SideBySide(Generic[T]):
    """Reads groups of sources, and calls `handle` with their items, one at a time, as they arrive.

    While an item is handled, the next one of its source is read: at most two are in memory. A source that fails, or
    whose `handle` raises `isolated`, ends alone, and its exception is in `failures`; any other error of `handle` ends
    all. `ended` is called with a group when all of its sources have ended, `tick` after each item and if none come.
    """

    def __init__(
        self,
        handle: Callable[[str, T], None],
        isolated: type[Exception],
        *,
        ended: Callable[[Group[T]], None] = nothing,
        tick: Callable[[], None] = nothing,
    ) -> None:
        self.failures: dict[str, BaseException] = {}
        self._handle = handle
        self._isolated = isolated
        self._ended = ended
        self._tick = tick
        self._groups: dict[str, Group[T]] = {}  # by source; those that are being read
        self._threads: dict[str, ThreadPoolExecutor] = {}  # by source
        self._arrived: SimpleQueue[tuple[str, Future[T | None]]] = SimpleQueue()

    def read(self, groups: Iterable[Group[T]], at_once: int = 1) -> None:
        """Read all `groups`, so many `at_once`; each is taken from `groups` when its turn comes."""
        waiting = iter(groups)
        try:
            self._start(islice(waiting, at_once))
            while self._threads:
                try:
                    name, done = self._arrived.get(timeout=IDLE_SECONDS)
                except Empty:
                    self._tick()
                    continue
                # What a source has read after `handle` had ended it is dropped.
                if name in self._threads and not self._goes_on(name, done) and self._is_last(name):
                    self._start(islice(waiting, 1))
                self._tick()
        finally:
            for thread in self._threads.values():
                thread.shutdown(wait=False, cancel_futures=True)

    def _start(self, groups: Iterable[Group[T]]) -> None:
        for group in groups:
            for name in group:
                self._groups[name] = group
                self._threads[name] = ThreadPoolExecutor(1, thread_name_prefix=name)
                self._read_next(name)

    def _read_next(self, name: str) -> None:
        reading = self._threads[name].submit(next, self._groups[name][name], None)
        reading.add_done_callback(lambda done: self._arrived.put((name, done)))

    def _goes_on(self, name: str, done: Future[T | None]) -> bool:
        """Handle the next item of a source, and return whether the source goes on."""
        if error := done.exception():
            self.failures[name] = error
        elif (item := done.result()) is not None:
            self._read_next(name)
            try:
                self._handle(name, item)
            except self._isolated as failure:
                self.failures[name] = failure
            else:
                return True
        return False

    def _is_last(self, name: str) -> bool:
        """End a source, and return whether it was the last one of its group."""
        self._threads.pop(name).shutdown(wait=False)
        group = self._groups.pop(name)
        if any(other in self._groups for other in group):
            return False
        self._ended(group)
        return True
