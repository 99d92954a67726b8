"""Answers that are not what they should be: each once and for ever, at the first, a middle and the last request.

Whatever happens, a run ends complete with exit code 0, or with exit code 1 and one line that says what to do; and the
next run goes on from the last whole day.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

import pytest
from scripted_api import KEY, YESTERDAY, Fault, ScriptedApi, TurnedClock, days_before
from syncs import Sync, state_at

from tap_usagestats.errors import VENDOR_CODES, Action
from tap_usagestats.pacing import REQUEST_WAITS
from tap_usagestats.sandbox.server import Answer

DAYS = [days_before(YESTERDAY, back) for back in (2, 1, 0)]
APPS, PAGES = 150, 2
POSITIONS = [0, 3, 5]  # of the six requests: the first, the second page of the second day, the last
START = DAYS[0].isoformat()
HOST = "127.0.0.1"


def status(code: int, body: bytes = b"upstream says no", **headers: str) -> Fault:
    return lambda _: Answer(code, body, {"Content-Type": "text/plain", **headers})


def vendor(code: Any, msg: str = "told by the vendor", http_status: int = 400) -> Fault:
    return lambda _: Answer(http_status, json.dumps({"code": code, "msg": msg}).encode())


def changed(change: Callable[[dict[str, Any]], object]) -> Fault:
    """The right answer, but for one thing."""

    def fault(answer: Answer) -> Answer:
        page = json.loads(answer.body)
        change(page)
        return Answer(200, json.dumps(page).encode())

    return fault


def cut_short(answer: Answer) -> Answer:
    headers = {"Content-Length": str(len(answer.body)), "Connection": "close"}
    return Answer(200, answer.body[: len(answer.body) // 2], headers)


def cut_without_length(answer: Answer) -> Answer:
    body = answer.body[: len(answer.body) // 2]
    return Answer(200, body, {"Content-Length": str(len(body))})


def other_day(page: dict[str, Any]) -> None:
    page["date"] = "2020-02-02"


def endless(page: dict[str, Any]) -> None:
    page.update(has_next=True, items=[])


def first_app_twice(page: dict[str, Any]) -> None:
    page["items"].append(page["items"][0])


class Trouble(NamedTuple):
    fault: Fault
    words: tuple[str, ...]  # what the error must say when the fault stays


RETRIED = {
    **{f"http-{code}": Trouble(status(code), (f"HTTP {code}", HOST)) for code in (429, 500, 502, 503, 504)},
    "code-8303": Trouble(vendor(8303), ("8303", "told by the vendor", VENDOR_CODES["8303"].advice)),
    "code-8304": Trouble(vendor(8304), ("8304", "told by the vendor", VENDOR_CODES["8304"].advice)),
    "code-8303-in-a-200": Trouble(vendor(8303, http_status=200), ("8303", "told by the vendor")),
    "code-8303-as-text": Trouble(vendor("8303"), ("8303", "told by the vendor")),
    "code-0-in-a-200": Trouble(vendor(0, http_status=200), ("code 0", "told by the vendor", "`items`")),
    "400-without-code": Trouble(status(400), ("HTTP 400", HOST)),
    "html": Trouble(status(200, b"<html>secret body</html>", **{"Content-Type": "text/html"}), ("text/html", HOST)),
    "json-list": Trouble(status(200, b"[]"), ("no object", HOST)),
    "json-nan": Trouble(status(200, b'{"items": NaN}'), ("no valid JSON", HOST)),
    "cut-short": Trouble(cut_short, ("lost the connection", HOST)),
    "json-breaks-off": Trouble(cut_without_length, ("no valid JSON", "application/json")),
    "no-items": Trouble(changed(lambda page: page.pop("items")), ("`items`",)),
    "items-null": Trouble(changed(lambda page: page.update(items=None)), ("`items`",)),
    "no-has-next": Trouble(changed(lambda page: page.pop("has_next")), ("`has_next`",)),
    "has-next-text": Trouble(changed(lambda page: page.update(has_next="true")), ("`has_next`",)),
    "other-day": Trouble(changed(other_day), ("2020-02-02",)),
    "app-twice": Trouble(changed(first_app_twice), ("came twice", "app_id 0000")),
    "endless": Trouble(changed(endless), ("`has_next` is true",)),
    "app-without-id": Trouble(changed(lambda page: page["items"][0].pop("app_id")), ("`app_id`",)),
}
STOPPING = {
    **{
        f"code-{code}": Trouble(
            vendor(int(code)), (f"code {code}", "told by the vendor", told.advice.split("STREAM")[0])
        )
        for code, told in VENDOR_CODES.items()
        if told.action is Action.STOP
    },
    "unknown-code": Trouble(vendor(4711), ("code 4711", "told by the vendor", "nobody has described")),
    "endless-code": Trouble(vendor("9" * 5000), ("code 99999", "nobody has described")),
    "text-code": Trouble(vendor("E_NO"), ("E_NO",)),
    "http-401": Trouble(status(401), ("HTTP 401", "api_url")),
    "http-404": Trouble(status(404), ("HTTP 404", "api_url")),
    "redirect": Trouble(status(302, Location="http://127.0.0.1:1/"), ("HTTP 302", "api_url")),
}
ALL_KEYS = [(day.isoformat(), f"{number:024x}") for day in DAYS for number in range(APPS)]


def keys_of(*days: Any) -> list[tuple[str, str]]:
    return [key for key in ALL_KEYS if key[0] in {day.isoformat() for day in days}]


@pytest.fixture
def three_days(api: ScriptedApi) -> ScriptedApi:
    api.apps = lambda _: APPS
    return api


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("name", RETRIED)
def test_fault_that_passes_leaves_no_trace_in_the_records(
    three_days: ScriptedApi, sync: Sync, clock: TurnedClock, name: str, position: int
) -> None:
    three_days.faults = {position: RETRIED[name].fault}
    run = sync(start_date=START)
    assert (run.error, run.keys) == ("", ALL_KEYS)
    assert run.bookmarks == [day.isoformat() for day in DAYS]
    extra = 1 + (position % PAGES if name == "app-twice" else 0)  # a day's pages before the repeated one
    assert len(three_days.bodies) == 6 + extra
    assert sum(clock.sleeps) == pytest.approx(1)
    assert KEY not in run.log + json.dumps(run.messages)


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("name", [*RETRIED, *(f"stop-{name}" for name in STOPPING)])
def test_fault_that_stays_ends_the_run_after_the_last_whole_day(
    three_days: ScriptedApi, sync: Sync, clock: TurnedClock, name: str, position: int
) -> None:
    stopping = name.startswith("stop-")
    trouble = STOPPING[name.removeprefix("stop-")] if stopping else RETRIED[name]
    three_days.lasting_fault = (position, trouble.fault)
    run = sync(start_date=START)
    whole = DAYS[: position // PAGES]
    day, skip = DAYS[position // PAGES], 100 * (position % PAGES)
    assert run.exit_code == 1
    assert "\n" not in run.error
    assert run.error.startswith("app_usage: ")
    for words in (*trouble.words, "What to do:"):
        assert words in run.error
    # A repeated app is found by reading the day again from its beginning, where this fault meets the first page.
    assert f"{day}, skip {0 if name == 'app-twice' else skip}" in run.error
    assert "secret body" not in run.error + run.log
    assert KEY not in run.error + run.log + json.dumps(run.messages)
    assert run.keys == keys_of(*whole)
    assert run.state == (state_at(whole[-1]) if whole else {})
    assert clock.seconds < 120
    if stopping:
        assert clock.sleeps == []
        assert len(three_days.bodies) == position + 1

    three_days.lasting_fault = None
    three_days.bodies.clear()
    resumed = sync(run.state or None, start_date=START)
    assert resumed.exit_code == 0
    assert set(run.keys) | set(resumed.keys) == set(ALL_KEYS)
    assert len(three_days.bodies) == PAGES * len(DAYS[max(0, len(whole) - 1) :])


def test_page_sent_again_in_place_of_the_next_one_is_noticed(three_days: ScriptedApi, sync: Sync) -> None:
    three_days.faults = {1: three_days.first_page_again}
    run = sync(start_date=START)
    assert (run.error, run.keys, three_days.faults) == ("", ALL_KEYS, {})
    assert "came twice" in run.log


def test_limit_used_up_by_another_client_for_a_minute_is_waited_out(
    three_days: ScriptedApi, sync: Sync, clock: TurnedClock
) -> None:
    busy = vendor(8303)
    three_days.lasting_fault = (2, lambda answer: busy(answer) if clock.seconds < 60 else answer)
    run = sync(start_date=START)
    assert (run.error, run.keys) == ("", ALL_KEYS)
    assert 60 <= clock.seconds < 100


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("20", 20), ("Sun, 01 Mar 2026 02:30:25 GMT", 25), ("3600", 60), ("soon", 1), ("-5", 1), ("nan", 1)],
)
def test_retry_after_is_honoured(
    three_days: ScriptedApi, sync: Sync, clock: TurnedClock, header: str, seconds: float
) -> None:
    three_days.faults = {0: lambda _: Answer(429, b"", {"Retry-After": header})}
    assert sync(start_date=START).exit_code == 0
    assert clock.sleeps == pytest.approx([seconds])


def test_single_8303_costs_about_a_second_at_the_usual_pace(
    three_days: ScriptedApi, sync: Sync, clock: TurnedClock
) -> None:
    assert sync(start_date=START, request_interval=1).exit_code == 0
    usual = clock.seconds
    clock.seconds = 0
    three_days.faults = {len(three_days.bodies) + 2: vendor(8303)}
    assert sync(start_date=START, request_interval=1).exit_code == 0
    assert clock.seconds - usual == pytest.approx(1, abs=0.1)


def test_no_answer_in_time_is_tried_again_then_named(three_days: ScriptedApi, sync: Sync) -> None:
    silent = threading.Event()

    def hang(answer: Answer) -> Answer:
        silent.wait(5)
        return answer

    three_days.faults = {1: hang}
    assert sync(start_date=START, request_timeout=0.1).keys == ALL_KEYS
    three_days.lasting_fault = (len(three_days.bodies), hang)
    run = sync(start_date=START, request_timeout=0.1)
    silent.set()
    assert "no answer from 127.0.0.1 within 0.1 s (request_timeout)" in run.error
    assert f"after {len(REQUEST_WAITS) + 1} tries" in run.error


def test_answer_that_drips_counts_as_none(sync: Sync) -> None:
    stop = threading.Event()
    with socket.create_server((HOST, 0)) as server:

        def drip() -> None:
            while not stop.is_set():
                with suppress(OSError), server.accept()[0] as connection:
                    connection.recv(1000)
                    for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b" " * 1000:
                        connection.send(bytes([byte]))
                        stop.wait(0.02)

        threading.Thread(target=drip, daemon=True).start()
        run = sync(api_url=f"http://{HOST}:{server.getsockname()[1]}/api", start_date=START, request_timeout=0.2)
        stop.set()
    assert "no answer from 127.0.0.1 within 0.2 s (request_timeout)" in run.error
    assert f"after {len(REQUEST_WAITS) + 1} tries" in run.error


def test_reset_connection_is_tried_again_then_named(sync: Sync) -> None:
    with socket.create_server((HOST, 0)) as server:

        def reset_all() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                connection.recv(10)
                connection.close()

        threading.Thread(target=reset_all, daemon=True).start()
        run = sync(api_url=f"http://{HOST}:{server.getsockname()[1]}/api", start_date=START)
        server.shutdown(socket.SHUT_RDWR)
    assert "lost the connection to 127.0.0.1" in run.error
    assert f"after {len(REQUEST_WAITS) + 1} tries" in run.error


@pytest.mark.parametrize(
    ("api_url", "words"),
    [
        ("http://127.0.0.1:1/api", "lost the connection to 127.0.0.1, or got none"),
        ("http://no-such-host.invalid/api", "lost the connection to no-such-host.invalid, or got none"),
        (f"http://user:{KEY}@127.0.0.1:1/api", "lost the connection to 127.0.0.1, or got none"),
    ],
)
def test_host_that_can_not_be_reached_is_named(sync: Sync, api_url: str, words: str) -> None:
    run = sync(api_url=api_url, start_date=START)
    assert words in run.error
    assert KEY not in run.error + run.log


def test_bad_certificate_stops_at_once(sync: Sync, clock: TurnedClock, api: ScriptedApi) -> None:
    """A server that speaks no TLS at all fails its certificate's check like any other."""
    run = sync(api_url=api.url.replace("http:", "https:"), start_date=START)
    assert "certificate of 127.0.0.1 can't be trusted" in run.error
    assert "REQUESTS_CA_BUNDLE" in run.error
    assert clock.sleeps == []


def test_key_in_the_vendors_own_words_is_not_shown(three_days: ScriptedApi, sync: Sync) -> None:
    three_days.lasting_fault = (0, vendor(8301, f"key {KEY}\n is wrong \x1b[31m" + "x" * 500))
    run = sync(start_date=START)
    assert KEY not in run.error + run.log
    assert "key *** is wrong [31m" in run.error
    assert run.error.isprintable()
    assert len(run.error) < 700


ECHOES = {
    "content-type": status(200, b"{}x", **{"Content-Type": f"text/{KEY}\x1b[31m"}),
    "date": changed(lambda page: page.update(date=f"{KEY}\n{KEY}")),
    "app-id": changed(lambda page: [item.update(app_id=f"{KEY}\n\x1b[1m" + "x" * 9999) for item in page["items"]]),
    "field": changed(lambda page: page["items"][0].update({f"{KEY}\nERROR forged": 1})),
    "split": vendor(8303, "\u200b".join(KEY)),
    "bare-header": lambda answer: answer._replace(headers={f"x\r\nbad {KEY}\r\ny": "z"}),
}


@pytest.mark.parametrize("name", ECHOES)
def test_key_and_line_breaks_of_the_server_reach_no_log(three_days: ScriptedApi, sync: Sync, name: str) -> None:
    three_days.lasting_fault = (1, ECHOES[name])
    run = sync(start_date=START)
    assert KEY not in run.error + run.log
    assert "Traceback" not in run.log
    assert all(line.startswith(("INFO ", "DEBUG ", "WARNING ", "ERROR ")) for line in run.log.splitlines())
    assert not run.error or (run.error.isprintable() and len(run.error) < 700)


@pytest.mark.parametrize("key", ["x", "app", "has_next"])
def test_key_that_occurs_in_the_data_changes_nothing(three_days: ScriptedApi, sync: Sync, key: str) -> None:
    three_days.api_key = key
    run = sync(start_date=START, api_key=key)
    assert (run.error, run.keys) == ("", ALL_KEYS)
    assert run.records[0]["app_name"] == "App 0"
    three_days.lasting_fault = (len(three_days.bodies), RETRIED["no-items"].fault)
    assert "the answer has no list `items`" in sync(start_date=START, api_key=key).error


def test_item_that_was_not_asked_for_is_no_answer(three_days: ScriptedApi, sync: Sync) -> None:
    app_metrics = three_days.endpoints["app_metrics"]
    three_days.endpoints["app_metrics"] = lambda request: app_metrics({**request, "app_ids": []})
    run = sync(start_date=START, app_ids=[f"{number:024x}" for number in range(3)])
    assert "was not asked for" in run.error
    assert run.records == []


@pytest.mark.parametrize("depth", [500, 5000, 50_000])
def test_answer_nested_too_deeply_is_an_error_or_loaded_but_no_traceback(
    three_days: ScriptedApi, sync: Sync, depth: int
) -> None:
    nested = b'{"a":' * depth + b"1" + b"}" * depth
    three_days.lasting_fault = (0, lambda answer: Answer(200, answer.body.replace(b'"app": 1', b'"app": ' + nested)))
    run = sync(start_date=START, end_date=START)
    assert (len(run.records) == APPS) or run.error.startswith("app_usage: ")


def test_request_that_the_api_calls_invalid_is_told_whole(three_days: ScriptedApi, sync: Sync) -> None:
    three_days.lasting_fault = (2, vendor(17017))
    run = sync(start_date=START, app_ids=["a" * 24, "b" * 24])
    assert "skip 0, app_ids aaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbb" in run.error
    assert DAYS[2].isoformat() in run.error


def test_backfill_that_dies_at_request_150_needs_at_most_32_more(api: ScriptedApi, sync: Sync) -> None:
    api.lasting_fault = (149, vendor(7103))
    first = sync()
    api.lasting_fault = None
    api.bodies.clear()
    second = sync(first.state)
    assert len(api.bodies) <= 32
    assert len(set(first.keys) | set(second.keys)) == 180 * 3
