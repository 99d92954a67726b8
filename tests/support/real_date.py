"""The real date, for tests whose tap runs in a process of its own."""

from __future__ import annotations

from scripted_api import days_before

from tap_usagestats.api.pacing import Clock
from tap_usagestats.api.window import yesterday

REAL_NOW = Clock().now()
LAST_DAY = days_before(yesterday(REAL_NOW), 1)  # over, and served, even if midnight in UTC+8 passes during the tests
