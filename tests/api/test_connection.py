from __future__ import annotations

import ssl
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import urllib3
from scripted_api import KEY, ScriptedApi

from tap_usagestats import errors
from tap_usagestats.api.connection import Connection, causes_of, failure_of
from tap_usagestats.api.deadline import DeadlineExceeded
from tap_usagestats.errors import Refusal, RequestFault
from tap_usagestats.redaction import Redactor
from tap_usagestats.sandbox.http_server import Answer

HOST = "api.jodoo.com"


def tls_error(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, f"[SSL: {reason}] {KEY}")
    error.reason = reason
    return error


def wrapped(error: Exception) -> Exception:
    """`error` as requests raises it: inside of urllib3's."""
    pool = urllib3.HTTPSConnectionPool(HOST)
    return requests.exceptions.SSLError(urllib3.exceptions.MaxRetryError(pool, f"/?{KEY}", error))


@pytest.fixture
def connection() -> Iterator[Connection]:
    with Connection(KEY) as opened:
        yield opened


def test_netrc_file_does_not_replace_the_key(
    connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login someone password else\n")
    netrc.chmod(stat.S_IRUSR)
    monkeypatch.setenv("NETRC", str(netrc))
    request = connection.prepare_request(requests.Request("POST", f"https://{HOST}/api"))
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    assert request.headers["User-Agent"] == "tap-usagestats"


@pytest.mark.parametrize("cookie", ["session=1", "session=1; expires=Fri, 31 Dec 99999999999999 23:59:59 GMT"])
def test_cookies_are_neither_kept_nor_logged(
    connection: Connection, api: ScriptedApi, caplog: pytest.LogCaptureFixture, cookie: str
) -> None:
    api.faults = {("overview", 0): lambda answer, _: Answer(200, answer.body, {"Set-Cookie": cookie})}
    answer = connection.post(f"{api.url}/v1/corp_usage/overview", json={}, proxies={"no_proxy": "127.0.0.1"})
    assert answer.json()["metrics"]
    assert list(connection.cookies) == list(answer.cookies) == []
    assert "Traceback" not in caplog.text


def test_invalid_redirect_location_is_not_parsed(connection: Connection, api: ScriptedApi) -> None:
    api.faults = {("overview", 0): lambda *_: Answer(302, b"", {"Location": "http://[bad"})}
    answer = connection.post(
        f"{api.url}/v1/corp_usage/overview", json={}, proxies={"no_proxy": "127.0.0.1"}, allow_redirects=False
    )
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("error", "what", "advice"),
    [
        (
            wrapped(tls_error("CERTIFICATE_VERIFY_FAILED")),
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
def test_permanent_failure_is_a_refusal(error: Exception, what: str, advice: str) -> None:
    answer = failure_of(error, HOST, 60, Redactor(KEY))
    assert isinstance(answer, Refusal)
    assert (str(answer), answer.advice) == (what, advice)


@pytest.mark.parametrize(
    ("error", "what", "advice"),
    [
        (wrapped(tls_error("WRONG_VERSION_NUMBER")), f"the TLS connection to {HOST} failed (WRONG_VERSION_NUMBER)", 0),
        (wrapped(tls_error("")), f"the TLS connection to {HOST} failed (SSLError)", 0),
        (DeadlineExceeded(), f"no complete answer from {HOST} within 60 s (request_timeout)", 1),
        (requests.exceptions.ReadTimeout(KEY), f"no complete answer from {HOST} within 60 s (request_timeout)", 1),
        (
            requests.ConnectionError(urllib3.exceptions.ReadTimeoutError(urllib3.HTTPConnectionPool(HOST), "/", KEY)),
            f"no complete answer from {HOST} within 60 s (request_timeout)",
            1,
        ),
        (
            requests.ConnectionError(urllib3.exceptions.ProtocolError(KEY, ConnectionResetError(KEY))),
            f"lost the connection to {HOST}, or could not connect (ConnectionResetError)",
            1,
        ),
        (ValueError(KEY), f"lost the connection to {HOST}, or could not connect (ValueError)", 1),
    ],
)
def test_network_trouble_is_a_fault(error: Exception, what: str, advice: int) -> None:
    fault = failure_of(error, HOST, 60, Redactor(KEY))
    assert isinstance(fault, RequestFault)
    assert str(fault) == what
    assert fault.advice == (errors.CHECK_TLS, errors.CHECK_NETWORK)[advice]


def test_causes_are_found_wherever_libraries_keep_them() -> None:
    innermost = ConnectionResetError()
    as_cause = ValueError("cause")
    as_cause.__cause__ = innermost
    as_reason = urllib3.exceptions.MaxRetryError(urllib3.HTTPConnectionPool(HOST), "/", as_cause)
    as_argument = requests.ConnectionError("text", as_reason)
    assert list(causes_of(as_argument)) == [as_argument, as_reason, as_cause, innermost]
    assert list(causes_of("text")) == []


def test_tls_error_raised_by_python_is_a_fault() -> None:
    fault = failure_of(ssl.SSLError("read error"), "host", 60, Redactor(KEY))
    assert isinstance(fault, RequestFault)
    assert str(fault) == "the TLS connection to host failed (SSLError)"
