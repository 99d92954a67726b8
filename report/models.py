"""From the tables of the models to organizations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from report.organization import PERIOD_DAYS, PERIOD_GROWTH, Organization, Row

MEAN_DAYS = 7  # weeks are strong in daily figures


def organizations(tables: dict[str, list[Row]], only: str | None = None) -> list[Organization]:
    """Return every organization, in the order of their names, with the rows that the page shows first at the front.

    Or return the one that is called `only`.
    """
    grouped = {table: by_organization(rows) for table, rows in tables.items()}
    abouts = {about["organization"]: about for about in tables["organizations"]}
    return [
        organization(abouts[name], {table: rows[name] for table, rows in grouped.items()})
        for name in chosen(abouts, only)
    ]


def chosen(names: Iterable[str], only: str | None) -> list[str]:
    """Return all names, or the one called `only`; if there is none, stop with a line that has the names of all."""
    known = sorted(names)
    if only is not None and only not in known:
        raise SystemExit(f"expected one of the organizations {', '.join(map(repr, known))}, got {only!r}")
    return known if only is None else [only]


def organization(about: Row, tables: dict[str, list[Row]]) -> Organization:
    """Return one organization, from its rows alone."""
    current = {app["app_id"] for app in tables["apps"] if app["is_current"]}
    loaded = days(tables["organization_days"])
    newest = loaded[-1]["date"] if loaded else date.min
    apps = [with_past(app, newest) for app in tables["apps"]]
    changes = [
        {**change, "is_current": change["app_id"] in current}
        for change in tables["app_changes"]
        if newest - change["date"] < timedelta(PERIOD_DAYS)
    ]
    actions = [{**action, "is_current": action["app_id"] in current} for action in tables["actions"]]
    return Organization(
        name=about["organization"],
        about=about,
        days=loaded,
        apps=sorted(apps, key=largest_first("app_id")),
        creators=sorted(tables["creators"], key=largest_first("creator_member_id")),
        changes=sorted(changes, key=newest_first),
        limits=sorted(tables["limits"], key=first_reached),
        actions=sorted(actions, key=lambda action: action["rank"]),
        exempt_apps=exempt_apps(tables["app_reasons"], actions),
    )


def exempt_apps(reasons: list[Row], actions: list[Row]) -> int:
    """Return how many apps are not on the list of actions because they are exempt."""
    listed, exempt = (
        {(row["organization"], row["app_id"]) for row in rows}
        for rows in (actions, [row for row in reasons if row["is_exempt"]])
    )
    return len(exempt - listed)


def with_past(app: Row, newest_day: date) -> Row:
    """Return an app with its age on the newest day, and with the records that it held a period ago if it is deleted."""
    created, grown = app["created_on"], app[PERIOD_GROWTH]
    return {
        **app,
        "age_days": None if created is None else (newest_day - created).days,
        "records_before": None if grown is None else -grown,
    }


def by_organization(rows: list[Row]) -> dict[str, list[Row]]:
    """Return the rows of each organization."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["organization"]].append(row)
    return grouped


def days(rows: list[Row]) -> list[Row]:
    """Return every day from the first to the last: one that is missing is a row of nulls, a gap in a line."""
    loaded = {row["date"]: row for row in rows}
    if not loaded:
        return []
    first, nothing = min(loaded), dict.fromkeys(rows[0])
    calendar = (first + timedelta(age) for age in range((max(loaded) - first).days + 1))
    filled = [{**loaded.get(day, nothing), "date": day} for day in calendar]
    for place, day in enumerate(filled):
        week = [other["automation_runs"] for other in filled[max(place - MEAN_DAYS + 1, 0) : place + 1]]
        is_whole = len(week) == MEAN_DAYS and None not in week
        day["automation_runs_mean"] = sum(week) / MEAN_DAYS if is_whole else None
    return filled


def largest_first(key: str) -> Callable[[Row], tuple[Any, ...]]:
    """Return a sort key: by records, those that are not known last, then by `key`."""
    return lambda row: (row["records"] is None, -(row["records"] or 0), row[key] or "")


def first_reached(limit: Row) -> tuple[Any, ...]:
    """Return a sort key of limits: by the day on which they are reached, those without one last, then by share."""
    return limit["reached_on"] or date.max, -(limit["share"] or 0), limit["metric"], limit["period"]


def newest_first(change: Row) -> tuple[Any, ...]:
    """Return a sort key of changes."""
    return -change["date"].toordinal(), change["app_name"] or "", change["app_id"], change["change"]
