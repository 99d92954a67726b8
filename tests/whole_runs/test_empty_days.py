"""Days without items and days without end: what is asked again, what is warned of, where a run stops."""

from __future__ import annotations

import json

import pytest
from scripted_api import APPS, ENDPOINTS, MEMBERS, YESTERDAY, Request, ScriptedApi, app_item, days_before
from singer_sdk.singerlib import Message, StateMessage
from syncs import STREAM_NAMES, Sync, all_streams, bookmarks_in, catalog_of, keys, state_at
from wrong_answers import empty_page

from tap_usagestats.sandbox.http_server import Answer
from tap_usagestats.sync.progress import KEPT_DAYS
from tap_usagestats.sync.standard_output import MessageWriter

DAYS = [days_before(YESTERDAY, back) for back in (4, 3, 2, 1, 0)]
START = DAYS[0].isoformat()


def test_empty_day_after_a_day_with_items_is_read_again(api: ScriptedApi, sync: Sync) -> None:
    """What is empty by mistake is found again; nothing is said of it."""
    api.faults = {(APPS, 2): empty_page, (MEMBERS, 3): empty_page}
    run = sync(catalog=catalog_of("app_usage", "member_usage"), start_date=START)
    assert set(run.keys_of("app_usage")) == keys(DAYS, 3)
    assert set(run.keys_of("member_usage")) == keys(DAYS, 2)
    assert [len(api.requests_to(endpoint)) for endpoint in (APPS, MEMBERS)] == [6, 6]
    assert "no records for" not in run.log


def test_hole_is_named_with_how_to_read_it_again(api: ScriptedApi, sync: Sync) -> None:
    api.apps = api.members = lambda day: 0 if day in DAYS[1:3] else 2
    run = sync(catalog=catalog_of("app_usage", "member_usage"), start_date=START)
    assert run.error == ""
    for stream in ("app_usage", "member_usage"):
        assert set(run.keys_of(stream)) == keys([DAYS[0], *DAYS[3:]], 2)
        assert [request.body["date"] for request in api.requests_to(ENDPOINTS[stream])] == [
            str(day) for day in (DAYS[0], DAYS[1], DAYS[1], DAYS[2], DAYS[2], DAYS[3], DAYS[4])
        ]
        assert f"{stream}: no records for {DAYS[1]} to {DAYS[2]}, although the days before and after" in run.log
        assert f"{stream}: 5 days, 6 records, 2 days without records ({DAYS[1]} to {DAYS[2]})" in run.log
    assert run.log.count("although the days before and after") == 2
    assert run.log.count("set start_date and end_date to them and run without state") == 2


def test_empty_days_before_the_first_items_are_read_once(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda day: 2 if day == YESTERDAY else 0
    run = sync(start_date=START)
    assert api.days_asked == [str(day) for day in DAYS]
    assert "no records for" not in run.log


def test_empty_last_day_is_read_again_by_the_next_run(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda day: 0 if day == YESTERDAY else 2
    first = sync(start_date=START)
    assert bookmarks_in(first.state) == {"app_usage": str(DAYS[3])}
    assert f"no records for {YESTERDAY} yet, after two requests. The next run will read them again" in first.log
    api.forget_requests()
    api.apps = lambda _: 2
    second = sync(first.state)
    assert api.days_asked == [str(DAYS[3]), str(YESTERDAY)]
    assert bookmarks_in(second.state) == {"app_usage": str(YESTERDAY)}


@pytest.mark.parametrize("streams", [("app_usage",), STREAM_NAMES])
def test_endless_day_stops_its_stream(api: ScriptedApi, sync: Sync, streams: tuple[str, ...]) -> None:
    most_pages = 10

    def one_more_app(_: Answer, request: Request) -> Answer:
        page = {"date": request.body["date"], "has_next": True, "items": [app_item(request.number, YESTERDAY)]}
        return Answer(200, json.dumps(page).encode())

    api.lasting_faults = {APPS: (1, one_more_app)}
    run = sync(catalog=catalog_of(*streams), start_date=START, max_pages_a_day=most_pages)
    assert f"app_usage: {DAYS[1]}, skip {most_pages - 1}: `has_next` is still true after 10 pages." in run.error
    assert f"Sent up to {DAYS[0]}; missing {DAYS[1]} to {YESTERDAY}." in run.error
    assert len(api.requests_to(APPS)) == 1 + most_pages
    assert set(run.keys) == keys(DAYS[:1], 3)
    others = {stream: str(YESTERDAY) for stream in streams if stream != "app_usage"}
    assert bookmarks_in(run.state) == {"app_usage": str(DAYS[0]), **others}


def test_sync_without_any_records_hints_at_the_admin_console(api: ScriptedApi, sync: Sync) -> None:
    api.apps = api.members = lambda _: 0
    run = sync(catalog=all_streams(), start_date=START)
    assert (run.error, run.records_of("app_usage")) == ("", [])
    assert "app_usage: this sync had no records: " in run.log
    assert "Admin Console > Management Tools > Usage Statistics" in run.log


@pytest.mark.parametrize("empty_answers", [1, 2, 3])
def test_day_after_the_bookmark_is_not_believed_to_be_empty(api: ScriptedApi, sync: Sync, empty_answers: int) -> None:
    """Whatever the first answers of a run are, no day after the bookmark is lost."""
    api.faults = {(APPS, number): empty_page for number in range(empty_answers)}
    first = sync(state_at(DAYS[2]))
    api.forget_requests()
    second = sync(first.state or state_at(DAYS[2]))
    assert (first.error, second.error) == ("", "")
    assert set(first.keys) | set(second.keys) >= keys(DAYS[3:], 3)
    assert bookmarks_in(second.state) == {"app_usage": str(YESTERDAY)}


def test_bookmarked_day_that_comes_back_empty_is_said_and_read_again_by_the_next_run(
    api: ScriptedApi, sync: Sync
) -> None:
    api.apps = lambda day: 0 if day == DAYS[2] else 3
    run = sync(state_at(DAYS[2]))
    assert (run.error, run.state) == ("", {})
    assert set(run.keys) == keys(DAYS[3:], 3)
    assert f"app_usage: no records for {DAYS[2]} in two requests, although an earlier run had some" in run.log
    assert api.days_asked[:2] == [str(DAYS[2])] * 2
    api.forget_requests()
    api.apps = lambda _: 3
    assert set(sync(state_at(DAYS[2])).keys) == keys(DAYS[2:], 3)


def test_stream_that_stays_empty_after_its_bookmark_is_said_and_keeps_it(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda _: 0
    run = sync(state_at(DAYS[3]))
    assert (run.error, run.messages[1:]) == ("", [])
    assert f"app_usage: no records for {DAYS[3]} in two requests, although an earlier run had some" in run.log
    assert f"app_usage: no records for {DAYS[4]} yet, after two requests. The next run will" in run.log
    assert "Admin Console" not in run.log
    assert api.days_asked == [str(day) for day in (DAYS[3], DAYS[3], DAYS[4], DAYS[4])]


def test_day_whose_items_vanish_stops_its_stream_and_is_read_by_the_next_run(api: ScriptedApi, sync: Sync) -> None:
    """Its first page had items, its second was wrong, and from then on every answer is empty."""
    api.apps = lambda _: 150
    api.faults = {(APPS, 3): api.first_page_again}
    api.lasting_faults = {APPS: (4, empty_page)}
    run = sync(start_date=START)
    assert (
        f"app_usage: {DAYS[1]}, skip 0: an earlier answer had items, but this page is empty; gave up after 4"
        in run.error
    )
    assert f"Sent up to {DAYS[0]}; missing {DAYS[1]} to {YESTERDAY}." in run.error
    api.forget_requests()
    assert set(sync(run.state).keys) == keys(DAYS, 150)


def test_bookmarked_day_that_stays_empty_for_a_week_is_passed(api: ScriptedApi, sync: Sync) -> None:
    days = [days_before(YESTERDAY, back) for back in range(KEPT_DAYS, -1, -1)]
    api.apps = lambda day: 3 if day > days[0] else 0
    run = sync(state_at(days[0]))
    assert f"app_usage: no records for {days[0]}, although the days before and after have some" in run.log
    assert bookmarks_in(run.state) == {"app_usage": str(YESTERDAY)}
    assert sync(state_at(days[0]), end_date=str(days[-2])).state == {}


def test_range_before_the_bookmark_that_is_empty_now_is_said(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda _: 0
    run = sync(state_at(YESTERDAY), start_date=START, end_date=str(DAYS[1]), lookback_days=4)
    assert "app_usage: this sync had no records, although an earlier run had some" in run.log
    assert len(api.bodies) == 4


def test_lookback_before_the_first_records_is_no_hole(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda day: 3 if day >= DAYS[3] else 0
    run = sync(state_at(YESTERDAY), lookback_days=3)
    assert "although" not in run.log
    assert len(api.bodies) == 4 + 2  # the two empty ones twice


def test_hole_is_named_before_the_state_that_passes_it(
    api: ScriptedApi, sync: Sync, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The target may keep that STATE although the run does not end."""
    named: dict[str, bool] = {}
    write = MessageWriter.write_message

    def write_and_look(writer: MessageWriter, message: Message) -> None:
        if isinstance(message, StateMessage):
            named[bookmarks_in(message.value)["app_usage"]] = f"no records for {DAYS[1]}" in caplog.text
        write(writer, message)

    monkeypatch.setattr(MessageWriter, "write_message", write_and_look)
    api.apps = lambda day: 0 if day == DAYS[1] else 3
    sync(start_date=START)
    assert named == {str(DAYS[0]): False, **dict.fromkeys(map(str, DAYS[2:]), True)}
