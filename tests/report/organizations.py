"""Rows of the models made up by hand, for figures that need no warehouse."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from report import models
from report.organization import Organization

NEWEST = date(2026, 3, 10)
DAY = {
    "apps": 3, "records": 100, "forms": 4, "automation_runs": 0, "attachment_bytes": 0, "inactive_apps": 0,
    "visited_apps_7_days": 3, "creators_left": 0, "contract_year": 2026,
    "attachment_bytes_contract_year": 0, "apps_vanished": 0, "records_growth_deleted_apps": 0,
    "records_growth_stayed_apps_28_days": None, "records_growth_new_apps_28_days": None,
    "records_growth_deleted_apps_28_days": None,
}  # fmt: skip
APP = {
    "app_name": "App", "status": "used", "status_28_days_ago": "used", "is_current": True, "is_orphaned": False,
    "creator_member_id": "m1", "creator_name": "Tom", "creator_is_member": True, "records": 10, "records_share": 0.1,
    "public_links": 0, "records_growth_28_days": 0, "automation_runs_28_days": 0, "attachment_bytes_28_days": 0,
    "created_on": None, "last_seen_on": NEWEST,
}  # fmt: skip
CREATOR = {"creator_name": "Tom", "is_member": True, "left_on": None, "apps": 1, "records": 10, "records_share": 1.0}
Row = dict[str, Any]


def organization(
    days: list[Row] | None = None,
    apps: list[Row] | None = None,
    creators: list[Row] | None = None,
    limits: list[Row] | None = None,
) -> Organization:
    """Return an organization whose last day is the newest: of each row, only what matters is given."""
    days = [{}] if days is None else days
    numbered = enumerate(apps or [])
    return models.organization(
        {"organization": "", "inactive_after_days": 90, "days_without_figures": 0},
        {
            "organization_days": [
                {**DAY, "date": NEWEST - timedelta(len(days) - 1 - place), **day} for place, day in enumerate(days)
            ],
            "apps": [{**APP, "app_id": f"a{number}", **app} for number, app in numbered],
            "creators": [{**CREATOR, "creator_member_id": "m1", **creator} for creator in creators or []],
            "app_changes": [],
            "limits": limits or [],
            "actions": [],
            "app_reasons": [],
        },
    )
