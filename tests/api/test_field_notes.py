from __future__ import annotations

import pytest
from scripted_api import KEY

from tap_usagestats.api.field_notes import MAX_FIELDS, REPLACED, UNPLACED, FieldNotes
from tap_usagestats.redaction import Redactor


@pytest.fixture
def notes() -> FieldNotes:
    return FieldNotes(Redactor(KEY))


def test_field_moved_to_extra_is_logged_once(notes: FieldNotes, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        notes.note("app_usage", "metrics.new", UNPLACED)
    [message] = caplog.messages
    assert message.startswith("app_usage: field metrics.new ")
    assert message.endswith(" goes to extra")


def test_replaced_text_is_logged_once(notes: FieldNotes, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        notes.note("app_usage", "app_name", REPLACED)
    [message] = caplog.messages
    assert message.startswith("app_usage: field app_name had characters that databases reject (U+0000, or half of a ")


def test_each_stream_and_reason_is_logged(notes: FieldNotes, caplog: pytest.LogCaptureFixture) -> None:
    notes.note("app_usage", "metrics.new", UNPLACED)
    notes.note("member_usage", "metrics.new", UNPLACED)
    notes.note("member_usage", "metrics.new", REPLACED)
    assert len(caplog.messages) == 3


def test_object_keyed_by_ids_does_not_flood_the_log(notes: FieldNotes, caplog: pytest.LogCaptureFixture) -> None:
    for number in range(3 * MAX_FIELDS):
        notes.note("app_usage", f"by_id.{number}", UNPLACED)
    assert len(caplog.messages) == MAX_FIELDS + 1
    assert caplog.messages[-2].startswith(f"app_usage: field by_id.{MAX_FIELDS - 1} ")
    assert caplog.messages[-1] == "More than 20 such fields: the others are not logged in this run"


def test_field_name_is_made_safe_to_log(notes: FieldNotes, caplog: pytest.LogCaptureFixture) -> None:
    notes.note("app_usage", f"{KEY}\n\x1b[31m{'x' * 1000}", UNPLACED)
    name = f"*** [31m{'x' * 1000}"[:200]
    assert caplog.messages[0].startswith(f"app_usage: field {name} ")
