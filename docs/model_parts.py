"""The generated parts of the models and of their documentation: the metrics, derived from the tap, and the columns."""

from __future__ import annotations

import json

from described_models import described_models, text
from generated_parts import table

from tap_usagestats.streams import METRICS


def metric_names() -> str:
    """Return the Jinja statement that lists the metrics: column, name in the models, and streams of each."""
    rows = (json.dumps((f"metrics_{metric.name}", metric.plain_name, metric.streams)) for metric in METRICS)
    return "{% set metrics = [\n" + "".join(f"  {row},\n" for row in rows) + "] %}\n"


def metric_columns(stream: str) -> str:
    """Return the entries in a model's list of columns for the metrics of `stream`."""
    entries = []
    for metric in METRICS:
        if stream in metric.streams:
            description = f"{metric.description.removesuffix('.')} (`metrics_{metric.name}`)."
            entries.append(f"- {{name: {metric.plain_name}, description: {json.dumps(description)}}}\n")
    return "".join(entries)


def model_columns() -> str:
    """Return a section for each model, with the table of its columns."""
    sections = []
    for name, model in described_models("marts").items():
        rows = ((f"`{column['name']}`", text(column["description"])) for column in model["columns"])
        sections.append(f"\n## {name}\n\n{text(model['description'])}\n\n{table(('Column', 'Description'), rows)}")
    return "".join(sections) + "\n"
