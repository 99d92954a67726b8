"""The SDK's own suite for taps, against the built-in sandbox."""

from __future__ import annotations

from singer_sdk.testing import SuiteConfig, get_tap_test_class
from syncs import all_streams

from tap_usagestats.days import ONE_DAY, yesterday
from tap_usagestats.pacing import Clock
from tap_usagestats.tap import TapUsageStats

START = yesterday(Clock().now()) - ONE_DAY

TestTapUsageStats = get_tap_test_class(
    TapUsageStats,
    config={"api_key": "sandbox", "api_url": "sandbox", "start_date": START.isoformat()},
    catalog=all_streams(),
    suite_config=SuiteConfig(max_records_limit=None),
)
