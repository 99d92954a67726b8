"""What each section says before its pictures, as one phrase or several."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from report.growth import Growth
from report.language import Phrase, phrase
from report.names import UNNAMED, name_of
from report.organization import UNVISITED, Compared


def records(now: int | None, grown: Growth | None) -> list[Phrase]:
    """Say how many records there are, and the three parts of their growth."""
    if now is None:
        return [phrase("records-not-known")]
    if grown is None:
        return [phrase("records-held", records=now), phrase("growth-not-known")]
    added = phrase("new-added", apps=grown.new_apps, records=grown.new)
    taken = phrase("deleted-removed", apps=grown.deleted_apps, records=-grown.deleted)
    return [
        phrase("records-grew", records=now, growth=grown.total),
        stayed(grown),
        added if grown.new_apps else phrase("new-none"),
        taken if grown.deleted_apps else phrase("deleted-none"),
    ]


def stayed(grown: Growth) -> Phrase:
    """Say how the apps grew that were there all the time."""
    if not grown.stayed_apps:
        return phrase("stayed-none")
    if not grown.stayed:
        return phrase("stayed-alike", apps=grown.stayed_apps)
    change = "stayed-grew" if grown.stayed > 0 else "stayed-shrank"
    by: dict[str, Any] = {"apps": grown.stayed_apps, "records": abs(grown.stayed)}
    return phrase(change, **by) if grown.ratio is None else phrase(f"{change}-share", **by, share=abs(grown.ratio))


def use(used: int | None, apps: int, numbers: Mapping[str, int], days: int) -> list[Phrase]:
    """Say how many apps are used, and how many nobody visits."""
    if used is None:
        return [phrase("use-not-known")]
    unattended, idle, either = (numbers[status] for status in UNVISITED)
    told = {"unvisited": unattended + idle + either, "days": days, "unattended": unattended, "idle": idle}
    unvisited = phrase("unvisited-either", **told, either=either) if either else phrase("unvisited", **told)
    nobody = phrase("unvisited-none", days=days)
    return [phrase("use", used=used, apps=apps), unvisited if told["unvisited"] else nobody]


def creators(number: int, left: int | None, apps: int, unnamed: int) -> list[Phrase]:
    """Say who created the apps, how many of them have left, and how many apps name nobody."""
    told: dict[str, Any] = {"people": number, "apps": apps}
    created = phrase("creators", **told) if left is None else phrase("creators-left", **told, left=left)
    return [created] * bool(number) + [phrase("creators-unnamed", apps=unnamed)] * bool(unnamed)


def compared(figure: Compared) -> dict[str, Any]:
    """Return the variables that say how a sum compares with the days before."""
    if figure.change is None:
        how = "not-compared"
    elif not figure.change:
        how = "same"
    elif figure.ratio is None:
        how = "after-none"
    else:
        how = "more" if figure.change > 0 else "less"
    return {"days": figure.days, "compared": how, "share": abs(figure.ratio or 0)}


def automation(runs: Compared, busiest: str | None, share: float) -> list[Phrase]:
    """Say how often automations ran, and in which app most; its `share` is 0 if none ran."""
    if runs.now is None:
        return [phrase("runs-not-known")]
    app = name_of(busiest)
    unnamed = phrase("runs-most-unnamed", share=share)
    most = unnamed if app == UNNAMED else phrase("runs-most", app=app, share=share)
    return [phrase("runs", runs=runs.now, **compared(runs))] + [most] * bool(share)


def uploads(sent: Compared, year: int, size: int | None, first: date | None, *, is_cut: bool) -> list[Phrase]:
    """Say how much was uploaded lately, and since the contract year began or the figures did."""
    known = sent.now is not None
    said = [phrase("uploads", size=sent.now, **compared(sent)) if known else phrase("uploads-not-known")]
    if size is not None:
        key = "uploads-year-cut" if is_cut else "uploads-year"
        return [*said, phrase(key, year=str(year), size=size, day=first)]
    return said if known else [*said, phrase("uploads-year-not-known", year=str(year))]


def parts(apps: int, forms: int | None, grown: Growth | None) -> list[Phrase]:
    """Say how many apps and forms there are, and how many of the apps are new."""
    said = [phrase("parts", apps=apps) if forms is None else phrase("parts-forms", apps=apps, forms=forms)]
    if grown is not None:
        said.append(phrase("parts-changed", apps=grown.new_apps, deleted=grown.deleted_apps))
    return said
