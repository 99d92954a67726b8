from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
from scripted_api import KEY, YESTERDAY
from syncs import state_at

from tap_usagestats.config.input_files import EXPECTED, bookmarks_in, read_files
from tap_usagestats.config.settings import Settings
from tap_usagestats.errors import Stop

STATE = state_at(YESTERDAY)
NOT_JSON_OBJECTS = [
    "[]",
    "null",
    "5",
    '"x"',
    "{",
    f'{{"api_key": "{KEY}',
    '{"a": NaN}',
    '{"a": -Infinity}',
    "[" * 100_000,
]


def config(merged: dict[str, Any], *, parse_env: bool) -> SimpleNamespace:
    return SimpleNamespace(config=merged, parse_env=parse_env)


def read(option: str, value: object) -> Any:
    """What --`option` gives to the SDK, of the files in `value`."""
    return read_files(click.Context(click.Command("tap-usagestats")), click.Option([f"--{option}"]), value)


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str | bytes], str]:
    """Make a file, and return its name."""

    def make(content: str | bytes) -> str:
        made = tmp_path / f"{len(list(tmp_path.iterdir()))}.json"
        made.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(made)

    return make


FileOf = Callable[[str | bytes], str]
EXPECTED_LINES = {option: f"--{option}: expected {expected} (" for option, expected in EXPECTED.items()}


@pytest.mark.parametrize("option", EXPECTED)
@pytest.mark.parametrize("content", [*NOT_JSON_OBJECTS, b"\xfc", "5"], ids=range(len(NOT_JSON_OBJECTS) + 2))
def test_file_without_a_json_object_is_a_line_without_its_content(
    file: FileOf, option: str, content: str | bytes
) -> None:
    name = file(content)
    with pytest.raises(Stop) as stop:
        read(option, (name,) if option == "config" else name)
    assert str(stop.value).startswith(EXPECTED_LINES[option])
    assert str(stop.value).endswith("Error).")
    assert KEY not in str(stop.value)


@pytest.mark.parametrize("option", EXPECTED)
def test_missing_file_is_a_line(option: str) -> None:
    with pytest.raises(Stop) as stop:
        read(option, ("nowhere.json",) if option == "config" else "nowhere.json")
    assert str(stop.value) == f"{EXPECTED_LINES[option]}FileNotFoundError: No such file or directory)."


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_files_are_read_with_or_without_a_byte_order_mark(file: FileOf, mark: str) -> None:
    assert read("config", (file(f'{mark}{{"api_key": "k"}}'),)) == config({"api_key": "k"}, parse_env=False)
    assert json.load(read("state", file(mark + json.dumps(STATE)))) == STATE
    assert json.load(read("catalog", file(f'{mark}{{"streams": []}}'))) == {"streams": []}


def test_config_files_are_merged_with_the_environment_on_request(file: FileOf) -> None:
    first, second = file('{"api_key": "k", "lookback_days": 0.5}'), file('{"api_key": "l"}')
    merged = {"api_key": "l", "lookback_days": 0.5}
    assert read("config", (first, second)) == config(merged, parse_env=False)
    assert read("config", (first, "ENV", second)) == config(merged, parse_env=True)
    assert read("config", ()) == config({}, parse_env=False)


@pytest.mark.parametrize("option", ["state", "catalog"])
def test_state_and_catalog_may_be_left_out(caplog: pytest.LogCaptureFixture, option: str) -> None:
    assert read(option, None) is None
    assert caplog.messages == []


def test_empty_state_file_is_no_state_and_logged(file: FileOf, caplog: pytest.LogCaptureFixture) -> None:
    assert json.load(read("state", file(" \n"))) == {}
    assert caplog.messages == ["--state: the file is empty, so this sync starts without state"]


@pytest.mark.parametrize("text", ["", " ", "{}", '{"streams": []}'])
def test_empty_catalog_has_no_streams(file: FileOf, text: str) -> None:
    assert json.load(read("catalog", file(text))) == {"streams": []}


@pytest.mark.parametrize("streams", [None, {"a": 1}, ["x"], [{}], 5])
def test_malformed_catalog_is_rejected(file: FileOf, streams: object) -> None:
    with pytest.raises(Stop, match=r"^--catalog: expected a Singer catalog"):
        read("catalog", file(json.dumps({"streams": streams})))


def test_empty_config_file_is_rejected(file: FileOf) -> None:
    with pytest.raises(
        Stop, match=r"^--config: expected a readable file that contains a JSON object \(JSONDecodeError\)"
    ):
        read("config", (file(" "),))


def used(state: dict[str, Any], **config: Any) -> dict[str, Any]:
    return bookmarks_in(state, ["app_usage", "member_usage"], Settings.from_config({"api_key": "a-key", **config}))


def test_good_bookmarks_are_used_silently(caplog: pytest.LogCaptureFixture) -> None:
    assert used(STATE) == STATE
    assert used({}) == used({"bookmarks": {}}) == {"bookmarks": {}}
    assert caplog.messages == []


@pytest.mark.parametrize(
    ("wrapped", "wrapper"),
    [
        ({"value": STATE}, "value"),
        ({"type": "STATE", "value": STATE}, "value"),
        ({"singer_state": STATE}, "singer_state"),
    ],
)
def test_wrapped_state_is_unwrapped_and_logged(
    wrapped: dict[str, Any], wrapper: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert used(wrapped) == STATE
    assert caplog.messages == [f"--state: the state is wrapped in `{wrapper}`; its content is used"]


@pytest.mark.parametrize(
    ("name", "bookmark"),
    [
        ("no_stream", {"replication_key": "date", "replication_key_value": "2026-02-28"}),
        ("app_usage", {"date": "2026-02-28"}),
        ("app_usage", {"partitions": []}),
        ("app_usage", {"replication_key": "date", "replication_key_value": None}),
    ],
)
def test_bookmark_without_an_effect_is_named(
    name: str, bookmark: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    used({"bookmarks": {name: bookmark, "member_usage": {}}})
    [message] = caplog.messages
    expected = "expected one of the streams app_usage, member_usage, with replication_key_value"
    assert message == f"--state: the bookmark of {name!r} has no effect: {expected}"


@pytest.mark.parametrize("state", [{"value": None}, {"app_usage": "2026-02-28"}])
def test_state_without_bookmarks_is_no_state_and_logged(
    state: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    assert used(state) == {"bookmarks": {}}
    assert caplog.messages == ["--state: expected `bookmarks`, got none, so this sync starts without state"]


def test_foreign_fields_of_a_bookmark_are_dropped() -> None:
    [bookmark] = STATE["bookmarks"].values()
    more = {**bookmark, "progress_markers": {}, "starting_replication_value": "2020-01-01", "partitions": []}
    assert used({"bookmarks": {"app_usage": more}}) == STATE


@pytest.mark.parametrize("bookmarks", [None, [], "x", {"app_usage": "2026-02-28"}, {"app_usage": None}])
def test_malformed_bookmarks_are_rejected_with_advice(bookmarks: object) -> None:
    with pytest.raises(Stop, match=r"^--state: expected `bookmarks` to be an object of objects\. What to do: fix or"):
        used({"bookmarks": bookmarks})


def partitioned(**days: str) -> dict[str, Any]:
    """The state of many organizations, whose bookmarks of app_usage are `days`."""
    bookmark = {name: {"replication_key": "date", "replication_key_value": day} for name, day in days.items()}
    return {
        "bookmarks": {
            "app_usage": {
                "partitions": [{"context": {"organization": name}, **fields} for name, fields in bookmark.items()]
            }
        }
    }


SINGLE = {"bookmarks": {"app_usage": {"replication_key": "date", "replication_key_value": "2026-02-27"}}}
MANY = [{"name": name, "api_key": "a-key"} for name in ("acme", "globex")]


def test_bookmarks_of_many_organizations_are_used_silently(caplog: pytest.LogCaptureFixture) -> None:
    state = partitioned(acme="2026-02-28", globex="2026-02-27", gone="2026-01-01")
    assert used(state, organizations=MANY) == state
    blank = {"bookmarks": {"app_usage": {"partitions": [{"context": {"organization": "acme"}}]}}}
    assert used(blank, organizations=MANY) == blank
    assert caplog.messages == []


def test_bookmark_of_one_organization_moves_to_its_partition(caplog: pytest.LogCaptureFixture) -> None:
    assert used(SINGLE, organizations=MANY, organization="acme") == partitioned(acme="2026-02-27")
    newer = {
        "bookmarks": {
            "app_usage": SINGLE["bookmarks"]["app_usage"] | partitioned(acme="2026-01-01")["bookmarks"]["app_usage"]
        }
    }
    assert used(newer, organizations=MANY, organization="acme") == partitioned(acme="2026-02-27")
    assert caplog.messages == []


@pytest.mark.parametrize("organization", [None, "another"])
def test_bookmark_of_an_unknown_organization_is_named(
    caplog: pytest.LogCaptureFixture, organization: str | None
) -> None:
    assert used(SINGLE, organizations=MANY, organization=organization) == {"bookmarks": {"app_usage": {}}}
    [message] = caplog.messages
    assert message.startswith("--state: the bookmark of 'app_usage' has no effect: ")
    assert "set organization to the one whose state this is" in message


def test_bookmark_of_one_of_many_moves_out_of_its_partition(caplog: pytest.LogCaptureFixture) -> None:
    state = partitioned(acme="2026-02-27", globex="2026-02-26")
    rest = partitioned(globex="2026-02-26")["bookmarks"]["app_usage"]
    assert used(state, organization="acme") == {"bookmarks": {"app_usage": SINGLE["bookmarks"]["app_usage"] | rest}}
    assert caplog.messages == []


@pytest.mark.parametrize("partitions", [5, ["x"], [{}], [{"context": "acme"}], {"a": 1}])
def test_malformed_partitions_stop_the_run(partitions: object) -> None:
    with pytest.raises(Stop, match=r"^--state: expected `bookmarks` to be an object of objects\. What to do: "):
        used({"bookmarks": {"app_usage": {"partitions": partitions}}}, organizations=MANY)
