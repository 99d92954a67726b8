"""A made-up organization, for the sandbox: the same figures for the same day, on every machine and at any time.

Every third day an app appears, and each goes again after 60 to 780 days; so some 140 are there on any day, and within
180 days some come and some go. All of it follows from the number of the app and the day. What happens to an app, so
that on any day, some apps need somebody for each reason of the model usagestats__actions:

| apps, by number | what happens |
| --- | --- |
| every 5th | some 150 records are imported when it is 56 days old, and one more on each day after it, for 12 weeks |
| every 6th | nobody visits it after its first 20 days |
| every 9th | a public link opens when it is 60 days old |
| every 10th | nobody ever visits it |
| every 11th | it is renamed when it is 75 days old |
| every 12th | nothing runs or grows any more once it is 60 days old |
| every 13th | its creator is deleted when it is 100 days old, and is null from then on |
| every 17th | its creator leaves when it is 90 days old: still named, but no longer a member |
| every 19th | another member takes it over when it is 50 days old |
| every 23rd | it is away for a week when it is 40 days old, and comes back |
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

DAYS_BETWEEN_APPS = 3
SHORTEST_LIFE, LONGEST_LIFE = 60, 780  # days
MEMBERS_WITH_APPS, MEMBERS = 24, 30
NOT_OF_MEMBERS = ("daily_automation_exec", "daily_attachment_upload")  # metrics
LEAVERS = 40  # their numbers follow those of the members; as many as it takes for each to have one app at a time

APP_NAMES = (
    "CRM", "人事管理", "Purchase requests", "在庫管理", "Заявки на ремонт", "견적 관리", "Visitor log 🚪", "设备巡检",
    "Frais de déplacement", "طلبات الإجازة", "Contract archive",
    "客户回访 🎧", "छुट्टी आवेदन", "Quality checks", "合同审批",
)  # fmt: skip
MEMBER_NAMES = ("Tom", "王芳", "Aiko 愛子", "Мария", "Léa", "李伟", "Omar عمر", "Priya")


class App(NamedTuple):
    """What stays the same about an app as long as it lives. `size` is from 0 to 1: how much it is used."""

    number: int
    app_id: str
    born: date
    life_days: int
    size: float


@lru_cache(maxsize=1024)
def app(number: int) -> App:
    """Return the app with this number."""
    chance = random.Random(number)  # noqa: S311  # nothing here is secret
    days = SHORTEST_LIFE + int(chance.random() * (LONGEST_LIFE - SHORTEST_LIFE))
    born = date.fromordinal(number * DAYS_BETWEEN_APPS)
    return App(number, f"65f{number:021x}", born, days, chance.random() ** 3)


def apps_on(day: date) -> Iterator[App]:
    """Yield the apps that exist on `day`, the oldest first."""
    newest = day.toordinal() // DAYS_BETWEEN_APPS
    for number in range(newest - LONGEST_LIFE // DAYS_BETWEEN_APPS, newest + 1):
        candidate = app(number)
        age = (day - candidate.born).days
        is_away = number % 23 == 0 and 40 <= age < 47
        if 0 <= age < candidate.life_days and not is_away:
            yield candidate


def member(number: int) -> dict[str, str]:
    """Return the member with this number, from 0."""
    name = MEMBER_NAMES[number % len(MEMBER_NAMES)]
    return {"member_id": f"65e{number:021x}", "name": f"{name} {number // len(MEMBER_NAMES) + 1}"}


def creator_number(one: App, day: date) -> int | None:
    """Return the number of the member whose app it is on `day`, None if that member has been deleted."""
    age = (day - one.born).days
    if one.number % 13 == 0 and age >= 100:
        return None
    if one.number % 17 == 0:
        return MEMBERS + one.number // 17 % LEAVERS
    return (one.number * 7 + (one.number % 19 == 0 and age >= 50)) % MEMBERS_WITH_APPS


def app_name(one: App, day: date) -> str:
    """Return the name of an app on `day`."""
    name = f"{APP_NAMES[one.number % len(APP_NAMES)]} {one.number % 97}"
    return f"{name} v2" if one.number % 11 == 0 and (day - one.born).days >= 75 else name


def metrics(one: App, day: date) -> dict[str, int]:
    """Return the metrics of an app on `day`: they grow with its age, and the daily ones rest at the weekend."""
    age = (day - one.born).days
    busy = one.size * (0.2 if day.isoweekday() > 5 else 1.0)  # Saturday and Sunday
    if one.number % 12 == 0 and age > 60:
        age, busy = 60, 0
    grown = int(one.size * 12 * age / 100)
    import_days = min(max(age - 56, 0), 84) if one.number % 5 == 0 else 0
    imported = import_days * (150 + import_days)
    return {
        "app": 1,
        "form_coop": 1 + grown,
        "form_workflow": grown // 3,
        "dash": grown // 5,
        "etl": int(one.number % 4 == 0),
        "aggregate": grown // 20,
        "public_link": one.number % 3 + (one.number % 9 == 0 and age >= 60),
        "data_trigger": grown // 8,
        "automation": grown // 15,
        "bpa": 0,
        "data": int(age * (3 + one.size * 12)) + imported,  # records
        "daily_automation_exec": int(busy * (500 + day.toordinal() * 37 % 100)),
        "daily_attachment_upload": int(busy * (day.toordinal() * 7919 + one.number * 104_729) % 50_000_000),
    }


def moment(day: date, hour: int) -> str:
    """Return a date-time of the API: ISO 8601 in UTC+8."""
    return f"{day.isoformat()}T{hour:02}:00:00+08:00"


def app_items(day: date) -> list[dict[str, Any]]:
    """Return the items of app_metrics for `day`."""
    items = []
    for one in apps_on(day):
        age = (day - one.born).days
        creator = creator_number(one, day)
        last_visit = one.born + timedelta(min(age, 20)) if one.number % 6 == 0 else day
        items.append(
            {
                "app_id": one.app_id,
                "app_name": app_name(one, day),
                "creator": None if creator is None else member(creator),
                "created_at": moment(one.born, one.number % 10 + 8),
                "last_edit_at": moment(one.born + timedelta(age - age % 30), 12),
                "last_visit_at": None if one.number % 10 == 0 else moment(last_visit, 18),
                "metrics": metrics(one, day),
            }
        )
    return items


def total(apps: list[App], day: date, without: Collection[str] = ()) -> dict[str, int]:
    """Return the sums of the metrics of `apps` on `day`, 0 for no apps, `without` some of them."""
    sums = Counter(dict.fromkeys(metrics(app(1), day), 0))
    for one in apps:
        sums.update(metrics(one, day))
    return {name: value for name, value in sums.items() if name not in without}


def member_items(day: date) -> list[dict[str, Any]]:
    """Return the items of member_metrics for `day`: the sums over each member's apps, without the daily metrics.

    Members without apps have zeros; those who have left are not there.
    """
    apps_of: dict[int, list[App]] = {number: [] for number in range(MEMBERS)}
    for one in apps_on(day):
        creator = creator_number(one, day)
        if creator is not None and (creator < MEMBERS or (day - one.born).days < 90):  # else, the creator has left
            apps_of.setdefault(creator, []).append(one)
    return [{"member": member(one), "metrics": total(apps, day, NOT_OF_MEMBERS)} for one, apps in apps_of.items()]


def overview(day: date) -> dict[str, Any]:
    """Return what overview tells of `day`: the sums over all apps."""
    return {"metrics": total(list(apps_on(day)), day)}
