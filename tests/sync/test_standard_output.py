from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import datetime, timezone
from decimal import Decimal
from errno import ENOSPC, EPIPE
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from overrides import overrides
from singer_sdk.io_base import SingerWriter
from singer_sdk.singerlib import Message, RecordMessage, SchemaMessage, StateMessage

from tap_usagestats.errors import Stop
from tap_usagestats.sync.standard_output import ENCODER, MessageWriter, encoded, record_lines, write_lines

RECORD = RecordMessage(
    "app_usage", {"app_name": "人事", "metrics_app": 1}, time_extracted=datetime(2026, 3, 1, 2, 30, tzinfo=timezone.utc)
)
SCHEMA = SchemaMessage("app_usage", {"type": "object", "properties": {}}, key_properties=["date"])
STATE = StateMessage({"bookmarks": {"app_usage": {"replication_key_value": "2026-02-28"}}})


class CountingOutput(io.StringIO):
    """Standard output that counts how often it is flushed."""

    flushes = 0

    def flush(self) -> None:
        self.flushes += 1


class BrokenOutput(io.StringIO):
    """Standard output that nobody reads, or that has no room."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def write(self, _: str) -> int:
        raise self.error


def test_sdk_overrides_are_these_and_exist_in_the_sdk() -> None:
    assert overrides(MessageWriter, SingerWriter) == {"write_message"}


def written_record(record: RecordMessage) -> str:
    """A RECORD as the tap writes it."""
    assert record.time_extracted is not None
    lines = record_lines([(record.stream, record.record)], record.time_extracted)
    assert lines.messages == 1
    return lines.text


def written(message: Message, writer: SingerWriter) -> str:
    with redirect_stdout(io.StringIO()) as output:
        writer.write_message(message)
    return output.getvalue()


@pytest.mark.parametrize("message", [RECORD, SCHEMA, STATE])
def test_message_equals_the_sdk_message_in_ascii(message: Message) -> None:
    line = written_record(message) if isinstance(message, RecordMessage) else written(message, MessageWriter())
    assert line.isascii()
    assert line.count("\n") == 1
    assert json.loads(line) == json.loads(written(message, SingerWriter()))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("0.5"), 0.5),
        (datetime(2026, 3, 1, 2, 30, tzinfo=timezone.utc), "2026-03-01T02:30:00Z"),
        (ValueError("x"), "x"),
    ],
)
def test_dates_and_decimals_become_json_values(value: object, expected: Any) -> None:
    line = written_record(replace(RECORD, record={"extra": value}))
    assert json.loads(line)["record"] == {"extra": expected}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(), values, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), json_values, max_size=5))
def test_record_in_ascii_is_what_json_makes_of_it(record: dict[str, Any]) -> None:
    line = encoded(record)
    assert line.isascii()
    assert "\n" not in line
    assert json.loads(line) == json.loads(ENCODER.encode(record)) == record


@pytest.mark.parametrize(
    "value", ["王小明", "\u2028😀\0\x7f", '"\\', "half \ud83d of a pair", 2**64, -(2**70), 10**400]
)
def test_odd_values_in_a_record_come_back_as_they_were(value: object) -> None:
    line = encoded({"value": value})
    assert line.isascii()
    assert json.loads(line) == {"value": value}


def test_messages_share_one_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK's writer (0.54) makes one for each."""
    monkeypatch.setattr("simplejson.JSONEncoder", pytest.fail)
    monkeypatch.setattr("json.JSONEncoder", pytest.fail)
    assert written(STATE, MessageWriter())
    assert written_record(RECORD)


def test_records_are_buffered_until_another_message(monkeypatch: pytest.MonkeyPatch) -> None:
    output = CountingOutput()
    monkeypatch.setattr(sys, "stdout", output)
    flushes = []
    for line in (SCHEMA, RECORD, RECORD, STATE):
        if isinstance(line, RecordMessage):
            write_lines(written_record(line))
        else:
            MessageWriter().write_message(line)
        flushes.append(output.flushes)
    assert flushes == [1, 1, 1, 2]
    kinds = [json.loads(line)["type"] for line in output.getvalue().splitlines()]
    assert kinds == ["SCHEMA", "RECORD", "RECORD", "STATE"]


@pytest.mark.parametrize(
    ("error", "words"),
    [(BrokenPipeError(EPIPE, "Broken pipe"), "Broken pipe"), (OSError(ENOSPC, "No space left"), "No space left")],
)
def test_unwritable_output_stops_the_run(monkeypatch: pytest.MonkeyPatch, error: OSError, words: str) -> None:
    monkeypatch.setattr(sys, "stdout", BrokenOutput(error))
    writes: list[Callable[[], None]] = [lambda: MessageWriter().write_message(STATE), lambda: write_lines("line\n")]
    for write in writes:
        with pytest.raises(Stop) as stop:
            write()
        assert str(stop.value) == (
            f"Cannot write to standard output ({words}). What to do: check the target's log and the disk."
        )
