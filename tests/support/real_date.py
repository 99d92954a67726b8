"""The real date, for tests whose tap runs in a process of its own."""

from __future__ import annotations

from datetime import date

from scripted_api import days_before

from tap_usagestats.api.pacing import Clock
from tap_usagestats.api.window import yesterday

REAL_NOW = Clock().now()
LAST_DAY = days_before(yesterday(REAL_NOW), 1)  # over, and served, even if midnight in UTC+8 passes during the tests


def days_from(first: date) -> dict[str, str]:
    """The variables with which a tap reads from `first` to LAST_DAY."""
    return {"TAP_USAGESTATS_START_DATE": first.isoformat(), "TAP_USAGESTATS_END_DATE": LAST_DAY.isoformat()}
