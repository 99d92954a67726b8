"""The SDK's own suite for taps, against the built-in sandbox, at a fixed date and without waiting."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from scripted_api import YESTERDAY, TurnedClock, days_before
from singer_sdk.testing import SuiteConfig, get_tap_test_class
from syncs import all_streams

from tap_usagestats.sandbox.server import Sandbox
from tap_usagestats.streams import STREAMS
from tap_usagestats.tap import TapUsageStats

CLOCK = TurnedClock()


@pytest.fixture(scope="module", autouse=True)
def _sandbox_serves_every_endpoint() -> None:
    """Leave it to test_streams.py to name one that is forgotten: here, it would be an error of every test."""
    forgotten = {stream.endpoint.path.rpartition("/")[2] for stream in STREAMS} - Sandbox().endpoints.keys()
    if forgotten:
        pytest.skip(f"the sandbox does not serve {', '.join(forgotten)}")


@pytest.fixture(scope="module", autouse=True)
def _retries_do_not_wait() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "sleep", CLOCK.sleep)  # backoff's
        yield


TestTapUsageStats = get_tap_test_class(
    TapUsageStats,
    config={"api_key": "sandbox", "api_url": "sandbox", "start_date": days_before(YESTERDAY, 1).isoformat()},
    catalog=all_streams(),
    suite_config=SuiteConfig(max_records_limit=None),
    clock=CLOCK,
)
