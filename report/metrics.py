"""The metrics of an organization that the page shows, each as a small line with its figures."""

from __future__ import annotations

from dataclasses import dataclass

from report.language import NOTHING, Phrase, Text, counted, named, signed
from report.organization import Organization
from report.shapes import Spark, spark

COLUMNS = (
    "apps", "standard_forms", "workflow_forms", "dashboards", "data_factories", "aggregate_tables", "smart_assistants",
    "automations", "process_analyses", "public_links",
)  # fmt: skip


@dataclass(frozen=True)
class Metric:
    """A row: its name, its line, its figure now and a period ago, and the difference."""

    name: Phrase
    spark: Spark | None
    before: str
    now: str
    change: Text


def metrics(organization: Organization) -> list[Metric]:
    """Return the metrics that are loaded."""
    rows = []
    for column in COLUMNS:
        compared = organization.stock(column)
        if compared.now is not None:
            change = NOTHING if compared.change is None else signed(compared.change)
            line = spark([day[column] for day in organization.days])
            name = named("metric", column)
            rows.append(Metric(name, line, counted(compared.before), counted(compared.now), change))
    return rows
