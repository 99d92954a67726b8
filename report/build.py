"""Write the page: python report/build.py DATABASE.duckdb PAGE.html.

The page is one file without any outside resource, made from the models of transform/ and from nothing else.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import altair as alt
import duckdb
import vl_convert
from charts import CONFIG
from figures import SOURCES, Organization, read_descriptions, read_organizations
from jinja2 import Environment, FileSystemLoader
from key_figures import key_figures
from markupsafe import Markup
from names import Names
from questions import QUESTIONS
from tables import TABLES

FOLDER = Path(__file__).parent
STALE_AFTER_DAYS = 2


def script_json(value: object) -> Markup:
    """Return JSON that can stand in a script element, whatever the names in it are."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704  # without a < no element can end or begin


def section(organization: Organization, number: int, today: date) -> dict[str, Any]:
    """Return what the template shows of one organization."""
    names = Names(organization)
    age = (today - organization.newest_day).days
    return {
        "id": f"organization-{number}",
        "name": organization.name,
        "newest_day": organization.newest_day,
        "first_day": organization.days[0]["date"],
        "days": len(organization.days),
        "age": age,
        "is_stale": age > STALE_AFTER_DAYS,
        "key_figures": key_figures(organization),
        "questions": [question(organization, names) for question in QUESTIONS],
        "tables": [table(organization, names) for table in TABLES],
    }


def render(organizations: list[Organization], descriptions: dict[str, str | None], today: date) -> str:
    """Return the page."""
    environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["script_json"] = script_json
    version = alt.SCHEMA_VERSION.removeprefix("v").rpartition(".")[0]
    bundle = vl_convert.javascript_bundle(None, vl_version=version)  # type: ignore[arg-type]  # None is its default
    return environment.get_template("page.html.j2").render(
        sections=[section(organization, number, today) for number, organization in enumerate(organizations, 1)],
        sources=[(term, column, descriptions.get(column)) for term, column in SOURCES.items()],
        config=CONFIG,
        stale_after_days=STALE_AFTER_DAYS,
        vega=Markup(bundle),  # noqa: S704  # a script of the package
        style=Markup((FOLDER / "page.css").read_text("utf-8")),  # noqa: S704  # our own
        script=Markup((FOLDER / "page.js").read_text("utf-8")),  # noqa: S704  # our own
    )


def read(path: Path, schema: str) -> tuple[list[Organization], dict[str, str | None]]:
    """Return what the models in a DuckDB file hold, and the descriptions of their columns."""
    if not path.is_file():
        raise SystemExit(f"expected a DuckDB file with the models, but {path} does not exist: load the data first")
    try:
        with duckdb.connect(str(path), read_only=True) as database:
            database.execute(f"use {json.dumps(schema)}")
            return read_organizations(database), read_descriptions(database)
    except duckdb.CatalogException:
        raise SystemExit(f"expected the models in the schema {schema} of {path}: build them first") from None
    except duckdb.Error as error:
        raise SystemExit(f"cannot read the models in {path}: {str(error).splitlines()[0]}") from None


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the models, write the page, and say where it is."""
    parser = argparse.ArgumentParser(description="Write a page of the usage of all apps, from the models.")
    parser.add_argument("database", type=Path, help="DuckDB file with the models")
    parser.add_argument("page", type=Path, help="HTML file to write")
    parser.add_argument("--schema", default="usagestats_models", help="schema of the models (%(default)s)")
    parser.add_argument("--organization", help="show this organization only")
    parser.add_argument("--today", type=date.fromisoformat, help="the day that the data's age is counted to, in UTC+8")
    options = parser.parse_args(arguments)
    today = options.today or datetime.now(timezone(timedelta(hours=8))).date()
    organizations, descriptions = read(options.database, options.schema)
    if options.organization is not None:
        names = [organization.name for organization in organizations]
        if options.organization not in names:
            known = ", ".join(map(repr, names))
            raise SystemExit(f"expected one of the organizations {known}, got {options.organization!r}")
        organizations = [organizations[names.index(options.organization)]]
    options.page.parent.mkdir(parents=True, exist_ok=True)
    options.page.write_text(render(organizations, descriptions, today), "utf-8")
    print(f"Open {options.page} in a browser.")


if __name__ == "__main__":
    main()
