"""From the models in a warehouse to the page."""

from __future__ import annotations

from datetime import date

from report.models import organizations
from report.organization import Organization
from report.page import render
from report.warehouses import read_tables


def build(warehouse: str, *, schema: str, organization: str | None, today: date, api_url: str | None) -> str:
    """Return the page of all organizations whose models are in `schema` of the warehouse, or of one."""
    shown = organizations(read_tables(warehouse, schema))
    if organization is not None:
        shown = [named(organization, shown)]
    return render(shown, today, api_url=api_url)


def named(name: str, organizations: list[Organization]) -> Organization:
    """Return the organization with this name, or stop with a line that has the names of all."""
    for organization in organizations:
        if organization.name == name:
            return organization
    known = ", ".join(repr(organization.name) for organization in organizations)
    raise SystemExit(f"expected one of the organizations {known}, got {name!r}")
