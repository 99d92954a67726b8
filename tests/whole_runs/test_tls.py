"""TLS with real certificates: trouble on the way is retried, a certificate that cannot be trusted stops the run."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from scripted_api import KEY, YESTERDAY, ScriptedApi, TurnedClock
from syncs import Sync, keys

from tap_usagestats.errors import CHECK_CERTIFICATE, CHECK_TLS

if TYPE_CHECKING:
    from typing_extensions import Self

LAST_DAY = YESTERDAY.isoformat()
ATTEMPTS = 8


class TlsApi(ScriptedApi):
    """The server behind TLS. It answers the first `troubled` connections with `first_words` in place of a handshake."""

    def __init__(self, clock: TurnedClock, tls: ssl.SSLContext) -> None:
        super().__init__(clock)
        self._tls = tls
        self.troubled = 0
        self.first_words = b""
        self.connections = 0

    def __enter__(self) -> Self:
        super().__enter__()
        # The handshake takes place in the thread of the connection, not in the one that accepts connections.
        self._server.socket = self._tls.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self._server.verify_request = self._admit  # type: ignore[assignment]  # its hook before a connection
        self.url = self.url.replace("http:", "https:")
        return self

    def _admit(self, connection: Any, _: object) -> bool:
        self.connections += 1
        if self.connections > self.troubled:
            return True
        socket.socket.recv(connection, 65_536)  # the client's hello, without TLS
        socket.socket.sendall(connection, self.first_words)
        return False


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls_api(
    authority: trustme.CA, clock: TurnedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TlsApi]:
    """A server whose certificate is trusted."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    bundle = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(bundle))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    with TlsApi(clock, tls) as api:
        yield api


def test_ca_bundle_is_honored_on_loopback(tls_api: TlsApi, sync: Sync) -> None:
    run = sync(api_url=tls_api.url, start_date=LAST_DAY)
    assert (run.error, set(run.keys)) == ("", keys([YESTERDAY], 3))


def test_untrusted_certificate_stops_the_run(
    tls_api: TlsApi, sync: Sync, clock: TurnedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    another = tmp_path / "another.pem"
    trustme.CA().cert_pem.write_to_path(str(another))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(another))
    run = sync(api_url=tls_api.url, start_date=LAST_DAY)
    assert f"the certificate of 127.0.0.1 cannot be trusted. What to do: {CHECK_CERTIFICATE}." in run.error
    assert (clock.sleeps, tls_api.connections, tls_api.requests) == ([], 1, [])
    assert_discreet(run.error + run.log)


def test_certificate_of_another_host_stops_the_run(
    authority: trustme.CA, tls_api: TlsApi, sync: Sync, clock: TurnedClock
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("api.example.com").configure_cert(tls)
    with TlsApi(clock, tls) as another:
        run = sync(api_url=another.url, start_date=LAST_DAY)
    assert "the certificate of 127.0.0.1 cannot be trusted" in run.error
    assert (clock.sleeps, another.requests, tls_api.connections) == ([], [], 0)


def alert(number: int) -> bytes:
    """A fatal alert, as TLS 1.2 and 1.3 send it before there is a key."""
    return bytes([21, 3, 3, 0, 2, 2, number])


TROUBLE = {  # what the server says in place of its hello, and what the error has of OpenSSL's name for that
    "cut-off": (b"", "EOF"),
    "handshake-failure": (alert(40), "HANDSHAKE_FAILURE"),
    "bad-mac": (alert(20), "BAD_RECORD_MAC"),
    "internal-error": (alert(80), "INTERNAL_ERROR"),
    "plain-http": (b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "WRONG_VERSION_NUMBER"),
}


@pytest.mark.parametrize(("first_words", "reason"), TROUBLE.values(), ids=TROUBLE)
def test_failed_handshake_is_retried(
    tls_api: TlsApi, sync: Sync, clock: TurnedClock, first_words: bytes, reason: str
) -> None:
    tls_api.troubled, tls_api.first_words = 1, first_words
    run = sync(api_url=tls_api.url, start_date=LAST_DAY)
    assert (run.error, set(run.keys), clock.sleeps) == ("", keys([YESTERDAY], 3), [1])
    assert run.log.count("the TLS connection to 127.0.0.1 failed (") == 1
    assert reason in run.log
    assert_discreet(run.log)


@pytest.mark.parametrize(("first_words", "reason"), TROUBLE.values(), ids=TROUBLE)
def test_lasting_tls_failure_stops_the_run(tls_api: TlsApi, sync: Sync, first_words: bytes, reason: str) -> None:
    tls_api.troubled, tls_api.first_words = ATTEMPTS, first_words
    run = sync(api_url=tls_api.url, start_date=LAST_DAY)
    assert "the TLS connection to 127.0.0.1 failed (" in run.error
    assert reason in run.error
    assert f"gave up after {ATTEMPTS} attempts. What to do: {CHECK_TLS}." in run.error
    assert (tls_api.connections, run.records) == (ATTEMPTS, [])
    assert_discreet(run.error + run.log)


def test_plain_http_on_the_port_is_a_fault(api: ScriptedApi, sync: Sync) -> None:
    run = sync(api_url=api.url.replace("http:", "https:"), start_date=LAST_DAY)
    assert "the TLS connection to 127.0.0.1 failed (" in run.error
    assert api.requests == []
    assert_discreet(run.error + run.log)


def assert_discreet(text: str) -> None:
    assert "Traceback" not in text
    assert KEY not in text
