"""What is declared of the streams fits together, and the sandbox serves it: each failure names the place to change."""

from __future__ import annotations

import re
from typing import Any

import pytest
from scripted_api import NOW

from tap_usagestats import streams
from tap_usagestats.api.columns import TEXT_KEY
from tap_usagestats.api.records import RecordLayout
from tap_usagestats.config.settings import SETTINGS
from tap_usagestats.sandbox.requested import MAX_ITEMS
from tap_usagestats.sandbox.server import Sandbox
from tap_usagestats.streams import METRICS, STREAMS
from tap_usagestats.sync.stream import UsageStream

STREAMS_FILE = "tap_usagestats/streams.py"
ORGANIZATION_FILE = "tap_usagestats/sandbox/organization.py"
SERVER_FILE = "tap_usagestats/sandbox/server.py"

DOCUMENTED_METRICS = {
    "app", "form_coop", "form_workflow", "dash", "etl", "aggregate", "public_link", "data_trigger", "automation",
    "bpa", "data",
}  # fmt: skip
DAILY_METRICS = {"daily_automation_exec", "daily_attachment_upload"}  # of app_metrics and overview since 2026-06-29

every_stream = pytest.mark.parametrize("stream", STREAMS, ids=[stream.name for stream in STREAMS])


def items_of(stream: type[UsageStream]) -> list[dict[str, Any]]:
    """What the sandbox serves of yesterday, up to a page."""
    endpoint = stream.endpoint.path.rpartition("/")[2]
    endpoints = Sandbox(now=lambda: NOW).endpoints
    assert endpoint in endpoints, f"the sandbox does not serve {endpoint}: add it to `endpoints` in {SERVER_FILE}"
    answer = endpoints[endpoint]({"limit": MAX_ITEMS})
    items: list[dict[str, Any]] = answer["items"] if stream.endpoint.paged else [{"metrics": answer["metrics"]}]
    return items


def declared_metrics(stream: type[UsageStream]) -> set[str]:
    return {metric.name for metric in METRICS if vars(stream)["name"] in metric.streams}


def test_every_declared_stream_is_in_streams() -> None:
    declared = {one for one in vars(streams).values() if isinstance(one, type) and issubclass(one, UsageStream)}
    forgotten = {one.__name__ for one in declared - {UsageStream, *STREAMS}}
    assert not forgotten, f"add {forgotten} to STREAMS in {STREAMS_FILE}"


@every_stream
def test_sandbox_serves_exactly_the_declared_metrics(stream: type[UsageStream]) -> None:
    for item in items_of(stream):
        declared, served = declared_metrics(stream), set(item["metrics"])
        assert not declared - served, (
            f"{stream.__name__}: add {declared - served} to `metrics` in {ORGANIZATION_FILE}, or take the stream from "
            f"those of the metric in {STREAMS_FILE}; what members do not have is in NOT_OF_MEMBERS"
        )
        assert not served - declared, (
            f"{stream.__name__}: add {served - declared} to METRICS in {STREAMS_FILE}, or the stream to those of the "
            f"metric, such as ALL; what members do not have is in NOT_OF_MEMBERS in {ORGANIZATION_FILE}"
        )


@every_stream
def test_sandbox_serves_exactly_the_declared_fields(stream: type[UsageStream]) -> None:
    layout = RecordLayout(stream.columns)
    conversions = [layout.convert({"date": "2026-02-28"}, item) for item in items_of(stream)]
    unplaced = {path for _, notes in conversions for path, _ in notes if not path.startswith("metrics.")}
    assert not unplaced, f"{stream.__name__}: add columns for {unplaced} to {STREAMS_FILE}"
    filled = {name for conversion in conversions for name, value in conversion[0].items() if value is not None}
    unfilled = {column.name for column in stream.columns} - filled - {"extra"}
    assert not unfilled, f"{stream.__name__}: no item has a value for {unfilled}: add the fields to {ORGANIZATION_FILE}"


def test_no_metric_that_the_api_documents_is_missing() -> None:
    declared = {vars(stream)["name"]: declared_metrics(stream) for stream in STREAMS}
    assert declared["app_usage"] >= DOCUMENTED_METRICS | DAILY_METRICS
    assert declared["platform_usage"] >= DOCUMENTED_METRICS | DAILY_METRICS
    assert declared["member_usage"] >= DOCUMENTED_METRICS
    assert not declared["member_usage"] & DAILY_METRICS


def test_metrics_are_declared_once_and_for_existing_streams() -> None:
    names = [metric.name for metric in METRICS]
    assert len(names) == len(set(names))
    stream_names = {stream.name for stream in STREAMS}
    for metric in METRICS:
        unknown = set(metric.streams) - stream_names
        assert not unknown, f"{metric.name} in METRICS: add the class of {unknown} to STREAMS in {STREAMS_FILE}"


@every_stream
def test_day_and_id_are_the_key(stream: type[UsageStream]) -> None:
    keys = RecordLayout(stream.columns).schema["required"]
    id_column = stream.endpoint.id_column
    assert id_column in keys, f"{stream.__name__}: give the column {id_column} in {STREAMS_FILE} a kind that is a key"
    assert keys == list(dict.fromkeys(["date", id_column]))


@every_stream
def test_no_key_is_nullable(stream: type[UsageStream]) -> None:
    schema = RecordLayout(stream.columns).schema
    for key in schema["required"]:
        assert schema["properties"][key]["type"] in ("string", "integer"), (
            f"{stream.__name__}: {key} must not be nullable"
        )


@every_stream
def test_every_column_is_described(stream: type[UsageStream]) -> None:
    for column in stream.columns:
        assert re.fullmatch(r"[A-Z].+\w[.]|[A-Z].+;.+[.]", column.description), (
            f"{stream.__name__}: describe the column {column.name} in {STREAMS_FILE}"
        )


@every_stream
def test_column_names_and_paths_are_unique(stream: type[UsageStream]) -> None:
    names = [column.name for column in stream.columns]
    paths = [column.path for column in stream.columns if column.path]
    assert len(names) == len(set(names))
    assert len(paths) == len(set(paths))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    assert (names[0], names[-1]) == ("date", "extra")


@every_stream
def test_stream_with_an_id_filter_has_a_setting_for_it_and_text_ids(stream: type[UsageStream]) -> None:
    if ids_field := stream.endpoint.ids_field:
        assert ids_field in SETTINGS, f"{stream.__name__}: declare {ids_field} in tap_usagestats/config/settings.py"
        kinds = {column.name: column.kind for column in stream.columns}
        assert kinds[stream.endpoint.id_column] is TEXT_KEY


def test_stream_names_and_endpoints_are_unique() -> None:
    assert len({stream.name for stream in STREAMS}) == len({stream.endpoint.path for stream in STREAMS}) == len(STREAMS)


@every_stream
def test_only_app_usage_is_selected_by_default(stream: type[UsageStream]) -> None:
    assert stream.selected_by_default == (stream is streams.AppUsage)
