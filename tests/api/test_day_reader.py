from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from scripted_api import APPS, OLDEST, YESTERDAY, ScriptedApi, TurnedClock, app_item, days_before
from wrong_answers import empty_page, only_later_pages, status, vendor

from tap_usagestats import errors
from tap_usagestats.api import day_reader
from tap_usagestats.api.day_reader import Day, DayReader
from tap_usagestats.api.pacing import DAY_WAITS, REQUEST_WAITS, Traffic
from tap_usagestats.api.page_reader import PageReader
from tap_usagestats.errors import StreamStop
from tap_usagestats.sandbox.http_server import Answer
from tap_usagestats.sandbox.requested import Json

ReaderOf = Callable[[Sequence[str]], DayReader]
DATE = YESTERDAY.isoformat()


@pytest.fixture
def reader_of(app_pages: PageReader, traffic: Traffic, clock: TurnedClock) -> ReaderOf:
    """Make a reader of the apps with these IDs."""
    return lambda ids: DayReader(app_pages, ids, traffic, clock)


@pytest.fixture
def reader(reader_of: ReaderOf) -> DayReader:
    return reader_of([])


def apps_of(day: Day) -> list[int]:
    """The numbers of the apps of `day`, which the API serves."""
    assert day.records is not None
    return [int(record["app_id"], 16) for record in day.records]


def stopped(reader: DayReader, day: date = YESTERDAY) -> str:
    """The line with which reading `day` ends."""
    with pytest.raises(StreamStop) as stop:
        reader.read(day)
    return str(stop.value)


def test_day_is_read_in_the_fewest_requests(reader: DayReader, api: ScriptedApi, traffic: Traffic) -> None:
    api.apps = lambda _: 250
    day = reader.read(YESTERDAY)
    assert apps_of(day) == list(range(250))
    assert (day.date, day.pages) == (YESTERDAY, 3)
    assert api.bodies == [{"date": DATE, "skip": skip, "limit": 100} for skip in (0, 100, 200)]
    assert traffic == Traffic(requests=3)


def test_pages_are_counted_for_each_day(reader: DayReader, api: ScriptedApi, traffic: Traffic) -> None:
    api.apps = lambda day: 250 if day == YESTERDAY else 1
    days = [YESTERDAY, days_before(YESTERDAY, 1)]
    assert [day.pages for day in reader.read_days(days)] == [3, 1]
    assert traffic.requests == 4


def test_empty_day_is_read_again_only_after_a_day_with_records(reader: DayReader, api: ScriptedApi) -> None:
    first, second, third, fourth = (days_before(YESTERDAY, back) for back in range(3, -1, -1))
    api.apps = lambda day: 3 if day == second else 0
    days = list(reader.read_days([first, second, third, fourth]))
    assert [apps_of(day) for day in days] == [[], [0, 1, 2], [], []]
    assert api.days_asked == [str(day) for day in (first, second, third, third, fourth, fourth)]


def test_second_answer_for_an_empty_day_counts(reader: DayReader, api: ScriptedApi) -> None:
    api.faults = {(APPS, 1): empty_page}
    days = reader.read_days([days_before(YESTERDAY, 1), YESTERDAY])
    assert [apps_of(day) for day in days] == [[0, 1, 2], [0, 1, 2]]


def test_day_without_data_has_no_records(reader: DayReader, api: ScriptedApi) -> None:
    api.apps = lambda _: 0
    assert reader.read(YESTERDAY) == Day(YESTERDAY, [], 1)
    assert len(api.bodies) == 1


def test_ids_are_requested_ten_at_a_time(reader_of: ReaderOf, api: ScriptedApi) -> None:
    api.apps = lambda _: 40
    ids = [f"{number:024x}" for number in range(25)]
    assert apps_of(reader_of(ids).read(YESTERDAY)) == list(range(25))
    assert [body["app_ids"] for body in api.bodies] == [ids[:10], ids[10:20], ids[20:]]


def test_failed_request_is_repeated_and_logged(
    reader: DayReader, api: ScriptedApi, clock: TurnedClock, traffic: Traffic, caplog: pytest.LogCaptureFixture
) -> None:
    api.apps = lambda _: 150
    api.faults = {(APPS, 1): status(429), (APPS, 2): lambda *_: Answer(503, b"", {"Retry-After": "9"})}
    assert apps_of(reader.read(YESTERDAY)) == list(range(150))
    assert [body["skip"] for body in api.bodies] == [0, 100, 100, 100]
    assert clock.sleeps == [1, 9]
    assert traffic == Traffic(requests=4, retries=2, waited_seconds=10)
    assert caplog.messages == [
        f"a_stream: {DATE}, skip 100: HTTP 429 from 127.0.0.1; retrying in 1 s",
        f"a_stream: {DATE}, skip 100: HTTP 503 from 127.0.0.1; retrying in 9 s",
    ]


def test_lasting_fault_stops_the_stream_after_all_waits(
    reader: DayReader, api: ScriptedApi, clock: TurnedClock
) -> None:
    api.lasting_faults = {APPS: (0, status(502))}
    assert stopped(reader) == (
        f"a_stream: {DATE}, skip 0: HTTP 502 from 127.0.0.1; gave up after {len(REQUEST_WAITS) + 1} attempts. "
        f"What to do: {errors.CHECK_NETWORK}."
    )
    assert clock.sleeps == list(REQUEST_WAITS)


@pytest.mark.parametrize("fault_at", [1, 2, 3])
def test_day_is_read_again_if_its_pages_disagree(
    reader: DayReader, api: ScriptedApi, clock: TurnedClock, caplog: pytest.LogCaptureFixture, fault_at: int
) -> None:
    api.apps = lambda _: 350
    api.faults = {(APPS, fault_at): api.first_page_again}
    assert apps_of(reader.read(YESTERDAY)) == list(range(350))
    assert [body["skip"] for body in api.bodies[fault_at + 1 :]] == [0, 100, 200, 300]
    assert clock.sleeps == [1]
    assert f"app_id {0:024x} was sent twice" in caplog.text


def test_empty_page_after_a_promise_of_more_stops_the_stream(
    reader: DayReader, api: ScriptedApi, clock: TurnedClock
) -> None:
    api.apps = lambda _: 250
    api.lasting_faults = {APPS: (0, only_later_pages(empty_page))}
    line = stopped(reader)
    assert line.endswith(
        f"but this page is empty; gave up after {len(DAY_WAITS) + 1} attempts. What to do: {errors.RETRY_LATER}."
    )
    assert clock.sleeps == list(DAY_WAITS)


def test_same_id_in_two_batches_stops_the_stream(reader_of: ReaderOf, api: ScriptedApi) -> None:
    ids = [f"{number % 10:024x}" for number in range(11)]
    assert f"app_id {0:024x} was sent twice" in stopped(reader_of(ids))
    assert len(api.bodies) == 2 * (len(DAY_WAITS) + 1)


def test_refusal_is_not_retried(reader: DayReader, api: ScriptedApi, clock: TurnedClock) -> None:
    api.apps = lambda _: 150
    api.faults = {(APPS, 1): vendor(8302)}
    line = stopped(reader)
    assert line.startswith(f"a_stream: {DATE}, skip 100: HTTP 400 from 127.0.0.1, code 8302")
    assert line.endswith(f"What to do: {errors.CHECK_PERMISSION}.")
    assert (len(api.bodies), clock.sleeps) == (2, [])


def test_refused_oldest_day_is_no_longer_served(
    reader: DayReader, api: ScriptedApi, caplog: pytest.LogCaptureFixture
) -> None:
    api.faults = {(APPS, 0): vendor(17017)}
    days = reader.read_days([OLDEST, days_before(OLDEST, -1)])
    assert [day.records is None for day in days] == [True, False]
    assert caplog.messages[0].endswith(f"The API no longer serves {OLDEST}")


def test_refused_day_inside_the_window_stops_the_stream(reader: DayReader, api: ScriptedApi) -> None:
    api.faults = {(APPS, 0): vendor(17017)}
    assert "code 17017" in stopped(reader, days_before(OLDEST, -1))


def test_day_that_never_ends_stops_the_stream(
    reader: DayReader, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_reader, "MAX_PAGES", 4)

    def endless(request: Json) -> Json:
        return {"date": DATE, "has_next": True, "items": [app_item(request["skip"], YESTERDAY)]}

    api.endpoints["app_metrics"] = endless
    assert "`has_next` is still true after 4 pages. What to do: ask the vendor" in stopped(reader)
    assert len(api.bodies) == 4
