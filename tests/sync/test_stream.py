from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from overrides import overrides
from scripted_api import KEY, YESTERDAY, ScriptedApi, TurnedClock, app_item, days_before
from singer_sdk import Stream
from syncs import all_streams, state_at

from tap_usagestats.api.day import Day, DayContent
from tap_usagestats.errors import Stop, StreamStop
from tap_usagestats.sync.partition import Partition
from tap_usagestats.sync.stream import UsageStream
from tap_usagestats.tap import TapUsageStats

StreamOf = Callable[..., UsageStream]
DAYS = [days_before(YESTERDAY, back) for back in range(3, -1, -1)]
START = DAYS[0].isoformat()


@pytest.fixture
def stream_of(api: ScriptedApi, clock: TurnedClock) -> StreamOf:
    """Make the stream `name` of a tap: stream_of(name, state=…, catalog=…, setting=value, …)."""

    def make(
        name: str = "app_usage",
        *,
        state: dict[str, Any] | None = None,
        catalog: dict[str, Any] | None = None,
        **settings: Any,
    ) -> UsageStream:
        config = {"api_key": KEY, "api_url": api.url, "request_interval": 0, "start_date": START, **settings}
        tap = TapUsageStats(config=config, state=state, catalog=catalog, clock=clock)
        return next(stream for stream in tap.usage_streams if stream.name == name)

    return make


def part_of(stream: UsageStream) -> Partition:
    """The only partition of a stream without many organizations."""
    [part] = stream.parts
    return part


def write_all(stream: UsageStream) -> list[str]:
    """Write all days, and return those that moved the bookmark."""
    part = part_of(stream)
    return [str(day.date) for day in stream.read_days(part) if part.write(day)]


def write_first(stream: UsageStream) -> None:
    part = part_of(stream)
    part.write(next(stream.read_days(part)))


def written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def app_usage_catalog(*deselected: str, **metadata: Any) -> dict[str, Any]:
    """The catalog of app_usage without some of its columns."""
    catalog = all_streams(**metadata)
    catalog["streams"] = [entry for entry in catalog["streams"] if entry["tap_stream_id"] == "app_usage"]
    for part in catalog["streams"][0]["metadata"]:
        if part["breadcrumb"] and part["breadcrumb"][-1] in deselected:
            part["metadata"]["selected"] = False
    return catalog


def test_sdk_overrides_are_these_and_exist_in_the_sdk() -> None:
    assert overrides(UsageStream, Stream) == {
        "__init__",
        "get_records",
        "partitions",
        "replication_key",
        "selected_by_default",
    }


def test_days_are_read_in_order_and_whole(stream_of: StreamOf, api: ScriptedApi) -> None:
    api.apps = lambda day: 0 if day == DAYS[1] else 150
    stream = stream_of()
    assert part_of(stream).fewest_requests == 4
    days = list(stream.read_days(part_of(stream)))
    assert [day.date for day in days] == DAYS
    assert [day.content.records if day.content else None for day in days] == [150, 0, 150, 150]
    assert [day.pages for day in days] == [2, 1, 2, 2]


def test_empty_plan_sends_no_request(stream_of: StreamOf, api: ScriptedApi) -> None:
    stream = stream_of(state=state_at(date(2026, 3, 1)))
    assert part_of(stream).fewest_requests == 0
    assert list(stream.read_days(part_of(stream))) == []
    assert api.bodies == []


@pytest.mark.parametrize(("setting", "requests"), [({}, 4), ({"app_ids": [f"{n:024x}" for n in range(11)]}, 8)])
def test_plan_gives_the_fewest_requests(stream_of: StreamOf, setting: dict[str, Any], requests: int) -> None:
    assert part_of(stream_of(**setting)).fewest_requests == requests


def test_days_are_written_and_move_the_bookmark(stream_of: StreamOf, capsys: pytest.CaptureFixture[str]) -> None:
    stream = stream_of()
    assert write_all(stream) == [str(day) for day in DAYS]
    assert stream.tap_state == state_at(YESTERDAY)
    messages = written(capsys)
    assert [message["type"] for message in messages] == ["RECORD"] * 12
    assert {message["record"]["date"] for message in messages[:3]} == {START}
    assert messages[0]["time_extracted"] == "2026-03-01T02:30:00+00:00"


@pytest.mark.parametrize("content", [DayContent(), None])
def test_day_without_records_writes_nothing(
    stream_of: StreamOf, capsys: pytest.CaptureFixture[str], content: DayContent | None
) -> None:
    stream = stream_of()
    assert not part_of(stream).write(Day(YESTERDAY, content, 1))
    assert written(capsys) == []


def test_bookmark_never_moves_back(stream_of: StreamOf) -> None:
    stream = stream_of(state=state_at(DAYS[2]), lookback_days=2)
    part, states = part_of(stream), []
    for day in stream.read_days(part):
        part.write(day)
        states.append(copy.deepcopy(stream.tap_state))
    assert states == [state_at(day) for day in (DAYS[2], DAYS[2], DAYS[2], DAYS[3])]


@pytest.mark.parametrize("value", ["2026-02-30T00:00:00Z", "yesterday", 20260228, ["2026-02-28"], KEY])
def test_malformed_bookmark_stops_the_run(stream_of: StreamOf, value: object) -> None:
    state = {"bookmarks": {"app_usage": {"replication_key": "date", "replication_key_value": value}}}
    with pytest.raises(Stop) as stop:
        part_of(stream_of(state=state)).plan  # noqa: B018  # it reads the bookmark
    assert str(stop.value).startswith("app_usage: expected a bookmark of the form YYYY-MM-DD in the state, got ")
    assert str(stop.value).endswith(". What to do: fix or delete the state.")
    assert KEY not in str(stop.value)


def test_full_refresh_ignores_the_bookmark_and_writes_no_state(
    stream_of: StreamOf, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = app_usage_catalog(**{"forced-replication-method": "FULL_TABLE"})
    catalog["streams"][0]["replication_method"] = "FULL_TABLE"
    stream = stream_of(state=state_at(YESTERDAY), catalog=catalog)
    assert part_of(stream).fewest_requests == 4
    assert write_all(stream) == []
    assert {message["type"] for message in written(capsys)} == {"RECORD"}


def test_organization_is_the_first_column_and_the_first_part_of_the_key(
    stream_of: StreamOf, capsys: pytest.CaptureFixture[str]
) -> None:
    stream = stream_of(organization="acme")
    assert stream.primary_keys == ["organization", "date", "app_id"]
    assert next(iter(stream.schema["properties"])) == "organization"
    write_first(stream)
    assert [message["record"]["organization"] for message in written(capsys)] == ["acme"] * 3


def test_deselected_columns_are_not_sent(stream_of: StreamOf, capsys: pytest.CaptureFixture[str]) -> None:
    stream = stream_of(catalog=app_usage_catalog("creator_name", "extra", "app_id"))
    assert stream.schema["properties"].keys() - stream.selected_schema["properties"] == {"creator_name", "extra"}
    write_first(stream)
    assert set(written(capsys)[0]["record"]) == set(stream.selected_schema["properties"])


def test_catalog_made_before_organization_was_set_stops_the_run(stream_of: StreamOf) -> None:
    expected = r"^app_usage: .* the key organization, date, app_id, .*What to do: run --discover again"
    with pytest.raises(Stop, match=expected):
        stream_of(catalog=app_usage_catalog(), organization="acme")


@pytest.mark.parametrize("key", [["organization", "date", "app_id"], ["app_id"], ["no_column"], "date"])
def test_catalog_with_another_key_stops_the_run(stream_of: StreamOf, key: list[str] | str) -> None:
    catalog = app_usage_catalog()
    catalog["streams"][0]["key_properties"] = key
    with pytest.raises(Stop, match=r"^app_usage: expected the catalog to have the key date, app_id, "):
        stream_of(catalog=catalog)


@pytest.mark.parametrize("schema", [{}, {"type": "object"}, {"properties": {}}])
def test_catalog_without_columns_stops_the_run(stream_of: StreamOf, schema: dict[str, Any]) -> None:
    catalog = app_usage_catalog()
    catalog["streams"][0]["schema"] = schema
    with pytest.raises(Stop, match=r"^app_usage: expected the catalog to have the key date, app_id, "):
        stream_of(catalog=catalog)


@pytest.mark.parametrize("key", [None, []])
def test_catalog_without_a_key_gets_the_one_of_the_stream(stream_of: StreamOf, key: list[str] | None) -> None:
    catalog = app_usage_catalog()
    catalog["streams"][0]["key_properties"] = key
    assert stream_of(catalog=catalog).primary_keys == ["date", "app_id"]


def test_stream_maps_are_obeyed(stream_of: StreamOf, api: ScriptedApi, capsys: pytest.CaptureFixture[str]) -> None:
    api.apps = lambda day: [app_item(number, day) for number in range(4)]
    maps = {"app_usage": {"app_name": "md5(app_name)", "__alias__": "apps", "__filter__": "metrics_data % 2 == 0"}}
    stream = stream_of(stream_maps=maps)
    write_first(stream)
    records = written(capsys)
    assert [(record["stream"], len(record["record"]["app_name"])) for record in records] == [("apps", 32)] * 2


def test_failing_expression_stops_the_stream(stream_of: StreamOf, api: ScriptedApi) -> None:
    api.apps = lambda day: [app_item(1, day, creator=None)]
    stream = stream_of(stream_maps={"app_usage": {"creator_name": "md5(creator_name)"}})
    with pytest.raises(StreamStop) as stop:
        write_first(stream)
    line = f"app_usage: {START}, skip 0: stream_maps: an expression failed on a record of {START} ("
    assert str(stop.value).startswith(line)
    assert "What to do: make it handle null" in str(stop.value)


def test_get_records_yields_all_planned_days(stream_of: StreamOf) -> None:
    """For --test and the SDK's own tests, which call get_records without a plan."""
    records = list(stream_of("platform_usage").get_records(None))
    assert [record["date"] for record in records] == [str(day) for day in DAYS]
