from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from scripted_api import APPS, KEY, OLDEST, YESTERDAY, Fault, ScriptedApi, TurnedClock, app_item, days_before
from syncs import ReaderOf, as_json, records_in
from wrong_answers import changed, empty_page, first_item_twice, only_later_pages, status, vendor

from tap_usagestats import errors
from tap_usagestats.api.client import Client
from tap_usagestats.api.day import Day
from tap_usagestats.api.day_reader import DayReader
from tap_usagestats.api.pacing import ALL_WAITS_SECONDS, Pace, Traffic
from tap_usagestats.api.records import MAX_NOTES, RecordLayout
from tap_usagestats.api.retries import DAY_WAITS, REQUEST_WAITS, SHAPE_ATTEMPTS
from tap_usagestats.errors import StreamStop
from tap_usagestats.sandbox.http_server import Answer
from tap_usagestats.sandbox.requested import Json
from tap_usagestats.streams import AppUsage, PlatformUsage

DATE = YESTERDAY.isoformat()


@pytest.fixture
def reader(reader_of: ReaderOf) -> DayReader:
    return reader_of()


def reader_with(layout: RecordLayout, client: Client, max_pages: int = 20_000) -> DayReader:
    return DayReader("a_stream", AppUsage.endpoint, layout, client, as_json, [], max_pages, constants={})


def apps_of(day: Day) -> list[int]:
    """The numbers of the apps of `day`, which the API serves."""
    assert day.content is not None
    return [int(record["app_id"], 16) for record in records_in(day)]


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
    day = reader.read(YESTERDAY)
    assert (day.date, apps_of(day), day.pages) == (YESTERDAY, [], 1)
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
    api.faults = {(APPS, 1): status(429, b""), (APPS, 2): lambda *_: Answer(503, b"", {"Retry-After": "9"})}
    assert apps_of(reader.read(YESTERDAY)) == list(range(150))
    assert [body["skip"] for body in api.bodies] == [0, 100, 100, 100]
    assert clock.sleeps == [1, 2, 7]  # backoff's own, and the rest of what the server asks for
    assert traffic == Traffic(requests=4, retries=2, waited_seconds=10)
    assert caplog.messages == [
        f"a_stream: {DATE}, skip 100: HTTP 429 from 127.0.0.1; retrying in 1 s",
        f"a_stream: {DATE}, skip 100: HTTP 503 from 127.0.0.1; retrying in 9 s",
    ]


def test_waits_before_retries_grow_and_end_within_two_minutes() -> None:
    for waits in (REQUEST_WAITS, DAY_WAITS):
        assert list(waits) == sorted(waits)
    assert (sum(REQUEST_WAITS), sum(DAY_WAITS), ALL_WAITS_SECONDS) == (91, 21, 120)


def test_lasting_fault_stops_the_stream_after_all_waits(
    reader: DayReader, api: ScriptedApi, clock: TurnedClock
) -> None:
    api.lasting_faults = {APPS: (0, status(502))}
    assert stopped(reader) == (
        f"a_stream: {DATE}, skip 0: HTTP 502 from 127.0.0.1; gave up after {len(REQUEST_WAITS) + 1} attempts. "
        f"What to do: {errors.CHECK_NETWORK}."
    )
    assert clock.sleeps == list(REQUEST_WAITS)


def test_answer_of_another_shape_stops_the_stream_after_three_attempts(
    reader: DayReader, api: ScriptedApi, clock: TurnedClock
) -> None:
    api.lasting_faults = {APPS: (0, changed(lambda page: page.update(has_next="false", total=3)))}
    assert stopped(reader) == (
        f"a_stream: {DATE}, skip 0: 127.0.0.1 did not send the requested page: the answer has no `has_next` of type "
        "bool; its fields: date, has_next, items, total; gave up after 3 attempts. "
        f"What to do: {errors.UPGRADE_OR_REPORT}."
    )
    assert (SHAPE_ATTEMPTS, clock.sleeps) == (3, [1, 2])


def test_item_without_an_id_is_named_by_its_place_and_name(reader: DayReader, api: ScriptedApi) -> None:
    api.apps = lambda _: 150
    wrong = only_later_pages(changed(lambda page: page["items"][7].pop("app_id")))
    api.lasting_faults = {APPS: (0, wrong)}
    assert "item 108, App 107, has no `app_id`; its fields: app_name, creator, created_at," in stopped(reader)


def test_item_without_id_and_name_is_named_by_its_place(reader: DayReader, api: ScriptedApi) -> None:
    api.lasting_faults = {APPS: (0, changed(lambda page: page["items"].insert(0, {KEY: 1})))}
    assert "item 1, without a name, has no `app_id`; its fields: ***; gave up after" in stopped(reader)


@pytest.mark.parametrize("number", [0, 1])
def test_day_whose_first_page_had_items_is_not_believed_to_be_empty(
    reader_of: ReaderOf, api: ScriptedApi, clock: TurnedClock, number: int
) -> None:
    """Without IDs, and with IDs of which the second batch turns empty."""
    ids = [f"{one:024x}" for one in range(11)] if number else []
    api.apps = lambda _: 20
    api.faults = {(APPS, number): changed(first_item_twice)}
    api.lasting_faults = {APPS: (number + 1, empty_page)}
    if number:
        api.lasting_faults = {APPS: (2, lambda answer, one: empty_page(answer, one) if one.number % 2 else answer)}
    line = stopped(reader_of(ids))
    assert "an earlier answer had items, but this page is empty; gave up after 4 attempts" in line
    assert clock.sleeps == list(DAY_WAITS)


@pytest.mark.parametrize(
    "wrong", [changed(lambda page: page.update(has_next="false")), changed(lambda page: page["items"][1].pop("app_id"))]
)
def test_items_of_a_wrong_answer_count_as_seen(
    reader: DayReader, api: ScriptedApi, clock: TurnedClock, wrong: Fault
) -> None:
    api.faults = {(APPS, 0): wrong, (APPS, 1): empty_page}
    assert apps_of(reader.read(YESTERDAY)) == [0, 1, 2]
    assert clock.sleeps == [1, 1]
    assert len(api.bodies) == 3


@pytest.mark.parametrize("empty", [1, 3])
def test_batch_of_ids_that_had_items_is_not_believed_to_be_empty_at_once(
    reader_of: ReaderOf, api: ScriptedApi, empty: int
) -> None:
    """In the first answer of a run, if earlier runs found records; otherwise, once the batch has had some."""
    ids = [f"{number:024x}" for number in range(20)]
    api.apps = lambda _: 20
    api.faults = {(APPS, empty): empty_page}
    days = [days_before(YESTERDAY, 1), YESTERDAY]
    read = list(reader_of(ids).read_days(days, had_records=empty == 1))
    assert [apps_of(day) for day in read] == [list(range(20))] * 2
    assert len(api.bodies) == 5


def test_batch_of_ids_that_stays_empty_is_named(
    reader_of: ReaderOf, api: ScriptedApi, caplog: pytest.LogCaptureFixture
) -> None:
    ids = [f"{number:024x}" for number in range(11)]
    days = [days_before(YESTERDAY, back) for back in (2, 1, 0)]
    api.apps = lambda day: 11 if day == days[0] else 3
    read = list(reader_of(ids).read_days(days))
    assert [len(apps_of(day)) for day in read] == [11, 3, 3]
    assert caplog.messages == [
        f"a_stream: app_ids {ids[10]} had no records on {day} in two requests" for day in days[1:]
    ]
    assert len(api.bodies) == 2 + 3 + 3


@pytest.mark.parametrize(("hidden", "shown"), [("app_name", "[hidden]"), ("creator_name", "App 0")])
def test_name_in_a_hidden_column_is_not_shown(client: Client, api: ScriptedApi, hidden: str, shown: str) -> None:
    layout = RecordLayout(AppUsage.columns)
    layout.withhold([hidden])
    api.lasting_faults = {APPS: (0, changed(lambda page: page["items"][0].pop("app_id")))}
    assert f"item 1, {shown}, has no `app_id`" in stopped(reader_with(layout, client))


def test_id_in_a_hidden_column_is_not_shown(client: Client, api: ScriptedApi) -> None:
    layout = RecordLayout(AppUsage.columns)
    layout.withhold(["app_id"])
    api.lasting_faults = {APPS: (0, changed(first_item_twice))}
    assert "app_id [hidden] was sent twice" in stopped(reader_with(layout, client))


def test_answers_of_another_shape_are_counted_apart_from_other_faults(
    reader: DayReader, api: ScriptedApi, clock: TurnedClock
) -> None:
    other = changed(lambda page: page.pop("has_next"))
    api.faults = {(APPS, number): fault for number, fault in enumerate([status(503), status(503), other, other])}
    assert apps_of(reader.read(YESTERDAY)) == [0, 1, 2]
    assert clock.sleeps == [1, 2, 4, 8]


def test_key_in_the_name_of_a_field_is_masked_before_the_line_is_cut(reader: DayReader, api: ScriptedApi) -> None:
    api.lasting_faults = {APPS: (0, lambda *_: Answer(200, json.dumps({"x" * 40 + KEY: 1}).encode()))}
    line = stopped(reader)
    assert "its fields: " + "x" * 40 + "***; gave up" in line
    assert KEY[:4] not in line


def test_sample_asks_for_one_page_of_each_day_until_one_has_a_record(reader: DayReader, api: ScriptedApi) -> None:
    days = [days_before(YESTERDAY, back) for back in range(3)]
    api.apps = lambda day: 250 if day == days[1] else 0
    sample = reader.sample(days)
    assert sample is not None
    assert sample["date"] == str(days[1])
    assert api.days_asked == [str(day) for day in days[:2]]
    api.apps = lambda _: 0
    api.forget_requests()
    assert reader.sample(days) is None
    assert api.days_asked == [str(day) for day in days]


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
    assert [day.content is None for day in days] == [True, False]
    assert caplog.messages[0].endswith(f"The API no longer serves {OLDEST}")


def test_refused_day_inside_the_window_stops_the_stream(reader: DayReader, api: ScriptedApi) -> None:
    api.faults = {(APPS, 0): vendor(17017)}
    assert "code 17017" in stopped(reader, days_before(OLDEST, -1))


def test_day_that_never_ends_stops_the_stream(client: Client, api: ScriptedApi) -> None:
    reader = reader_with(RecordLayout(AppUsage.columns), client, max_pages=4)

    def endless(request: Json) -> Json:
        return {"date": DATE, "has_next": True, "items": [app_item(request["skip"], YESTERDAY)]}

    api.endpoints["app_metrics"] = endless
    line = stopped(reader)
    assert (
        "`has_next` is still true after 4 pages. What to do: raise max_pages_a_day if a day can have more than" in line
    )
    assert "400 items." in line
    assert len(api.bodies) == 4


@pytest.mark.parametrize("asked", [0.5, 1, 7, 29, 45, 59, 60, 61, 3600, float("inf")])
def test_request_that_keeps_failing_ends_within_two_minutes_whatever_the_server_asks_for(
    reader: DayReader, api: ScriptedApi, clock: TurnedClock, asked: float
) -> None:
    api.lasting_faults = {APPS: (0, lambda *_: Answer(503, b"", {"Retry-After": str(asked)}))}
    line = stopped(reader)
    assert f"HTTP 503 from 127.0.0.1; gave up after {len(api.bodies)} attempts. " in line
    assert len(api.bodies) > 2
    assert clock.seconds == 91 if asked <= 1 else 91 < clock.seconds <= 120


@pytest.mark.parametrize("interval_seconds", [1, 17, 60, 300])
def test_pace_of_the_user_costs_no_retries(
    api: ScriptedApi, clock: TurnedClock, traffic: Traffic, interval_seconds: float
) -> None:
    api.lasting_faults = {APPS: (0, status(503))}
    client = Client(api.url, KEY, 60, Pace(interval_seconds, clock), traffic)
    reader = reader_with(RecordLayout(AppUsage.columns), client)
    assert f"gave up after {len(REQUEST_WAITS) + 1} attempts" in stopped(reader)


def test_lost_request_is_not_repeated_as_a_day(reader: DayReader, api: ScriptedApi) -> None:
    api.lasting_faults = {APPS: (0, status(502))}
    stopped(reader)
    assert len(api.bodies) == len(REQUEST_WAITS) + 1


def test_endpoint_without_pages_is_asked_only_for_its_day(reader_of: ReaderOf, api: ScriptedApi) -> None:
    [record] = records_in(reader_of([], PlatformUsage.endpoint, PlatformUsage.columns).read(YESTERDAY))
    assert (record["date"], record["metrics_app"] > 0) == (DATE, True)
    assert api.bodies == [{"date": DATE}]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"date": "2026-02-27"}, "2026-02-27"),
        ({"items": None}, "`items`"),
        ({"has_next": None}, "`has_next`"),
        ({"items": [{"app_name": "CRM"}]}, "`app_id`"),
        ({"items": [{"app_id": 7}]}, "`app_id`"),
        ({"items": [{"app_id": ""}]}, "`app_id`"),
        ({"items": [app_item(99, YESTERDAY)]}, f"{99:024x}"),
        ({"items": [{"app_id": KEY}]}, "app_id ***"),
    ],
)
def test_wrong_page_is_a_fault(
    reader_of: ReaderOf, api: ScriptedApi, caplog: pytest.LogCaptureFixture, fields: dict[str, Any], words: str
) -> None:
    api.faults = {(APPS, 0): changed(lambda page: page.update(fields))}
    reader_of([f"{0:024x}"]).read(YESTERDAY)
    [line] = caplog.messages
    assert line.startswith(f"a_stream: {DATE}, skip 0, app_ids {0:024x}: 127.0.0.1 did not send the requested page: ")
    assert words in line
    assert line.endswith("; retrying in 1 s")
    assert KEY not in line


def test_long_ids_do_not_cut_off_the_reason(reader_of: ReaderOf) -> None:
    line = stopped(reader_of([f"{number:0120}" for number in range(10)]))
    assert line.startswith(f"a_stream: {DATE}, skip 0, app_ids {0:0120} ")
    assert "code 2004, msg 'App does not exist': app does not exist. What to do: check app_ids." in line


def test_changed_and_unplaced_fields_are_logged_once(
    reader: DayReader, api: ScriptedApi, caplog: pytest.LogCaptureFixture
) -> None:
    api.apps = lambda day: [app_item(number, day, app_name="\0", new={"er": 1}) for number in range(3)]
    day = reader.read(YESTERDAY)
    assert [(record["app_name"], record["extra"]) for record in records_in(day)] == [
        ("\ufffd", '{"new": {"er": 1}}')
    ] * 3
    assert [message.partition(" ")[2] for message in caplog.messages] == [
        (
            "field app_name had characters that databases reject (U+0000, or half of a surrogate pair): each was "
            "replaced with U+FFFD"
        ),
        "field new.er has no column, or a value of the wrong type for it: the value goes to extra",
    ]


def test_object_keyed_by_ids_does_not_flood_the_log(
    reader: DayReader, api: ScriptedApi, caplog: pytest.LogCaptureFixture
) -> None:
    by_id = {str(number): 1 for number in range(3 * MAX_NOTES)}
    api.apps = lambda day: [app_item(0, day, by_id=by_id)]
    reader.read(YESTERDAY)
    assert len(caplog.messages) == MAX_NOTES
    assert caplog.messages[-1].startswith(f"a_stream: field by_id.{MAX_NOTES - 1} ")


def test_field_name_is_made_safe_to_log(reader: DayReader, api: ScriptedApi, caplog: pytest.LogCaptureFixture) -> None:
    api.apps = lambda day: [app_item(0, day, **{f"{KEY}\n\x1b[31m{'x' * 1000}": 1})]
    reader.read(YESTERDAY)
    name = f"*** [31m{'x' * 1000}"[:200]
    assert caplog.messages[0].startswith(f"a_stream: field {name} ")
