from __future__ import annotations

import pytest

from tap_usagestats.config.stream_maps import mistakes_in

COLUMNS = {"app_usage": ["date", "app_name", "creator_name"], "member_usage": ["date", "member_name"]}


def mistakes(maps: object) -> list[str]:
    return list(mistakes_in({"stream_maps": maps}, {stream: dict.fromkeys(names) for stream, names in COLUMNS.items()}))


@pytest.mark.parametrize(
    "maps",
    [
        None,
        {},
        {"app_usage": None},
        {"app_usage": "__NULL__", "__else__": None},
        {"app_usage": {"creator_name": None, "app_name": "md5(app_name)", "new": "1"}},
        {"app_usage": {"creator_name": "__NULL__", "__filter__": None, "__else__": None}},
        {"*_usage": {"date": None}},
        {"*_usage": {"creator_name": None}},  # a column of one of them
        {"copy": {"__source__": "app_usage", "app_name": None}},
    ],
)
def test_valid_maps_pass(maps: object) -> None:
    assert mistakes(maps) == []


@pytest.mark.parametrize(
    ("maps", "got"),
    [
        ({"app_usages": None}, "app_usages"),
        ({"app_usage": {}, "apps": {"creator_name": None}}, "apps"),
        ({"copy": {"__source__": "app_usages"}}, "copy"),
        ({"copy": "app_usage"}, "copy"),
        ({"x*": {}}, "x*"),
    ],
)
def test_map_of_an_unknown_stream_is_a_mistake(maps: object, got: str) -> None:
    assert mistakes(maps)[0] == f"expected one of the streams app_usage, member_usage, got {got}"


@pytest.mark.parametrize(
    ("maps", "key", "streams"),
    [
        ({"app_usage": {"creators_name": None}}, "app_usage", "app_usage"),
        ({"app_usage": {"creators_name": "__NULL__"}}, "app_usage", "app_usage"),
        ({"copy": {"__source__": "member_usage", "creators_name": None}}, "copy", "member_usage"),
        ({"*_usage": {"creators_name": None}}, "*_usage", "app_usage, member_usage"),
    ],
)
def test_drop_of_an_unknown_column_is_a_mistake(maps: object, key: str, streams: str) -> None:
    assert mistakes(maps) == [f"{key} drops creators_name, which is not a column of {streams}"]
