from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_usagestats.api.columns import INT64, TEXT, TEXT_KEY, Column
from tap_usagestats.api.records import REPLACED, UNPLACED, WITHHELD, Record, RecordLayout, leaf_paths, storable
from tap_usagestats.streams import AppUsage, MemberUsage, PlatformUsage

# The response sample of Jodoo's help page, "Get App Resource Usage Statistics API".
SAMPLE: dict[str, Any] = {
    "app_id": "65f000000000000000000001",
    "app_name": "CRM",
    "creator": {"member_id": "65f000000000000000000011", "name": "Tom"},
    "created_at": "2026-01-01T00:00:00+08:00",
    "last_edit_at": "2026-05-06T12:00:00+08:00",
    "last_visit_at": "2026-05-06T18:00:00+08:00",
    "metrics": {
        "app": 1,
        "form_coop": 20,
        "form_workflow": 3,
        "dash": 2,
        "etl": 1,
        "aggregate": 1,
        "public_link": 5,
        "data_trigger": 2,
        "automation": 1,
        "bpa": 0,
        "data": 1200,
    },
}
GOLDEN = {
    "date": "2026-05-08",
    "app_id": "65f000000000000000000001",
    "app_name": "CRM",
    "creator_member_id": "65f000000000000000000011",
    "creator_name": "Tom",
    "created_at": "2025-12-31T16:00:00Z",
    "last_edit_at": "2026-05-06T04:00:00Z",
    "last_visit_at": "2026-05-06T10:00:00Z",
    "metrics_app": 1,
    "metrics_form_coop": 20,
    "metrics_form_workflow": 3,
    "metrics_dash": 2,
    "metrics_etl": 1,
    "metrics_aggregate": 1,
    "metrics_public_link": 5,
    "metrics_data_trigger": 2,
    "metrics_automation": 1,
    "metrics_bpa": 0,
    "metrics_data": 1200,
}

DAY = {"date": "2026-05-08"}
APP_LAYOUT = RecordLayout(AppUsage.columns)
GOLDEN_RECORD = dict.fromkeys(APP_LAYOUT.schema["properties"]) | GOLDEN  # what the sample lacks is null
SURROGATES = "\ud83d \ude00 \udfff"


def assert_is_storable(text: str) -> None:
    """Neither the text nor, if it is JSON, a text in it has U+0000 or half of a surrogate pair."""
    assert text.encode().decode() == text
    assert "\0" not in text
    assert "\\u0000" not in text.replace("\\\\", "")


def convert(**fields: Any) -> tuple[Record, list[tuple[str, str]]]:
    return APP_LAYOUT.convert(DAY, {**SAMPLE, **fields})


def app_record(**fields: Any) -> dict[str, Any]:
    return convert(**fields)[0]


def test_sample_response_becomes_the_expected_record() -> None:
    record, notes = convert()
    assert record == GOLDEN_RECORD
    assert list(record) == list(APP_LAYOUT.schema["properties"])
    assert notes == []


def test_members_and_the_organization_have_their_own_columns() -> None:
    member, notes = RecordLayout(MemberUsage.columns).convert(
        DAY, {"member": {"member_id": "m1", "name": "Tom"}, "metrics": {"app": 2}}
    )
    assert notes == []
    organization, notes = RecordLayout(PlatformUsage.columns).convert(DAY, {"metrics": {"app": 40}})
    assert notes == []
    assert list(member.items())[:4] == [
        ("date", "2026-05-08"),
        ("member_id", "m1"),
        ("member_name", "Tom"),
        ("metrics_app", 2),
    ]
    assert list(organization.items())[:2] == [("date", "2026-05-08"), ("metrics_app", 40)]


def test_schema_requires_the_columns_that_cannot_be_null() -> None:
    layout = RecordLayout([Column("id", ("id",), TEXT_KEY, "The ID."), Column("name", ("name",), TEXT, "A name.")])
    assert layout.schema == {
        "type": "object",
        "properties": {
            "id": {"type": "string", "description": "The ID."},
            "name": {"type": ["string", "null"], "description": "A name."},
        },
        "required": ["id"],
    }


def test_constant_column_comes_first_and_beats_a_field_of_its_name() -> None:
    organization = Column("organization", (), TEXT_KEY, "The name of the account.")
    layout = RecordLayout((organization, *AppUsage.columns))
    for _ in range(2):
        record, notes = layout.convert(
            {"date": "2026-05-08", "organization": "acme"}, {**SAMPLE, "organization": "other"}
        )
        assert record == {**GOLDEN_RECORD, "organization": "acme", "extra": '{"organization": "other"}'}
        assert next(iter(record)) == "organization"
        assert notes == [("organization", UNPLACED)]


def test_new_fields_go_to_extra_in_the_nesting_of_the_api() -> None:
    fields = {
        "metrics": {"app": 1, "not_documented": 7},
        "creator": {"name": "Tom", "dept": "销售"},
        "tags": ["a", {"b": None}],
        "date": "2026-05-09",
        "extra": None,
    }
    record, notes = convert(**fields)
    assert record["extra"] == (
        '{"creator": {"dept": "销售"}, "metrics": {"not_documented": 7}, "tags": ["a", {"b": null}], '
        '"date": "2026-05-09", "extra": null}'
    )
    unplaced = ("creator.dept", "metrics.not_documented", "tags", "date", "extra")
    assert notes == [(field, UNPLACED) for field in unplaced]
    assert record["date"] == "2026-05-08"


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"metrics": {"data": "n/a"}}, "metrics_data"),
        ({"metrics": {"data": 1.5}}, "metrics_data"),
        ({"metrics": {"data": True}}, "metrics_data"),
        ({"metrics": {"data": [1]}}, "metrics_data"),
        ({"metrics": {"data": 2**63}}, "metrics_data"),
        ({"metrics": {"data": -(2**63) - 1}}, "metrics_data"),
        ({"metrics": {"data": 1e20}}, "metrics_data"),
        ({"metrics": {"data": 1e308}}, "metrics_data"),
        ({"metrics": "none"}, "metrics_data"),
        ({"metrics": []}, "metrics_data"),
        ({"creator": "Tom"}, "creator_name"),
        ({"creator": {"name": {"first": "Tom"}}}, "creator_name"),
        ({"app_name": 7}, "app_name"),
        ({"app_id": 7}, "app_id"),
        ({"app_id": ""}, "app_id"),
        ({"created_at": "last week"}, "created_at"),
        ({"created_at": 1767196800}, "created_at"),
        ({"created_at": ["2026-01-01"]}, "created_at"),
        ({"created_at": {"$date": "2026-01-01"}}, "created_at"),
        ({"last_visit_at": "0001-01-01T00:00:00+08:00"}, "last_visit_at"),
        ({"last_visit_at": "1770010112359"}, "last_visit_at"),
        ({"last_visit_at": "20260101"}, "last_visit_at"),
        ({"metrics": {"data": "1.5"}}, "metrics_data"),
        ({"metrics": {"data": "12,000"}}, "metrics_data"),
        ({"metrics": {"data": ""}}, "metrics_data"),
        ({"metrics": {"data": "1e3"}}, "metrics_data"),
        ({"metrics": {"data": "٣"}}, "metrics_data"),
        ({"metrics": {"data": str(2**63)}}, "metrics_data"),
        ({"metrics": {"data": "9" * 5000}}, "metrics_data"),
    ],
)
def test_wrong_type_goes_to_extra_and_the_column_is_null(fields: dict[str, Any], column: str) -> None:
    record, notes = convert(**fields)
    assert record[column] is None
    assert json.loads(record["extra"]) == fields
    assert notes == [(field, UNPLACED) for field in leaf_paths(fields)]


@pytest.mark.parametrize(
    ("hidden", "fields", "withheld"),
    [
        ("creator_name", {"creator": "Tom"}, ["creator"]),
        ("creator_member_id", {"creator": ["m1", "Tom"]}, ["creator"]),
        ("creator_name", {"creator": {"name": ["Tom"], "email": "tom@example.com"}}, ["creator"]),
        ("app_name", {"app_name": {"zh": "人事"}}, ["app_name"]),
        ("metrics_bpa", {"metrics": {"new": 1}}, ["metrics"]),
        ("creator_name", {"creator_name": "Tom"}, ["creator_name"]),
        ("extra", {"tags": 1}, ["tags"]),
    ],
)
def test_what_belongs_to_a_hidden_column_stays_out_of_extra(
    hidden: str, fields: dict[str, Any], withheld: list[str]
) -> None:
    layout = RecordLayout(AppUsage.columns)
    layout.withhold([hidden])
    record, notes = layout.convert(DAY, {**SAMPLE, **fields})
    assert record["extra"] is None
    assert notes == [(field, WITHHELD) for field in withheld]
    if hidden != "extra":
        record, notes = layout.convert(DAY, {**SAMPLE, **fields, "tags": ["x"]})
        assert record["extra"] == '{"tags": ["x"]}'
        assert notes[-1] == ("tags", UNPLACED)


@pytest.mark.parametrize("fields", [{"creator": None}, {"metrics": None}, {"app_name": None}, {"created_at": None}])
def test_null_is_null_and_not_in_extra(fields: dict[str, Any]) -> None:
    record, notes = convert(**fields)
    assert record["extra"] is None
    assert notes == []
    assert all(record[column] is None for column in record if column.startswith(next(iter(fields))))


def test_absent_metric_is_null_not_0() -> None:
    record = app_record(metrics={"bpa": 0})
    assert (record["metrics_bpa"], record["metrics_data"]) == (0, None)


@pytest.mark.parametrize(
    "column", [column for column in AppUsage.columns if column.path and column.kind in (TEXT, TEXT_KEY)]
)
def test_unstorable_characters_are_replaced_in_every_text(column: Column) -> None:
    value: Any = f"a\0b{SURROGATES}😀"
    for field in reversed(column.path):
        value = {field: value}
    record, notes = convert(**value)
    assert record[column.name] == "a\ufffdb\ufffd \ufffd \ufffd😀"
    assert notes == [(column.name, REPLACED)]


def test_unstorable_characters_are_replaced_in_extra() -> None:
    record, notes = convert(**{"new\0": {"a\ud83d": ["x\0", {"y": "\udfff"}]}, "app_name": "fine"})
    assert json.loads(record["extra"]) == {"new\ufffd": {"a\ufffd": ["x\ufffd", {"y": "\ufffd"}]}}
    assert notes == [("new\0.a\ud83d", UNPLACED), ("extra", REPLACED)]


json_texts = st.text(st.characters() | st.sampled_from("\0\ud800\udfff"))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | json_texts,
    lambda values: st.lists(values, max_size=3) | st.dictionaries(json_texts, values, max_size=3),
    max_leaves=10,
)


@given(value=json_values)
def test_every_json_value_becomes_storable(value: Any) -> None:
    assert_is_storable(json.dumps(storable(value), ensure_ascii=False))


@given(item=st.dictionaries(st.sampled_from([*SAMPLE, "new"]), json_values))
def test_every_item_becomes_a_record_of_the_schema(item: dict[str, Any]) -> None:
    record, notes = APP_LAYOUT.convert(DAY, item)
    assert list(record) == list(GOLDEN_RECORD)
    assert (record["extra"] is None) == (UNPLACED not in [what for _, what in notes])
    for column in AppUsage.columns:
        if column.name.startswith("metrics_"):
            assert record[column.name] is None or record[column.name] in INT64
        else:
            assert_is_storable(record[column.name] or "")


def test_leaf_paths_name_each_field_once() -> None:
    assert list(leaf_paths({"metrics": {"a": 1, "b": {}}, "tags": [1]})) == ["metrics.a", "metrics.b", "tags"]


def test_colliding_names_keep_both_values() -> None:
    assert storable({"a\0": 1, "a\ud800": 2}) == {"a\ufffd": 1, "a\ufffd\ufffd": 2}
