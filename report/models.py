"""The models in a DuckDB file, read: no figure comes from anywhere else."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import duckdb

from report.figures import PERIOD_DAYS, Organization, Row

# Every day from the first to the last, so that a missing one is a gap in a line.
DAYS = """
    with days as (select * from organization_days where organization = $organization)
    select calendar.date::date as date, days.* exclude (organization, date),
        case when count(automation_runs) over week = 7 then avg(automation_runs) over week end as automation_runs_mean,
        sum(attachment_bytes) over (order by calendar.date) as attachment_bytes_so_far
    from (select unnest(generate_series(min(date), max(date), interval 1 day)) as date from days) as calendar
    left join days on days.date = calendar.date
    window week as (order by calendar.date rows 6 preceding)
    order by calendar.date
"""
APPS = """
    select * exclude (organization) from apps where organization = $organization
    order by data desc nulls last, app_id
"""
CREATORS = """
    select * exclude (organization) from creators where organization = $organization
    order by data desc nulls last, creator_member_id
"""
CHANGES = """
    select * exclude (organization) from app_changes where organization = $organization
        and date > (select max(date) from organization_days where organization = $organization) - $period_days
    order by date desc, app_name, app_id, change
"""
DESCRIPTIONS = """
    select table_name || '.' || column_name, comment from duckdb_columns() where schema_name = current_schema()
"""


class Models(NamedTuple):
    """The organizations by name, and the description of each column: null where dbt has not written it to the file."""

    organizations: list[Organization]
    descriptions: dict[str, str | None]


def read_models(path: Path, schema: str) -> Models:
    """Return what a DuckDB file holds, or stop with a line that says what is missing."""
    if not path.is_file():
        raise SystemExit(f"expected a DuckDB file with the models, but {path} does not exist: load the data first")
    try:
        with duckdb.connect(str(path), read_only=True) as database:
            quoted = schema.replace('"', '""')
            database.execute(f'use "{quoted}"')
            return Models(read_organizations(database), dict(database.execute(DESCRIPTIONS).fetchall()))
    except duckdb.CatalogException:
        raise SystemExit(f"expected the models in the schema {schema} of {path}: build them first") from None
    except duckdb.Error as error:
        raise SystemExit(f"cannot read the models in {path}: {str(error).splitlines()[0]}") from None


def read_organizations(database: duckdb.DuckDBPyConnection) -> list[Organization]:
    """Return every organization of the models, in the order of their names."""
    names = database.execute("select distinct organization from organization_days order by organization").fetchall()
    return [read_organization(database, name) for (name,) in names]


def read_organization(database: duckdb.DuckDBPyConnection, name: str) -> Organization:
    """Return one organization of the models."""
    of_name = {"organization": name}
    return Organization(
        name,
        days=read_rows(database, DAYS, of_name),
        apps=read_rows(database, APPS, of_name),
        creators=read_rows(database, CREATORS, of_name),
        changes=read_rows(database, CHANGES, {**of_name, "period_days": PERIOD_DAYS}),
    )


def read_rows(database: duckdb.DuckDBPyConnection, query: str, parameters: Row) -> list[Row]:
    """Return the rows of a query, each as a dictionary."""
    result = database.execute(query, parameters)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
