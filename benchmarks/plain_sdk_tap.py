"""The usual tap of the SDK's template, nothing more. Arguments: URL, first day, number of days."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import requests
from singer_sdk import RESTStream, Tap
from singer_sdk import typing as th
from singer_sdk.authenticators import BearerTokenAuthenticator
from singer_sdk.pagination import BaseAPIPaginator
from singer_sdk.streams.rest import HTTPRequest, PageContext

url, first, days = sys.argv[1], date.fromisoformat(sys.argv[2]), int(sys.argv[3])
METRICS = [
    "app",
    "form_coop",
    "form_workflow",
    "dash",
    "etl",
    "aggregate",
    "public_link",
    "data_trigger",
    "automation",
    "bpa",
    "data",
    "daily_automation_exec",
    "daily_attachment_upload",
]


class DayPages(BaseAPIPaginator[tuple[int, int]]):
    """The pages of one day after those of another: (day, skip)."""

    def get_next(self, response: requests.Response) -> tuple[int, int] | None:
        """Go on with `has_next`, then with the next day."""
        day, skip = self.current_value
        if response.json()["has_next"]:
            return day, skip + 100
        return (day + 1, 0) if day + 1 < days else None


class AppUsage(RESTStream[tuple[int, int]]):
    """The app endpoint, nested as it is."""

    name = "app_usage"
    path = "/v1/corp_usage/app_metrics"
    http_method = "POST"
    url_base = url
    primary_keys = ("date", "app_id")
    replication_key = "date"
    is_sorted = True
    schema = th.PropertiesList(
        th.Property("date", th.DateType),
        th.Property("app_id", th.StringType),
        th.Property("app_name", th.StringType),
        th.Property("creator", th.ObjectType(*(th.Property(f, th.StringType) for f in ("member_id", "name")))),
        *(th.Property(field, th.DateTimeType) for field in ("created_at", "last_edit_at", "last_visit_at")),
        th.Property("metrics", th.ObjectType(*(th.Property(metric, th.IntegerType) for metric in METRICS))),
    ).to_dict()

    @property
    def authenticator(self) -> BearerTokenAuthenticator:
        """The key."""
        return BearerTokenAuthenticator(token="sandbox")  # noqa: S106  # the sandbox's

    def get_new_paginator(self) -> DayPages:
        """Begin with the first day."""
        return DayPages((0, 0))

    def get_http_request(self, *, page: PageContext[tuple[int, int]]) -> HTTPRequest:
        """Ask for a page."""
        request = super().get_http_request(page=page)
        day, skip = page.next_page_token or (0, 0)
        request.data = {"date": str(first + timedelta(days=day)), "skip": skip, "limit": 100}
        return request

    def parse_response(self, response: requests.Response) -> Iterable[dict[str, Any]]:
        """Yield the items with their date."""
        page = response.json()
        for item in page["items"]:
            yield {"date": page["date"], **item}


class PlainTap(Tap):
    """A tap with one stream."""

    name = "tap-plain"
    package_name = "tap-usagestats"  # the SDK looks up the version of every installed tap

    def discover_streams(self) -> list[AppUsage]:
        """Return it."""
        return [AppUsage(self)]


PlainTap.cli([])
