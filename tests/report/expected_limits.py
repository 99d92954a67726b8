"""What usagestats__limits should hold of an organization, in plain Python, written from its descriptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from math import floor
from typing import Any

from app_histories import DAILY, NAMES, Histories, Row, difference, total
from raw_tables import NEWEST

WEEK = timedelta(7)
TREND, LEAST_GROWTHS, AHEAD, TOP = timedelta(56), 28, 730, 5
Limit = tuple[str, str, date | None, int]
PERIODS: dict[str, Callable[[date], Any]] = {
    "total": lambda _: None,
    "day": lambda day: day,
    "month": lambda day: (day.year, day.month),
    "contract_year": lambda day: day.year,
}
LIMITS: list[Limit] = [
    *((metric, "total", None, 11) for metric in NAMES.values() if metric not in DAILY.values()),
    *((metric, period, None, 30) for metric in DAILY.values() for period in PERIODS if period != "total"),
    ("records", "total", NEWEST - timedelta(5), 10**15 + 10),
    ("records", "total", NEWEST + timedelta(1), 1),
    ("dashboards", "total", NEWEST - timedelta(9), 25),
    ("dashboards", "total", NEWEST - timedelta(8), 15),
]


def plan_limits() -> str:
    """Return the seed with these limits, without the column organization."""
    lines = (f"{metric},{limit},{period},{valid_from or ''}" for metric, period, valid_from, limit in LIMITS)
    return "\n".join(("metric,limit,period,valid_from", *lines, ""))


def limits(known: Histories) -> Iterator[Row]:
    newest = max(known.apps, default=date.min)
    for metric, period in dict.fromkeys((metric, period) for metric, period, *_ in LIMITS):
        valid = [
            (valid_from or date.min, valid_from, limit)
            for one, of, valid_from, limit in LIMITS
            if (one, of) == (metric, period) and (valid_from or date.min) <= newest
        ]
        if known.apps and valid:
            yield {"metric": metric, "period": period, **state(known, metric, period, *max(valid)[1:])}


def state(known: Histories, metric: str, period: str, valid_from: date | None, limit: int) -> Row:
    """Return how much of a limit is used, and when it is reached."""
    newest = max(known.apps)
    used = used_on(known, metric, PERIODS[period])
    now = used[newest]
    trend, of_apps = trends(known, metric)
    growing = sorted(((-slope, app_id) for app_id, slope in of_apps.items() if slope > 0))
    top = growing[:TOP]
    idle_used = None if metric in DAILY.values() else total(idle_of(known, metric))
    return {
        "valid_from": valid_from,
        "plan_limit": limit,
        "date": newest,
        "used": now,
        "share": None if now is None else float(now) / limit,
        "trend_a_day": trend,
        "reached_on": reached_on(used, trend, limit, PERIODS[period], valid_from or date.min),
        "idle_used": idle_used,
        "days_gained_by_archiving": floor(idle_used / trend) if trend and trend > 0 and idle_used is not None else None,
        "top_apps_share": sum(slope for slope, _ in top) / sum(slope for slope, _ in growing) if top else None,
        "top_app_ids": ",".join(app_id for _, app_id in top) or None,
        "top_apps": ", ".join(known.apps[newest][app_id]["app_name"] or app_id for _, app_id in top) or None,
    }


def held(app: Row, metric: str) -> int | None:
    value: int | None = 1 if metric == "apps" else app[metric]
    return value


def idle_of(known: Histories, metric: str) -> Iterable[int | None]:
    for app in known.apps[max(known.apps)].values():
        if app["is_idle"] is not None:
            yield held(app, metric) if app["is_idle"] else 0


def used_on(known: Histories, metric: str, period: Callable[[date], Any]) -> dict[date, int | None]:
    """Return how much was used on each day: what was held, or what was counted in the period so far."""
    sums = {day: total(held(app, metric) for app in apps.values()) for day, apps in known.apps.items()}
    if metric not in DAILY.values():
        return sums
    return {day: total(sums[one] for one in sums if one <= day and period(one) == period(day)) for day in sums}


def reached_on(
    used: dict[date, int | None], trend: float | None, limit: int, period: Callable[[date], Any], valid_from: date
) -> date | None:
    """Return since when a limit has been reached, or when it will be."""
    newest = max(used)
    now = used[newest]
    if now is None:
        return None
    if now >= limit:
        below = max((day for day, value in used.items() if value is not None and value < limit), default=date.min)
        above = (day for day, value in used.items() if value is not None and value >= limit and day > below)
        return min(day for day in above if day >= valid_from)
    start, days = now, 0
    for day in (newest + timedelta(ahead) for ahead in range(1, AHEAD + 1)):
        if period(day) != period(day - timedelta(1)):
            start, days = 0, 0
        days += 1
        if trend and start + trend * days >= limit:
            return day
    return None


def trends(known: Histories, metric: str) -> tuple[float | None, dict[str, float]]:
    """Return the trend of the organization, and that of each app that has one."""
    newest = max(known.apps)
    days = [day for day in known.apps if day >= newest - TREND]
    if metric == "apps":
        return middle([len(known.apps[day]) - len(known.apps[day - WEEK]) for day in days if day - WEEK in days]), {}
    is_daily = metric in DAILY.values()
    grown: dict[str, dict[date, int]] = {}
    for app_id in known.apps[newest]:
        history = {day: known.apps[day][app_id][metric] for day in days if app_id in known.apps[day]}
        if is_daily:
            growths = {day: uploaded(history, day) for day in history}
        elif min(days) in history:
            growths = {day: difference(value, history.get(day - WEEK)) for day, value in history.items()}
        else:
            growths = {}
        grown[app_id] = {day: growth for day, growth in growths.items() if growth is not None}
    of_days = (total(growths.get(day) for growths in grown.values()) for day in days)
    of_apps = {app_id: middle(list(growths.values())) for app_id, growths in grown.items()}
    return middle([growth for growth in of_days if growth is not None]), {
        app_id: slope for app_id, slope in of_apps.items() if slope is not None
    }


def uploaded(history: dict[date, int | None], day: date) -> int | None:
    """Return what was counted in the week up to a day; null if days are missing, or nothing was known before."""
    week = [day - timedelta(ago) for ago in range(7)]
    known_before = any(value is not None for one, value in history.items() if one <= day - WEEK)
    if not known_before or not {*week, day - WEEK} <= history.keys():
        return None
    return sum(history[one] or 0 for one in week)


def middle(growths: Sequence[int]) -> float | None:
    """Return a day's part of the mean of the middle half of what weeks added."""
    if len(growths) < LEAST_GROWTHS:
        return None
    cut = len(growths) // 4
    half = sorted(growths)[cut : len(growths) - cut]
    return float(sum(half)) / (7 * len(half))
