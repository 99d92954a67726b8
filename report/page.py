"""The page: one file without any outside resource."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from report.chart_style import CONFIG
from report.figures import Organization
from report.key_figures import key_figures
from report.names import Names
from report.questions import QUESTIONS
from report.tables import TABLES
from report.words import labels, sentences
from report.words.formats import name_of

FOLDER = Path(__file__).parent
STALE_AFTER_DAYS = 2


def render(organizations: list[Organization], descriptions: dict[str, str | None], today: date) -> str:
    """Return the page."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["script_json"] = script_json
    version = alt.SCHEMA_VERSION.removeprefix("v").rpartition(".")[0]
    bundle = vl_convert.javascript_bundle(None, vl_version=version)  # type: ignore[arg-type]  # None is its default
    return environment.get_template("page.html.j2").render(
        sections=[section(organization, number, today) for number, organization in enumerate(organizations, 1)],
        terms=[(term, column, descriptions.get(column)) for column, term in labels.TERMS.items()],
        title=sentences.title([organization.name for organization in organizations]),
        labels=labels,
        sentences=sentences,
        config=CONFIG,
        stale_after_days=STALE_AFTER_DAYS,
        vega=Markup(bundle),  # noqa: S704  # a script of the package
    )


def section(organization: Organization, number: int, today: date) -> dict[str, Any]:
    """Return what the template shows of one organization."""
    names = Names(organization)
    age = (today - organization.newest_day).days
    return {
        "id": f"organization-{number}",
        "name": organization.name and name_of(organization.name),
        "newest_day": organization.newest_day,
        "days": len(organization.days),
        "age": age,
        "is_stale": age > STALE_AFTER_DAYS,
        "key_figures": key_figures(organization),
        "questions": [question(organization, names) for question in QUESTIONS],
        "tables": [table(organization) for table in TABLES],
        "names": names,
    }


def script_json(value: object) -> Markup:
    """Return JSON that can stand in a script element, whatever the names in it are."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704  # without a < no element can end or begin
