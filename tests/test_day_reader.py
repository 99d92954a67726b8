from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from scripted_api import APPS, KEY, YESTERDAY, Fault, ScriptedApi, TurnedClock, app_item, days_before

from tap_usagestats import day_reader, errors
from tap_usagestats.client import Client
from tap_usagestats.column_kinds import DAY, INTEGER_KEY, TEXT
from tap_usagestats.day_reader import DayReader, Endpoint
from tap_usagestats.errors import DayFault, Refusal, RequestFault
from tap_usagestats.field_notes import FieldNotes
from tap_usagestats.pacing import DAY_WAITS, REQUEST_WAITS, Pace
from tap_usagestats.records import EXTRA, Column, RecordLayout
from tap_usagestats.sandbox.server import Answer
from tap_usagestats.streams import AppUsage, PlatformUsage
from tap_usagestats.usage_stream import UsageStream

ReaderOf = Callable[..., DayReader]
DATE = YESTERDAY.isoformat()


@pytest.fixture
def reader_of(api: ScriptedApi, clock: TurnedClock) -> ReaderOf:
    def make(
        stream: type[UsageStream] = AppUsage,
        *,
        ids: Sequence[str] = (),
        endpoint: Endpoint | None = None,
        columns: Sequence[Column] = (),
    ) -> DayReader:
        client = Client(api.url, KEY, timeout_seconds=60, pace=Pace(0, clock))
        layout = RecordLayout(columns or stream.columns, {})
        return DayReader("a_stream", client, endpoint or stream.endpoint, layout, ids, FieldNotes(client.redact))

    return make


@pytest.fixture
def reader(reader_of: ReaderOf) -> DayReader:
    return reader_of()


def changed(**fields: Any) -> Fault:
    """A fault: the answer with other fields."""
    return lambda answer, _: Answer(200, json.dumps({**json.loads(answer.body), **fields}).encode())


def with_status(status: int) -> Fault:
    return lambda *_: Answer(status, b"")


def ids_of(records: list[dict[str, Any]]) -> list[int]:
    return [int(record["app_id"], 16) for record in records]


def test_all_pages_of_a_day_are_read_by_the_fewest_requests(reader: DayReader, api: ScriptedApi) -> None:
    api.apps = lambda _: 250
    assert ids_of(reader.read(YESTERDAY)) == list(range(250))
    assert api.bodies == [{"date": DATE, "skip": skip, "limit": 100} for skip in (0, 100, 200)]
    assert (reader.pages, reader.requests, reader.retries, reader.waited_seconds) == (3, 3, 0, 0)


def test_pages_are_those_of_the_last_day(reader: DayReader, api: ScriptedApi) -> None:
    api.apps = lambda day: 250 if day == YESTERDAY else 1
    reader.read(YESTERDAY)
    reader.read(days_before(YESTERDAY, 1))
    assert (reader.pages, reader.requests) == (1, 4)


def test_day_without_data_has_no_records(reader: DayReader, api: ScriptedApi) -> None:
    api.apps = lambda _: 0
    assert reader.read(YESTERDAY) == []
    assert len(api.bodies) == 1


def test_endpoint_that_is_not_paged_is_asked_for_its_day_alone(reader_of: ReaderOf, api: ScriptedApi) -> None:
    [record] = reader_of(PlatformUsage).read(YESTERDAY)
    assert record["date"] == DATE
    assert record["metrics_app"] > 0
    assert api.bodies == [{"date": DATE}]


def test_ids_are_asked_for_ten_at_a_time(reader_of: ReaderOf, api: ScriptedApi) -> None:
    api.apps = lambda _: 40
    ids = [f"{number:024x}" for number in range(25)]
    assert ids_of(reader_of(ids=ids).read(YESTERDAY)) == list(range(25))
    assert [body["app_ids"] for body in api.bodies] == [ids[:10], ids[10:20], ids[20:]]


def test_keys_may_be_integers_and_0_is_one(reader_of: ReaderOf, api: ScriptedApi) -> None:
    columns = (
        Column("date", (), DAY, "The day."),
        Column("dept_id", ("dept_id",), INTEGER_KEY, "The department."),
        Column(EXTRA, (), TEXT, "The rest."),
    )
    items = [{"dept_id": 0}, {"dept_id": 2**40}]
    api.endpoints["departments"] = lambda _: {"date": DATE, "has_next": False, "items": items}
    endpoint = Endpoint("department", "/v1/corp_usage/departments", paged=True, ids_field=None, id_column="dept_id")
    records = reader_of(endpoint=endpoint, columns=columns).read(YESTERDAY)
    assert [record["dept_id"] for record in records] == [0, 2**40]


def test_request_that_failed_is_repeated_and_that_is_logged(
    reader: DayReader, api: ScriptedApi, clock: TurnedClock, caplog: pytest.LogCaptureFixture
) -> None:
    api.apps = lambda _: 150
    api.faults = {(APPS, 1): with_status(429), (APPS, 2): lambda *_: Answer(503, b"", {"Retry-After": "9"})}
    assert len(reader.read(YESTERDAY)) == 150
    assert [body["skip"] for body in api.bodies] == [0, 100, 100, 100]
    assert clock.sleeps == [1, 9]
    assert (reader.requests, reader.retries, reader.waited_seconds) == (4, 2, 10)
    assert caplog.messages == [
        f"a_stream: {DATE}, skip 100: HTTP 429 from 127.0.0.1; retrying in 1 s",
        f"a_stream: {DATE}, skip 100: HTTP 503 from 127.0.0.1; retrying in 9 s",
    ]


def test_fault_that_lasts_is_given_up_after_the_waits(reader: DayReader, api: ScriptedApi, clock: TurnedClock) -> None:
    api.lasting_faults = {APPS: (0, with_status(502))}
    with pytest.raises(RequestFault) as fault:
        reader.read(YESTERDAY)
    assert clock.sleeps == list(REQUEST_WAITS)
    assert reader.gave_up(fault.value) == (
        f"a_stream: {DATE}, skip 0: HTTP 502 from 127.0.0.1; gave up after {len(REQUEST_WAITS) + 1} attempts"
    )


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
def test_answer_that_is_not_the_page_asked_for_is_asked_for_again(
    reader_of: ReaderOf, api: ScriptedApi, caplog: pytest.LogCaptureFixture, fields: dict[str, Any], words: str
) -> None:
    api.faults = {(APPS, 0): changed(**fields)}
    assert ids_of(reader_of(ids=[f"{0:024x}"]).read(YESTERDAY)) == [0]
    [warning] = caplog.messages
    assert warning.startswith(f"a_stream: {DATE}, skip 0, app_ids {0:024x}: 127.0.0.1 did not send the requested page")
    assert words in warning
    assert KEY not in warning


@pytest.mark.parametrize("fault_at", [1, 2, 3])
def test_day_whose_pages_disagree_is_read_again_from_its_first_page(
    reader: DayReader, api: ScriptedApi, clock: TurnedClock, caplog: pytest.LogCaptureFixture, fault_at: int
) -> None:
    api.apps = lambda _: 350
    api.faults = {(APPS, fault_at): api.first_page_again}
    assert ids_of(reader.read(YESTERDAY)) == list(range(350))
    assert [body["skip"] for body in api.bodies[fault_at + 1 :]] == [0, 100, 200, 300]
    assert clock.sleeps == [1]
    assert f"app_id {0:024x} was sent twice" in caplog.text


def test_page_without_items_after_one_that_promised_more_is_a_fault_of_the_day(
    reader: DayReader, api: ScriptedApi, clock: TurnedClock
) -> None:
    api.apps = lambda _: 250
    empty_page = changed(items=[], has_next=False)
    api.lasting_faults = {
        APPS: (0, lambda answer, request: empty_page(answer, request) if request.body["skip"] else answer)
    }
    with pytest.raises(DayFault) as fault:
        reader.read(YESTERDAY)
    assert fault.value.advice == errors.RETRY_LATER
    assert clock.sleeps == list(DAY_WAITS)
    assert "but this page is empty; gave up after 4 attempts" in reader.gave_up(fault.value)


def test_ids_of_two_batches_may_not_be_the_same(reader_of: ReaderOf, api: ScriptedApi) -> None:
    ids = [f"{number % 10:024x}" for number in range(11)]
    with pytest.raises(DayFault, match="was sent twice"):
        reader_of(ids=ids).read(YESTERDAY)
    assert len(api.bodies) == 2 * (len(DAY_WAITS) + 1)


def test_refusal_is_not_repeated(reader: DayReader, api: ScriptedApi, clock: TurnedClock) -> None:
    api.apps = lambda _: 150
    api.faults = {(APPS, 1): lambda *_: Answer(400, b'{"code": 8302, "msg": "no"}')}
    with pytest.raises(Refusal) as refusal:
        reader.read(YESTERDAY)
    assert (len(api.bodies), clock.sleeps) == (2, [])
    assert reader.where(refusal.value).startswith(f"a_stream: {DATE}, skip 100: HTTP 400 from 127.0.0.1, code 8302")


def test_day_that_never_ends_is_refused(reader: DayReader, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_reader, "MOST_PAGES", 4)

    def endless(request: dict[str, Any]) -> dict[str, Any]:
        return {"date": DATE, "has_next": True, "items": [app_item(request["skip"], YESTERDAY)]}

    api.endpoints["app_metrics"] = endless
    with pytest.raises(Refusal, match="`has_next` is still true after 4 pages"):
        reader.read(YESTERDAY)
    assert len(api.bodies) == 4


def test_fields_that_did_not_go_out_as_they_came_are_named(
    reader: DayReader, api: ScriptedApi, caplog: pytest.LogCaptureFixture
) -> None:
    api.apps = lambda day: [app_item(number, day, app_name="\0", new={"er": 1}) for number in range(3)]
    records = reader.read(YESTERDAY)
    assert [(record["app_name"], record["extra"]) for record in records] == [("\ufffd", '{"new": {"er": 1}}')] * 3
    assert [message.split()[2] for message in caplog.messages] == ["new.er", "app_name"]
