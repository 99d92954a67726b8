"""The generated parts of the models and of their documentation: the metrics, derived from the tap, and the columns."""

from __future__ import annotations

import json
import re
from collections.abc import Container
from pathlib import Path

from described_models import described_models, text
from generated_parts import table

from tap_usagestats.streams import METRICS

DAYS = Path(__file__).parent.parent / "transform/macros/days.sql"
PERIOD_DAYS = int(re.findall(r"period_days\(\).*return\((\d+)\)", DAYS.read_text("utf-8"))[0])


def metric_names() -> str:
    """Return the Jinja statement that lists the metrics: column, name in the models, and streams of each."""
    rows = (json.dumps((f"metrics_{metric.name}", metric.plain_name, metric.streams)) for metric in METRICS)
    return "{% set metrics = [\n" + "".join(f"  {row},\n" for row in rows) + "] %}\n"


def metric_columns(stream: str, data_type: str = "", without: Container[str] = (), whose: str = "") -> str:
    """Return the entries in a model's list of columns for the metrics of `stream`, and say of each `whose` it is."""
    entries = []
    for metric in METRICS:
        if stream in metric.streams and metric.plain_name not in without:
            description = f"{metric.description.removesuffix('.')}{whose} (`metrics_{metric.name}`)."
            typed = f"data_type: {data_type}, " if data_type else ""
            entries.append(f"- {{name: {metric.plain_name}, {typed}description: {json.dumps(description)}}}\n")
    return "".join(entries)


def growth_columns() -> str:
    """Return the entries for the growth of the records and for its three parts, over a day and over a period."""
    entries = []
    for suffix, since in (
        ("", "the previous day in the table; null on the first"),
        (f"_{PERIOD_DAYS}_days", f"the day {PERIOD_DAYS} days before; null if that day is not in the table"),
    ):
        for part, whose in (
            ("", "Change of records"),
            ("_stayed_apps", "Change of records of the apps that are listed on both days,"),
            ("_new_apps", "Records of new apps, which were not listed on the earlier day,"),
            ("_deleted_apps", "Records lost with deleted apps, as a negative number,"),
        ):
            description = json.dumps(f"{whose} compared with {since}.")
            entries.append(f"- {{name: records_growth{part}{suffix}, data_type: bigint, description: {description}}}\n")
    return "".join(entries)


def model_columns() -> str:
    """Return a section for each model, with the table of its columns."""
    sections = []
    for name, model in described_models("marts").items():
        rows = ((f"`{column['name']}`", text(column["description"])) for column in model["columns"])
        sections.append(f"\n## {name}\n\n{text(model['description'])}\n\n{table(('Column', 'Description'), rows)}")
    return "".join(sections) + "\n"
