"""The sandbox does what is known of the API, and its organization looks like one."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import pytest
from scripted_api import NOW, OLDEST, YESTERDAY

from tap_usagestats.sandbox import organization
from tap_usagestats.sandbox.server import Limit, Sandbox

APP_METRICS, MEMBER_METRICS, OVERVIEW = (
    f"/api/v1/corp_usage/{name}" for name in ("app_metrics", "member_metrics", "overview")
)


def ask(
    path: str = APP_METRICS, *, sandbox: Sandbox | None = None, key: str = "sandbox", **body: Any
) -> dict[str, Any]:
    sandbox = sandbox or Sandbox(now=lambda: NOW)
    answer = sandbox.answer(path, f"Bearer {key}", json.dumps(body).encode())
    return {"status": answer.status, **json.loads(answer.body)}


def all_items(path: str, day: date) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    while True:
        page = ask(path, date=day.isoformat(), skip=len(items), limit=100)
        items += page["items"]
        if not page["has_next"]:
            return items


def test_default_request_is_the_first_20_of_yesterday() -> None:
    page = ask()
    assert (page["status"], page["date"], len(page["items"]), page["has_next"]) == (
        200,
        YESTERDAY.isoformat(),
        20,
        True,
    )
    assert ask(date="") == page
    assert ask(app_ids=[]) == page
    late = Sandbox(now=lambda: datetime(2026, 3, 1, 16, 0, tzinfo=timezone.utc))
    assert ask(sandbox=late)["date"] == "2026-03-01"


def test_pages_follow_skip_and_limit() -> None:
    items = all_items(APP_METRICS, YESTERDAY)
    assert 100 < len(items) < 200
    assert ask(skip=100, limit=100)["items"] == items[100:]
    assert ask(skip=len(items) - 1, limit=1)["has_next"] is False
    assert ask(skip=1000)["items"] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"date": "2026-03-01"}, 17017),
        ({"date": (OLDEST - timedelta(days=1)).isoformat()}, 17017),
        ({"date": "2026-02-30"}, 17017),
        ({"date": "yesterday"}, 17017),
        ({"limit": 101}, 17017),
        ({"limit": 0}, 17017),
        ({"skip": -1}, 17017),
        ({"skip": "0"}, 17017),
        ({"app_ids": ["a" * 24] * 11}, 17017),
        ({"app_ids": "a"}, 17017),
        ({"app_ids": ["no such app"]}, 2004),
        ({"key": "wrong"}, 8301),
    ],
)
def test_error_is_http_400_with_a_code_and_a_msg(body: dict[str, Any], code: int) -> None:
    answer = ask(**body)
    assert (answer["status"], answer["code"]) == (400, code)
    assert answer["msg"]


def test_oldest_day_is_served() -> None:
    assert ask(date=OLDEST.isoformat())["status"] == 200


def test_non_object_body_is_an_invalid_request() -> None:
    sandbox = Sandbox(now=lambda: NOW)
    for raw in (b"{", b"[]"):
        assert json.loads(sandbox.answer(APP_METRICS, "Bearer sandbox", raw).body)["code"] == 1
    assert sandbox.answer("/api/v2/nothing", "Bearer sandbox", b"{}").status == 404


def test_rate_limit_is_a_request_a_second_for_each_endpoint() -> None:
    clock = iter([0.0, 0.5, 0.9, 1.0, 1.99])
    limited = Sandbox(now=lambda: NOW, monotonic=lambda: next(clock), limit=Limit.ENDPOINT)
    paths = [APP_METRICS, MEMBER_METRICS, APP_METRICS, APP_METRICS, APP_METRICS]
    answers = [ask(path, sandbox=limited) for path in paths]
    assert [answer.get("code") for answer in answers] == [None, None, 8304, None, 8304]


def test_organization_is_deterministic_and_changes() -> None:
    first, last = all_items(APP_METRICS, OLDEST), all_items(APP_METRICS, YESTERDAY)
    assert all_items(APP_METRICS, OLDEST) == first
    before, after = ({item["app_id"] for item in items} for items in (first, last))
    assert before - after
    assert after - before
    assert len(before & after) > 50
    assert len(after) == len(last)


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 11, 22), date(2035, 7, 1)])
def test_every_day_has_two_pages_of_plausible_apps(day: date) -> None:
    items = organization.app_items(day)
    assert 100 < len(items) < 200
    assert any(item["creator"] is None for item in items)
    assert any(item["last_visit_at"] is None for item in items)
    assert any(not item["app_name"].isascii() for item in items)
    assert 1000 < max(item["metrics"]["data"] for item in items) < 40_000
    assert all(item["created_at"][:10] <= day.isoformat() for item in items)


@pytest.mark.parametrize("last", [date(2024, 2, 29), date(2026, 11, 22), date(2035, 7, 1)])
def test_apps_change_plausibly_within_180_days(last: date) -> None:
    days = [last - timedelta(days=number) for number in reversed(range(180))]
    apps = [{item["app_id"]: item for item in organization.app_items(day)} for day in days]
    seen: set[str] = set()
    changes: Counter[str] = Counter()
    for before, after in pairwise(apps):
        seen |= before.keys()
        changes["came back"] += len((after.keys() - before.keys()) & seen)
        for one in before.keys() & after.keys():
            old, new = before[one], after[one]
            changes["renamed"] += old["app_name"] != new["app_name"]
            changes["lost its creator"] += old["creator"] is not None and new["creator"] is None
            changes["changed hands"] += bool(old["creator"] and new["creator"] and old["creator"] != new["creator"])
            changes["opened a link"] += old["metrics"]["public_link"] < new["metrics"]["public_link"]
    assert all(changes[name] for name in ("came back", "renamed", "lost its creator", "changed hands", "opened a link"))


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 11, 22), date(2035, 7, 1)])
def test_members_without_apps_are_listed_and_creators_who_left_are_not(day: date) -> None:
    members = {item["member"]["member_id"]: item["metrics"] for item in organization.member_items(day)}
    assert any(metrics["app"] == 0 for metrics in members.values())
    creators = [item["creator"] for item in organization.app_items(day)]
    assert any(creator is not None and creator["member_id"] not in members for creator in creators)


def test_figures_of_the_three_endpoints_agree() -> None:
    apps = all_items(APP_METRICS, YESTERDAY)
    sums: Counter[str] = Counter()
    created: Counter[str] = Counter()
    for item in apps:
        sums.update(item["metrics"])
        if item["creator"]:
            created[item["creator"]["member_id"]] += 1
    assert ask(OVERVIEW, date=YESTERDAY.isoformat())["metrics"] == dict(sums)
    members = all_items(MEMBER_METRICS, YESTERDAY)
    apps_of = {item["member"]["member_id"]: item["metrics"]["app"] for item in members}
    assert apps_of == {member: created[member] for member in apps_of}
    assert sum(apps_of.values()) > 0.8 * sum(created.values())
    assert all(
        set(item["metrics"]) == {name for name in sums if name not in organization.NOT_OF_MEMBERS} for item in members
    )
