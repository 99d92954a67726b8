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
