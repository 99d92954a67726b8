"""From a DuckDB file to the page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from report.figures import Organization
from report.models import read_models
from report.page import render


def build(database: Path, page: Path, *, schema: str, organization: str | None, today: date) -> None:
    """Write the page of all organizations in `database`, or of one."""
    organizations, descriptions = read_models(database, schema)
    if organization is not None:
        organizations = [named(organization, organizations)]
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(render(organizations, descriptions, today), "utf-8")


def named(name: str, organizations: list[Organization]) -> Organization:
    """Return the organization with this name, or stop with a line that has the names of all."""
    for organization in organizations:
        if organization.name == name:
            return organization
    known = ", ".join(repr(organization.name) for organization in organizations)
    raise SystemExit(f"expected one of the organizations {known}, got {name!r}")
