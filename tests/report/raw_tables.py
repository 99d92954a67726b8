"""Organizations made up for the page, in DuckDB tables as target-duckdb writes them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from tap_usagestats.streams import METRICS

ODD_NAME = "<b>Odd</b> 组织"
ONE = "Zeta"
NEWEST = date(2026, 3, 10)
METRIC_NAMES = tuple(metric.name for metric in METRICS)
KEYS = {
    "app_usage": ("app_id", "app_name", "creator_member_id", "creator_name"),
    "member_usage": ("member_id", "member_name"),
    "platform_usage": (),
}
NAMES = (
    "</script><script>window.broken = 1</script>",
    "<img src=x onerror='window.broken = 1'>",
    "{{ 7 * 7 }} ${7 * 7} {% raw %}",
    "<!--<script>",
    'It\'s "quoted" & `ticked` \\ &amp; \u003c',
    "x" * 300,
    "طلبات الإجازة",
    "छुट्टी आवेदन",
    "客户回访 🎧",
    "CRM",
    "CRM",
    None,
    "   ",
)


@dataclass(frozen=True)
class App:
    """An app: what it is called and whose it is; `metrics` are constant, but for data, which grows every day."""

    number: int
    name: str | None = "App"
    creator: int | None = 1
    growth: int = 1
    days_since_visit: int | None = 0
    away: range = range(0)  # days before the newest one on which it is not there
    old_name: str | None = None  # until 10 days before the newest
    works: bool = True  # on weekdays
    metrics: Mapping[str, int | None] = field(default_factory=dict)

    def row(self, day: date, age: int) -> dict[str, Any]:
        """Return its row of a day that is `age` days before the newest."""
        busy = 0 if day.isoweekday() > 5 or not self.works else self.number + 7
        metrics = dict.fromkeys(METRIC_NAMES, 2) | {
            "data": 1000 * self.number - self.growth * age,
            "daily_automation_exec": busy * (3 if age < 30 else 2),
            "daily_attachment_upload": busy * 1_000_000,
            "public_link": self.number % 2,
        }
        visited = None if self.days_since_visit is None else min(day, NEWEST - timedelta(self.days_since_visit))
        return {
            "date": str(day),
            "app_id": f"65f{self.number:021x}",
            "app_name": self.old_name if self.old_name and age > 10 else self.name,
            "creator_member_id": None if self.creator is None else f"65e{self.creator:021x}",
            "creator_name": None if self.creator is None else f"Member {self.creator} <b>",
            "created_at": "2025-01-01 02:00:00",
            "last_edit_at": None,
            "last_visit_at": visited and f"{visited} 01:00:00",
            **{f"metrics_{name}": value for name, value in (metrics | dict(self.metrics)).items()},
        }


@dataclass(frozen=True)
class Organization:
    """Apps over some days, and members; `left` days before the newest one, the last of them leaves."""

    apps: tuple[App, ...]
    days: int = 75
    empty_days: int = 0  # before those, on which every metric is 0
    members: tuple[int, ...] = (1, 2, 3, 9)
    left: int = 15

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of one of the three tables."""
        for age in range(self.days + self.empty_days):
            day = NEWEST - timedelta(age)
            if table == "app_usage":
                nothing = {f"metrics_{name}": 0 for name in METRIC_NAMES} if age >= self.days else {}
                yield from ({**app.row(day, age), **nothing} for app in self.apps if age not in app.away)
            elif table == "member_usage":
                yield from (
                    {"date": str(day), "member_id": f"65e{number:021x}", "member_name": f"Member {number}"}
                    for number in self.members[: -1 if age < self.left else None]
                )
            else:
                yield {"date": str(day)}


def typical(shift: int = 0) -> Organization:
    """Return an organization with something to see in every picture and table, its figures `shift`ed."""
    apps = [
        App(shift + 1, "Sales", growth=5, old_name="Vente"),
        App(shift + 2, "Orders", creator=2, days_since_visit=89),
        App(shift + 3, "Stock", creator=2, days_since_visit=90),
        App(shift + 4, "Archive", creator=3, days_since_visit=None, growth=0),
        App(shift + 5, "Left behind", creator=9, growth=-3),
        App(shift + 6, "Ownerless", creator=None),
        App(shift + 7, "New", away=range(12, 999)),
        App(shift + 8, "Gone", away=range(20)),
        App(shift + 9, "Came back", away=range(5, 9)),
        App(shift + 10, "Newest", away=range(3, 999)),
        App(shift + 15, "Large"),
        App(shift + 12, "Silent", metrics=dict.fromkeys(METRIC_NAMES)),
        App(shift + 13, "Asleep", days_since_visit=120, growth=0, works=False),
        App(shift + 11, "Forgotten", days_since_visit=100, creator=9),
    ]
    return Organization(tuple(apps))


def oddly_named() -> Organization:
    """Return an organization whose every app is unvisited, orphaned and public: each name is in each list."""
    return Organization(
        tuple(
            App(2 * number + 1, name, creator=None, days_since_visit=None, growth=20 - number, old_name="Before")
            for number, name in enumerate(NAMES)
        )
    )


# What an organization can be called: two have different names, and each has one that is seen.
ORGANIZATION_NAMES = sorted({name for name in NAMES if name and name.strip()})

# What each database has, by the name of the database and of the organization.
CONTENTS = {
    "one": {"": typical()},
    "many": {
        "Acme": replace(typical(), empty_days=9),
        "Day": replace(typical(50), days=1),
        "Nothing": replace(typical(), days=0, empty_days=3),
        ODD_NAME: oddly_named(),
        ONE: typical(),
    },
    "named": {name: Organization((App(1),), days=2) for name in ORGANIZATION_NAMES},
}


def write(path: Path, organizations: Mapping[str, Organization]) -> None:
    """Write the tables of the organizations; with one that has no name, the tables have no column for it."""
    metrics = {f"metrics_{name}": "hugeint" for name in METRIC_NAMES}
    times = dict.fromkeys(("created_at", "last_edit_at", "last_visit_at"), "timestamp")
    with duckdb.connect(str(path)) as database:
        database.execute("create schema usagestats")
        for table, keys in KEYS.items():
            named = () if list(organizations) == [""] else ("organization",)
            columns = dict.fromkeys((*named, "date", *keys, "extra"), "varchar") | times | metrics
            rows = [
                {"organization": name, **row}
                for name, organization in organizations.items()
                for row in organization.rows(table)
            ]
            lines = path.with_suffix(f".{table}.json")
            lines.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
            database.execute(
                f"create table usagestats.{table} as select * from read_json($file, columns = $columns,"
                " format = 'newline_delimited')",
                {"file": str(lines), "columns": columns},
            )
