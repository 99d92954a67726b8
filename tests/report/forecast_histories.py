"""Organizations that grow towards a limit: what is loaded of them, and what happens to them afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from raw_tables import NEWEST, Organization

LOADED = 8 * 7 + 1  # days: eight weeks of growth
AHEAD = 60  # days from the newest loaded one to the limit, if nothing is imported and no large app deleted until then
FOLLOWED = 180  # days after the newest one; a limit that is not reached by then is missed
WEEKEND = 0.1  # of the growth on a weekday
Series = list[int]  # records of an app on each day, 0 while it is not there


@dataclass(frozen=True)
class Regime:
    """How often something happens that no trend can know, in the eight weeks before the newest day and after it."""

    imports: float  # expected number in 60 days
    large_deletions: float = 1 / 3  # part of the organizations that lose one of their three largest apps
    new_apps: float = 2.0  # expected number in 60 days
    apps: tuple[int, int] = (10, 60)  # fewest and most
    drift: float = 0.2  # by how much of itself a rate typically changes in 60 days


REGIMES = {
    "ordinary": Regime(imports=1 / 3),
    "imports every ten days": Regime(imports=6),
    "four times as many new apps": Regime(imports=1 / 3, new_apps=8),
    "fewer apps at less steady rates": Regime(imports=1 / 3, new_apps=4, apps=(8, 40), drift=0.3),
}


@dataclass(frozen=True)
class Growing(Organization):
    """An organization of the loaded days, the limit of its records, and in how many days it is reached, if it is."""

    apps: tuple[Any, ...] = ()
    series: tuple[Series, ...] = ()
    limit: int = 0
    reached_in: int | None = None

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        if table == "app_usage":
            for day in range(LOADED):
                date = str(NEWEST - timedelta(LOADED - 1 - day))
                for number, series in enumerate(self.series):
                    if series[day]:
                        yield {"date": date, "app_id": f"app{number}", "metrics_data": series[day]}


def days_of(random: Random, expected_in_60_days: float) -> list[int]:
    """Return the days on which something happens that is as probable on each."""
    return [day for day in range(1, LOADED + FOLLOWED) if random.random() < expected_in_60_days / 60]


def app(random: Random, start: int, end: int, size: float, drifts: float) -> Series:
    """Return an app that is there from one day to another: with a rate, a drift of it, weekends, and noise."""
    rate = 0 if random.random() < 0.3 else size * random.lognormvariate(-6.2, 1)
    drift = random.gauss(0, drifts) / 60
    records, series = size, [0] * (LOADED + FOLLOWED)
    for day in range(start, end):
        weekday = (NEWEST - timedelta(LOADED - 1 - day)).isoweekday()
        factor = (WEEKEND if weekday > 5 else 1) * (1 + drift * (day - LOADED))
        records += round(max(rate * factor, 0) * random.lognormvariate(-0.3, 0.8))
        series[day] = 1 + int(records)
    return series


def growing(random: Random, regime: Regime) -> Growing:
    """Return an organization whose apps grow at rates of their own, come, go, and are imported into."""
    end, newest = LOADED + FOLLOWED, LOADED - 1
    apps = [
        app(random, 0, end, random.lognormvariate(8, 1.5), regime.drift) for _ in range(random.randint(*regime.apps))
    ]
    apps.sort(key=max)
    for series in random.sample(apps[: len(apps) // 3], len(apps) // 8):  # small ones, in the course of the year
        delete(series, random.randrange(1, end))
    born = days_of(random, regime.new_apps)
    apps += [app(random, start, end, random.lognormvariate(5, 1), regime.drift) for start in born]
    events: list[tuple[int, str]] = [(day, "import") for day in days_of(random, regime.imports)]
    if random.random() < regime.large_deletions:
        events.append((random.randrange(1, LOADED + AHEAD), "deletion"))
    expected: list[int] = []
    for day, event in [*sorted(events), (end, "end")]:
        if day > newest and not expected:
            expected = sums(apps)
        if event == "import":
            records = round(random.choice([one[day] for one in apps if one[day]]) * random.uniform(0.1, 2))
            into = random.choice([series for series in apps if series[day]])
            into[day:] = [value + records if value else 0 for value in into[day:]]
        elif event == "deletion":
            delete(random.choice(sorted(apps, key=lambda series: series[day])[-3:]), day)
    limit, real = expected[newest + AHEAD], sums(apps)
    reached_in = next((ahead for ahead in range(1, FOLLOWED) if real[newest + ahead] >= limit), None)
    return Growing(series=tuple(apps), limit=limit, reached_in=reached_in)


def delete(series: Series, day: int) -> None:
    """Let an app be gone from a day on."""
    series[day:] = [0] * (len(series) - day)


def sums(apps: list[Series]) -> Series:
    return [sum(day) for day in zip(*apps, strict=True)]
