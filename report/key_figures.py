"""The figures at the top of the page, each with its change over 30 days."""

from __future__ import annotations

from dataclasses import dataclass

from report.figures import Compared, Organization
from report.formats import counted, noun, percent, rounded, signed


@dataclass(frozen=True)
class KeyFigure:
    """A figure in large type. `exact` has all its digits, `column` says where it comes from."""

    label: str
    text: str
    word: str
    change: str
    exact: str
    column: str


def count(organization: Organization, label: str, column: str) -> KeyFigure:
    """Return a number of apps, with the change as a number of apps."""
    figure = organization.stock(column)
    return show(label, figure, changed(figure, in_percent=False), column)


def changed(figure: Compared, *, in_percent: bool) -> str:
    """Return the change over 30 days."""
    if figure.change is None:
        return "no figure from 30 days before"
    if not figure.change:
        return "unchanged in 30 days"
    if in_percent and figure.ratio is not None:
        return f"{'+' if figure.change > 0 else '−'}{percent(abs(figure.ratio))} in 30 days"
    return f"{signed(figure.change)} in 30 days"


def ran(figure: Compared) -> str:
    """Return the days that a sum is of, and the change against as many days before."""
    days = f"in {noun(figure.days, 'day')}"
    return days if figure.ratio is None else f"{days}, {changed(figure, in_percent=True).removesuffix(' in 30 days')}"


def show(label: str, figure: Compared, change: str, column: str) -> KeyFigure:
    """Return a figure as the page shows it."""
    text, _, word = rounded(figure.now).partition(" ")
    if figure.now is None:
        word, change = "not reported", ""
    return KeyFigure(label, text, word, change, counted(figure.now), f"organization_days.{column}")


def key_figures(organization: Organization) -> list[KeyFigure]:
    """Return the five figures."""
    data, runs = organization.stock("data"), organization.flow("automation_runs")
    return [
        count(organization, "Apps", "apps"),
        show("Records of data", data, changed(data, in_percent=True), "data"),
        show("Automation runs", runs, ran(runs), "automation_runs"),
        count(organization, "Inactive apps", "inactive_apps"),
        count(organization, "Orphaned apps", "orphaned_apps"),
    ]
