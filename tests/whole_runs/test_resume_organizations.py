"""Three organizations in one run, in runs that fail anywhere: together they are exactly what the APIs have."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from many_organizations import Organizations, sync_many
from scripted_api import ENDPOINTS, YESTERDAY, ScriptedApi, days_before
from syncs import STREAM_NAMES, Run, Sync, all_streams, bookmarks_in, false_states, state_at
from wrong_answers import cut_short, status, vendor

NAMES = ("acme", "globex", "initech")
PARTS = [f"{name}: {stream}" for name in NAMES for stream in STREAM_NAMES]
DAYS = [days_before(YESTERDAY, back) for back in (2, 1, 0)]
START = DAYS[0].isoformat()

counts_of_days = st.lists(st.sampled_from([0, 1, 2, 3]), min_size=len(DAYS), max_size=len(DAYS))
passing_faults = st.dictionaries(
    st.tuples(st.sampled_from(PARTS), st.integers(0, 5)),
    st.sampled_from(["cut short", "repeated", "429", "8303", "8304"]),
    max_size=5,
)
failing_run = st.dictionaries(st.sampled_from(PARTS), st.integers(0, 6), min_size=1, max_size=6)


def script(three: Organizations, faults: dict[tuple[str, int], str], failures: dict[str, int]) -> None:
    """Let passing `faults` and lasting `failures` happen at these requests."""
    three.forget_requests()
    for (part, number), kind in faults.items():
        name, _, stream = part.partition(": ")
        fault = {
            "cut short": cut_short,
            "repeated": three.apis[name].first_page_again,
            "429": status(429),
            "8303": vendor(8303),
            "8304": vendor(8304),
        }[kind]
        three.apis[name].faults[ENDPOINTS[stream], number] = fault
    for part, number in failures.items():
        name, _, stream = part.partition(": ")
        three.apis[name].lasting_faults[ENDPOINTS[stream]] = (number, vendor(8017))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    apps=st.tuples(*[counts_of_days] * 3),
    members=st.tuples(*[counts_of_days] * 3),
    failing_runs=st.lists(failing_run, max_size=2),
    faults=passing_faults,
    at_once=st.integers(1, 3),
)
def test_runs_together_equal_what_the_apis_have(
    three: Organizations,
    sync: Sync,
    apps: tuple[list[int], ...],
    members: tuple[list[int], ...],
    failing_runs: list[dict[str, int]],
    faults: dict[tuple[str, int], str],
    at_once: int,
) -> None:
    for api, apps_of_one, members_of_one in zip(three.apis.values(), apps, members, strict=True):
        api.page_size = 2
        api.apps = dict(zip(DAYS, apps_of_one, strict=True)).__getitem__
        api.members = dict(zip(DAYS, members_of_one, strict=True)).__getitem__
    everything = three.everything_on(DAYS)
    state: dict[str, Any] = {}
    messages: list[dict[str, Any]] = []
    for failures in (*failing_runs, {}):
        script(three, faults, failures)
        before = bookmarks_in(state)
        run = sync_many(sync, START, three.accounts, state or None, organizations_at_once=at_once)
        messages += run.messages
        assert false_states(messages, everything) == []
        assert three.mixed_up_in(run) == []
        assert {name for name in NAMES if name in run.error} <= {part.partition(": ")[0] for part in failures}
        state = run.state or state
        for part in PARTS:
            assert three.days_asked(part)[0] == before.get(part, START)
            assert len(run.keys_of(part)) == len(set(run.keys_of(part)))
            assert bookmarks_in(state).get(part, START) >= before.get(part, START)
    assert run.error == ""
    sent = Run(messages, "", "")
    assert {part: set(sent.keys_of(part)) for part in PARTS} == everything


def test_state_of_one_organization_moves_to_that_of_its_name_among_many(three: Organizations, sync: Sync) -> None:
    before = state_at(DAYS[1], "app_usage", "member_usage")
    run = sync_many(sync, START, three.accounts, before, organization="globex")
    moved = {"globex: app_usage", "globex: member_usage"}
    assert run.error == ""
    assert {part: three.days_asked(part)[0] for part in PARTS} == {
        part: str(DAYS[1]) if part in moved else START for part in PARTS
    }
    assert bookmarks_in(run.state) == dict.fromkeys(PARTS, str(YESTERDAY))
    assert "no effect" not in run.log


def test_one_of_many_organizations_is_read_alone_from_its_bookmark(
    api: ScriptedApi, three: Organizations, sync: Sync
) -> None:
    """And the run after it, of many again, goes on from its bookmark, and from those of the others."""
    many = state_at(DAYS[0], *PARTS)
    alone = sync(
        many, all_streams(organization="any"), start_date=START, end_date=DAYS[1].isoformat(), organization="globex"
    )
    assert alone.error == ""
    assert sorted(api.days_asked) == [str(day) for day in DAYS[:2] for _ in STREAM_NAMES]
    others = [part for part in PARTS if not part.startswith("globex")]
    assert bookmarks_in(alone.state) == {
        **dict.fromkeys(STREAM_NAMES, str(DAYS[1])),
        **dict.fromkeys(others, str(DAYS[0])),
    }
    again = sync_many(sync, START, three.accounts, alone.state, organization="globex")
    assert {part: three.days_asked(part)[0] for part in PARTS} == {
        part: str(DAYS[0] if part in others else DAYS[1]) for part in PARTS
    }
    assert bookmarks_in(again.state) == dict.fromkeys(PARTS, str(YESTERDAY))


@pytest.mark.parametrize("more", [{}, {"organization": "hooli"}], ids=["no-organization", "not-in-the-list"])
def test_state_of_one_organization_has_no_effect_if_nobody_says_which(
    three: Organizations, sync: Sync, more: dict[str, str]
) -> None:
    run = sync(state_at(DAYS[1]), start_date=START, organizations=three.accounts, **more)
    assert run.error == ""
    assert {three.days_asked(f"{name}: app_usage")[0] for name in NAMES} == {START}
    assert "the bookmark of 'app_usage' has no effect: " in run.log
    assert "set organization to the one whose state this is" in run.log
    assert bookmarks_in(run.state) == dict.fromkeys((f"{name}: app_usage" for name in NAMES), str(YESTERDAY))


def test_state_of_many_organizations_has_no_effect_if_nobody_says_which(api: ScriptedApi, sync: Sync) -> None:
    run = sync(state_at(DAYS[1], "acme: app_usage", "globex: app_usage"), start_date=START)
    assert api.days_asked[0] == START
    assert "the bookmark of 'app_usage' has no effect: " in run.log


def test_bookmark_of_an_organization_that_left_the_list_stays(three: Organizations, sync: Sync) -> None:
    run = sync(state_at(DAYS[0], "hooli: app_usage"), start_date=START, organizations=three.accounts)
    assert bookmarks_in(run.state) == {
        **dict.fromkeys((f"{name}: app_usage" for name in NAMES), str(YESTERDAY)),
        "hooli: app_usage": str(DAYS[0]),
    }
    again = sync(run.state, start_date=START, organizations=three.accounts)
    assert bookmarks_in(again.state) == bookmarks_in(run.state)
