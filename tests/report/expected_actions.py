"""Which apps need somebody, in plain Python, written from the descriptions in actions.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from app_histories import PERIOD, Histories, Row, difference
from expected_models import apps
from pages import ROOT

DAY, WEEK = timedelta(1), timedelta(7)
RANGE = 8 * WEEK
RISKS = {
    "public link opened": 6,
    "unattended with public links": 5,
    "vanished": 4,
    "sudden growth": 3,
    "creator left": 2,
    "idle": 1,
}
MACRO = (ROOT / "transform/macros/actions.sql").read_text(encoding="utf-8")
WHAT_TO_DO: dict[str, str] = dict(re.findall(r"'([a-z ]+)': {\n.*?'what_to_do': '(.+?)'", MACRO, re.DOTALL))


def reasons(known: Histories, app: Row) -> Iterator[tuple[str, date | None]]:
    """Yield why an app needs somebody, and since when; `app` is its row in usagestats__apps."""
    newest, history = max(known.apps), known.of_app[app["app_id"]]
    opened = link_opened_on(known, history, newest)
    if app["is_current"] and (app["public_links"] or 0) > 0:
        if opened:
            yield "public link opened", opened
        if app["status"] == "unattended":
            yield "unattended with public links", app["inactive_since"]
    without = [day for day in known.apps if day > app["last_seen_on"]]
    if without and newest - without[0] < PERIOD and (app["records"] or 0) > 1000:
        yield "vanished", without[0]
    if grew_suddenly(history, newest):
        yield "sudden growth", newest - WEEK + DAY
    if app["is_current"] and app["creator_is_member"] is False:
        yield "creator left", app["orphaned_since"]
    if app["status"] == "idle":
        yield "idle", app["inactive_since"]


def link_opened_on(known: Histories, history: dict[date, Row], newest: date) -> date | None:
    opened = None
    for day, app in history.items():
        if newest - day < WEEK:
            earlier = [one for one in history if newest - RANGE - WEEK <= one < day]
            before = history[earlier[-1]]["public_links"] if earlier else 0 if day > min(known.apps) else None
            if None not in (before, app["public_links"]) and app["public_links"] > before:
                opened = day
    return opened


def grew_suddenly(history: dict[date, Row], newest: date) -> bool:
    days = [newest - RANGE - WEEK + number * DAY for number in range(64)]
    growth = [difference(records_on(history, day), records_on(history, day - WEEK)) for day in days[7:]]
    known = [grown for grown in growth if grown is not None]
    return len(known) == len(growth) and known[-1] > max(1000, *known[:-7])


def records_on(history: dict[date, Row], day: date) -> int | None:
    return history[day]["records"] if day in history else None


def app_reasons(known: Histories) -> Iterator[Row]:
    for app in apps(known):
        for reason, since in reasons(known, app):
            row = {"app_id": app["app_id"], "reason": reason, "since": since}
            yield row | {"is_exempt": False, "exempt_until": None}


def actions(known: Histories) -> Iterator[Row]:
    found = []
    for app in apps(known):
        since = dict(reasons(known, app))
        if since:
            first, *others = sorted(since, key=RISKS.__getitem__, reverse=True)
            size = len(str(max(app["records"] or 0, 0)))
            about = {"reason": first, "since": since[first], "risk": RISKS[first], "size": size}
            found.append(
                {name: app[name] for name in ("app_id", "app_name", "records", "public_links")}
                | about
                | {
                    "score": RISKS[first] * size,
                    "last_known_person": app["last_known_creator_name"],
                    "link": None,
                    "what_to_do": WHAT_TO_DO[first],
                    "other_reasons": ", ".join(others) or None,
                }
            )
    found.sort(key=lambda action: (-action["score"], -(action["records"] or 0), action["app_id"]))
    for rank, action in enumerate(found, 1):
        yield action | {"rank": rank}


ACTIONS = {
    "usagestats__app_reasons": (app_reasons, ("app_id", "reason")),
    "usagestats__actions": (actions, ("app_id",)),
}
