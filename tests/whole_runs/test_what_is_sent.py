"""What leaves the tap: which columns, under which names, and that nothing leaves beside what is hidden."""

from __future__ import annotations

import json
from typing import Any

import pytest
from scripted_api import YESTERDAY, ScriptedApi, app_item, days_before, member_item
from syncs import Sync, all_streams, bookmarks_in, catalog_of, state_at

from tap_usagestats.config import stream_maps

LAST_DAY = YESTERDAY.isoformat()
NAME, MEMBER = "Ada Lovelace", "65f0ada"
NAMES_OF_CREATOR = ("creator_name", "creator_member_id")
HASHED = {name: f"md5({name}) if {name} else None" for name in NAMES_OF_CREATOR}
SHAPES: list[Any] = [
    f"{NAME} {MEMBER}",
    [MEMBER, NAME],
    {"id": MEMBER, "full_name": NAME},
    {"member_id": [MEMBER], "name": {"first": NAME}},
    {"member_id": MEMBER, "name": NAME, "email": f"{NAME}@example.com"},
    {MEMBER: {"name": NAME}},
]


def without(*columns: str, method: str = "selected") -> dict[str, Any]:
    """The catalog of app_usage with these columns deselected, or not in it at all."""
    catalog = catalog_of("app_usage")
    [entry] = [entry for entry in catalog["streams"] if entry["tap_stream_id"] == "app_usage"]
    for part in entry["metadata"]:
        if part["breadcrumb"] and part["breadcrumb"][-1] in columns:
            part["metadata"]["selected"] = False
    if method == "absent":
        entry["schema"]["properties"] = {k: v for k, v in entry["schema"]["properties"].items() if k not in columns}
    return catalog


@pytest.mark.parametrize("creator", SHAPES)
@pytest.mark.parametrize(
    "hiding",
    [
        {"stream_maps": {"app_usage": HASHED}},
        {"stream_maps": {"app_usage": dict.fromkeys(NAMES_OF_CREATOR)}},
        {"stream_maps": {"*": dict.fromkeys(NAMES_OF_CREATOR, "__NULL__")}},
        {"stream_maps": {"app_usage": {"__else__": None, **{name: name for name in ("date", "app_id", "extra")}}}},
        {"catalog": without(*NAMES_OF_CREATOR)},
        {"catalog": without(*NAMES_OF_CREATOR, method="absent")},
    ],
    ids=["hashed", "dropped", "dropped-by-a-wildcard", "not-chosen", "deselected", "not-in-the-catalog"],
)
def test_hidden_name_does_not_leave_through_extra(
    api: ScriptedApi, sync: Sync, creator: Any, hiding: dict[str, Any]
) -> None:
    api.apps = lambda day: [app_item(0, day, creator=creator, tags=["kept"])]
    run = sync(start_date=LAST_DAY, **hiding)
    assert run.error == ""
    for secret in (NAME, MEMBER):
        assert secret not in json.dumps(run.messages) + run.log
    assert json.loads(run.records[0]["extra"]) == {"tags": ["kept"]}
    if creator != {"member_id": MEMBER, "name": NAME}:
        assert "app_usage: field creator" in run.log


def test_name_that_is_not_hidden_goes_to_extra(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda day: [app_item(0, day, creator=NAME)]
    run = sync(start_date=LAST_DAY, stream_maps={"app_usage": {"app_name": None}})
    assert run.records[0]["extra"] == json.dumps({"creator": NAME})


def test_column_that_a_map_adds_is_named_once(api: ScriptedApi, sync: Sync) -> None:
    run = sync(start_date=LAST_DAY, stream_maps={"app_usage": {"creator_nam": "md5(creator_name)"}})
    assert len(api.bodies) == 1
    assert run.log.count("app_usage: stream_maps adds creator_nam. What to do: check the spelling") == 1
    old = catalog_of("app_usage")
    for entry in old["streams"]:
        entry["schema"]["properties"]["of_an_older_release"] = {"type": ["string", "null"]}
    assert "stream_maps adds" not in sync(catalog=old, start_date=LAST_DAY).log
    assert "stream_maps adds" not in sync(start_date=LAST_DAY, stream_maps={"app_usage": HASHED}).log


def test_stream_that_a_map_drops_is_not_read_and_keeps_its_bookmark(api: ScriptedApi, sync: Sync) -> None:
    maps: dict[str, Any] = {"app_usage": "__NULL__", "platform_usage": {}, "__else__": None}
    run = sync(state_at(YESTERDAY, "app_usage"), all_streams(), start_date=LAST_DAY, stream_maps=maps)
    assert run.error == ""
    assert [request.endpoint for request in api.requests] == ["overview"]
    for stream in ("app_usage", "member_usage"):
        assert run.log.count(f"{stream}: not read, because stream_maps drops it") == 1
    assert bookmarks_in(run.state) == {"app_usage": LAST_DAY, "platform_usage": LAST_DAY}


def test_run_whose_only_stream_is_dropped_reads_nothing(api: ScriptedApi, sync: Sync) -> None:
    run = sync(stream_maps={"app_usage": None})
    assert (run.error, run.messages, api.bodies) == ("", [], [])
    assert "Summary: 0 of 0 streams complete, 0 days, 0 records" in run.log


def test_records_that_a_filter_holds_back_are_not_counted(api: ScriptedApi, sync: Sync) -> None:
    maps = {"app_usage": {"__filter__": "app_name == 'App 1'"}}
    run = sync(start_date=days_before(YESTERDAY, 1).isoformat(), stream_maps=maps)
    assert len(run.records) == len(api.bodies) == 2
    assert "app_usage: 2 days, 2 records, 0 days without records" in run.log
    assert "Summary: 1 of 1 stream complete, 2 days, 2 records" in run.log
    nothing = sync(start_date=LAST_DAY, stream_maps={"app_usage": {"__filter__": "False"}})
    assert "app_usage: 1 day, 0 records, 0 days without records" in nothing.log
    assert bookmarks_in(nothing.state) == {"app_usage": LAST_DAY}


def test_copies_of_a_stream_are_counted_as_written(api: ScriptedApi, sync: Sync) -> None:
    run = sync(start_date=LAST_DAY, stream_maps={"apps": {"__source__": "app_usage"}})
    assert [len(run.records_of(stream)) for stream in ("app_usage", "apps")] == [3, 3]
    assert "Summary: 1 of 1 stream complete, 1 day, 6 records" in run.log
    assert len(api.bodies) == 1


@pytest.mark.parametrize(
    ("maps", "clash"),
    [
        ({"app_usage": {"__alias__": "member_usage"}}, "got member_usage for member_usage and app_usage"),
        ({"member_usage": {"__source__": "app_usage"}}, "got member_usage for member_usage and app_usage"),
        ({"*_usage": {"__alias__": "usage"}}, "got usage for app_usage and member_usage"),
        ({"app_usage": {"__source__": "app_usage", "creator_name": None}}, "got app_usage for app_usage and app_usage"),
        ({"app_usage": {"__alias__": "x"}, "x": {"__source__": "app_usage"}}, "got x for app_usage and app_usage"),
        ({"x": {"__source__": "*_usage"}}, "got x for app_usage and member_usage"),
    ],
)
def test_map_that_gives_a_stream_the_name_of_another_stops_the_run(
    api: ScriptedApi, sync: Sync, maps: dict[str, Any], clash: str
) -> None:
    run = sync(catalog=all_streams(), stream_maps=maps)
    assert run.error.startswith(
        f"Setting stream_maps: expected a name of its own for each stream, {clash}. What to do:"
    )
    assert (run.messages, api.bodies) == ([], [])


@pytest.mark.parametrize(
    ("maps", "words"),
    [
        ({"copy": {"__source__": "app_usage", "__alias__": "x"}}, "copy has both `__source__` and `__alias__`"),
        ({"app_usage": {"x": "s3cret + app_name"}}, "app_usage.x: it uses a name that is neither a selected column"),
        ({"app_usage": {"x": "fake.s3cret()"}}, "app_usage.x: `fake` needs the package faker"),
        ({"app_usage": {"x": "md5(config['seed'] + 's3cret')"}}, "app_usage.x: the setting stream_map_config has no"),
        ({"app_usage": {"x": "md5('s3cret'"}}, "app_usage.x: expected an expression that can be parsed"),
        ({"app_usage": {"__filter__": "s3cret ="}}, "app_usage.__filter__: expected an expression that can be parsed"),
        ({"app_usage": {"__alias__": "s3cret("}}, "expected each `__alias__` to be a name or an expression"),
        ({"app_usage": {"app_id": None}}, "Removing key property 'app_id' is not permitted"),
    ],
)
def test_bad_map_is_one_line_that_does_not_show_the_expression(
    api: ScriptedApi, sync: Sync, monkeypatch: pytest.MonkeyPatch, maps: dict[str, Any], words: str
) -> None:
    names = stream_maps.sdk_names() - {"fake"}
    monkeypatch.setattr(stream_maps, "sdk_names", lambda: names)
    run = sync(stream_maps=maps)
    assert run.error.startswith(f"Setting stream_maps: {words}")
    assert run.error.endswith(" What to do: correct the map, or remove it.")
    assert "s3cret" not in run.error + run.log
    assert (run.messages, api.bodies) == ([], [])


def test_columns_that_the_catalog_lacks_are_named_once(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda day: [app_item(number, day, tags=[number]) for number in range(3)]
    run = sync(catalog=without("metrics_bpa", "extra", method="absent"), start_date=LAST_DAY)
    assert run.log.count("app_usage: the catalog lacks the columns metrics_bpa, extra, so they are not sent") == 1
    assert "goes to extra" not in run.log
    assert "field tags has no column, or a value of the wrong type for it: the value is not sent" in run.log
    assert len(run.records) == 3


def test_field_is_not_said_to_go_to_extra_if_a_map_drops_extra(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda day: [app_item(0, day, tags=[1])]
    dropped = sync(start_date=LAST_DAY, stream_maps={"app_usage": {"extra": None}})
    assert "field tags has no column, or a value of the wrong type for it: the value is not sent" in dropped.log
    rewritten = sync(start_date=LAST_DAY, stream_maps={"app_usage": {"extra": "extra[:9] if extra else None"}})
    assert rewritten.records[0]["extra"] == '{"tags": '


def test_key_columns_in_another_order_are_the_same_key(sync: Sync) -> None:
    catalog = catalog_of("app_usage")
    for entry in catalog["streams"]:
        entry["key_properties"].reverse()
    run = sync(catalog=catalog, start_date=LAST_DAY)
    assert (run.error, len(run.records)) == ("", 3)


def test_hidden_member_does_not_leave_through_extra(api: ScriptedApi, sync: Sync) -> None:
    api.members = lambda day: [member_item(0, day, member={"member_id": "m1", "name": NAME, "alias": NAME})]
    maps = {"member_usage": {"member_name": None}}
    run = sync(catalog=catalog_of("member_usage"), start_date=LAST_DAY, stream_maps=maps)
    assert len(run.records_of("member_usage")) == 1
    assert NAME not in json.dumps(run.messages) + run.log
