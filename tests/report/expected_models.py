"""What the models should hold of an organization, in plain Python, written from the descriptions in marts.yml."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from app_histories import DAILY, INACTIVE_AFTER, PERIOD, STATES, Histories, Row, days_since, difference, figure, total
from expected_changes import app_changes
from expected_limits import limits


def organizations(known: Histories) -> Iterator[Row]:
    if known.loaded:
        yield {
            "first_loaded_on": known.loaded[0],
            "first_day": min(known.apps, default=None),
            "newest_day": max(known.apps, default=None),
            "days_without_figures": len(known.loaded) - len(known.apps),
            "inactive_after_days": INACTIVE_AFTER.days,
        }


def app_days(known: Histories) -> Iterator[Row]:
    for history in known.of_app.values():
        yield from history.values()


def apps(known: Histories) -> Iterator[Row]:
    if not known.apps:
        return
    newest = max(known.apps)
    then = newest - PERIOD
    records = total(app["records"] for app in known.apps[newest].values())
    for app_id, history in known.of_app.items():
        last = history[max(history)]
        named = [app for app in history.values() if app["creator_name"] is not None]
        last_named = named[-1] if named else {}
        was_member = max((day for day, app in history.items() if app["creator_is_member"]), default=date.min)
        orphaned = [day for day, app in history.items() if app["is_orphaned"] and day > was_member]
        is_current = last["date"] == newest
        is_compared = then in known.apps and (then in history or is_current)
        yield last | {
            "status": last["status"] if is_current else "deleted",
            "status_28_days_ago": history[then]["status"] if then in history else None,
            "first_seen_on": min(history),
            "last_seen_on": last["date"],
            "is_current": is_current,
            "last_known_creator_member_id": last_named.get("creator_member_id"),
            "last_known_creator_name": last_named.get("creator_name"),
            "days_since_last_visit": days_since(last["last_visit_on"], newest),
            **{judgment: is_current and last[judgment] for judgment in last if judgment.startswith("is_")},
            "inactive_since": last["last_visit_on"] or last["created_on"]
            if is_current and last["is_inactive"]
            else None,
            "orphaned_since": orphaned[0] if is_current and last["is_orphaned"] else None,
            "records_share": last["records"] / records
            if is_current and records and last["records"] is not None
            else None,
            "records_growth_28_days": known.growth(app_id, then, newest)[1] if is_compared else None,
            **{
                f"{name}_28_days": total(app[name] for day, app in history.items() if day > then)
                for name in DAILY.values()
            },
        }


def creators(known: Histories) -> Iterator[Row]:
    left_on = {member["member_id"]: member["left_on"] for member in members(known)}
    current = [app for app in apps(known) if app["is_current"]]
    for creator in {app["creator_member_id"] for app in current}:
        own = [app for app in current if app["creator_member_id"] == creator]
        yield {
            "creator_member_id": creator,
            "creator_name": max((app["creator_name"] for app in own if app["creator_name"]), default=None),
            "is_member": own[0]["creator_is_member"],
            "left_on": left_on.get(creator),
            "apps": len(own),
            "inactive_apps": sum(app["is_inactive"] for app in own),
            "unattended_apps": total(app["is_unattended"] for app in own),
            "idle_apps": total(app["is_idle"] for app in own),
            "records": total(app["records"] for app in own),
            "records_share": total(app["records_share"] for app in own),
        }


def members(known: Histories) -> Iterator[Row]:
    days = {day: names for day, names in known.members.items() if known.apps and day >= min(known.apps)}
    current = [app for app in apps(known) if app["is_current"]]
    for member in {member for names in days.values() for member in names}:
        seen = [day for day, names in days.items() if member in names]
        own = [app for app in current if app["creator_member_id"] == member]
        yield {
            "member_id": member,
            "member_name": days[max(seen)][member],
            "apps_created": len(own),
            "records": total(app["records"] for app in own),
            "first_seen_on": min(seen),
            "last_seen_on": max(seen),
            "left_on": min((day for day in days if day > max(seen)), default=None),
        }


def organization_days(known: Histories) -> Iterator[Row]:
    shown = [(row["date"], row["change"]) for row in app_changes(known)]
    for day, listed in known.apps.items():
        rows = list(listed.values())
        sums = {name: total(app[name] for app in rows) for name in ("forms", *STATES.values(), *DAILY.values())}
        visits = [app["days_since_last_visit"] for app in rows]
        are_members = {app["creator_member_id"]: app["creator_is_member"] for app in rows}
        can_tell = any(is_member is not None for is_member in are_members.values())
        year = [one for one in known.apps if one.year == day.year and one <= day]
        platform = {
            name: figure(known.platform.get(day, {}), key) for key, name in {"app": "apps", "data": "records"}.items()
        }
        yield sums | {
            "date": day,
            "apps": len(rows),
            **growth(known, known.day_before(day), day, ""),
            **growth(known, day - PERIOD, day, "_28_days"),
            "apps_appeared": shown.count((day, "appeared")),
            "apps_vanished": shown.count((day, "vanished")),
            "visited_apps_7_days": sum(days is not None and days < 7 for days in visits),
            **{f"{word}_apps": total(app[f"is_{word}"] for app in rows) for word in JUDGMENTS},
            "creators_left": sum(is_member is False for is_member in are_members.values()) if can_tell else None,
            "contract_year": day.year,
            "attachment_bytes_contract_year": total(
                app["attachment_bytes"] for one in year for app in known.apps[one].values()
            ),
            **{f"{name}_reported": value for name, value in platform.items()},
            "apps_difference": difference(platform["apps"], len(rows)),
            "records_difference": difference(platform["records"], sums["records"]),
        }


def growth(known: Histories, then: date | None, now: date, suffix: str) -> Row:
    """Return growth and its three parts; null if no app's is known."""
    listed = {*known.apps[then], *known.apps[now]} if then in known.apps else set()
    by_app = [known.growth(app_id, then, now) for app_id in listed if then]
    parts = {part: total(grown for one, grown in by_app if one == part) for part in ("stayed", "new", "deleted")}
    whole = total(parts.values())
    row = {
        f"records_growth_{part}_apps{suffix}": whole if whole is None else grown or 0 for part, grown in parts.items()
    }
    return row | {f"records_growth{suffix}": whole}


JUDGMENTS = ("inactive", "idle", "unattended", "orphaned")
MODELS: dict[str, tuple[Callable[[Histories], Iterator[Row]], tuple[str, ...]]] = {  # with the keys of each
    "usagestats__organizations": (organizations, ()),
    "usagestats__app_days": (app_days, ("date", "app_id")),
    "usagestats__apps": (apps, ("app_id",)),
    "usagestats__app_changes": (app_changes, ("date", "app_id", "change")),
    "usagestats__creators": (creators, ("creator_member_id",)),
    "usagestats__members": (members, ("member_id",)),
    "usagestats__organization_days": (organization_days, ("date",)),
    "usagestats__limits": (limits, ("metric", "period")),
}
