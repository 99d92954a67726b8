from __future__ import annotations

import json
from typing import Any

import pytest
from scripted_api import YESTERDAY, ScriptedApi
from syncs import Sync

from tap_usagestats.records import as_integer, leaf_paths, utc_text
from tap_usagestats.sandbox.server import Answer
from tap_usagestats.streams import METRICS, AppUsage, MemberUsage, PlatformUsage

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
    "metrics_daily_automation_exec": None,
    "metrics_daily_attachment_upload": None,
    "extra": None,
}


def app_record(**fields: Any) -> dict[str, Any]:
    record, _ = AppUsage.endpoint.layout.record("2026-05-08", {**SAMPLE, **fields})
    return record


def test_sample_response_is_the_golden_record_in_the_order_of_the_schema() -> None:
    record = app_record()
    assert record == GOLDEN
    assert list(record) == list(GOLDEN) == list(AppUsage.endpoint.layout.schema["properties"])


def test_new_fields_go_to_extra_in_the_nesting_of_the_api() -> None:
    item = {
        "metrics": {"app": 1, "daily_ai_credits": 7},
        "creator": {"name": "Tom", "dept": "销售"},
        "tags": ["a", {"b": None}],
    }
    assert json.loads(app_record(**item)["extra"]) == {
        "metrics": {"daily_ai_credits": 7},
        "creator": {"dept": "销售"},
        "tags": ["a", {"b": None}],
    }
    assert app_record(metrics={"daily_ai_credits": 7})["extra"] == '{"metrics": {"daily_ai_credits": 7}}'


@pytest.mark.parametrize(
    ("fields", "column", "extra"),
    [
        ({"metrics": {"data": "n/a"}}, "metrics_data", {"metrics": {"data": "n/a"}}),
        ({"metrics": {"data": 1.5}}, "metrics_data", {"metrics": {"data": 1.5}}),
        ({"metrics": {"data": True}}, "metrics_data", {"metrics": {"data": True}}),
        ({"metrics": "none"}, "metrics_data", {"metrics": "none"}),
        ({"metrics": []}, "metrics_data", {"metrics": []}),
        ({"creator": "Tom"}, "creator_name", {"creator": "Tom"}),
        ({"app_name": 7}, "app_name", {"app_name": 7}),
        ({"created_at": "last week"}, "created_at", {"created_at": "last week"}),
        ({"created_at": 1767196800}, "created_at", {"created_at": 1767196800}),
        (
            {"last_visit_at": "0001-01-01T00:00:00+08:00"},
            "last_visit_at",
            {"last_visit_at": "0001-01-01T00:00:00+08:00"},
        ),
    ],
)
def test_value_of_the_wrong_type_goes_to_extra_and_its_column_is_null(
    fields: dict[str, Any], column: str, extra: dict[str, Any]
) -> None:
    record = app_record(**fields)
    assert record[column] is None
    assert json.loads(record["extra"]) == extra


@pytest.mark.parametrize("fields", [{"creator": None}, {"metrics": None}, {"app_name": None}, {"created_at": None}])
def test_null_is_null_and_nothing_extra(fields: dict[str, Any]) -> None:
    record = app_record(**fields)
    assert record["extra"] is None
    assert None in record.values()


def test_absent_metric_is_null_not_0() -> None:
    assert app_record(metrics={"bpa": 0})["metrics_bpa"] == 0
    assert app_record(metrics={"bpa": 0})["metrics_data"] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-01T00:00:00+08:00", "2025-12-31T16:00:00Z"),
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        ("2026-01-01T00:00:00.250-05:00", "2026-01-01T05:00:00.250000Z"),
        ("2026-01-01T00:00:00", "2025-12-31T16:00:00Z"),
        ("2026-01-01 08:00:00", "2026-01-01T00:00:00Z"),
    ],
)
def test_date_times_are_in_utc_and_without_an_offset_taken_as_utc_plus_8(text: str, expected: str) -> None:
    assert utc_text(text) == expected


def test_integers_stay_integers_above_32_and_64_bits() -> None:
    assert app_record(metrics={"data": 2**63 + 1})["metrics_data"] == 2**63 + 1
    assert as_integer(1200.0) == 1200
    assert isinstance(as_integer(1200.0), int)


def test_extra_is_json_whatever_the_number(sync: Sync, api: ScriptedApi) -> None:
    figures = b'"app": 1e400, "new": -1e999'
    api.faults = {0: lambda answer: Answer(200, answer.body.replace(b'"app": 1', figures))}
    run = sync(start_date=YESTERDAY.isoformat())
    extra = json.loads(run.records[0]["extra"], parse_constant=pytest.fail)
    assert extra == {"metrics": {"app": "1e400", "new": "-1e999"}}


def test_member_and_platform_records() -> None:
    member, rest = MemberUsage.endpoint.layout.record(
        "2026-05-08", {"member": {"member_id": "m1", "name": "Tom"}, "metrics": {"app": 2}}
    )
    assert (member["member_id"], member["member_name"], member["metrics_app"], rest) == ("m1", "Tom", 2, {})
    platform, rest = PlatformUsage.endpoint.layout.record("2026-05-08", {"metrics": {"app": 40}})
    assert list(platform) == ["date", *(f"metrics_{name}" for name in METRICS), "extra"]
    assert (platform["metrics_app"], rest) == (40, {})


def test_leaf_paths_name_each_field_once() -> None:
    assert list(leaf_paths({"metrics": {"a": 1, "b": {}}, "tags": [1]})) == ["metrics.a", "metrics.b", "tags"]
