from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted_api import KEY, NOW, YESTERDAY, ScriptedApi, TurnedClock

from tap_usagestats import errors
from tap_usagestats.api.client import Client, finite, parsed, retry_after_seconds
from tap_usagestats.api.connection import MAX_BODY_BYTES
from tap_usagestats.api.pacing import MARGIN, Pace, Traffic
from tap_usagestats.errors import Refusal, RequestFault
from tap_usagestats.sandbox.http_server import Answer

APPS, OVERVIEW = "/v1/corp_usage/app_metrics", "/v1/corp_usage/overview"
HOST = "127.0.0.1"


@pytest.fixture
def pace(clock: TurnedClock) -> Pace:
    return Pace(1.0, clock)


@pytest.fixture
def client(api: ScriptedApi, pace: Pace, traffic: Traffic) -> Client:
    return Client(api.url, KEY, timeout_seconds=60, pace=pace, traffic=traffic)


def fault_for(client: Client, api: ScriptedApi, answer: Answer) -> RequestFault:
    """Return the fault that `answer` is."""
    api.faults = {("app_metrics", len(api.bodies)): lambda *_: answer}
    with pytest.raises(RequestFault) as fault:
        client.post(APPS, {})
    return fault.value


def refusal_for(client: Client, api: ScriptedApi, answer: Answer) -> Refusal:
    """Return the refusal that `answer` is."""
    api.faults = {("app_metrics", len(api.bodies)): lambda *_: answer}
    with pytest.raises(Refusal) as refusal:
        client.post(APPS, {})
    return refusal.value


def error(code: object, status: int = 400, **more: Any) -> Answer:
    return Answer(status, json.dumps({"code": code, "msg": "The vendor's words", **more}).encode())


def test_post_sends_the_body_and_returns_the_json_answer(client: Client, api: ScriptedApi) -> None:
    answer = client.post(APPS, {"date": YESTERDAY.isoformat(), "limit": 2})
    assert api.bodies == [{"date": "2026-02-28", "limit": 2}]
    assert (answer["date"], len(answer["items"]), answer["has_next"]) == ("2026-02-28", 2, True)


def test_requests_and_waiting_time_are_counted(
    client: Client, api: ScriptedApi, clock: TurnedClock, traffic: Traffic
) -> None:
    for path in (APPS, APPS, OVERVIEW):
        client.post(path, {})
    assert traffic == Traffic(requests=3, waited_seconds=clock.seconds)
    assert len(api.bodies) == 3
    assert clock.seconds == pytest.approx(MARGIN)


def test_endpoint_rate_limit_slows_only_its_stream(client: Client, api: ScriptedApi, pace: Pace) -> None:
    fault = fault_for(client, api, error(8304))
    assert fault.what == f"HTTP 400 from {HOST}, code 8304, msg 'The vendor's words': API request limit exceeded"
    assert fault.advice == errors.CHECK_LIMIT
    assert pace.wait(OVERVIEW) == 0


def test_company_rate_limit_makes_all_streams_share_one_pace(client: Client, api: ScriptedApi, pace: Pace) -> None:
    fault = fault_for(client, api, error(8303))
    assert fault.what.endswith("company request limit exceeded")
    assert pace.wait(OVERVIEW) == pytest.approx(MARGIN)
    assert pace.wait(APPS) == pytest.approx(MARGIN)


def test_company_rate_limit_waits_as_long_as_retry_after_says(client: Client, api: ScriptedApi, pace: Pace) -> None:
    fault_for(client, api, error(8303)._replace(headers={"Retry-After": "7"}))
    assert pace.wait(OVERVIEW) == pytest.approx(7)


@pytest.mark.parametrize("code", [17018, "17018"])
@pytest.mark.parametrize("status", [200, 400, 401, 403])
def test_stop_code_is_a_refusal_whatever_else_the_answer_contains(
    client: Client, api: ScriptedApi, code: object, status: int
) -> None:
    refusal = refusal_for(client, api, error(code, status, date="2026-02-28", items=[], has_next=False))
    assert refusal.what == f"HTTP {status} from {HOST}, code 17018, msg 'The vendor's words': API key is invalid"
    assert (refusal.code, refusal.advice) == ("17018", errors.CHECK_KEY)


def test_undocumented_code_is_a_refusal(client: Client, api: ScriptedApi) -> None:
    refusal = refusal_for(client, api, error(99999))
    assert refusal.what.endswith("code 99999, msg 'The vendor's words': a code that is not documented")
    assert refusal.code == "99999"


@pytest.mark.parametrize("code", [None, 0, "0", ""])
def test_success_code_is_not_an_error(client: Client, api: ScriptedApi, code: object) -> None:
    api.faults = {("app_metrics", 0): lambda *_: error(code, 200, items=[])}
    assert client.post(APPS, {})["items"] == []


@pytest.mark.parametrize("status", [500, 502, 503])
def test_server_error_is_a_fault_and_the_pace_keeps_to_its_retry_after(
    client: Client, api: ScriptedApi, status: int
) -> None:
    fault = fault_for(client, api, Answer(status, b"<html>busy</html>", {"Retry-After": "7"}))
    assert (fault.what, fault.advice) == (f"HTTP {status} from {HOST}", errors.CHECK_NETWORK)
    assert [client.pace.delay(APPS), client.pace.delay(OVERVIEW)] == pytest.approx([7, 0])


def test_http_400_without_a_code_is_a_fault(client: Client, api: ScriptedApi) -> None:
    fault = fault_for(client, api, Answer(400, b"<html>Bad Request</html>", {"Retry-After": "3"}))
    shown = "24 bytes that begin with '<html>Bad Request</html>'"
    assert fault.what == f"HTTP 400 from {HOST}, {shown}, without the `code` of an API error"
    assert client.pace.delay(APPS) == pytest.approx(3)


@pytest.mark.parametrize("status", [201, 204, 301, 302, 401, 404])
def test_other_statuses_are_refusals_and_redirects_are_not_followed(
    client: Client, api: ScriptedApi, status: int
) -> None:
    refusal = refusal_for(client, api, Answer(status, b"", {"Location": f"{api.url}/elsewhere"}))
    redirect = f", a redirect to {urlsplit(api.url).netloc}" if status in {301, 302} else ""
    assert (refusal.what, refusal.advice) == (f"HTTP {status} from {HOST}{redirect}", errors.CHECK_URL)
    assert len(api.bodies) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("https://login.example.com:8443/sso?next=/api", ", a redirect to login.example.com:8443"),
        ("//login.example.com", ", a redirect to login.example.com"),
        (f"https://user:{KEY}@login.example.com/", ", a redirect to login.example.com"),
        (f"https://{KEY}.example.com", ", a redirect to ***.example.com"),
        ("/login", ", 5 bytes that begin with 'moved'"),
        ("/login?next=https://api.example.com/", ", 5 bytes that begin with 'moved'"),
        ("http://[::1/\x80", ", a redirect to [::1"),
    ],
)
def test_redirect_shows_the_host_it_leads_to(
    client: Client, api: ScriptedApi, status: int, location: str, shown: str
) -> None:
    refusal = refusal_for(client, api, Answer(status, b"moved", {"Location": location}))
    assert refusal.what == f"HTTP {status} from {HOST}{shown}"


@pytest.mark.parametrize("status", [401, 403, 404])
def test_refusal_without_a_code_shows_the_beginning_of_what_came(client: Client, api: ScriptedApi, status: int) -> None:
    page = f"<html>\n<h1>Request\0 blocked</h1> {KEY} {'x' * 100}".encode()
    refusal = refusal_for(client, api, Answer(status, page))
    begins = f"<html> <h1>Request blocked</h1> *** {'x' * 100}"[:80]
    assert refusal.what == f"HTTP {status} from {HOST}, {len(page)} bytes that begin with '{begins}'"


def test_code_that_is_no_error_does_not_hide_what_came(client: Client, api: ScriptedApi) -> None:
    refusal = refusal_for(client, api, Answer(403, b'{"code": 0, "error": "blocked"}'))
    assert refusal.what == f'HTTP 403 from {HOST}, 31 bytes that begin with \'{{"code": 0, "error": "blocked"}}\''


@pytest.mark.parametrize("status", [408, 421, 425, 429])
def test_status_that_the_specifications_call_temporary_is_a_fault(
    client: Client, api: ScriptedApi, status: int
) -> None:
    assert fault_for(client, api, Answer(status, b"")).what == f"HTTP {status} from {HOST}"


def test_413_is_temporary_only_with_retry_after(client: Client, api: ScriptedApi) -> None:
    fault_for(client, api, Answer(413, b"", {"Retry-After": "7"}))
    assert client.pace.delay(APPS) == pytest.approx(7)
    refusal_for(client, api, Answer(413, b""))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "got 0 bytes that begin with ''"),
        (b"  <html>\r\n\t<title>Log in</title>", "got 32 bytes that begin with '<html> <title>Log in</title>'"),
        (b"\xff\xfe{}", "got 4 bytes that begin with '\ufffd\ufffd{}'"),
        (f"<p>{KEY}</p>".encode(), "begin with '<p>***</p>'"),
        (b"x" * 1000, f"begin with '{'x' * 80}'"),
        (b"[" * 100_000, f"begin with '{'[' * 80}'"),
        (b'{"metrics": NaN}', "begin with '{\"metrics\": NaN}'"),
        (b'{"metrics": -Infinity}', "begin with '{\"metrics\": -Infinity}'"),
    ],
)
def test_non_json_answer_is_a_fault_that_shows_its_beginning(
    client: Client, api: ScriptedApi, body: bytes, words: str
) -> None:
    fault = fault_for(client, api, Answer(200, body))
    assert fault.what.startswith(f"expected JSON from {HOST}, got ")
    assert fault.what.endswith(words)
    assert fault.advice == errors.CHECK_FOR_LOGIN_PAGE


@pytest.mark.parametrize(("body", "kind"), [(b"[]", "list"), (b"null", "NoneType"), (b'"x"', "str"), (b"5", "int")])
def test_non_object_json_is_a_fault(client: Client, api: ScriptedApi, body: bytes, kind: str) -> None:
    fault = fault_for(client, api, Answer(200, body))
    assert fault.what == f"expected a JSON object from {HOST}, got a {kind}"


def test_number_too_large_for_a_float_becomes_text(client: Client, api: ScriptedApi) -> None:
    api.faults = {
        ("app_metrics", 0): lambda *_: Answer(200, b'{"a": 1e400, "b": -1e999, "c": 1e308, "d": 12345678901234567890}')
    }
    assert client.post(APPS, {}) == {"a": "1e400", "b": "-1e999", "c": 1e308, "d": 12345678901234567890}


def outcome(parse: Callable[[bytes], Any], content: bytes) -> str:
    """What `parse` makes of `content`; with the types of numbers and the order of fields."""
    try:
        return repr(parse(content))
    except (ValueError, RecursionError):
        return "not JSON"


def as_json_reads_it(content: bytes) -> Any:
    return json.loads(content, parse_float=finite, parse_constant=int)


ODD_VALUES = (
    *("0", "-0", "-0.0", "1.0", "1E5", "0.1e1", "5e-324", "1e-400", "1e400", "-1e999", "NaN", "Infinity", "-Infinity"),
    *("9007199254740993.0", str(2**63), str(-(2**64) - 1), str(10**20), str(10**400), f"{10**400}.0", "9" * 5000),
    *("01", "1.", ".5", "+1", "- 1", "tru", "", "\xa01", "\0", "1 2", "{1:2}", "[1,]", '{"a":1,}', '{"a":1,"a":2.0}'),
    *(r'"\ud83d"', r'"\ude00\ud83d"', r'"\uD83D\uDE00"', r'"\u0000"', r'"\/"', r'"\x"'),
    *('"\ud800"', '"\udcff"', '"\0"', '"\x7f"', '"'),
    *("[" * 100 + "]" * 100, '{"a":' * 100 + "1" + "}" * 100, "[" * 100_000 + "]" * 100_000),
)
json_texts = (
    st.sampled_from(ODD_VALUES)
    | st.integers().map(str)
    | st.floats(allow_nan=False, allow_infinity=False).map(repr)
    | st.text(st.characters()).map(lambda text: json.dumps(text, ensure_ascii=False))
)
json_documents = st.recursive(
    json_texts,
    lambda values: (
        st.lists(values, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.lists(st.tuples(st.sampled_from(['"a"', '"b"', r'"\u0061"', r'"\ud800"']), values), max_size=3).map(
            lambda fields: f"{{{','.join(':'.join(field) for field in fields)}}}"
        )
    ),
    max_leaves=8,
)
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1")


@given(
    document=json_documents,
    encoding=st.sampled_from(ENCODINGS),
    cut=st.none() | st.tuples(st.integers(0, 100), st.integers(0, 3), st.binary(max_size=2)),
)
def test_answer_whole_or_broken_is_read_as_json_reads_it(
    document: str, encoding: str, cut: tuple[int, int, bytes] | None
) -> None:
    content = document.encode(encoding, errors="backslashreplace" if encoding == "latin-1" else "surrogatepass")
    if cut:
        start, removed, added = cut
        content = content[:start] + added + content[start + removed :]
    assert outcome(parsed, content) == outcome(as_json_reads_it, content)


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
def test_odd_value_is_read_as_json_reads_it(value: str) -> None:
    for document in (value, f'{{"items": [{value}, {{"a": {value}}}]}}'):
        content = document.encode(errors="surrogatepass")
        assert outcome(parsed, content) == outcome(as_json_reads_it, content)


def test_key_is_masked_in_the_vendor_msg_before_it_is_cut(client: Client, api: ScriptedApi) -> None:
    msg = "a" * 190 + KEY
    refusal = refusal_for(client, api, Answer(400, json.dumps({"code": 1, "msg": msg}).encode()))
    assert f"msg '{'a' * 190}***'" in refusal.what


def test_oversized_decompressed_answer_is_a_fault(client: Client, api: ScriptedApi) -> None:
    bomb = gzip.compress(b" " * (MAX_BODY_BYTES + 1), compresslevel=1)
    fault = fault_for(client, api, Answer(200, bomb, {"Content-Encoding": "gzip"}))
    assert fault.what == f"the answer from {HOST} is larger than 16 MiB"


def test_truncated_answer_is_a_fault(client: Client, api: ScriptedApi) -> None:
    fault = fault_for(client, api, Answer(200, b"{", {"Content-Length": "1000", "Connection": "close"}))
    assert fault.what.startswith(f"lost the connection to {HOST}")


def test_late_answer_is_a_fault(api: ScriptedApi, pace: Pace) -> None:
    hang = threading.Event()

    api.on_request = lambda _: hang.wait()
    with pytest.raises(RequestFault, match=r"no complete answer from 127\.0\.0\.1 within 0\.05 s \(request_timeout\)"):
        Client(api.url, KEY, timeout_seconds=0.05, pace=pace, traffic=Traffic()).post(APPS, {})
    hang.set()


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_environment_proxy_is_not_used_for_loopback(
    client: Client, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "http://127.0.0.1:1")
    assert client.post(OVERVIEW, {})["date"] == YESTERDAY.isoformat()


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("7", 7),
        ("0.5", 0.5),
        ("-3", 0),
        ("nan", 0),
        ("soon", 0),
        ("", 0),
        ("Sun, 01 Mar 2026 02:31:00 GMT", 60),
        ("Sun, 01 Mar 2026 02:29:00 GMT", 0),
        ("Sun, 01 Mar 2026 02:31:00", 0),
        ("Fri, 31 Dec 99999 23:59:59 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 +99999999999", 0),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float) -> None:
    assert retry_after_seconds(header, NOW) == seconds


def test_retry_after_date_works_in_any_time_zone() -> None:
    now = datetime(2026, 3, 1, 10, 30, tzinfo=timezone(timedelta(hours=8)))
    assert retry_after_seconds("Sun, 01 Mar 2026 02:31:00 GMT", now) == 60


def test_key_at_the_cut_is_masked_first(client: Client, api: ScriptedApi) -> None:
    api.lasting_faults = {"app_metrics": (0, lambda *_: Answer(200, b" " * 1590 + KEY.encode()))}
    with pytest.raises(RequestFault) as fault:
        client.post(APPS, {})
    assert KEY[:5] not in str(fault.value)
