"""The limits of the plan: how much of each is used, and when it is reached."""

from __future__ import annotations

from datetime import date

from report.language import NOTHING, Phrase, Text, in_bytes, named, percent, phrase, rounded, with_minus
from report.names import name_of
from report.organization import Organization, Row
from report.pictures import Bar, Picture

SOON_DAYS = 90  # a limit that is reached within them is an alert
LITTLE = 10  # a trend below it is told in tenths
HEAD = ("limit", "used", "allowed", "trend", "reached")


def name(limit: Row) -> Phrase:
    """Name a limit by its metric and its period."""
    return phrase("limit", metric=named("metric", limit["metric"]), column=limit["metric"], period=limit["period"])


def amount(limit: Row, number: float | None) -> Text:
    """Return a number in the unit of a limit."""
    whole = None if number is None else round(number)
    return in_bytes(whole) if limit["metric"] == "attachment_bytes" else rounded(whole)


def trend(limit: Row) -> Text:
    """Return what is added each day, in tenths if it is little: a few apps a month are a trend."""
    added: float | None = limit["trend_a_day"]
    if added is None or abs(added) >= LITTLE or added == round(added) or limit["metric"] == "attachment_bytes":
        return amount(limit, added)
    return with_minus(f"{added:.1f}")


def told(organization: Organization) -> list[Row]:
    """Return the limit that was reached first, and the one that is reached next, as far as there are any."""
    dated = [limit for limit in organization.limits if limit["reached_on"]]
    groups = ([limit for limit in dated if is_reached(limit) == wanted] for wanted in (True, False))
    return [group[0] for group in groups if group]


def is_reached(limit: Row) -> bool:
    """Tell whether a limit is reached already."""
    return limit["share"] is not None and limit["share"] >= 1


def is_near(limit: Row) -> bool:
    """Tell whether a limit is reached, or will be soon."""
    day: date | None = limit["reached_on"]
    return day is not None and (day - limit["date"]).days <= SOON_DAYS


def reached(limit: Row) -> Phrase:
    """Say of a limit that it is reached, or when."""
    return phrase("limits-reached" if is_reached(limit) else "limits-first", limit=name(limit), day=limit["reached_on"])


def answer(organization: Organization) -> list[Phrase]:
    """Say which limit was reached first, and which one is next."""
    return [reached(limit) for limit in told(organization)] or [phrase("limits-none")]


def picture(organization: Organization) -> Picture:
    """Show how much of each limit is used, as bars, each with the day on which it is reached and why."""
    names = {app["app_id"]: name_of(app["app_name"]) for app in organization.apps}
    drawn = [
        Bar(
            name(limit),
            percent(limit["share"]),
            min(100 * (limit["share"] or 0), 100),
            is_alert=is_near(limit),
            note=forecast(limit, names),
        )
        for limit in organization.limits
    ]
    head = tuple(phrase(f"column-{key}") for key in HEAD)
    return Picture(phrase("limits-used"), "bars", drawn, head, [row(limit) for limit in organization.limits])


def top_apps(limit: Row, names: dict[str, Text]) -> list[Text]:
    """Name the apps that cause most of the growth."""
    return [names[app_id] for app_id in (limit["top_app_ids"] or "").split(",") if app_id in names]


def forecast(limit: Row, names: dict[str, Text]) -> list[Phrase]:
    """Say how much is used, when a limit is reached, which apps cause it, and what archiving idle apps would buy."""
    day, apps, gained = limit["reached_on"], top_apps(limit, names), limit["days_gained_by_archiving"]
    if is_reached(limit):
        said = phrase("limit-is-reached", day=day)
    elif limit["trend_a_day"] is None:
        said = phrase("limit-trend-not-known")
    elif day is None:
        said = phrase("limit-not-reached")
    elif apps:
        said = phrase("limit-reached-by-apps", day=day, apps=len(apps), share=limit["top_apps_share"], names=apps)
    else:
        said = phrase("limit-reached", day=day)
    used = phrase("limit-used", used=amount(limit, limit["used"]), allowed=amount(limit, limit["plan_limit"]))
    is_bought = day and gained and not is_reached(limit)  # of what is over the limit, archiving may leave some
    return [used, said, *([phrase("limit-gained", days=gained)] if is_bought else [])]


def row(limit: Row) -> tuple[Text, ...]:
    """Return the same as a row of a table."""
    return (
        name(limit),
        amount(limit, limit["used"]),
        amount(limit, limit["plan_limit"]),
        trend(limit),
        str(limit["reached_on"] or NOTHING),
    )
