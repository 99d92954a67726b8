"""The figures at the top of the page, each with its small line and its change over the period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from report.growth import Growth, entered_and_left, growth
from report.language import Phrase, Text, counted, phrase, rounded
from report.organization import Compared, Organization, Row
from report.shapes import Spark, spark


@dataclass(frozen=True)
class KeyFigure:
    """A figure in large type, what stands beside and below it, and its line, which shows `column`."""

    label: Phrase
    column: str
    figure: Compared
    change: Text
    beside: Text = ""
    spark: Spark | None = None

    @property
    def text(self) -> Text:
        """The figure, in large units from ten million on."""
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
    of_all = phrase("figure-of-all", apps=organization.newest["apps"])
    used, records = organization.stock("visited_apps_7_days"), organization.stock("records")
    yield KeyFigure(phrase("figure-used"), "visited_apps_7_days", used, change_in_period(used), of_all)
    yield KeyFigure(phrase("figure-records"), "records", records, change_of_records(growth(organization)))
    if organization.has_any("automation_runs"):
        runs = organization.flow("automation_runs")
        change, of_days = change_of_sum(runs), phrase("figure-in-days", days=runs.days)
        yield KeyFigure(phrase("figure-runs"), "automation_runs_mean", runs, change, of_days)
    unvisited, change = organization.stock("inactive_apps"), moves(entered_and_left(organization))
    yield KeyFigure(phrase("figure-unvisited"), "inactive_apps", unvisited, change, of_all)
    left = organization.stock("creators_left")
    if left.now is not None:
        yield KeyFigure(phrase("figure-creators-left"), "creators_left", left, change_in_period(left))


def change_in_period(figure: Compared) -> Phrase:
    """Say below a key figure how it changed."""
    if figure.before is None:
        return phrase("change-not-known")
    return phrase("change-in-period", change=figure.change) if figure.change else phrase("change-unchanged")


def change_of_sum(figure: Compared) -> Phrase:
    """Say below a sum of a period how it compares with the period before."""
    if figure.before is None:
        return phrase("sum-not-compared")
    return phrase("sum-compared", ratio=figure.ratio) if figure.before else phrase("sum-after-none")


def change_of_records(grown: Growth | None) -> Phrase:
    """Say below the records how the apps grew that stayed."""
    if grown is None:
        return phrase("change-not-known")
    if grown.ratio is None:
        return phrase("growth-of-stayed", growth=grown.stayed)
    return phrase("growth-of-stayed-share", ratio=grown.ratio)


def moves(counts: tuple[int, int] | None) -> Phrase:
    """Say below the apps that nobody visits how many are new among them."""
    if counts is None:
        return phrase("change-not-known")
    entered, left = counts
    return phrase("moves", entered=entered, left=left)


def with_line(figure: KeyFigure, days: list[Row]) -> KeyFigure:
    """Return a figure with its small line; one that is not known has none and says so."""
    if figure.figure.now is None:
        return replace(figure, change="", beside=phrase("figure-not-known"))
    return replace(figure, spark=spark([day[figure.column] for day in days]))
