"""Every metric of an organization, as a small line with its figures."""

from __future__ import annotations

from dataclasses import dataclass

from report.organization import Organization
from report.shapes import Spark, spark
from report.words import labels
from report.words.formats import NOTHING, counted, signed


@dataclass(frozen=True)
class Metric:
    """A row: its name, its line, its figure now and a period ago, and the difference."""

    name: str
    spark: Spark | None
    before: str
    now: str
    change: str


def metrics(organization: Organization) -> list[Metric]:
    """Return the metrics that are loaded."""
    rows = []
    for column, name in labels.METRICS.items():
        compared = organization.stock(column)
        if compared.now is not None:
            change = NOTHING if compared.change is None else signed(compared.change)
            line = spark([day[column] for day in organization.days])
            rows.append(Metric(name, line, counted(compared.before), counted(compared.now), change))
    return rows
