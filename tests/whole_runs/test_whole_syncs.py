"""Whole syncs over real HTTP: what is asked for, what goes out, what the next run begins with."""

from __future__ import annotations

import json
import math
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from scripted_api import (
    APPS,
    KEY,
    NOW,
    OLDEST,
    OVERVIEW,
    YESTERDAY,
    Request,
    ScriptedApi,
    TurnedClock,
    app_item,
    days_before,
    refuse,
)
from syncs import STREAM_NAMES, Sync, all_streams, bookmarks_in, state_at

from tap_usagestats.api.pacing import MARGIN
from tap_usagestats.sandbox.requested import ApiError, Json
from tap_usagestats.sandbox.server import Limit

LAST_WEEK = [days_before(YESTERDAY, back) for back in range(6, -1, -1)]


def start(days: int) -> str:
    """The start_date of a sync of this many days."""
    return days_before(YESTERDAY, days - 1).isoformat()


def test_every_app_of_every_day_comes_once(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda _: 250
    run = sync(start_date=start(3))
    assert run.exit_code == 0
    assert len(run.keys) == len(set(run.keys)) == 750
    assert [(body["skip"], body["limit"]) for body in api.bodies] == [(0, 100), (100, 100), (200, 100)] * 3
    assert all(set(body) == {"date", "skip", "limit"} for body in api.bodies)
    assert api.days_asked == sorted(api.days_asked)


def test_first_sync_reads_the_whole_window(api: ScriptedApi, sync: Sync) -> None:
    run = sync()
    assert len(api.bodies) == 180
    assert api.days_asked[0] == OLDEST.isoformat()
    assert run.bookmarks[-1] == YESTERDAY.isoformat()


def test_state_follows_each_day_with_records(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda day: 0 if day in {LAST_WEEK[2], LAST_WEEK[6]} else 120
    run = sync(start_date=start(7))
    kinds = [
        (message["type"], message.get("record", {}).get("date"))
        for message in run.messages
        if message["type"] != "SCHEMA"
    ]
    expected: list[tuple[str, Any]] = []
    for day in LAST_WEEK:
        if api.apps(day):
            expected += [("RECORD", day.isoformat())] * 120 + [("STATE", None)]
    assert kinds == expected
    assert run.bookmarks == [day.isoformat() for day in LAST_WEEK if api.apps(day)]


def test_sync_continues_after_an_empty_day(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda day: 0 if day == YESTERDAY else 2
    first = sync(start_date=start(3))
    assert first.state == state_at(LAST_WEEK[-2])
    api.forget_requests()
    api.apps = lambda _: 2
    second = sync(first.state)
    assert api.days_asked == [LAST_WEEK[-2].isoformat(), YESTERDAY.isoformat()]
    assert second.state == state_at(YESTERDAY)


def test_second_run_starts_with_the_bookmarked_day(api: ScriptedApi, sync: Sync, clock: TurnedClock) -> None:
    first = sync(start_date=start(2))
    api.forget_requests()
    clock.moment += timedelta(days=1)
    second = sync(first.state)
    assert api.days_asked == [YESTERDAY.isoformat(), "2026-03-01"]
    assert second.bookmarks == [YESTERDAY.isoformat(), "2026-03-01"]


def test_lookback_never_moves_the_bookmark_back(api: ScriptedApi, sync: Sync) -> None:
    run = sync(state_at(days_before(YESTERDAY, 1)), lookback_days=3)
    assert api.days_asked == [day.isoformat() for day in LAST_WEEK[2:]]
    assert run.bookmarks == [day.isoformat() for day in LAST_WEEK[-2:]]


def test_lookback_never_reads_before_start_date(api: ScriptedApi, sync: Sync) -> None:
    sync(state_at(YESTERDAY), lookback_days=30, start_date=start(3))
    assert api.days_asked == [day.isoformat() for day in LAST_WEEK[-3:]]


def test_bookmark_ahead_of_yesterday_reads_nothing(api: ScriptedApi, sync: Sync) -> None:
    run = sync(state_at(date(2026, 3, 1)))
    assert (run.exit_code, run.records, run.of_type("STATE"), api.bodies) == (0, [], [], [])
    assert "bookmark 2026-03-01 is ahead of yesterday in UTC+8" in run.log
    assert "WARNING" not in run.log


def test_bookmark_days_ahead_warns_about_the_clock(api: ScriptedApi, sync: Sync) -> None:
    run = sync(state_at(date(2026, 3, 2)))
    assert (run.exit_code, api.bodies) == (0, [])
    assert "WARNING" in run.log
    assert "check this machine's clock and the bookmark in the state" in run.log


def test_later_start_date_wins_and_an_earlier_one_is_remarked(api: ScriptedApi, sync: Sync) -> None:
    sync(state_at(LAST_WEEK[0]), start_date=start(2))
    assert api.days_asked == [day.isoformat() for day in LAST_WEEK[-2:]]
    run = sync(state_at(YESTERDAY), start_date=start(5))
    assert api.days_asked[2:] == [YESTERDAY.isoformat()]
    assert f"start_date {start(5)} has no effect" in run.log


def test_old_bookmark_names_the_lost_days(api: ScriptedApi, sync: Sync) -> None:
    run = sync(state_at(days_before(OLDEST, 10)), end_date=OLDEST.isoformat())
    assert api.days_asked == [OLDEST.isoformat()]
    assert "no longer serves 2025-08-23 to 2025-09-01 (10 days)" in run.log
    assert "10 days no longer served" in run.log


def test_shorter_window_costs_a_day_and_a_warning(api: ScriptedApi, sync: Sync) -> None:
    api.now = lambda: NOW + timedelta(days=1)  # the API's clock says that OLDEST is out
    run = sync(end_date=days_before(OLDEST, -2).isoformat())
    assert run.exit_code == 0
    assert {day for day, _ in run.keys} == {"2025-09-03", "2025-09-04"}
    assert f"The API no longer serves {OLDEST}" in run.log


def test_window_moving_during_a_run_costs_only_its_oldest_day(api: ScriptedApi, sync: Sync, clock: TurnedClock) -> None:
    api.apps = lambda _: 150

    def midnight(request: Request) -> None:
        if request.number == 1:  # between the two pages of the first day
            clock.moment += timedelta(days=1)

    api.on_request = midnight
    run = sync(end_date=days_before(OLDEST, -1).isoformat())
    assert run.exit_code == 0
    assert {day for day, _ in run.keys} == {"2025-09-03"}
    assert len(run.keys) == 150


def test_invalid_request_inside_the_window_is_an_error(api: ScriptedApi, sync: Sync) -> None:
    api.now = lambda: NOW - timedelta(days=1)  # the API's clock says that yesterday is not over
    run = sync(start_date=start(2))
    assert run.exit_code == 1
    assert "17017" in run.error
    assert run.state == state_at(LAST_WEEK[-2])


def test_window_that_is_shorter_than_documented_leads_to_start_date(api: ScriptedApi, sync: Sync) -> None:
    served = days_before(YESTERDAY, 90)
    page = api.endpoints["app_metrics"]

    def shorter(request: Json) -> Json:
        if request["date"] < str(served):
            raise ApiError(17017, "Invalid parameter")
        return page(request)

    api.endpoints["app_metrics"] = shorter
    run = sync()
    assert "What to do: if the API serves fewer than 180 days, set a later start_date;" in run.error
    assert "Nothing was sent up to 2025-09-02; missing 2025-09-03 to 2026-02-28." in run.error
    assert sync(start_date=str(served)).error == ""


@pytest.mark.parametrize("count", [1, 10, 11, 25])
def test_app_ids_are_requested_ten_at_a_time(api: ScriptedApi, sync: Sync, count: int) -> None:
    api.apps = lambda _: 40
    ids = [f"{number:024x}" for number in range(count)]
    run = sync(start_date=start(2), app_ids=[*ids, ids[0]])
    assert sorted({app_id for _, app_id in run.keys}) == ids
    assert len(run.keys) == 2 * count
    assert len(api.bodies) == 2 * math.ceil(count / 10)
    assert api.bodies[0]["app_ids"] == ids[:10]


def test_short_page_is_not_the_last_one(api: ScriptedApi, sync: Sync) -> None:
    """A server that caps its pages below the limit asked for."""
    api.apps = lambda _: 130

    api.page_size = 40
    run = sync(start_date=start(1))
    assert len(set(run.keys)) == len(run.keys) == 130
    assert [body["skip"] for body in api.bodies] == [0, 40, 80, 120]


def test_yesterday_is_that_of_utc_plus_8(api: ScriptedApi, sync: Sync, clock: TurnedClock) -> None:
    clock.moment = datetime(2026, 3, 1, 15, 59, tzinfo=timezone.utc)
    assert sync(start_date="2026-02-27").bookmarks[-1] == "2026-02-28"
    clock.moment = datetime(2026, 3, 1, 16, 1, tzinfo=timezone.utc)
    assert sync(start_date="2026-02-27").bookmarks[-1] == "2026-03-01"
    assert api.days_asked[-1] == "2026-03-01"


def test_pace_is_kept_without_refusals(clock: TurnedClock, sync: Sync) -> None:
    with ScriptedApi(clock, limit=Limit.ENDPOINT) as limited:
        limited.on_request = lambda _: setattr(clock, "seconds", clock.seconds + 0.2)  # what an answer takes
        run = sync(api_url=limited.url, request_interval=1.0, start_date=start(15))
        assert (run.exit_code, len(limited.bodies)) == (0, 15)
        assert limited.requests[-1].start - limited.requests[0].start == pytest.approx(14 * MARGIN)
        assert 14 * MARGIN < 14.7
    assert "0 retries" in run.log


def test_unknown_metric_reaches_the_target_and_is_logged_once(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda day: [app_item(n, day, metrics={"app": 1, "not_documented": n}) for n in range(3)]
    run = sync(start_date=start(2))
    assert [json.loads(record["extra"]) for record in run.records] == [
        {"metrics": {"not_documented": n}} for n in (0, 1, 2, 0, 1, 2)
    ]
    assert run.log.count("metrics.not_documented") == 1


@pytest.mark.parametrize(
    ("metrics", "hinted"), [({"app": 0, "data": 0}, True), ({}, True), ({"app": 0, "data": 5}, False)]
)
def test_sync_of_zeros_hints_at_the_admin_console(
    api: ScriptedApi, sync: Sync, metrics: dict[str, int], *, hinted: bool
) -> None:
    api.apps = lambda day: [app_item(1, day, metrics=metrics)]
    run = sync(start_date=start(2))
    assert ("Admin Console > Management Tools > Usage Statistics" in run.log) is hinted


def test_deselected_metrics_do_not_count_as_zeros(api: ScriptedApi, sync: Sync) -> None:
    chosen = all_streams()
    chosen["streams"] = chosen["streams"][:1]
    for part in chosen["streams"][0]["metadata"]:
        if part["breadcrumb"] and part["breadcrumb"][1].startswith("metrics_"):
            part["metadata"]["selected"] = False
    run = sync(catalog=chosen, start_date=start(1))
    assert "metrics_app" not in run.records[0]
    assert "Admin Console" not in run.log
    assert len(api.bodies) == 1


def test_progress_gives_plan_position_and_summary(api: ScriptedApi, sync: Sync, clock: TurnedClock) -> None:
    run = sync(request_interval=1)
    assert "app_usage: 2025-09-02 to 2026-02-28, 180 days, at least 3 min at 1 request/s" in run.log
    assert "2025-09-02, 3 apps, 1 page; 1 of 180 days (0%)" in run.log
    assert (
        "app_usage: 180 days, 540 records, 0 days without records, 0 days no longer served, 180 requests, 0 retries, "
        "3 min waited" in run.log
    )
    # A line every three seconds: every third day, or every fourth if the reader has moved the clock meanwhile.
    assert 180 // 4 <= run.log.count(" left\n") <= 180 // 3 + 1
    assert clock.seconds > 180
    assert len(api.bodies) == 180


def test_only_app_usage_is_selected_by_default(api: ScriptedApi, sync: Sync) -> None:
    run = sync(start_date=start(1))
    assert {message["stream"] for message in run.of_type("SCHEMA")} == {"app_usage"}
    assert len(api.bodies) == 1


def test_all_streams_together(api: ScriptedApi, sync: Sync) -> None:
    run = sync(catalog=all_streams(), start_date=start(2))
    assert run.exit_code == 0
    assert [message["stream"] for message in run.of_type("SCHEMA")] == list(STREAM_NAMES)
    assert [sorted(request.body) for request in api.requests_to(OVERVIEW)] == [["date"], ["date"]]
    assert set(run.state["bookmarks"]) == set(STREAM_NAMES)
    assert all(mark["replication_key_value"] == YESTERDAY.isoformat() for mark in run.state["bookmarks"].values())


def test_member_ids_are_requested_ten_at_a_time(api: ScriptedApi, sync: Sync) -> None:
    ids = [f"65e{number:021x}" for number in range(12)]
    run = sync(catalog=all_streams(), start_date=start(1), member_ids=ids)
    members = {
        message["record"]["member_id"] for message in run.of_type("RECORD") if message["stream"] == "member_usage"
    }
    assert members <= set(ids)
    assert [body["member_ids"] for body in api.bodies if "member_ids" in body] == [ids[:10], ids[10:]]


def test_stream_without_permission_does_not_stop_the_others(api: ScriptedApi, sync: Sync) -> None:
    api.endpoints["member_metrics"] = refuse
    run = sync(catalog=all_streams(), start_date=start(1))
    assert run.exit_code == 1
    assert run.error.startswith("member_usage: 2026-02-28, skip 0: HTTP 400 from 127.0.0.1, code 8302")
    assert "extend the plan or the key's scope" in run.error
    assert bookmarks_in(run.state) == {"app_usage": str(YESTERDAY), "platform_usage": str(YESTERDAY)}


def test_full_table_reads_everything_and_keeps_no_bookmark(api: ScriptedApi, sync: Sync) -> None:
    selected = all_streams(**{"forced-replication-method": "FULL_TABLE"})
    for entry in selected["streams"]:
        entry["replication_method"] = "FULL_TABLE"
    run = sync(state_at(YESTERDAY), selected, start_date=start(3))
    assert [request.body["date"] for request in api.requests_to(APPS)] == [str(day) for day in LAST_WEEK[-3:]]
    assert len(run.keys) == 9
    assert run.of_type("STATE") == []


@pytest.mark.parametrize("method", ["LOG_BASED", "incremental"])
def test_any_other_replication_method_is_incremental(api: ScriptedApi, sync: Sync, method: str) -> None:
    selected = all_streams()
    selected["streams"] = selected["streams"][:1]
    selected["streams"][0]["replication_method"] = method
    run = sync(state_at(LAST_WEEK[-2]), selected)
    assert api.days_asked == [day.isoformat() for day in LAST_WEEK[-2:]]
    assert run.state == state_at(YESTERDAY)


def test_dates_can_be_date_times(api: ScriptedApi, sync: Sync) -> None:
    """As Meltano passes on `2 days ago`."""
    run = sync(start_date="2026-02-26T17:09:05.123456", end_date="2026-02-26T17:00:00Z")
    assert api.days_asked == ["2026-02-26", "2026-02-27"]
    assert run.bookmarks == api.days_asked


def test_filter_that_grows_and_ids_that_never_come_are_said(api: ScriptedApi, sync: Sync) -> None:
    ids = [f"{number:024x}" for number in (0, 7)]
    run = sync(state_at(YESTERDAY), app_ids=ids)
    assert "app_usage: new IDs in app_ids are read from 2026-02-28 on. To read their earlier days" in run.log
    assert f"app_usage: app_ids: no record for {ids[1]}. What to do: check these IDs" in run.log
    assert len(api.bodies) == 1


def test_wrapped_state_is_used_and_one_without_bookmarks_is_not(api: ScriptedApi, sync: Sync) -> None:
    run = sync({"type": "STATE", "value": state_at(YESTERDAY)}, start_date=start(2))
    assert "--state: the state is wrapped in `value`" in run.log
    assert len(api.bodies) == 1
    run = sync({"marks": {}}, start_date=start(2))
    assert "--state: expected `bookmarks`, got none" in run.log
    assert len(api.bodies) == 1 + 2


def test_deselection_and_stream_maps_are_applied(api: ScriptedApi, sync: Sync) -> None:
    chosen = all_streams()
    for part in chosen["streams"][0]["metadata"]:
        if part["breadcrumb"] == ["properties", "creator_name"]:
            part["metadata"]["selected"] = False
    maps = {"app_usage": {"app_name": "md5(app_name)"}}
    run = sync(catalog=chosen, start_date=start(1), stream_maps=maps)
    (record, *_) = run.records_of("app_usage")
    assert "creator_name" not in record
    assert len(record["app_name"]) == 32
    assert len(api.bodies) == 3


def test_day_of_more_than_10000_apps_has_one_state(api: ScriptedApi, sync: Sync) -> None:
    """The SDK (0.54) writes STATE every 10,000 records; the tap writes it at the end of each day."""
    api.apps = lambda _: 10_150
    run = sync(start_date=start(1))
    assert len(set(run.keys)) == 10_150
    assert len(run.of_type("STATE")) == 1
    assert run.messages[-1]["type"] == "STATE"


def test_key_is_neither_written_nor_logged(api: ScriptedApi, sync: Sync) -> None:
    run = sync(start_date=start(2))
    assert len(api.bodies) == 2
    assert KEY not in run.log + json.dumps(run.messages)


def test_invalid_state_ends_the_run_with_one_line(sync: Sync) -> None:
    wrong = {"bookmarks": {"app_usage": {"replication_key": "date", "replication_key_value": "2026-02-30T00:00:00Z"}}}
    assert "expected a bookmark of the form YYYY-MM-DD in the state, got '2026-02-30T00:00:00Z'" in sync(wrong).error
    assert "--state" in sync({"bookmarks": []}).error


def test_runs_are_reproducible(api: ScriptedApi, sync: Sync) -> None:
    def plain(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{key: value for key, value in message.items() if key != "time_extracted"} for message in messages]

    assert plain(sync(start_date=start(3)).messages) == plain(sync(start_date=start(3)).messages)
    assert len(api.bodies) == 6
