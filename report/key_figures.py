"""The figures at the top of the page, each with its small line and its change over the period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from report.growth import entered_and_left, growth
from report.organization import Compared, Organization, Row
from report.shapes import Spark, spark
from report.words import key_figures as words
from report.words import labels
from report.words.formats import counted, rounded


@dataclass(frozen=True)
class KeyFigure:
    """A figure in large type, what stands beside and below it, and its line, which shows `column`."""

    label: str
    column: str
    figure: Compared
    change: str
    beside: str = ""
    spark: Spark | None = None

    @property
    def text(self) -> str:
        """The figure, in millions from ten million on."""
        return rounded(self.figure.now)

    @property
    def exact(self) -> str:
        """All its digits."""
        return counted(self.figure.now)


def key_figures(organization: Organization) -> list[KeyFigure]:
    """Return the figures in the order of the page."""
    return [with_line(figure, organization.days) for figure in delivered(organization)]


def delivered(organization: Organization) -> Iterator[KeyFigure]:
    """Yield the figures; runs are left out where the API delivers none, and creators where members are not loaded."""
    of_all = words.of_all(organization.newest["apps"])
    used, records = organization.stock("visited_apps_7_days"), organization.stock("records")
    yield KeyFigure(labels.USED_LAST_WEEK, "visited_apps_7_days", used, words.change_in_period(used), of_all)
    yield KeyFigure(labels.RECORDS, "records", records, words.change_of_records(growth(organization)))
    if organization.has_any("automation_runs"):
        runs = organization.flow("automation_runs")
        change, of_days = words.change_of_sum(runs), words.in_days(runs.days)
        yield KeyFigure(labels.RUNS, "automation_runs_mean", runs, change, of_days)
    unvisited, moves = organization.stock("inactive_apps"), words.moves(entered_and_left(organization))
    yield KeyFigure(labels.UNVISITED, "inactive_apps", unvisited, moves, of_all)
    left = organization.stock("creators_left")
    if left.now is not None:
        yield KeyFigure(labels.CREATORS_LEFT, "creators_left", left, words.change_in_period(left))


def with_line(figure: KeyFigure, days: list[Row]) -> KeyFigure:
    """Return a figure with its small line; one that is not known has none and says so."""
    if figure.figure.now is None:
        return replace(figure, change="", beside=labels.NOT_KNOWN)
    return replace(figure, spark=spark([day[figure.column] for day in days]))
