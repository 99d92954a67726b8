from __future__ import annotations

from scripted_api import KEY, YESTERDAY, TurnedClock

from tap_usagestats.api.pacing import Traffic
from tap_usagestats.config.settings import Settings
from tap_usagestats.redaction import Redactor
from tap_usagestats.sync.organization import Organization


def organization_with(**config: object) -> Organization:
    return Organization(Settings.from_config({"api_key": KEY, **config}), TurnedClock(), Redactor(KEY))


def test_real_api_is_read_at_request_interval() -> None:
    assert organization_with(request_interval=0.5).pace.interval_seconds == 0.5


def test_sandbox_is_read_without_a_pace() -> None:
    assert organization_with(request_interval=0.5, api_url="sandbox").pace.interval_seconds == 0


def test_base_url_comes_from_api_url() -> None:
    assert organization_with(api_url="https://api.jiandaoyun.com/api/").base_url == "https://api.jiandaoyun.com/api"


def test_sandbox_is_served_once_for_all_streams() -> None:
    organization = organization_with(api_url="sandbox")
    assert organization.base_url == organization.base_url
    client = organization.client(Traffic())
    assert client.post("/v1/corp_usage/overview", {})["date"] == YESTERDAY.isoformat()


def test_key_is_masked() -> None:
    assert organization_with().redact(f"Bearer {KEY}") == "Bearer ***"
