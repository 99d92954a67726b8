"""An organization of a few apps, to which everything happens that the models tell of."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

DAYS = 35
TOM, ANN, EVE = ({"member_id": name.lower(), "name": name} for name in ("Tom 王", "Ann", "Eve"))

# By app and number of the day: what the models must tell of it, and nothing else. A number among the values is a day.
CHANGES: set[tuple[str, int, str, str | int | None, str | int | None]] = {
    ("comes back", 10, "vanished", "Comes back", None),
    ("comes back", 14, "appeared", None, "Came back 🎉"),
    ("comes back", 14, "renamed", "Comes back", "Came back 🎉"),
    ("gone", 20, "vanished", "Gone", None),
    ("handed over", 7, "creator changed", "Tom 王", "Ann"),
    ("new", 30, "appeared", None, 'l\'été, "quoted"'),
    ("of eve", 15, "creator left", "Eve", None),
    ("of eve", 30, "used again", None, 30),
    ("unused", 32, "became idle", None, None),
    ("no creator", 25, "creator changed", "Ann", None),
    ("public", 12, "public links changed", "0", "2"),
}
ORPHANS = {"no creator", "of eve"}  # Eve leaves on the 15th day
INACTIVE = {"new", "unused"}
IDLE = {"unused"}  # it has not worked since the 4th day
TOO_LARGE = 2**63 - 1  # the data and dashboards of two apps on one day
TOO_LARGE_ON, TOO_LARGE_OF = 8, {"gone", "public"}
NAMES = {"new": 'l\'été, "quoted"'}


def name(app: str, number: int) -> str:
    """The name of an app on a day."""
    return "Came back 🎉" if app == "comes back" and number >= 14 else NAMES.get(app, app.capitalize())


def apps_on(number: int) -> list[str]:
    """The apps of a day."""
    apps = ["handed over", "no creator", "of eve", "public", "unused"]
    apps += ["comes back"] * (not 10 <= number < 14) + ["gone"] * (number < 20) + ["new"] * (number >= 30)
    return sorted(apps)


def creator(app: str, number: int) -> dict[str, str] | None:
    """The creator of an app on a day."""
    if app == "of eve":
        return EVE
    if app == "no creator":
        return ANN if number < 25 else None
    return ANN if app == "handed over" and number >= 7 else TOM


def last_visit(app: str, number: int, day: date) -> str | None:
    """The last visit of an app, half an hour after midnight in UTC+8."""
    if app == "new" or (app == "of eve" and number < 30):
        return None
    return f"{day - timedelta(days=100) if app == 'unused' else day}T00:30:00+08:00"


class ChangingOrganization:
    """The organization from `first` on, as the API's three endpoints tell of it."""

    def __init__(self, first: date) -> None:
        """Let its first day be `first`."""
        self.first = first

    def app_items(self, day: date) -> list[dict[str, Any]]:
        """The items of app_metrics."""
        number = (day - self.first).days
        return [
            {
                "app_id": app,
                "app_name": name(app, number),
                "creator": creator(app, number),
                "created_at": "2026-01-01T00:00:00+08:00",
                "last_edit_at": None,
                "last_visit_at": last_visit(app, number, day),
                "metrics": self.metrics(app, number),
            }
            for app in apps_on(number)
        ]

    def metrics(self, app: str, number: int) -> dict[str, int | None]:
        """The metrics of an app; one does not tell its forms."""
        links = 2 if app == "public" and number >= 12 else 0
        forms = None if app == "unused" else 2
        work = min(number, 4) if app == "unused" else number
        data = len(app) * (100 + work * work) + (5_000_000_000 if app == "public" else 0)
        kinds = {"app": 1, "form_coop": forms, "form_workflow": 1, "dash": 3, "automation": 4, "public_link": links}
        if number == TOO_LARGE_ON and app in TOO_LARGE_OF:
            kinds["dash"] = data = TOO_LARGE
        runs = number if work == number else 0
        return {**kinds, "data": data, "daily_automation_exec": runs, "daily_attachment_upload": runs * 1000}

    def member_items(self, day: date) -> list[dict[str, Any]]:
        """The items of member_metrics."""
        members = [TOM, ANN] + [EVE] * ((day - self.first).days < 15)
        return [{"member": member, "metrics": {"app": 1}} for member in members]

    def overview(self, day: date) -> dict[str, Any]:
        """The metrics of overview: the sums over the apps."""
        sums: Counter[str] = Counter()
        for item in self.app_items(day):
            sums.update({key: value for key, value in item["metrics"].items() if value is not None})
        return {"date": day.isoformat(), "metrics": dict(sums)}
