"""One of three organizations that fails: the others complete, and the last line names it, with what to do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from many_organizations import Organizations, key_of, sync_many
from scripted_api import APPS, ENDPOINTS, KEY, MEMBERS, YESTERDAY, TurnedClock, days_before
from syncs import STREAM_NAMES, Run, Sync, bookmarks_in, false_states, state_at
from wrong_answers import vendor

from tap_usagestats.errors import CHECK_KEY, CHECK_NETWORK, CHECK_PERMISSION, SET_KEY

DAYS = [days_before(YESTERDAY, back) for back in (1, 0)]
START = DAYS[0].isoformat()
NOTHING_SENT = f"Nothing was sent; missing {DAYS[0]} to {DAYS[1]}."


def warnings_in(run: Run) -> list[str]:
    return [line for line in run.log.splitlines() if line.startswith("WARNING")]


def assert_failed(three: Organizations, run: Run, *parts: str) -> None:
    """All but these parts are complete; no key is shown, and nothing is claimed that is not out."""
    everything = three.everything_on(DAYS)
    assert {part: set(run.keys_of(part)) for part in everything} == {
        part: set() if part in parts else keys for part, keys in everything.items()
    }
    assert bookmarks_in(run.state) == dict.fromkeys(everything.keys() - set(parts), str(YESTERDAY))
    assert false_states(run.messages, everything) == []
    assert three.mixed_up_in(run) == []
    assert KEY not in run.error + run.log + json.dumps(run.messages)
    assert "Traceback" not in run.log
    assert run.error.isprintable()
    names = {part.partition(": ")[0] for part in parts}
    assert [name for name in three.apis if name in run.error] == [name for name in three.apis if name in names]
    assert f"Summary: {3 - len(names)} of 3 organizations complete, " in run.log


def parts_of(*names: str) -> list[str]:
    return [f"{name}: {stream}" for name in names for stream in STREAM_NAMES]


def test_refused_key_stops_its_organization(three: Organizations, sync: Sync) -> None:
    run = sync_many(sync, START, three.accounts_with("globex", api_key=f"another-{KEY}"))
    assert_failed(three, run, *parts_of("globex"))
    assert run.error.startswith(
        f"globex (app_usage: {START}, skip 0, and 2 more): HTTP 400 from 127.0.0.1, code 8301, "
    )
    assert run.error.endswith(f" What to do: {CHECK_KEY}. Run again once this is fixed.")
    assert run.error.count("What to do: ") == 1
    [line] = warnings_in(run)
    assert "globex: " in line
    assert line.count("code 8301") == line.count(NOTHING_SENT) == 1
    for api in three.apis.values():
        assert [len(api.requests_to(endpoint)) for endpoint in ENDPOINTS.values()] in ([1, 1, 1], [2, 2, 2])


@pytest.mark.parametrize("key", ["", None, " ", f"{KEY} {KEY}", f"{KEY}\n{KEY}", f"ü{KEY}", 5, [KEY], {"key": KEY}])
def test_organization_without_a_usable_key_is_not_asked(three: Organizations, sync: Sync, key: Any) -> None:
    run = sync_many(sync, START, three.accounts_with("globex", api_key=key))
    assert_failed(three, run, *parts_of("globex"))
    assert run.error == (
        "globex (app_usage, and 2 more): expected an `api_key` as text without spaces. "
        f"What to do: {SET_KEY}. Run again once this is fixed."
    )
    assert three.apis["globex"].requests == []


def test_key_that_the_api_repeats_is_masked(three: Organizations, sync: Sync) -> None:
    refused = vendor(8301, f"the key {key_of('globex')} is wrong")
    three.apis["globex"].lasting_faults = dict.fromkeys(ENDPOINTS.values(), (0, refused))
    run = sync_many(sync, START, three.accounts)
    assert_failed(three, run, *parts_of("globex"))
    assert "msg 'the key *** is wrong'" in run.error


def test_host_that_cannot_be_reached_stops_its_organization(
    three: Organizations, sync: Sync, clock: TurnedClock
) -> None:
    run = sync_many(sync, START, three.accounts_with("globex", api_url="http://127.0.0.1:1/api"))
    assert_failed(three, run, *parts_of("globex"))
    assert "lost the connection to 127.0.0.1, or could not connect (" in run.error
    assert f" attempts. What to do: {CHECK_NETWORK}. Run again " in run.error
    assert clock.seconds < 3 * 120  # this clock adds up what the streams sleep


def test_refused_stream_stops_alone(three: Organizations, sync: Sync) -> None:
    three.apis["globex"].lasting_faults = {MEMBERS: (0, vendor(8302))}
    run = sync_many(sync, START, three.accounts)
    assert_failed(three, run, "globex: member_usage")
    assert run.error.startswith(f"globex: member_usage: {START}, skip 0: HTTP 400 from 127.0.0.1, code 8302, ")
    assert run.error.endswith(f" What to do: {CHECK_PERMISSION}. Run again once this is fixed.")


def test_each_reason_is_given_once_with_all_that_failed_for_it(three: Organizations, sync: Sync) -> None:
    for api in three.apis.values():
        api.lasting_faults = {endpoint: (0, vendor(8017, "closed")) for endpoint in ENDPOINTS.values()}
    run = sync_many(sync, START, three.accounts)
    assert_failed(three, run, *parts_of(*three.apis))
    assert run.error == (
        f"acme, globex, initech (app_usage: {START}, skip 0, and 8 more): HTTP 400 from 127.0.0.1, code 8017, "
        "msg 'closed': company or team does not exist or was closed. What to do: check that the key's owner exists. "
        "Run again once this is fixed."
    )
    assert len(warnings_in(run)) == 3


def test_reasons_that_differ_are_told_apart(three: Organizations, sync: Sync) -> None:
    three.apis["acme"].lasting_faults = {APPS: (1, vendor(8302))}
    run = sync_many(sync, START, three.accounts_with("globex", api_key=""))
    assert f"acme: app_usage: {DAYS[1]}, skip 0: HTTP 400 from 127.0.0.1, code 8302" in run.error
    assert " globex (app_usage, and 2 more): expected an `api_key`" in run.error
    assert run.error.count("Run again once this is fixed.") == 1
    assert run.keys_of("acme: app_usage") == sorted(three.apis["acme"].keys_on(DAYS[:1])["app_usage"])


def test_next_run_reads_only_what_is_missing(three: Organizations, sync: Sync) -> None:
    failed = sync_many(sync, START, three.accounts_with("globex", api_key=""))
    three.forget_requests()
    run = sync_many(sync, START, three.accounts, failed.state)
    assert run.error == ""
    for part in parts_of(*three.apis):
        assert three.days_asked(part) == [str(day) for day in DAYS if "globex" in part or day == YESTERDAY]


def test_bookmark_that_is_not_a_day_ends_the_run_with_a_line(three: Organizations, sync: Sync) -> None:
    state = state_at(DAYS[0], *parts_of(*three.apis))
    state["bookmarks"]["app_usage"]["partitions"][1]["replication_key_value"] = "yesterday"
    run = sync_many(sync, START, three.accounts, state)
    assert run.error.startswith("globex: app_usage: expected a bookmark of the form YYYY-MM-DD in the state, got ")
    assert run.error.endswith("What to do: fix or delete the state.")
    assert [api.requests for api in three.apis.values()] == [[], [], []]


@pytest.mark.parametrize(
    "partitions",
    [5, {"context": {}}, [5], [None], [{}], [{"context": None}], [{"context": {"organization": ["acme"]}}]],
)
def test_partitions_of_the_wrong_structure_are_a_line(three: Organizations, sync: Sync, partitions: Any) -> None:
    run = sync_many(sync, START, three.accounts, {"bookmarks": {"app_usage": {"partitions": partitions}}})
    assert run.error == (
        "--state: expected `bookmarks` to be an object of objects. What to do: fix or delete the state."
    )


def test_organization_that_is_twice_in_the_state_has_one_bookmark_in_the_next(three: Organizations, sync: Sync) -> None:
    state = state_at(DAYS[1], "acme: app_usage", "globex: app_usage", "acme: app_usage")
    run = sync_many(sync, START, three.accounts, state)
    assert run.error == ""
    for bookmark in run.state["bookmarks"].values():
        assert [one["context"]["organization"] for one in bookmark["partitions"]] == [*three.apis]


ACCOUNT = {"name": "acme", "api_key": KEY}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], "an array of objects such as "),
        (KEY, "an array of objects such as "),
        (ACCOUNT, "an array of objects such as "),
        (5, "an array of objects such as "),
        ([ACCOUNT, KEY], "item 2 to be an object with a `name`."),
        ([ACCOUNT, [KEY]], "item 2 to be an object with a `name`."),
        ([ACCOUNT, {"api_key": KEY}], "item 2 to be an object with a `name`."),
        ([{"name": " ", "api_key": KEY}], "item 1 to be an object with a `name`."),
        ([{"name": 5, "api_key": KEY}], "item 1 to be an object with a `name`."),
        ([ACCOUNT, {"name": "acme\t", "api_key": KEY}], "the `name` of item 2 to be unique."),
        ([{**ACCOUNT, KEY: KEY}], "item 1 to have no other fields than name, api_key, api_url."),
        ([{**ACCOUNT, "organization": KEY}], "item 1 to have no other fields than name, api_key, api_url."),
        ([{**ACCOUNT, "api_url": KEY}], "the `api_url` of item 1 to be an http(s) URL such as "),
        ([{**ACCOUNT, "api_url": f"https://user:{KEY}@x:0/"}], "the `api_url` of item 1 to be an http(s) URL such as "),
    ],
)
def test_unusable_setting_is_a_line_without_its_value(sync: Sync, value: Any, expected: str) -> None:
    run = sync(organizations=value)
    assert run.error.startswith(f"Setting organizations: expected {expected}")
    assert KEY not in run.error + run.log
    assert run.messages == []
