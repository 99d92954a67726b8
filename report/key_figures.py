"""The figures at the top of the page, each with its small line and its change over the period."""

from __future__ import annotations

from dataclasses import dataclass

from report.growth import entered_and_left, growth
from report.organization import Compared, Organization
from report.plots import Spark, spark
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
    beside: str
    spark: Spark | None

    @property
    def text(self) -> str:
        """The figure, in millions from ten million on."""
        return rounded(self.figure.now)

    @property
    def exact(self) -> str:
        """All its digits."""
        return counted(self.figure.now)


def key_figures(organization: Organization) -> list[KeyFigure]:
    """Return the figures; runs are left out where the API delivers none, and creators where members are not loaded."""
    used, left = organization.stock("visited_apps_7_days"), organization.stock("creators_left")
    of_all = words.of_all(organization.newest["apps"])
    of_records, moves = words.change_of_records(growth(organization)), entered_and_left(organization)
    figures = [
        (labels.USED_LAST_WEEK, "visited_apps_7_days", used, words.change_in_period(used), of_all),
        (labels.RECORDS, "records", organization.stock("records"), of_records, ""),
        (labels.UNVISITED, "inactive_apps", organization.stock("inactive_apps"), words.moves(moves), of_all),
    ]
    if left.now is not None:
        figures.append((labels.CREATORS_LEFT, "creators_left", left, words.change_in_period(left), ""))
    if organization.has_any("automation_runs"):
        runs = organization.flow("automation_runs")
        of_days = words.in_days(runs.days)
        figures.insert(2, (labels.RUNS, "automation_runs_mean", runs, words.change_of_sum(runs), of_days))
    return [
        KeyFigure(label, column, figure, change, beside, spark(organization, column))
        if figure.now is not None
        else KeyFigure(label, column, figure, "", labels.NOT_KNOWN, None)
        for label, column, figure, change, beside in figures
    ]
