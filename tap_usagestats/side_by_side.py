"""Reads several sources at the same time, and handles their items in one thread."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from queue import SimpleQueue
from threading import Semaphore, Thread
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


def read_side_by_side(
    sources: Mapping[str, Iterator[T]], handle: Callable[[str, T], None], isolated: type[Exception]
) -> dict[str, BaseException]:
    """Read each of `sources` in a daemon thread, and `handle` their items in this one, one at a time, as they arrive.

    Each source is at most one item ahead: it produces the next item while the last one is handled, then waits. A source
    that fails does not stop the others, and neither does a `handle` that raises `isolated`: the exceptions of both are
    returned. If `handle` raises anything else, reading ends at the next item of each source.
    """
    results: SimpleQueue[tuple[_Reader[T], T | _End]] = SimpleQueue()
    running = {_Reader(name, items, results) for name, items in sources.items()}
    failures: dict[str, BaseException] = {}
    for reader in running:
        reader.start()
    try:
        while running:
            reader, result = results.get()
            if isinstance(result, _End):
                running.remove(reader)
                if result.error:
                    failures.setdefault(reader.name, result.error)
                continue
            try:
                handle(reader.name, result)
            except isolated as error:
                failures[reader.name] = error
                reader.stop()
            else:
                del result  # before its source continues; otherwise three of its items could be in memory
                reader.turn.release()
    finally:
        for reader in running:
            reader.stop()
    return failures


class _End(NamedTuple):
    """The end of a source, with the exception that ended it."""

    error: BaseException | None


class _Reader(Thread, Generic[T]):
    """Reads one source. Each item takes a `turn`, which is released when the item has been handled."""

    def __init__(self, name: str, items: Iterator[T], results: SimpleQueue[tuple[_Reader[T], T | _End]]) -> None:
        """Read `items` into `results`, and an _End after the last."""
        super().__init__(name=name, daemon=True)
        self.turn = Semaphore(1)
        self._items = items
        self._results = results
        self._stopped = False

    def run(self) -> None:
        """Read to the end, or until stopped."""
        error = None
        try:
            for item in self._items:
                self.turn.acquire()
                if self._stopped:
                    break
                self._results.put((self, item))
        except BaseException as raised:  # noqa: BLE001  # the main thread waits for it
            error = raised
        finally:
            if isinstance(self._items, Generator):
                self._items.close()
        self._results.put((self, _End(error)))

    def stop(self) -> None:
        """Put no more items into the results."""
        self._stopped = True
        self.turn.release()
