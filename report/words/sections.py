"""What each section says before its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from report.growth import Growth
from report.organization import PERIOD_DAYS, UNVISITED, Compared
from report.words.formats import counted, in_bytes, name_of, noun, percent, rounded, signed
from report.words.labels import UNNAMED

CREATORS_NOT_KNOWN = "Creators are not known."


def records(now: int | None, grown: Growth | None) -> str:
    """Say how many records there are, and the three parts of their growth."""
    if now is None:
        return "The number of records is not known."
    if grown is None:
        unknown = f"Growth is not known: the day {PERIOD_DAYS} days before is not loaded."
        return f"All apps together hold {noun(now, 'record')}. {unknown}"
    return (
        f"All apps together hold {noun(now, 'record')}, {signed(grown.total)} in {PERIOD_DAYS} days."
        f" {stayed(grown)} {added(grown)} {taken(grown)}"
    )


def stayed(grown: Growth) -> str:
    """Say how the apps grew that were there all the time."""
    if not grown.stayed_apps:
        return "No app stayed."
    apps = f"The {noun(grown.stayed_apps, 'app')} that stayed"
    if not grown.stayed:
        return f"{apps} did not grow."
    grew = "grew" if grown.stayed > 0 else "shrank"
    by = noun(abs(grown.stayed), "record")
    return f"{apps} {grew} by {by}." if grown.ratio is None else f"{apps} {grew} by {percent(abs(grown.ratio))} ({by})."


def added(grown: Growth) -> str:
    """Say what new apps added."""
    if not grown.new_apps:
        return "No app is new."
    return f"{noun(grown.new_apps, 'new app')} added {noun(grown.new, 'record')}."


def taken(grown: Growth) -> str:
    """Say what deleted apps removed."""
    if not grown.deleted_apps:
        return f"None of the apps of {PERIOD_DAYS} days ago was deleted."
    return f"{noun(grown.deleted_apps, 'deleted app')} removed {noun(-grown.deleted, 'record')}."


def use(used: int | None, apps: int, numbers: Mapping[str, int], days: int) -> str:
    """Say how many apps are used, and how many nobody visits."""
    if used is None:
        return "The last visits are not known, so the page cannot tell which apps are used."
    answer = (
        f"{rounded(used)} of {noun(apps, 'app')} {'was' if 1 in {used, apps} else 'were'} visited in the last 7 days."
    )
    unattended, idle, either = (numbers[status] for status in UNVISITED)
    unvisited = unattended + idle + either
    if not unvisited:
        return f"{answer} None has gone {days} days or more without a visit."
    works = f"{counted(unattended)} unattended (work goes on)"
    rests = f"{counted(idle)} idle (nothing runs, is uploaded or grows)"
    told = f"{works}, {rests} and {counted(either)} that may be either" if either else f"{works} and {rests}"
    have = "has" if unvisited == 1 else "have"
    return f"{answer} {rounded(unvisited)} {have} not been visited for {days} days or more: {told}."


def creators(number: int, left: int | None, apps: int, unnamed: int) -> str:
    """Say who created the apps, how many of them have left, and how many apps name nobody."""
    gone = "" if left is None else f", {counted(left)} of whom {'has' if left == 1 else 'have'} left,"
    created = f"{noun(number, 'person', 'people')}{gone} created {noun(apps, 'app')}." if number else ""
    nobody = f"{noun(unnamed, 'app')} {'names' if unnamed == 1 else 'name'} no creator." if unnamed else ""
    return " ".join(part for part in (created, nobody) if part)


def other_creators(number: int) -> str:
    """Name the creators who are not shown one by one."""
    return noun(number, "other creator")


def versus(figure: Compared) -> str:
    """Say within a sentence how a sum compares with the days before, or nothing where that is not known."""
    if figure.before is None:
        return ""
    if not figure.change:
        return f", the same as in the {PERIOD_DAYS} days before"
    if figure.ratio is None:
        return f", after none in the {PERIOD_DAYS} days before"
    more = "more" if figure.change > 0 else "less"
    return f", {percent(abs(figure.ratio))} {more} than in the {PERIOD_DAYS} days before"


def automation(runs: Compared, busiest: str | None, share: float) -> str:
    """Say how often automations ran, and in which app most; its `share` is 0 if none ran."""
    if runs.now is None:
        return f"The number of runs in the last {PERIOD_DAYS} days is not known."
    answer = f"Automations ran {noun(runs.now, 'time')} in {noun(runs.days, 'day')}{versus(runs)}."
    app = "An app without a name" if name_of(busiest) == UNNAMED else name_of(busiest)
    return f"{answer} {app} ran most, with {percent(share)} of all runs." if share else answer


def uploads(sent: Compared, year: int, size: int | None, first: date | None, *, is_cut: bool) -> str:
    """Say how much was uploaded lately, and since the contract year began or the figures did."""
    lately = f"{in_bytes(sent.now)} of attachments were uploaded in {noun(sent.days, 'day')}{versus(sent)}."
    if sent.now is None:
        lately = f"How much was uploaded in the last {PERIOD_DAYS} days is not known."
    if size is None:
        return f"{lately} Nor is it known for contract year {year}." if sent.now is None else lately
    since = f"since {first}, its first day with figures" if is_cut else f"since it began on {first}"
    return f"{lately} In contract year {year}, {in_bytes(size)} have been uploaded {since}."


def build_up(apps: int, forms: int | None, grown: Growth | None) -> str:
    """Say how many apps and forms there are, and how many of the apps are new."""
    have = "has" if apps == 1 else "have"
    answer = (
        f"The organization has {noun(apps, 'app')}."
        if forms is None
        else f"{noun(apps, 'app')} {have} {noun(forms, 'form')}."
    )
    if grown is None:
        return answer
    new = f"{noun(grown.new_apps, 'app')} {'is' if grown.new_apps == 1 else 'are'} new"
    deleted = f"{counted(grown.deleted_apps)} {'was' if grown.deleted_apps == 1 else 'were'} deleted"
    return f"{answer} Compared with {PERIOD_DAYS} days ago, {new} and {deleted}."
