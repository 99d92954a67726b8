"""Organizations whose apps and members come, change and go at random, with whatever the API may send or leave out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from raw_tables import METRIC_NAMES, NEWEST, Organization

LENGTHS = (1, 2, 5, 29, 30, 45, 70, 70, 70)
METRICS = tuple(f"metrics_{name}" for name in METRIC_NAMES)
VALUES = (None, -3, 0, 0, 1, 2, 7, 1000, 1001, 10**15, 10**15 + 1, 2**70)


@dataclass(frozen=True)
class History(Organization):
    """An organization that is nothing but its rows."""

    apps: tuple[Any, ...] = ()
    tables: Mapping[str, Sequence[dict[str, Any]]] = field(default_factory=dict)

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        yield from self.tables[table]


def instant(random: Random, day: date) -> str | None:
    """Return an instant of the hundred days up to a few days after `day`, or none."""
    if random.random() < 0.2:
        return None
    ago = timedelta(days=random.choice((-2, 0, 1, 7, 27, 28, 89, 90, 91, 100)), hours=random.choice((0, 8, 9)))
    return str(datetime(day.year, day.month, day.day) - ago)  # noqa: DTZ001 -- as target-duckdb writes it, in UTC


def looks(random: Random, day: date) -> dict[str, Any]:
    """Return what an app looks like, but for its metrics."""
    creator = random.choice(("a", "b", "c", None))
    return {
        "app_name": random.choice(("CRM", "Stock", None)),
        "creator_member_id": creator,
        "creator_name": creator and random.choice(("Same", creator.upper(), None)),
        "created_at": instant(random, day),
        "last_edit_at": instant(random, day),
        "last_visit_at": instant(random, day),
    }


def app_rows(random: Random, app_id: str, days: Sequence[date]) -> Iterator[dict[str, Any]]:
    """Yield the rows of an app that comes and goes, and mostly stays as it is."""
    is_there, calm = random.random() < 0.8, random.choice((0.05, 0.5, 0.98, 1))
    flickers, grows, faster = random.choice((0, 0, 0.05)), random.choice((0, 100)), random.choice((0, 9, 30))
    looked: dict[str, Any] = looks(random, days[0])
    metrics: dict[str, Any] = dict.fromkeys(METRICS, 0)
    for day in days:
        is_there ^= random.random() < flickers
        if random.random() > 0.8:
            looked |= {name: value for name, value in looks(random, day).items() if random.random() > 0.7}
        if random.random() > calm:
            metrics |= {name: random.choice(VALUES) for name in METRICS if random.random() > 0.6}
        if grows:
            metrics["metrics_data"] = (metrics["metrics_data"] or 0) + random.randrange(grows)
            grows += faster
        if is_there:
            yield {"date": str(day), "app_id": app_id} | looked | metrics


def random_history(random: Random) -> History:
    """Return an organization with days missing, and perhaps days before Usage Statistics was first opened."""
    days = [NEWEST - timedelta(age) for age in reversed(range(random.choice(LENGTHS)))]
    loaded = random.choice((0.93, 1, 1))
    days = [day for day in days if random.random() < loaded] or days[:1]
    opened = days[random.choice((0, 0, len(days) // 2, -1))]
    nothing = dict.fromkeys(METRICS, random.choice((0, 0, None)))
    rows = [row for number in range(random.randint(1, 5)) for row in app_rows(random, f"app{number}", days)]
    members = {member: random.choice(days) for member in "abd"}
    return History(
        tables={
            "app_usage": [row | (nothing if row["date"] < str(opened) else {}) for row in rows],
            "member_usage": [
                {"date": str(day), "member_id": member, "member_name": member.upper()}
                for day in days
                if random.random() < 0.8
                for member, left in members.items()
                if day < left or random.random() < 0.1
            ],
            "platform_usage": [
                {"date": str(day), "metrics_app": random.choice(VALUES), "metrics_data": random.choice(VALUES)}
                for day in days
                if random.random() < 0.9
            ],
        }
    )
