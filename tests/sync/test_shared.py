from __future__ import annotations

from scripted_api import KEY, YESTERDAY, TurnedClock

from tap_usagestats.api.client import Client
from tap_usagestats.api.pacing import Traffic
from tap_usagestats.config.settings import Settings
from tap_usagestats.sync.shared import Run


def run_with(**config: object) -> Run:
    return Run(Settings.from_config({"api_key": KEY, **config}), TurnedClock())


def test_real_api_is_read_at_request_interval() -> None:
    assert run_with(request_interval=0.5).pace.interval_seconds == 0.5


def test_sandbox_is_read_without_a_pace() -> None:
    assert run_with(request_interval=0.5, api_url="sandbox").pace.interval_seconds == 0


def test_base_url_comes_from_api_url() -> None:
    assert run_with(api_url="https://api.jiandaoyun.com/api/").base_url == "https://api.jiandaoyun.com/api"


def test_sandbox_is_served_once_for_all_streams() -> None:
    run = run_with(api_url="sandbox")
    assert run.base_url == run.base_url
    client = Client(run.base_url, KEY, timeout_seconds=60, pace=run.pace, traffic=Traffic())
    assert client.post("/v1/corp_usage/overview", {})["date"] == YESTERDAY.isoformat()


def test_run_masks_the_key() -> None:
    assert run_with().redact(f"Bearer {KEY}") == "Bearer ***"
