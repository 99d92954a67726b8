"""Wrong answers: each once and for ever, at the first, a middle and the last request, with one stream and with three.

Whatever happens, a run ends complete with exit code 0, or with exit code 1 and one line that says what happened, what
is missing and what to do; and the next run goes on from the last whole day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from scripted_api import APPS, ENDPOINTS, KEY, MEMBERS, OVERVIEW, YESTERDAY, ScriptedApi, TurnedClock, days_before
from syncs import STREAM_NAMES, Run, Sync, bookmarks_in, catalog_of, false_states, keys
from wrong_answers import HARMLESS, MAX_BODY_BYTES, RETRIED, RETRIED_PAGES, STOPPING, Trouble

from tap_usagestats.api import connection

DAYS = [days_before(YESTERDAY, back) for back in (2, 1, 0)]
START = DAYS[0].isoformat()
COUNT, PAGE_SIZE = 3, 2  # items of a day and of a page
PAGES = {"app_usage": 2, "member_usage": 2, "platform_usage": 1}  # of a day
EVERYTHING = {
    "app_usage": keys(DAYS, COUNT),
    "member_usage": keys(DAYS, COUNT),
    "platform_usage": {(day.isoformat(), day.isoformat()) for day in DAYS},
}
MISSING = (  # by the number of whole days that were sent
    f"Nothing was sent; missing {DAYS[0]} to {DAYS[2]}.",
    f"Sent up to {DAYS[0]}; missing {DAYS[1]} to {DAYS[2]}.",
    f"Sent up to {DAYS[1]}; missing {DAYS[2]}.",
)


class Case(NamedTuple):
    """A wrong answer, the streams that are selected, and by stream the number of the request that it answers."""

    trouble: Trouble
    streams: tuple[str, ...]
    places: Mapping[str, int]

    def whole_days(self, stream: str) -> int:
        """How many days are whole before the wrong answer."""
        return self.places[stream] // PAGES[stream]

    def skip_of(self, stream: str) -> int:
        """How many items the pages of the day before the wrong one have."""
        return PAGE_SIZE * (self.places[stream] % PAGES[stream])

    def where(self, stream: str) -> str:
        """How the error begins."""
        skip = self.skip_of(stream) if self.trouble.found_at is None else self.trouble.found_at
        page = f", skip {skip}" if PAGES[stream] > 1 else ""
        return f"{stream}: {DAYS[self.whole_days(stream)]}{page}: "


# The first request, the second page of the second day, the last request; with three streams, each stream has its own.
ANYWHERE: list[tuple[tuple[str, ...], dict[str, int]]] = [
    (("app_usage",), {"app_usage": 0}),
    (("app_usage",), {"app_usage": 3}),
    (("app_usage",), {"app_usage": 5}),
    (STREAM_NAMES, {"app_usage": 0, "member_usage": 3, "platform_usage": 2}),
]
ON_PAGES = [
    *ANYWHERE[:3],
    (STREAM_NAMES, {"app_usage": 0, "member_usage": 3}),
    (STREAM_NAMES, {"member_usage": 5}),
]
ON_LATER_PAGES = [
    (("app_usage",), {"app_usage": 1}),
    *ANYWHERE[1:3],
    (STREAM_NAMES, {"app_usage": 1, "member_usage": 3}),
    (STREAM_NAMES, {"member_usage": 5}),
]


def cases(table: Mapping[str, Trouble], occurrences: list[tuple[tuple[str, ...], dict[str, int]]]) -> Iterator[Any]:
    for name, trouble in table.items():
        for streams, places in ON_LATER_PAGES if trouble.later_pages else occurrences:
            where = "-".join(map(str, places.values()))
            yield pytest.param(Case(trouble, streams, places), id=f"{name}-{len(streams)}-at-{where}")


EACH_RETRIED = [*cases(RETRIED, ANYWHERE), *cases(RETRIED_PAGES, ON_PAGES)]


@pytest.fixture
def three_days(api: ScriptedApi, monkeypatch: pytest.MonkeyPatch) -> ScriptedApi:
    monkeypatch.setattr(connection, "MAX_BODY_BYTES", MAX_BODY_BYTES)
    api.apps = api.members = lambda _: COUNT
    api.page_size = PAGE_SIZE
    return api


def assert_complete(run: Run, streams: tuple[str, ...]) -> None:
    assert run.error == ""
    for stream in streams:
        assert len(run.keys_of(stream)) == len(EVERYTHING[stream])
        assert set(run.keys_of(stream)) == EVERYTHING[stream]
    assert bookmarks_in(run.state) == dict.fromkeys(streams, YESTERDAY.isoformat())
    assert_true_and_discreet(run)


def assert_true_and_discreet(run: Run) -> None:
    assert false_states(run.messages, EVERYTHING) == []
    assert KEY not in run.error + run.log + json.dumps(run.messages)
    assert "Traceback" not in run.log


@pytest.mark.parametrize("case", EACH_RETRIED)
def test_passing_fault_does_not_change_the_records(
    three_days: ScriptedApi, sync: Sync, clock: TurnedClock, case: Case
) -> None:
    three_days.faults = {(ENDPOINTS[stream], number): case.trouble.fault for stream, number in case.places.items()}
    run = sync(catalog=catalog_of(*case.streams), start_date=START)
    assert_complete(run, case.streams)
    for stream, number in case.places.items():
        pages_again = number % PAGES[stream] if case.trouble.whole_day else 0  # those before the wrong one
        assert len(three_days.requests_to(ENDPOINTS[stream])) == 3 * PAGES[stream] + 1 + pages_again
    assert clock.sleeps.count(1) >= len(case.places)
    assert run.log.count("; retrying in 1 s") == len(case.places)


@pytest.mark.parametrize("case", EACH_RETRIED)
def test_lasting_fault_stops_its_stream_after_the_last_whole_day(
    three_days: ScriptedApi, sync: Sync, clock: TurnedClock, case: Case
) -> None:
    run = sync_with_lasting_fault(three_days, sync, case)
    assert_stopped(run, case)
    assert run.error.count(" attempts. What to do: ") == len(case.places)
    assert clock.seconds < 120 * len(case.streams)  # this clock adds up what the streams sleep
    assert_next_run_completes(three_days, sync, case, run)


@pytest.mark.parametrize("case", [*cases(STOPPING, ANYWHERE)])
def test_refusal_stops_its_stream_at_once(three_days: ScriptedApi, sync: Sync, clock: TurnedClock, case: Case) -> None:
    run = sync_with_lasting_fault(three_days, sync, case)
    assert_stopped(run, case)
    assert clock.sleeps == []
    for stream, number in case.places.items():
        assert len(three_days.requests_to(ENDPOINTS[stream])) == number + 1
    assert_next_run_completes(three_days, sync, case, run)


def sync_with_lasting_fault(api: ScriptedApi, sync: Sync, case: Case) -> Run:
    api.lasting_faults = {ENDPOINTS[stream]: (number, case.trouble.fault) for stream, number in case.places.items()}
    return sync(catalog=catalog_of(*case.streams), start_date=START)


def assert_stopped(run: Run, case: Case) -> None:
    """Each troubled stream ended after its last whole day and says all there is to say; the others are complete."""
    bookmarks: dict[str, str | None] = {}
    for stream in case.streams:
        whole = DAYS[: case.whole_days(stream)] if stream in case.places else DAYS
        assert {key for key in EVERYTHING[stream] if key[0] in map(str, whole)} == set(run.keys_of(stream))
        bookmarks[stream] = str(whole[-1]) if whole else None
    assert {stream: bookmarks_in(run.state).get(stream) for stream in case.streams} == bookmarks
    for stream in case.places:
        assert case.where(stream) in run.error
        assert MISSING[case.whole_days(stream)] in run.error
    assert run.error.count("What to do: ") == len(case.places)
    for words in case.trouble.words:
        assert run.error.count(words) >= len(case.places)
    assert run.error.endswith(" Run again once this is fixed.")
    assert run.error.isprintable()
    assert len(run.error) < 1000 * len(case.places)
    assert_true_and_discreet(run)


def assert_next_run_completes(api: ScriptedApi, sync: Sync, case: Case, run: Run) -> None:
    """The next run reads again from the last whole day, and both together are everything."""
    api.forget_requests()
    resumed = sync(run.state or None, catalog_of(*case.streams), start_date=START)
    assert resumed.error == ""
    for stream in case.streams:
        assert set(run.keys_of(stream)) | set(resumed.keys_of(stream)) == EVERYTHING[stream]
    for stream in case.places:
        days_again = len(DAYS[max(0, case.whole_days(stream) - 1) :])
        assert len(api.requests_to(ENDPOINTS[stream])) == PAGES[stream] * days_again


@pytest.mark.parametrize("endpoint", [APPS, MEMBERS, OVERVIEW])
@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_oddity_is_not_a_fault(
    three_days: ScriptedApi, sync: Sync, clock: TurnedClock, name: str, endpoint: str
) -> None:
    three_days.lasting_faults = {endpoint: (0, HARMLESS[name])}
    run = sync(catalog=catalog_of(*STREAM_NAMES), start_date=START)
    assert_complete(run, STREAM_NAMES)
    assert clock.sleeps == []
