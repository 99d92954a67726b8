from __future__ import annotations

import io
import json
from typing import Any

import pytest
from scripted_api import KEY, YESTERDAY
from singer_sdk.singerlib import Catalog
from syncs import state_at

from tap_usagestats.config.input_files import bookmarks_in, json_object, read_catalog, read_state, reading
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


class UndecodableFile(io.StringIO):
    """A file that is not UTF-8."""

    def read(self, _: int | None = -1) -> str:
        return b"\xfc".decode()


@pytest.mark.parametrize(
    "error", [OSError("x"), UnicodeDecodeError("utf-8", b"\xfc", 0, 1, KEY), KeyError(KEY), RecursionError()]
)
def test_unreadable_file_is_a_line_without_its_content(error: Exception) -> None:
    with pytest.raises(Stop) as stop, reading("--state: expected a JSON object"):
        raise error
    assert str(stop.value) == f"--state: expected a JSON object ({type(error).__name__})."


@pytest.mark.parametrize(("text", "expected"), [("", {}), ("{}", {}), ('{"a": [1]}', {"a": [1]})])
def test_json_object_is_parsed_and_no_text_is_an_empty_one(text: str, expected: dict[str, Any]) -> None:
    assert json_object(text) == expected


@pytest.mark.parametrize("text", NOT_JSON_OBJECTS, ids=range(len(NOT_JSON_OBJECTS)))
def test_state_and_catalog_must_be_json_objects(text: str) -> None:
    with pytest.raises(Stop, match=r"^--state: expected a JSON object \(\w+\)\.$"):
        read_state(io.StringIO(text))
    with pytest.raises(Stop, match=r"^--catalog: expected a Singer catalog, a JSON object with `streams` \(\w+\)\.$"):
        read_catalog(io.StringIO(text))


def test_file_must_be_utf_8() -> None:
    with pytest.raises(Stop, match=r"^--state: .*\(UnicodeDecodeError\)\.$"):
        read_state(UndecodableFile())


def test_state_is_read_and_may_be_left_out(caplog: pytest.LogCaptureFixture) -> None:
    assert read_state(io.StringIO(json.dumps(STATE))) == STATE
    assert read_state(None) == {}
    assert caplog.messages == []


def test_empty_state_file_is_no_state_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert read_state(io.StringIO(" \n")) == {}
    assert caplog.messages == ["--state: the file is empty, so this sync starts without state"]


def test_catalog_is_read_and_may_be_left_out() -> None:
    catalog = read_catalog(io.StringIO('{"streams": [{"tap_stream_id": "app_usage", "schema": {}, "metadata": []}]}'))
    assert isinstance(catalog, Catalog)
    assert list(catalog) == ["app_usage"]
    assert read_catalog(None) is None


@pytest.mark.parametrize("text", ["", " ", "{}", '{"streams": []}'])
def test_empty_catalog_has_no_streams(text: str) -> None:
    assert read_catalog(io.StringIO(text)) == Catalog()


@pytest.mark.parametrize("streams", [None, {"a": 1}, ["x"], [{}], 5])
def test_malformed_catalog_is_rejected(streams: object) -> None:
    with pytest.raises(Stop, match=r"^--catalog: expected a Singer catalog"):
        read_catalog(io.StringIO(json.dumps({"streams": streams})))


def test_good_bookmarks_are_used_silently(caplog: pytest.LogCaptureFixture) -> None:
    assert bookmarks_in(STATE) == STATE
    assert bookmarks_in({}) == bookmarks_in({"bookmarks": {}}) == {"bookmarks": {}}
    assert caplog.messages == []


@pytest.mark.parametrize("wrapped", [{"value": STATE}, {"type": "STATE", "value": STATE}])
def test_wrapped_state_is_unwrapped_and_logged(wrapped: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    assert bookmarks_in(wrapped) == STATE
    assert caplog.messages == ["--state: the state is wrapped in `value`; its content is used"]


@pytest.mark.parametrize("state", [{"value": None}, {"app_usage": "2026-02-28"}])
def test_state_without_bookmarks_is_no_state_and_logged(
    state: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    assert bookmarks_in(state) == {"bookmarks": {}}
    assert caplog.messages == ["--state: expected `bookmarks`, got none, so this sync starts without state"]


def test_foreign_fields_of_a_bookmark_are_dropped() -> None:
    [bookmark] = STATE["bookmarks"].values()
    more = {**bookmark, "progress_markers": {}, "starting_replication_value": "2020-01-01", "partitions": []}
    assert bookmarks_in({"bookmarks": {"app_usage": more}}) == STATE


@pytest.mark.parametrize("bookmarks", [None, [], "x", {"app_usage": "2026-02-28"}, {"app_usage": None}])
def test_malformed_bookmarks_are_rejected_with_advice(bookmarks: object) -> None:
    with pytest.raises(Stop, match=r"^--state: expected `bookmarks` to be an object of objects\. What to do: fix or"):
        bookmarks_in({"bookmarks": bookmarks})
