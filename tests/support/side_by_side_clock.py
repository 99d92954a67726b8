"""A clock for streams that are read at the same time: it makes their waiting the same in every run."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from scripted_api import TurnedClock, is_reader

PATIENCE = 10_000  # looks of 2 ms at whether all others sleep; a test that needs as many hangs


@dataclass
class SideBySideClock(TurnedClock):
    """Time moves only while every stream that has not ended sleeps, to when the first one wakes; one wakes at a time.

    `streams` counts those of all organizations, which are read at the same time. A server that sleeps does so in the
    place of the stream that waits for its answer.
    """

    streams: int = 3
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _wakings: list[tuple[float, str]] = field(default_factory=list)
    _readers: dict[str, threading.Thread] = field(default_factory=dict)

    def monotonic(self) -> float:
        if is_reader(threading.current_thread()):
            self._add_reader(threading.current_thread())
        return self.seconds

    def _add_reader(self, reader: threading.Thread) -> None:
        with self._changed:
            if self._readers.get(reader.name, reader) is not reader:  # of the run before, and perhaps not ended yet
                self._readers.clear()
            self._readers[reader.name] = reader

    def sleep(self, seconds: float) -> None:
        with self._changed:
            self.sleeps.append(seconds)
            waking = (self.seconds + seconds, threading.current_thread().name)
            self._wakings.append(waking)
            for _ in range(PATIENCE):
                if self._all_sleep() and waking == min(self._wakings):
                    break
                self._changed.wait(0.002)  # a stream that ends tells nobody
            else:
                raise AssertionError("expected all streams to sleep or to end")
            self._wakings.remove(waking)
            self.seconds = waking[0]
            self._changed.notify_all()

    def _all_sleep(self) -> bool:
        ended = sum(not reader.is_alive() for reader in self._readers.values())
        return len(self._wakings) >= self.streams - ended
