"""The figures at the top of the page, each with its change over the period."""

from __future__ import annotations

from dataclasses import dataclass

from report.figures import Compared, Organization
from report.words import labels
from report.words.formats import counted, rounded
from report.words.sentences import flow_change, stock_change


@dataclass(frozen=True)
class KeyFigure:
    """A figure in large type. `exact` has all its digits, `column` says where it comes from."""

    label: str
    text: str
    word: str
    change: str
    exact: str
    column: str


def key_figures(organization: Organization) -> list[KeyFigure]:
    """Return the five figures: a number of apps changes by a number of apps, the others change in percent."""
    runs = organization.flow("automation_runs")
    return [
        stock(organization, labels.APPS, "apps"),
        stock(organization, labels.RECORDS_OF_DATA, "data", in_percent=True),
        show(labels.AUTOMATION_RUNS, runs, flow_change(runs), "automation_runs"),
        stock(organization, labels.INACTIVE_APPS, "inactive_apps"),
        stock(organization, labels.ORPHANED_APPS, "orphaned_apps"),
    ]


def stock(organization: Organization, label: str, column: str, *, in_percent: bool = False) -> KeyFigure:
    """Return a figure of the newest day."""
    figure = organization.stock(column)
    return show(label, figure, stock_change(figure, in_percent=in_percent), column)


def show(label: str, figure: Compared, change: str, column: str) -> KeyFigure:
    """Return a figure as the page shows it."""
    text, _, word = rounded(figure.now).partition(" ")
    if figure.now is None:
        word, change = labels.NOT_KNOWN, ""
    return KeyFigure(label, text, word, change, counted(figure.now), f"organization_days.{column}")
