"""With many organizations, STATE is not written each day, and the log stays readable."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from many_organizations import sync_many
from scripted_api import KEY, YESTERDAY, Request, ScriptedApi, TurnedClock, app_item, days_before
from syncs import Run, Sync, bookmarks_in, catalog_of, false_states

from tap_usagestats.errors import CHECK_KEY, SET_KEY

DAY = YESTERDAY.isoformat()


def accounts_of(number: int, **fields_of: dict[str, Any]) -> list[dict[str, Any]]:
    """Accounts with one API and key, and other fields for some, as in org_7={"api_key": ""}."""
    names = [f"org_{one}" for one in range(number)]
    return [{"name": name, "api_key": KEY, **fields_of.get(name, {})} for name in names]


def lines_in(run: Run) -> list[str]:
    """What a user sees of the log."""
    return [line for line in run.log.splitlines() if line.startswith(("INFO", "WARNING", "ERROR"))]


def test_states_are_as_few_as_the_seconds_of_the_run(api: ScriptedApi, sync: Sync, clock: TurnedClock) -> None:
    """A second passes at every sixtieth request."""
    requests = count(1)

    def turn(_: Request) -> None:
        if not next(requests) % 60:
            clock.sleep(1)

    api.on_request = turn
    days = [days_before(YESTERDAY, back) for back in range(20)]
    accounts = accounts_of(30)
    run = sync(
        catalog=catalog_of("app_usage", organization="any"), start_date=min(days).isoformat(), organizations=accounts
    )
    everything = {f"{account['name']}: app_usage": api.keys_on(days)["app_usage"] for account in accounts}
    assert (run.error, clock.seconds) == ("", 10)
    assert 4 <= len(run.of_type("STATE")) <= 10 + 2  # one at once, and one in the end
    assert run.messages[-1]["type"] == "STATE"
    assert bookmarks_in(run.state) == dict.fromkeys(everything, DAY)
    assert false_states(run.messages, everything) == []
    assert {part: set(run.keys_of(part)) for part in everything} == everything


def test_state_that_would_say_nothing_new_is_not_written(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda _: 0
    run = sync(catalog=catalog_of("app_usage", organization="any"), start_date=DAY, organizations=accounts_of(3))
    assert (run.error, run.of_type("STATE")) == ("", [])


def test_log_of_a_hundred_organizations_is_short(sync: Sync) -> None:
    run = sync_many(sync, DAY, accounts_of(100))
    lines = lines_in(run)
    assert run.error == ""
    assert len(lines) < 20
    assert [line for line in lines if not line.startswith("INFO")] == []
    assert "100 organizations, 50 at a time, 3 streams each: 300 requests" in run.log
    assert "Summary: 100 of 100 organizations complete, 1 day, 600 records, " in lines[-1]


def test_each_failed_organization_is_a_line_and_in_the_last_one(sync: Sync) -> None:
    accounts = accounts_of(100, org_7={"api_key": ""}, org_50={"api_key": "wrong"}, org_99={"api_key": "wrong"})
    run = sync_many(sync, DAY, accounts)
    lines = lines_in(run)
    warnings = [line for line in lines if line.startswith("WARNING")]
    assert len(lines) < 20 + 3
    assert [sum(f" {name}: " in line for line in warnings) for name in ("org_7", "org_50", "org_99")] == [1, 1, 1]
    assert len(warnings) == 3
    assert "Summary: 97 of 100 organizations complete, 1 day, 582 records, " in lines[-1]
    assert "org_7 (app_usage, and 2 more): expected an `api_key`" in run.error
    assert f"org_50, org_99 (app_usage: {DAY}, skip 0, and 5 more): HTTP 400 from 127.0.0.1, code 8301, " in run.error
    assert [run.error.count(advice) for advice in (SET_KEY, CHECK_KEY)] == [1, 1]


def test_organization_without_figures_is_a_line(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda day: [app_item(0, day, metrics={"app": 0})]
    run = sync(catalog=catalog_of("app_usage", organization="any"), start_date=DAY, organizations=accounts_of(2))
    warnings = [line for line in lines_in(run) if line.startswith("WARNING")]
    assert ["org_0: app_usage: every metric in this sync is 0" in line for line in sorted(warnings)] == [True, False]
    assert len(warnings) == 2


def test_progress_is_a_line_every_ten_seconds(api: ScriptedApi, sync: Sync, clock: TurnedClock) -> None:
    """One organization after the other; a second passes at every request, and some of them before a line is due."""
    api.on_request = lambda _: clock.sleep(1)
    run = sync(
        catalog=catalog_of("app_usage", organization="any"),
        start_date=DAY,
        organizations=accounts_of(60),
        organizations_at_once=1,
    )
    lines = [line for line in lines_in(run) if " Read " in line]
    assert 4 <= len(lines) <= 6
    for line in lines:
        done = re.search(r" Read (\d+) of 60 organizations \(0 failed\), (\d+) records; about \d+ s left$", line)
        assert done
        assert int(done[2]) == 3 * int(done[1])
