from __future__ import annotations

import pytest

from tap_usagestats.config import stream_maps
from tap_usagestats.config.stream_maps import hidden_columns, mistakes_in

COLUMNS = {"app_usage": ["date", "app_name", "creator_name"], "member_usage": ["date", "member_name"]}


def mistakes(maps: object, **config: object) -> list[str]:
    return list(mistakes_in({"stream_maps": maps, **config}, COLUMNS, COLUMNS))


@pytest.mark.parametrize(
    "maps",
    [
        None,
        {},
        {"app_usage": None},
        {"app_usage": "__NULL__", "__else__": None},
        {"app_usage": {"creator_name": None, "app_name": "md5(app_name)", "new": "1"}},
        {"app_usage": {"app_name": "self.upper() if self else None", "__alias__": "apps"}},
        {"app_usage": {"app_name": "record['creator_name'] + _['app_name'] + __stream_name__"}},
        {"app_usage": {"app_name": "json.dumps([name for name in [app_name, creator_name] if name])"}},
        {"app_usage": {"app_name": "str(list(record.values()))", "new": "set([app_name])"}},
        {"*_usage": {"x": "creator_name if __original_stream_name__ == 'app_usage' else None"}},
        {"app_usage": {"app_name": "config['seed'] if 'seed' in config else config.get('salt')"}},
        {"app_usage": {"app_name": "str(datetime.date.fromisoformat(date).year)", "__filter__": "app_name != 'x'"}},
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


@pytest.mark.parametrize("name", ["app_name", "new", "__filter__"])
@pytest.mark.parametrize(
    ("expression", "what"),
    [
        ("md5(app_name", "expected an expression that can be parsed"),
        ("x = 1", "expected an expression that can be parsed"),
        (" md5(app_name)", "expected an expression that can be parsed"),  # which the SDK cannot parse
        ("", "expected an expression that can be parsed"),
        ("secret", "it uses a name that is neither a selected column nor a function"),
        (
            "md5(creator_nam) if creator_name else None",
            "it uses a name that is neither a selected column nor a function",
        ),
        ("None if creator_name else sha1(app_name)", "it uses a name that is neither a selected column nor a function"),
        ("md5(config['seed'] + app_name)", "the setting stream_map_config has no seed"),
    ],
)
def test_expression_that_cannot_work_is_a_mistake_that_names_the_column(name: str, expression: str, what: str) -> None:
    assert mistakes({"app_usage": {name: expression}}) == [f"app_usage.{name}: {what}"]


def test_self_is_known_only_where_there_is_a_column() -> None:
    assert mistakes({"app_usage": {"new": "self"}}) == [
        "app_usage.new: it uses a name that is neither a selected column nor a function"
    ]


def test_settings_of_the_maps_are_known() -> None:
    maps = {"app_usage": {"app_name": "md5(config['seed'] + app_name)"}}
    assert mistakes(maps, stream_map_config={"seed": "x"}) == []
    assert mistakes(maps, stream_map_config=None) == ["app_usage.app_name: the setting stream_map_config has no seed"]


def test_fake_needs_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    maps = {"app_usage": {"creator_name": "fake.name()"}}
    names = stream_maps.sdk_names() - {"fake"}
    monkeypatch.setattr(stream_maps, "sdk_names", lambda: names)
    [mistake] = mistakes(maps)
    assert mistake.startswith("app_usage.creator_name: `fake` needs the package faker: add `singer-sdk[faker]` to ")
    monkeypatch.setattr(stream_maps, "sdk_names", lambda: names | {"fake"})
    assert mistakes(maps) == []


def test_two_maps_of_a_stream_are_a_mistake() -> None:
    """The SDK would apply the second only, and send the name of the creator."""
    assert mistakes({"app_usage": {"creator_name": None}, "*": {"app_name": None}}) == [
        "app_usage has two maps, app_usage and *"
    ]
    assert mistakes({"app_usage": {"creator_name": None}, "copy": {"__source__": "app_usage"}}) == []
    assert mistakes({"*": None, "app_usage": {"creator_name": None}}) == []
    for later in ({}, {"__filter__": "True"}, {"__alias__": "apps"}):
        assert mistakes({"app_usage": {"creator_name": None}, "app_*": later}) == [
            "app_usage has two maps, app_usage and app_*"
        ]


def test_source_that_is_null_is_a_mistake() -> None:
    assert mistakes({"x": {"__source__": None}}) == ["expected one of the streams app_usage, member_usage, got x"]


def test_alias_beside_a_source_is_a_mistake() -> None:
    [mistake] = mistakes({"copy": {"__source__": "app_usage", "__alias__": "apps"}})
    assert mistake == "copy has both `__source__` and `__alias__`: remove `__alias__`, because copy is the new name"


def test_expressions_of_a_deselected_stream_are_not_looked_at() -> None:
    config = {"stream_maps": {"*_usage": {"x": "md5(app_name)"}}}
    assert list(mistakes_in(config, COLUMNS, {"app_usage": COLUMNS["app_usage"]})) == []
    assert len(list(mistakes_in(config, COLUMNS, {"app_usage": ["date"]}))) == 1
    assert list(mistakes_in(config, COLUMNS, {})) == []


@pytest.mark.parametrize(
    ("maps", "hidden"),
    [
        (None, set()),
        ({"member_usage": {"creator_name": None}}, set()),
        ({"app_usage": {"new": "md5(creator_name)"}}, set()),
        ({"app_usage": {"creator_name": "creator_name"}}, set()),
        ({"app_usage": None}, set()),
        ({"app_usage": {"creator_name": None}}, {"creator_name"}),
        ({"app_usage": {"creator_name": "__NULL__"}}, {"creator_name"}),
        ({"app_usage": {"creator_name": "md5(creator_name)"}}, {"creator_name"}),
        ({"app_usage": {"__else__": None, "app_name": "app_name"}}, {"creator_name"}),
        ({"*": {"creator_name": None}}, {"creator_name"}),
        ({"copy": {"__source__": "app*", "app_name": "'x'"}}, {"app_name"}),
        ({"copy": {"__source__": "app_usage", "app_name": None}, "app_usage": {"creator_name": None}}, None),
    ],
)
def test_hidden_columns_are_those_that_a_map_drops_or_rewrites(maps: object, hidden: set[str] | None) -> None:
    columns = ["app_name", "creator_name"]
    assert hidden_columns({"stream_maps": maps}, "app_usage", columns) == (set(columns) if hidden is None else hidden)
