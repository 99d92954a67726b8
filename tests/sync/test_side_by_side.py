from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tap_usagestats.sync import side_by_side
from tap_usagestats.sync.side_by_side import SideBySide

MAX_SECONDS = 10  # a test that would hang fails after this time


class Page:
    """What a source has read."""

    items = (1, 2)


class Isolated(Exception):
    """What a handler raises if only its own source has to end."""


def read_side_by_side(
    sources: Mapping[str, Iterator[int]], handle: Callable[[str, int], None], isolated: type[Exception]
) -> dict[str, BaseException]:
    """Read one group of sources, and return the failures."""
    reading = SideBySide(handle, isolated)
    reading.read([sources])
    return reading.failures


def failing(after: int, error: Exception) -> Iterator[int]:
    """Give `after` numbers, then fail."""
    yield from range(after)
    raise error


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        thread.join(MAX_SECONDS)
        assert not thread.is_alive(), f"{thread.name} was left running"


def test_all_items_of_a_source_come_in_order() -> None:
    handled: dict[str, list[int]] = {"a": [], "b": [], "c": []}
    sources = {"a": iter(range(50)), "b": iter(range(0)), "c": iter(range(3))}
    assert read_side_by_side(sources, lambda name, item: handled[name].append(item), Isolated) == {}
    assert handled == {"a": [*range(50)], "b": [], "c": [0, 1, 2]}


def test_no_sources_is_no_work() -> None:
    assert read_side_by_side({}, lambda *_: pytest.fail("an item came"), Isolated) == {}


def test_sources_have_threads_and_the_caller_handles_items() -> None:
    made_by: dict[str, str] = {}

    def source(name: str) -> Iterator[int]:
        made_by[name] = threading.current_thread().name
        yield 0

    handled_by: set[threading.Thread] = set()
    sources = {name: source(name) for name in ("a", "b")}
    read_side_by_side(sources, lambda *_: handled_by.add(threading.current_thread()), Isolated)
    assert handled_by == {threading.current_thread()}
    assert made_by == {"a": "a_0", "b": "b_0"}


def test_sources_are_read_at_the_same_time() -> None:
    all_are_reading = threading.Barrier(3, timeout=MAX_SECONDS)

    def source() -> Iterator[int]:
        for number in range(3):
            all_are_reading.wait()
            yield number

    assert read_side_by_side({name: source() for name in "abc"}, lambda *_: None, Isolated) == {}


def test_slow_source_does_not_hold_up_another() -> None:
    quick_is_handled = threading.Event()

    def slow() -> Iterator[int]:
        assert quick_is_handled.wait(MAX_SECONDS)
        yield 0

    def handle(name: str, item: int) -> None:
        if (name, item) == ("quick", 9):
            quick_is_handled.set()

    assert read_side_by_side({"slow": slow(), "quick": iter(range(10))}, handle, Isolated) == {}


def test_source_is_at_most_one_item_ahead() -> None:
    made = [threading.Event() for _ in range(6)]

    def source() -> Iterator[int]:
        for number, event in enumerate(made):
            event.set()
            yield number

    def handle(_: str, item: int) -> None:
        if item + 1 < len(made):
            assert made[item + 1].wait(MAX_SECONDS)  # the next one is made before this one is done
        assert not any(event.is_set() for event in made[item + 2 :])  # two are in memory, and no third

    assert read_side_by_side({"a": source()}, handle, Isolated) == {}


def test_failing_source_does_not_stop_the_others() -> None:
    errors = {"b": ValueError("bad"), "c": KeyError("first")}
    handled: list[tuple[str, int]] = []
    sources = {"a": iter(range(20)), "b": failing(2, errors["b"]), "c": failing(0, errors["c"])}
    assert read_side_by_side(sources, lambda *item: handled.append(item), Isolated) == errors
    assert sorted(handled) == [*(("a", number) for number in range(20)), ("b", 0), ("b", 1)]


def test_failure_does_not_keep_what_its_source_had_read() -> None:
    """With a thousand organizations that fail alike, it would be a page of records for each."""
    read: list[weakref.ref[Page]] = []

    def source() -> Iterator[int]:
        page = Page()
        read.append(weakref.ref(page))
        yield from page.items
        raise ValueError

    failures = read_side_by_side({"a": source()}, lambda *_: None, Isolated)
    assert list(failures) == ["a"]
    assert read[0]() is None


def test_isolated_handler_error_ends_only_its_source() -> None:
    error = Isolated("map")
    handled: list[tuple[str, int]] = []

    def handle(name: str, item: int) -> None:
        if (name, item) == ("b", 1):
            raise error
        handled.append((name, item))

    sources: dict[str, Iterator[int]] = {"a": iter(range(20)), "b": count()}
    assert read_side_by_side(sources, handle, Isolated) == {"b": error}
    assert sorted(handled) == [*(("a", number) for number in range(20)), ("b", 0)]


@pytest.mark.parametrize("error", [OSError("full"), KeyboardInterrupt()])
def test_other_handler_error_ends_all_sources(error: BaseException) -> None:
    def handle(*_: object) -> None:
        raise error

    with pytest.raises(type(error)):
        read_side_by_side({"a": count(), "b": count(), "c": iter(())}, handle, Isolated)


source_plans = st.tuples(st.integers(0, 5), st.booleans())


@settings(max_examples=50, deadline=None)
@given(
    plans=st.dictionaries(st.sampled_from("abcd"), source_plans),
    unhandled=st.sets(st.tuples(st.sampled_from("abcd"), st.integers(0, 5))),
)
def test_every_source_is_handled_in_order_up_to_its_end(
    plans: dict[str, tuple[int, bool]], unhandled: set[tuple[str, int]]
) -> None:
    """`plans` has the number of items of each source, and whether it fails after them."""
    handled: dict[str, list[int]] = {name: [] for name in plans}

    def handle(name: str, item: int) -> None:
        if (name, item) in unhandled:
            raise Isolated
        handled[name].append(item)

    sources = {
        name: failing(items, ValueError(name)) if fails else iter(range(items))
        for name, (items, fails) in plans.items()
    }
    failures = read_side_by_side(sources, handle, Isolated)
    for name, (items, fails) in plans.items():
        end = next((item for item in range(items) if (name, item) in unhandled), None)
        assert handled[name] == [*range(items if end is None else end)]
        assert (name in failures) == (fails or end is not None)


def test_stopped_source_is_closed_and_its_later_error_does_not_replace_the_first() -> None:
    stopped, closed = threading.Event(), threading.Event()

    def source() -> Iterator[int]:
        try:
            yield 0
            stopped.wait()
            raise ValueError
        finally:
            closed.set()

    first = Isolated()

    def refuse(_: str, __: int) -> None:
        stopped.set()
        assert closed.wait(10)
        raise first

    assert read_side_by_side({"a": source()}, refuse, Isolated) == {"a": first}


def test_source_that_exits_is_a_failure() -> None:
    def source() -> Iterator[int]:
        yield 0
        raise SystemExit(3)

    (error,) = read_side_by_side({"a": source()}, lambda *_: None, Isolated).values()
    assert isinstance(error, SystemExit)


@settings(max_examples=50, deadline=None)
@given(sizes=st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=3), max_size=6), at_once=st.integers(1, 4))
def test_groups_are_read_so_many_at_once(sizes: list[list[int]], at_once: int) -> None:
    """`sizes` has the numbers of items of the sources of each group."""
    begun: list[int] = []
    ended: list[int] = []
    handled: dict[str, list[int]] = {}

    def groups() -> Iterator[dict[str, Iterator[int]]]:
        for group, of_sources in enumerate(sizes):
            begun.append(group)
            assert len(begun) - len(ended) <= at_once
            yield {f"{group} {source}": iter(range(size)) for source, size in enumerate(of_sources)}

    def end(group: Mapping[str, Iterator[int]]) -> None:
        ended.append(int(next(iter(group)).split()[0]))

    reading = SideBySide[str, int](lambda name, item: handled.setdefault(name, []).append(item), Isolated, ended=end)
    reading.read(groups(), at_once)
    assert begun == sorted(ended) == [*range(len(sizes))]
    for group, of_sources in enumerate(sizes):
        for source, size in enumerate(of_sources):
            assert handled.get(f"{group} {source}", []) == [*range(size)]


def test_group_ends_when_its_last_source_does_however_they_end() -> None:
    ended: list[tuple[list[str], list[str]]] = []

    def handle(name: str, _: int) -> None:
        if name == "b":
            raise Isolated

    reading = SideBySide[str, int](
        handle, Isolated, ended=lambda one: ended.append((sorted(one), sorted(reading.failures)))
    )
    group: dict[str, Iterator[int]] = {"a": failing(1, ValueError()), "b": iter(range(9)), "c": iter(range(9))}
    reading.read([group])
    assert ended == [(["a", "b", "c"], ["a", "b"])]


def test_tick_comes_after_each_item_and_while_none_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "IDLE_SECONDS", 0.001)
    ticks: list[int] = []
    waited = threading.Event()

    def tick() -> None:
        ticks.append(len(ticks))
        if len(ticks) > 5:
            waited.set()

    def source() -> Iterator[int]:
        yield 0
        assert waited.wait(MAX_SECONDS)

    SideBySide[str, int](lambda *_: None, Isolated, tick=tick).read([{"a": source()}])
    assert len(ticks) > 5
