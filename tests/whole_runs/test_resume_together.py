"""Three streams at the same time, in runs that fail anywhere: together they are exactly what the API has."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scripted_api import APPS, ENDPOINTS, MEMBERS, OVERVIEW, YESTERDAY, Fault, ScriptedApi, days_before
from syncs import STREAM_NAMES, Key, Run, Sync, all_streams, bookmarks_in, false_states, keys
from wrong_answers import cut_short, status, vendor

DAYS = [days_before(YESTERDAY, back) for back in (3, 2, 1, 0)]
START = DAYS[0].isoformat()

counts_of_days = st.lists(st.sampled_from([0, 0, 1, 2, 3, 5]), min_size=len(DAYS), max_size=len(DAYS))
passing_faults = st.dictionaries(  # 3 for each endpoint: a day is not read more often than four times
    st.integers(0, 12), st.sampled_from(["cut short", "repeated", "429", "8303", "8304"]), max_size=3
)
failing_run = st.dictionaries(st.sampled_from([APPS, MEMBERS, OVERVIEW]), st.integers(0, 10), min_size=1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    apps=counts_of_days,
    members=counts_of_days,
    failing_runs=st.lists(failing_run, max_size=3),
    faults=st.fixed_dictionaries(dict.fromkeys((APPS, MEMBERS, OVERVIEW), passing_faults)),
)
def test_runs_together_equal_what_the_api_has(
    api: ScriptedApi,
    sync: Sync,
    apps: list[int],
    members: list[int],
    failing_runs: list[dict[str, int]],
    faults: dict[str, dict[int, str]],
) -> None:
    api.page_size = 2
    api.apps = dict(zip(DAYS, apps, strict=True)).__getitem__
    api.members = dict(zip(DAYS, members, strict=True)).__getitem__
    everything: dict[str, set[Key]] = {
        "app_usage": {key for day, count in zip(DAYS, apps, strict=True) for key in keys([day], count)},
        "member_usage": {key for day, count in zip(DAYS, members, strict=True) for key in keys([day], count)},
        "platform_usage": {(str(day), str(day)) for day in DAYS},
    }
    kinds: dict[str, Fault] = {
        "cut short": cut_short,
        "repeated": api.first_page_again,
        "429": status(429),
        "8303": vendor(8303),
        "8304": vendor(8304),
    }
    state: dict[str, Any] | None = None
    messages: list[dict[str, Any]] = []
    for failures in (*failing_runs, {}):
        api.forget_requests()
        api.faults = {
            (endpoint, number): kinds[kind] for endpoint, those in faults.items() for number, kind in those.items()
        }
        api.lasting_faults = {endpoint: (number, vendor(8017)) for endpoint, number in failures.items()}
        bookmarks = bookmarks_in(state or {})
        run = sync(state, all_streams(), start_date=START)
        messages += run.messages
        assert false_states(messages, everything) == []
        for stream in STREAM_NAMES:
            assert api.requests_to(ENDPOINTS[stream])[0].body["date"] == bookmarks.get(stream, START)
            assert len(run.keys_of(stream)) == len(set(run.keys_of(stream)))
            assert bookmarks_in(run.state or state or {}).get(stream, START) >= bookmarks.get(stream, START)
            stopped = f"{stream}: " in run.error
            assert stopped <= (ENDPOINTS[stream] in failures)
        state = run.state or state
    sent = Run(messages, "", "")
    assert {stream: set(sent.keys_of(stream)) for stream in STREAM_NAMES} == everything
