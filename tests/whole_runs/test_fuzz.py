"""Answers that nobody thought of: any bytes, and right answers in which anything may be changed.

The suite makes 200 examples. For more, in a run of its own: FUZZ_EXAMPLES=2000 pytest tests/whole_runs/test_fuzz.py
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # which singer-sdk brings
from scripted_api import ENDPOINTS, KEY, YESTERDAY, Fault, ScriptedApi, days_before
from syncs import STREAM_NAMES, Run, Sync, all_streams, bookmarks_in
from wrong_answers import status

from tap_usagestats.api.records import UNSTORABLE
from tap_usagestats.sandbox.http_server import Answer

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "200")) // 2  # of each kind
DAYS = [days_before(YESTERDAY, back) for back in (1, 0)]

ODD_HEADERS: list[dict[str, str]] = [
    {},
    {"Content-Encoding": "gzip"},
    {"Content-Encoding": "br"},
    {"Transfer-Encoding": "chunked", "Connection": "close"},
    {"Content-Length": "-1", "Connection": "close"},
    {"Content-Length": "99999", "Connection": "close"},
    {"Retry-After": "Mon, 01 Jan 9999 00:00:00 -2359"},
    {"Retry-After": "1e999"},
    {"Location": "http://[::1/\x80"},
    {"Set-Cookie": "a=b; expires=Mon, 01 Jan 99999999999999 00:00:00 GMT"},
    {"Content-Type": "text/html; charset=no-such-charset"},
]
ODD_VALUES = [
    "",
    "\0",
    "\ud83d",
    KEY,
    f"<{KEY}>",
    str(YESTERDAY),
    0,
    8303,
    "8304",
    17018,
    4711,
    1e308,
    2**63,
    "0001-01-01",
]

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(ODD_VALUES),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)


def changed(path: Sequence[int | str], value: Any) -> Fault:
    """The right answer with `value` at `path`: a number takes the field or item at that place, a text is a field."""

    def fault(answer: Answer, _: object) -> Answer:
        page = holder = json.loads(answer.body)
        *way, last = path
        for step in way:
            inner = holder[place_in(holder, step)] if isinstance(step, int) else holder
            if isinstance(inner, (dict, list)) and inner:
                holder = inner
        holder[place_in(holder, last)] = value
        return answer._replace(body=json.dumps(page).encode())

    return fault


def place_in(holder: dict[str, Any] | list[Any], step: int | str) -> Any:
    """The name of a field, or the number of an item, that `step` means in `holder`."""
    if isinstance(holder, list):
        return (step if isinstance(step, int) else len(step)) % len(holder)
    return step if isinstance(step, str) else list(holder)[step % len(holder)]


steps = st.integers(0, 20) | st.sampled_from(["code", "msg", "date", "has_next", "metrics", "new"])
changes = st.builds(changed, st.lists(steps, min_size=1, max_size=5), values)
rubbish = st.builds(
    lambda code, body, headers: status(code, body, **headers),
    st.sampled_from([200, 200, 204, 301, 307, 400, 401, 404, 429, 500, 599]),
    st.binary(max_size=200) | values.map(lambda value: json.dumps(value).encode()),
    st.sampled_from(ODD_HEADERS),
)


def at_some_requests(fault: st.SearchStrategy[Fault]) -> st.SearchStrategy[dict[tuple[str, int], Fault]]:
    requests = st.tuples(st.sampled_from(list(ENDPOINTS.values())), st.integers(0, 2))
    return st.dictionaries(requests, fault, min_size=1, max_size=4)


def fuzzed(faults: dict[tuple[str, int], Fault], api: ScriptedApi, sync: Sync) -> tuple[Run, list[str]]:
    """A run that met `faults`, and the records in it that a run without them does not send."""
    api.forget_requests()
    right = {text_of(message) for message in sync(catalog=all_streams(), start_date=str(DAYS[0])).of_type("RECORD")}
    api.forget_requests()
    api.faults = dict(faults)
    run = sync(catalog=all_streams(), start_date=str(DAYS[0]))
    return run, [text for text in map(text_of, run.of_type("RECORD")) if text not in right]


def text_of(message: dict[str, Any]) -> str:
    return json.dumps([message["stream"], message["record"]], sort_keys=True)


def assert_sound(run: Run) -> None:
    """The run said what there is to say, without a leak, and what it sent can be loaded and is what STATE says."""
    assert run.error == "" or run.error.endswith("Run again once this is fixed.")
    assert run.error.count("What to do: ") == run.error.count("missing")
    assert KEY not in run.error + run.log
    assert "Traceback" not in run.log
    schemas = {message["stream"]: Draft202012Validator(message["schema"]) for message in run.of_type("SCHEMA")}
    for stream in STREAM_NAMES:
        for record in run.records_of(stream):
            assert list(schemas[stream].iter_errors(record)) == []
            assert [text for text in record.values() if isinstance(text, str) and UNSTORABLE.search(text)] == []
        keys = run.keys_of(stream)
        assert len(keys) == len(set(keys))
        assert bookmarks_in(run.state).get(stream) == max((day for day, _ in keys), default=None)
        assert {day for day, _ in keys} <= set(map(str, DAYS))


def assert_others_complete(run: Run, faults: dict[tuple[str, int], Fault]) -> None:
    troubled = {endpoint for endpoint, _ in faults}
    count = {"app_usage": 6, "member_usage": 4, "platform_usage": 2}
    for stream in STREAM_NAMES:
        if ENDPOINTS[stream] not in troubled:
            assert len(run.records_of(stream)) == count[stream]


fuzz = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@fuzz
@given(faults=at_some_requests(rubbish))
def test_random_bytes_never_become_records(api: ScriptedApi, sync: Sync, faults: dict[tuple[str, int], Fault]) -> None:
    run, wrong = fuzzed(faults, api, sync)
    assert_sound(run)
    assert_others_complete(run, faults)
    assert wrong == []


@fuzz
@given(faults=at_some_requests(changes))
def test_mutated_answer_changes_at_most_one_record(
    api: ScriptedApi, sync: Sync, faults: dict[tuple[str, int], Fault]
) -> None:
    run, wrong = fuzzed(faults, api, sync)
    assert_sound(run)
    assert_others_complete(run, faults)
    assert len(wrong) <= len(faults)
