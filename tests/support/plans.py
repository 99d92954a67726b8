"""The days that a sync plans, from the settings that matter to it."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from typing import Any

from scripted_api import KEY

from tap_usagestats.config.settings import Settings
from tap_usagestats.sync.plan import DayPlan, plan_days

DEFAULTS = Settings.from_config({"api_key": KEY})


def days_planned(now: datetime, bookmark: date | None = None, **settings: Any) -> DayPlan:
    return plan_days(now, bookmark, dataclasses.replace(DEFAULTS, **settings))
