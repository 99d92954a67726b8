from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from scripted_api import APPS, KEY, YESTERDAY, ScriptedApi, app_item
from wrong_answers import changed

from tap_usagestats.api.client import Client
from tap_usagestats.api.column_kinds import DAY, INTEGER_KEY, TEXT
from tap_usagestats.api.field_notes import FieldNotes
from tap_usagestats.api.page_reader import Endpoint, PageReader
from tap_usagestats.api.records import EXTRA, Column, RecordLayout
from tap_usagestats.errors import Refusal, RequestFault
from tap_usagestats.streams import PlatformUsage

DATE = YESTERDAY.isoformat()
PagesOf = Callable[[Endpoint, Sequence[Column]], PageReader]


@pytest.fixture
def pages_of(client: Client) -> PagesOf:
    """Make a reader of the pages of an endpoint with these columns."""
    return lambda endpoint, columns: PageReader(
        "a_stream", endpoint, RecordLayout(columns, {}), client, FieldNotes(client.redact)
    )


def test_page_has_its_records_and_where_the_next_one_starts(app_pages: PageReader, api: ScriptedApi) -> None:
    api.apps = lambda _: 250
    records, next_skip = app_pages.read(YESTERDAY, 100, [])
    assert [int(record["app_id"], 16) for record in records] == list(range(100, 200))
    assert next_skip == 200
    assert app_pages.read(YESTERDAY, 200, [])[1] is None


def test_endpoint_without_pages_is_asked_only_for_its_day(pages_of: PagesOf, api: ScriptedApi) -> None:
    [record], next_skip = pages_of(PlatformUsage.endpoint, PlatformUsage.columns).read(YESTERDAY, 0, [])
    assert record["date"] == DATE
    assert record["metrics_app"] > 0
    assert next_skip is None
    assert api.bodies == [{"date": DATE}]


def test_keys_may_be_integers_including_0(pages_of: PagesOf, api: ScriptedApi) -> None:
    columns = (
        Column("date", (), DAY, "The day."),
        Column("dept_id", ("dept_id",), INTEGER_KEY, "The department."),
        Column(EXTRA, (), TEXT, "The rest."),
    )
    items = [{"dept_id": 0}, {"dept_id": 2**40}]
    api.endpoints["departments"] = lambda _: {"date": DATE, "has_next": False, "items": items}
    endpoint = Endpoint("department", "/v1/corp_usage/departments", paged=True, ids_field=None, id_column="dept_id")
    records, _ = pages_of(endpoint, columns).read(YESTERDAY, 0, [])
    assert [record["dept_id"] for record in records] == [0, 2**40]


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
def test_wrong_page_is_a_fault(app_pages: PageReader, api: ScriptedApi, fields: dict[str, Any], words: str) -> None:
    api.faults = {(APPS, 0): changed(lambda page: page.update(fields))}
    with pytest.raises(RequestFault) as fault:
        app_pages.read(YESTERDAY, 0, [f"{0:024x}"])
    line = app_pages.where(fault.value)
    assert line.startswith(f"a_stream: {DATE}, skip 0, app_ids {0:024x}: 127.0.0.1 did not send the requested page")
    assert words in line
    assert KEY not in line


def test_long_ids_do_not_cut_off_the_reason(app_pages: PageReader) -> None:
    with pytest.raises(Refusal) as refusal:
        app_pages.read(YESTERDAY, 0, [f"{number:0120}" for number in range(10)])
    line = app_pages.where(refusal.value)
    assert line.startswith(f"a_stream: {DATE}, skip 0, app_ids {0:0120} ")
    assert line.endswith(f": {refusal.value}")


def test_changed_and_unplaced_fields_are_logged_once(
    app_pages: PageReader, api: ScriptedApi, caplog: pytest.LogCaptureFixture
) -> None:
    api.apps = lambda day: [app_item(number, day, app_name="\0", new={"er": 1}) for number in range(3)]
    records, _ = app_pages.read(YESTERDAY, 0, [])
    assert [(record["app_name"], record["extra"]) for record in records] == [("\ufffd", '{"new": {"er": 1}}')] * 3
    assert [message.split()[2] for message in caplog.messages] == ["new.er", "app_name"]
