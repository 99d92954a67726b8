"""The answers to the six questions of the page, from figures that are computed elsewhere."""

from __future__ import annotations

from report.figures import PERIOD_DAYS, Compared
from report.words.formats import counted, in_bytes, name_of, noun, percent


def versus(figure: Compared) -> str:
    """Say within a sentence how a sum compares with the days before, or nothing where that is not known."""
    if figure.ratio is None:
        return ""
    if not figure.change:
        return f", as many as in the {PERIOD_DAYS} days before"
    more = "more" if figure.change > 0 else "less"
    return f", {percent(abs(figure.ratio))} {more} than in the {PERIOD_DAYS} days before"


def growth(data: Compared, top: str | None, top_growth: int) -> str:
    """Answer whether data is growing, and in which app most; `top_growth` is 0 if none grew."""
    answer = "The number of records is not known."
    if data.change:
        by = noun(abs(data.change), "record")
        by = f"{percent(abs(data.ratio))} ({by})" if data.ratio else by
        grew = "grew" if data.change > 0 else "shrank"
        answer = f"Data {grew} by {by} in {PERIOD_DAYS} days, to {noun(data.now, 'record')}."
    elif data.now is not None:
        answer = f"All apps together hold {noun(data.now, 'record')}."
    return f"{answer} {name_of(top)} grew most, by {noun(top_growth, 'record')}." if top_growth else answer


def unopened(inactive: int | None, apps: int, share: float | None, never: int) -> str:
    """Answer how many apps are inactive, with which share of the data, and how many were never opened."""
    if inactive is None:
        return "Last visits are not known."
    if not inactive:
        return "Every app is in use: none is inactive."
    hold = "is inactive and holds" if inactive == 1 else "are inactive and hold"
    answer = f"{counted(inactive)} of {noun(apps, 'app')} {hold} {percent(share)} of all records."
    have = "has" if never == 1 else "have"
    return f"{answer} {counted(never)} of them {have} never been opened." if never else answer


def ownership(top: int, share: float | None, creators: int, created: int, orphaned: int | None) -> str:
    """Answer which share the `top` largest apps hold, 1 or 10, and who created how many."""
    hold = "largest app holds" if top == 1 else "ten largest apps hold"
    answer = f"The {hold} {percent(share)} of all records."
    if orphaned is None:
        return f"{answer} Creators are not known."
    answer += f" {noun(creators, 'member')} created {noun(created, 'app')};"
    return f"{answer} {noun(orphaned, 'app')} {'is' if orphaned == 1 else 'are'} orphaned."


def automation(runs: Compared, busiest: str | None, share: float) -> str:
    """Answer how often automations ran, and in which app most; its `share` is 0 if none ran."""
    if runs.now is None:
        return "Automation runs are not known."
    answer = f"Automations ran {noun(runs.now, 'time')} in {noun(runs.days, 'day')}{versus(runs)}."
    answer += f" That is {noun(runs.mean, 'time')} a day." if runs.days > 1 else ""
    return f"{answer} {name_of(busiest)} ran most, with {percent(share)} of all runs." if share else answer


def uploads(sent: Compared, days: int, so_far: int) -> str:
    """Answer how much was uploaded lately, and in all `days`."""
    if sent.now is None:
        return "Uploads are not known."
    answer = f"Attachments of {in_bytes(sent.now)} were uploaded in {noun(sent.days, 'day')}{versus(sent)}."
    in_all = f" In all {noun(days, 'day')} loaded, it was {in_bytes(so_far)}."
    return answer + in_all if days > sent.days else answer


def build_up(apps: int | None, forms: int | None, days: int, appeared: int, vanished: int) -> str:
    """Answer how many apps and forms there are, and how many apps came and went in the last `days`."""
    answer = f"The platform has {noun(apps, 'app')}" + ("." if forms is None else f" with {noun(forms, 'form')}.")
    came = f" In {noun(days, 'day')}, {noun(appeared, 'app')} appeared, {counted(vanished)} vanished."
    return answer + came if days > 1 else answer
