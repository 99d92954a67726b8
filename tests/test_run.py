from __future__ import annotations

import pytest
from scripted_api import KEY, YESTERDAY, TurnedClock

from tap_usagestats.client import Client
from tap_usagestats.errors import RequestFault
from tap_usagestats.pacing import Traffic
from tap_usagestats.run import Run
from tap_usagestats.settings import Settings


def run_with(**config: object) -> Run:
    return Run.of(Settings.from_config({"api_key": KEY, **config}), TurnedClock())


def test_real_api_is_read_at_the_pace_of_the_setting() -> None:
    assert run_with(request_interval=0.5).pace.interval_seconds == 0.5


def test_sandbox_is_read_without_a_pace() -> None:
    assert run_with(request_interval=0.5, api_url="sandbox").pace.interval_seconds == 0


def test_base_url_is_that_of_the_setting() -> None:
    with run_with(api_url="https://api.jiandaoyun.com/api/").serving() as url:
        assert url == "https://api.jiandaoyun.com/api"


def test_sandbox_is_served_with_the_key_and_the_clock_of_the_run_while_it_is_read() -> None:
    run = run_with(api_url="sandbox")
    with run.serving() as url:
        client = Client(url, KEY, timeout_seconds=60, pace=run.pace, traffic=Traffic())
        assert client.post("/v1/corp_usage/overview", {})["date"] == YESTERDAY.isoformat()
    with pytest.raises(RequestFault, match="could not connect"):
        Client(url, KEY, timeout_seconds=60, pace=run.pace, traffic=Traffic()).post("/v1/corp_usage/overview", {})


def test_key_is_hidden_in_every_text_of_the_run(caplog: pytest.LogCaptureFixture) -> None:
    run = run_with()
    run.notes.unplaced("app_usage", KEY)
    assert run.redact(f"Bearer {KEY}") == "Bearer ***"
    assert caplog.messages[0].startswith("app_usage: field *** ")
