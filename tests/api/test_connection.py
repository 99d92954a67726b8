from __future__ import annotations

import ssl
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
import requests
import urllib3
from scripted_api import KEY, ScriptedApi

from tap_usagestats import errors
from tap_usagestats.api.connection import Answer, Connection
from tap_usagestats.errors import Refusal, RequestFault
from tap_usagestats.sandbox.http_server import Answer as Served

HOST = "api.jodoo.com"
APPS, OVERVIEW = "/v1/corp_usage/app_metrics", "/v1/corp_usage/overview"


def tls_error(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, f"[SSL: {reason}] {KEY}")
    error.reason = reason
    return error


def raised(error: Exception, *inside: Callable[[Exception], Exception]) -> Exception:
    """`error` as libraries raise it: inside of others, one after the other."""
    for outer in inside:
        wrapped = outer(error)
        wrapped.__context__ = error
        error = wrapped
    return error


def in_urllib3(error: Exception) -> Exception:
    return urllib3.exceptions.MaxRetryError(urllib3.HTTPSConnectionPool(HOST), f"/?{KEY}", error)


@pytest.fixture
def connection(api: ScriptedApi) -> Iterator[Connection]:
    with Connection(api.url, KEY, 60) as opened:
        yield opened


@pytest.fixture
def jodoo() -> Connection:
    """A connection that only has to say what an error means."""
    return Connection(f"https://{HOST}/api", KEY, 60)


def test_answer_has_its_status_its_content_and_its_headers(connection: Connection, api: ScriptedApi) -> None:
    api.faults = {("overview", 0): lambda *_: Served(503, b"busy", {"Retry-After": "7"})}
    status, content, headers = connection.exchange(OVERVIEW, {})
    assert (status, content, headers["retry-after"]) == (503, b"busy", "7")
    status, _, headers = connection.exchange(OVERVIEW, {})
    assert (status, headers.get("Retry-After")) == (200, None)


def test_request_is_prepared_once_for_each_url_and_sent_with_its_own_body(
    connection: Connection, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared, sent = [], []

    def prepare(request: requests.Request) -> requests.PreparedRequest:
        prepared.append(request.url)
        return Connection.prepare_request(connection, request)

    def send(request: requests.PreparedRequest, **options: Any) -> requests.Response:
        sent.append(request)
        return Connection.send(connection, request, **options)

    monkeypatch.setattr(connection, "prepare_request", prepare)
    monkeypatch.setattr(connection, "send", send)
    for path, body in ((APPS, {"skip": 0, "limit": 2}), (OVERVIEW, {}), (APPS, {"skip": 100, "limit": 100})):
        connection.exchange(path, body)
    assert prepared == [api.url + APPS, api.url + OVERVIEW]
    assert [request.body for request in sent] == [b'{"skip": 0, "limit": 2}', b"{}", b'{"skip": 100, "limit": 100}']
    assert [request.headers["Content-Length"] for request in sent] == ["23", "2", "27"]
    assert {request.headers["Content-Type"] for request in sent} == {"application/json"}
    assert api.bodies == [{"skip": 0, "limit": 2}, {}, {"skip": 100, "limit": 100}]


def test_netrc_file_does_not_replace_the_key(
    jodoo: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login someone password else\n")
    netrc.chmod(stat.S_IRUSR)
    monkeypatch.setenv("NETRC", str(netrc))
    request = jodoo.prepare_request(requests.Request("POST", f"https://{HOST}/api"))
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    assert request.headers["User-Agent"] == "tap-usagestats"


@pytest.mark.parametrize("cookie", ["session=1", "session=1; expires=Fri, 31 Dec 99999999999999 23:59:59 GMT"])
def test_cookies_are_neither_kept_nor_logged(
    connection: Connection, api: ScriptedApi, caplog: pytest.LogCaptureFixture, cookie: str
) -> None:
    api.faults = {("overview", 0): lambda answer, _: Served(200, answer.body, {"Set-Cookie": cookie})}
    answer = connection.post(f"{api.url}{OVERVIEW}", json={}, proxies={"no_proxy": "127.0.0.1"})
    assert answer.json()["metrics"]
    assert list(connection.cookies) == list(answer.cookies) == []
    assert "Traceback" not in caplog.text


def test_invalid_redirect_location_is_not_parsed(connection: Connection, api: ScriptedApi) -> None:
    api.faults = {("overview", 0): lambda *_: Served(302, b"", {"Location": "http://[bad"})}
    assert connection.exchange(OVERVIEW, {})[0] == 302


class Slow(Connection):
    """A connection whose exchanges are what a test makes them."""

    def __init__(self, exchange: Callable[[], Answer], timeout_seconds: float) -> None:
        super().__init__(f"https://{HOST}/api", KEY, timeout_seconds)
        self.make = exchange

    def _exchange(self, *_: Any) -> Answer:
        return self.make()


def test_exchange_returns_its_answer_or_raises_what_its_error_means() -> None:
    answer: Answer = (200, b"{}", {})
    assert Slow(lambda: answer, 60).exchange("/", {}) == answer

    def fail() -> NoReturn:
        raise requests.ConnectionError(KEY) from TimeoutError(KEY)  # of the system, long before our own limit

    with pytest.raises(RequestFault, match=r"lost the connection .*\(TimeoutError\)"):
        Slow(fail, 60).exchange("/", {})


def test_slow_exchange_is_abandoned_and_does_not_delay_the_next() -> None:
    hanging, next_has_started = threading.Event(), threading.Event()

    def hang() -> NoReturn:
        hanging.wait()
        raise AssertionError

    connection = Slow(hang, 0)
    with pytest.raises(RequestFault, match="no complete answer from"):
        connection.exchange("/", {})

    def start_and_hang() -> NoReturn:
        next_has_started.set()
        hang()

    connection.make = start_and_hang
    with pytest.raises(RequestFault, match="no complete answer from"):
        connection.exchange("/", {})
    assert next_has_started.wait(60)
    hanging.set()


def test_time_limit_works_in_any_thread() -> None:
    answers: list[Answer] = []
    connection = Slow(lambda: (200, b"{}", {}), 60)
    caller = threading.Thread(target=lambda: answers.append(connection.exchange("/", {})))
    caller.start()
    caller.join()
    assert answers == [(200, b"{}", {})]


@pytest.mark.parametrize(
    ("error", "what", "advice"),
    [
        (
            raised(tls_error("CERTIFICATE_VERIFY_FAILED"), in_urllib3, requests.exceptions.SSLError),
            f"the certificate of {HOST} cannot be trusted",
            errors.CHECK_CERTIFICATE,
        ),
        (
            requests.exceptions.InvalidURL(KEY),
            f"could not send a request to {HOST}",
            errors.CHECK_URL_AND_PROXY,
        ),
        (
            requests.exceptions.InvalidProxyURL(KEY),
            f"could not send a request to {HOST}",
            errors.CHECK_URL_AND_PROXY,
        ),
        (
            requests.exceptions.InvalidSchema(KEY),
            f"could not send a request to {HOST}",
            errors.CHECK_URL_AND_PROXY,
        ),
        (
            OSError(f"no certificates: /nowhere.pem {KEY}"),
            f"could not send a request to {HOST}: no certificates: /nowhere.pem ***",
            errors.CHECK_CERTIFICATE,
        ),
    ],
)
def test_permanent_failure_is_a_refusal(jodoo: Connection, error: Exception, what: str, advice: str) -> None:
    answer = jodoo.failure_of(error)
    assert isinstance(answer, Refusal)
    assert (answer.what, answer.advice) == (what, advice)


@pytest.mark.parametrize(
    ("error", "what", "advice"),
    [
        (
            raised(tls_error("WRONG_VERSION_NUMBER"), in_urllib3, requests.exceptions.SSLError),
            f"the TLS connection to {HOST} failed (WRONG_VERSION_NUMBER)",
            errors.CHECK_TLS,
        ),
        (
            raised(tls_error(""), in_urllib3, requests.exceptions.SSLError),
            f"the TLS connection to {HOST} failed (SSLError)",
            errors.CHECK_TLS,
        ),
        (
            ssl.SSLError("read error"),  # raised by Python: it has no reason
            f"the TLS connection to {HOST} failed (SSLError)",
            errors.CHECK_TLS,
        ),
        (
            requests.exceptions.ReadTimeout(KEY),
            f"no complete answer from {HOST} within 60 s (request_timeout)",
            errors.CHECK_NETWORK,
        ),
        (
            raised(
                urllib3.exceptions.ReadTimeoutError(urllib3.HTTPConnectionPool(HOST), "/", KEY),
                requests.ConnectionError,
            ),
            f"no complete answer from {HOST} within 60 s (request_timeout)",
            errors.CHECK_NETWORK,
        ),
        (
            raised(
                ConnectionResetError(KEY),
                lambda inner: urllib3.exceptions.ProtocolError(KEY, inner),
                requests.ConnectionError,
            ),
            f"lost the connection to {HOST}, or could not connect (ConnectionResetError)",
            errors.CHECK_NETWORK,
        ),
        (
            ValueError(KEY),
            f"lost the connection to {HOST}, or could not connect (ValueError)",
            errors.CHECK_NETWORK,
        ),
    ],
)
def test_network_trouble_is_a_fault(jodoo: Connection, error: Exception, what: str, advice: str) -> None:
    fault = jodoo.failure_of(error)
    assert isinstance(fault, RequestFault)
    assert (fault.what, fault.advice) == (what, advice)
