"""The endpoint as a declarative Airbyte source. Arguments: URL, first day, number of days."""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from airbyte_cdk.entrypoint import launch
from airbyte_cdk.sources.declarative.concurrent_declarative_source import ConcurrentDeclarativeSource

url, first, days = sys.argv[1], date.fromisoformat(sys.argv[2]), int(sys.argv[3])
end = first + timedelta(days=days)
STREAM = "app_usage"
MANIFEST: dict[str, Any] = {
    "version": "6.0.0",
    "type": "DeclarativeSource",
    "check": {"type": "CheckStream", "stream_names": [STREAM]},
    "streams": [
        {
            "type": "DeclarativeStream",
            "name": STREAM,
            "primary_key": ["date", "app_id"],
            "retriever": {
                "type": "SimpleRetriever",
                "requester": {
                    "type": "HttpRequester",
                    "url_base": url,
                    "path": "/v1/corp_usage/app_metrics",
                    "http_method": "POST",
                    "authenticator": {"type": "BearerAuthenticator", "api_token": "sandbox"},
                    "request_body_json": {"date": "{{ stream_interval.start_time }}"},
                },
                "record_selector": {
                    "type": "RecordSelector",
                    "extractor": {"type": "DpathExtractor", "field_path": ["items"]},
                },
                "paginator": {
                    "type": "DefaultPaginator",
                    "page_size_option": {"type": "RequestOption", "inject_into": "body_json", "field_name": "limit"},
                    "page_token_option": {"type": "RequestOption", "inject_into": "body_json", "field_name": "skip"},
                    "pagination_strategy": {"type": "OffsetIncrement", "page_size": 100},
                },
            },
            "incremental_sync": {
                "type": "DatetimeBasedCursor",
                "cursor_field": "date",
                "datetime_format": "%Y-%m-%d",
                "cursor_granularity": "P1D",
                "step": "P1D",
                "start_datetime": {"type": "MinMaxDatetime", "datetime": str(first), "datetime_format": "%Y-%m-%d"},
                "end_datetime": {"type": "MinMaxDatetime", "datetime": str(end), "datetime_format": "%Y-%m-%d"},
            },
            "transformations": [
                {
                    "type": "AddFields",
                    "fields": [{"path": ["date"], "value": "{{ stream_slice['start_time'] }}"}],
                }
            ],
            "schema_loader": {"type": "InlineSchemaLoader", "schema": {"type": "object", "properties": {}}},
        }
    ],
    "spec": {"type": "Spec", "connection_specification": {"type": "object", "properties": {}}},
}
CATALOG = {
    "streams": [
        {
            "stream": {"name": STREAM, "json_schema": {}, "supported_sync_modes": ["full_refresh", "incremental"]},
            "sync_mode": "incremental",
            "destination_sync_mode": "append",
        }
    ]
}

with tempfile.TemporaryDirectory() as folder:
    for name, content in (("config.json", {}), ("catalog.json", CATALOG)):
        (Path(folder) / name).write_text(json.dumps(content))
    arguments = ["read", "--config", f"{folder}/config.json", "--catalog", f"{folder}/catalog.json"]
    launch(ConcurrentDeclarativeSource(catalog=None, config={}, state=[], source_config=MANIFEST), arguments)
