"""What is known of an organization's apps on each day, and what follows from an app's history up to that day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from raw_tables import Organization

Row = dict[str, Any]
PERIOD = timedelta(28)
INACTIVE_AFTER = timedelta(90)
STATES = {  # figures of a state, not of a day
    "form_coop": "standard_forms",
    "form_workflow": "workflow_forms",
    "dash": "dashboards",
    "etl": "data_factories",
    "aggregate": "aggregate_tables",
    "public_link": "public_links",
    "data_trigger": "smart_assistants",
    "automation": "automations",
    "bpa": "process_analyses",
    "data": "records",
}
DAILY = {"daily_automation_exec": "automation_runs", "daily_attachment_upload": "attachment_bytes"}
NAMES = {"app": "apps", **STATES, **DAILY}


def figure(row: Row, metric: str) -> int | None:
    value: int | None = row.get(f"metrics_{metric}")
    return value if value is not None and abs(value) <= 10**15 else None


def day_of(instant: str | None) -> date | None:
    return (datetime.fromisoformat(instant) + timedelta(hours=8)).date() if instant else None


def difference(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other


def total(values: Iterable[Any]) -> Any:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def days_since(earlier: date | None, day: date) -> int | None:
    return None if earlier is None else max((day - earlier).days, 0)


def is_recent(earlier: date | None, day: date) -> bool:
    return earlier is not None and day - earlier < PERIOD


class Histories:
    """The loaded days, and the apps and members of each day with figures; `of_app` has an app's days in order."""

    def __init__(self, organization: Organization) -> None:
        rows = sorted(organization.rows("app_usage"), key=lambda row: str(row["date"]))
        self.loaded = [date.fromisoformat(day) for day in sorted({row["date"] for row in rows})]
        self.members: dict[date, dict[str, str]] = {}
        for row in organization.rows("member_usage"):
            self.members.setdefault(date.fromisoformat(row["date"]), {})[row["member_id"]] = row["member_name"]
        self.platform = {date.fromisoformat(row["date"]): row for row in organization.rows("platform_usage")}
        self.apps: dict[date, dict[str, Row]] = {}
        self.of_app: dict[str, dict[date, Row]] = {}
        for day, raw in groupby(rows, key=lambda row: date.fromisoformat(row["date"])):
            apps = [plain(row) for row in raw]
            if self.apps or not is_empty(apps):
                self.apps[day] = {app["app_id"]: app for app in apps}
                for app in apps:
                    self.judge(day, app, self.of_app.setdefault(app["app_id"], {}))

    def judge(self, day: date, app: Row, history: dict[date, Row]) -> None:
        """Say what follows from an app's history so far, and add the day to it."""
        before = history[max(history)] if history else {}
        previous, work = self.day_before(day), (app["automation_runs"], app["attachment_bytes"])
        growth = self.growth(app["app_id"], previous, day)[1] if previous else None
        last_worked_on = day if any((value or 0) > 0 for value in (growth, *work)) else before.get("last_worked_on")
        last_told_on = before.get("last_told_on") if work == (None, None) else day
        unvisited_since = app["last_visit_on"] or app["created_on"]
        is_inactive = unvisited_since is None or day - unvisited_since >= INACTIVE_AFTER
        is_idle: bool | None = False
        if is_inactive and not is_recent(last_worked_on, day):
            is_whole = day - min(self.apps) >= PERIOD - timedelta(1)
            is_idle = True if is_whole and is_recent(last_told_on, day) else None
        creator, members = app["creator_member_id"], self.members.get(day)
        is_member = None if creator is None or members is None else creator in members
        history[day] = app
        app |= {
            "date": day,
            "last_worked_on": last_worked_on,
            "last_told_on": last_told_on,
            "was_edited": app["last_edit_on"] == day,
            "was_visited": app["last_visit_on"] == day,
            "days_since_last_visit": days_since(app["last_visit_on"], day),
            "is_inactive": is_inactive,
            "is_idle": is_idle,
            "is_unattended": None if is_idle is None else is_inactive and not is_idle,
            "status": {(True, True): "idle", (True, False): "unattended", (True, None): "inactive"}.get(
                (is_inactive, is_idle), "used"
            ),
            "creator_is_member": is_member,
            "is_orphaned": creator is None or is_member is False,
            "records_growth": growth,
        }

    def day_before(self, day: date) -> date | None:
        return max((one for one in self.apps if one < day), default=None)

    def growth(self, app_id: str, then: date, now: date) -> tuple[str, int | None]:
        """Return which part of growth an app belongs to, and by how much it grew."""
        before, after = self.apps[then].get(app_id), self.apps[now].get(app_id)
        if before and after:
            return "stayed", difference(after["records"], before["records"])
        return ("new", after["records"]) if after else ("deleted", difference(0, (before or {}).get("records")))


def plain(row: Row) -> Row:
    """Return a loaded row with the names of the models."""
    kept = {name: row[name] for name in ("app_id", "app_name", "creator_member_id", "creator_name")}
    days = {f"{name}_on": day_of(row[f"{name}_at"]) for name in ("created", "last_edit", "last_visit")}
    figures = {name: figure(row, metric) for metric, name in NAMES.items()}
    forms = (figures["standard_forms"], figures["workflow_forms"])
    return kept | days | figures | {"forms": None if None in forms else total(forms)}


def is_empty(apps: list[Row]) -> bool:
    """Whether no metric of an app is known but as 0; if none is known at all, nobody can tell."""
    return {app[name] for app in apps for name in NAMES.values()} - {None} == {0}
