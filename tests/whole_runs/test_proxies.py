"""A proxy between the tap and the API that refuses to connect, or is not there."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from scripted_api import KEY, TurnedClock

from tap_usagestats.api.retries import REQUEST_WAITS
from tap_usagestats.errors import CHECK_PROXY, Stop
from tap_usagestats.tap import TapUsageStats

PASSWORD = "pr0xy-passw0rd"  # noqa: S105  # of no proxy


class Proxy:
    """A proxy that answers each CONNECT with a status line; it counts them."""

    def __init__(self) -> None:
        self.status = "503 Busy"
        self.requests: list[bytes] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:  # closed
                return
            with client:
                self.requests.append(client.recv(4096))
                client.sendall(f"HTTP/1.1 {self.status}\r\nContent-Length: 0\r\n\r\n".encode())


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    one = Proxy()
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, f"http://user:{PASSWORD}@{one.host}")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with closing(one.socket):
        yield one


def error_of_a_run(clock: TurnedClock) -> str:
    config = {"api_key": KEY, "api_url": "https://api.example.com/api", "start_date": "2026-02-28"}
    with pytest.raises(Stop) as stop:
        TapUsageStats(config=config, clock=clock).sync_all()
    return str(stop.value)


@pytest.mark.parametrize("status", ["407 Proxy Authentication Required", "403 Forbidden"])
def test_proxy_that_refuses_is_final_and_named_without_its_password(
    proxy: Proxy, clock: TurnedClock, caplog: pytest.LogCaptureFixture, status: str
) -> None:
    proxy.status = status
    assert error_of_a_run(clock).startswith(
        f"app_usage: 2026-02-28, skip 0: could not connect to api.example.com through the proxy {proxy.host}, which "
        f"answered HTTP {status[:3]}. What to do: {CHECK_PROXY}. Nothing was sent;"
    )
    assert len(proxy.requests) == 1
    assert PASSWORD not in caplog.text + error_of_a_run(clock)


def test_proxy_that_is_busy_is_asked_again(proxy: Proxy, clock: TurnedClock, caplog: pytest.LogCaptureFixture) -> None:
    error = error_of_a_run(clock)
    assert f"through the proxy {proxy.host}, which answered HTTP 503; gave up after 8 attempts" in error
    assert CHECK_PROXY in error
    assert len(proxy.requests) == len(REQUEST_WAITS) + 1
    assert PASSWORD not in caplog.text + error


def test_proxy_that_is_not_there_is_named(proxy: Proxy, clock: TurnedClock) -> None:
    proxy.socket.close()
    error = error_of_a_run(clock)
    what = f"could not connect to api.example.com through the proxy {proxy.host} (ConnectionRefusedError)"
    assert f"{what}; gave up after 8 attempts. What to do: {CHECK_PROXY}." in error
    assert PASSWORD not in error
