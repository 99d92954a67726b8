"""Reads several sources at the same time, and handles their items in one thread."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from queue import SimpleQueue
from threading import Semaphore, Thread
from typing import Generic, TypeVar

T = TypeVar("T")


def read_side_by_side(
    sources: Mapping[str, Iterator[T]], handle: Callable[[str, T], None], isolated: type[Exception]
) -> dict[str, BaseException]:
    """Read each of `sources` in a daemon thread, and `handle` their items in this one, one at a time, as they arrive.

    Each source is at most one item ahead: it produces the next item while the last one is handled, then waits. A source
    that fails does not stop the others, and neither does a `handle` that raises `isolated`: the exceptions of both are
    returned. If `handle` raises anything else, reading ends at the next item of each source.
    """
    results: SimpleQueue[tuple[_Reader[T], T | None]] = SimpleQueue()
    running = {_Reader(name, items, results) for name, items in sources.items()}
    failures: dict[str, BaseException] = {}
    for reader in running:
        reader.start()
    try:
        while running:
            reader, item = results.get()
            if item is None:
                running.remove(reader)
                if reader.error:
                    failures.setdefault(reader.name, reader.error)
                continue
            try:
                handle(reader.name, item)
            except isolated as error:
                failures[reader.name] = error
                reader.stop()
            else:
                del item  # before its source continues; otherwise three of its items could be in memory
                reader.turn.release()
    finally:
        for reader in running:
            reader.stop()
    return failures


class _Reader(Thread, Generic[T]):
    """Reads one source; `error` is what ended it. Each item takes a `turn`, released when it has been handled."""

    def __init__(self, name: str, items: Iterator[T], results: SimpleQueue[tuple[_Reader[T], T | None]]) -> None:
        """Read `items`, of which none is None, into `results`, and None after the last."""
        super().__init__(name=name, daemon=True)
        self.error: BaseException | None = None
        self.turn = Semaphore(1)
        self._items = items
        self._results = results
        self._stopped = False

    def run(self) -> None:
        """Read to the end, or until stopped."""
        try:
            for item in self._items:
                self.turn.acquire()
                if self._stopped:
                    break
                self._results.put((self, item))
        except BaseException as raised:  # noqa: BLE001  # the main thread waits for it
            self.error = raised
        finally:
            if isinstance(self._items, Generator):
                self._items.close()
        self._results.put((self, None))

    def stop(self) -> None:
        """Put no more items into the results."""
        self._stopped = True
        self.turn.release()
