"""Rows of the models that the digest reads, made up, in a DuckDB file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from report.organization import Row

NEWEST = date(2026, 3, 9)
TODAY = NEWEST + timedelta(1)
REASONS = (
    "public link opened", "unattended with public links", "vanished", "sudden growth", "creator left", "idle",
)  # fmt: skip
TYPES = {
    "organizations": """organization varchar, first_day date, newest_day date, days_without_figures bigint,
        inactive_after_days bigint""",
    "actions": """organization varchar, rank bigint, app_id varchar, app_name varchar, reason varchar, since date,
        records bigint, public_links bigint, last_known_person varchar, link varchar, what_to_do varchar,
        other_reasons varchar""",
    "app_reasons": "organization varchar, app_id varchar, is_exempt bool",
}


def organization(name: str = "", newest_day: date | None = NEWEST) -> Row:
    return {"organization": name, "newest_day": newest_day}


def action(rank: int = 1, **other: Any) -> Row:
    reason = REASONS[(rank - 1) % len(REASONS)]
    return {
        "organization": "",
        "rank": rank,
        "app_id": f"app{rank}",
        "app_name": f"App {rank}",
        "reason": reason,
        "since": date(2026, 3, 1),
        "records": 1000 * rank,
        "public_links": 2,
        "last_known_person": f"Person {rank}",
        "link": f"https://www.jiandaoyun.com/dashboard/app/app{rank}",
        "what_to_do": "What the digest says in its own words.",
        "other_reasons": None,
    } | other


def exempt(app_id: str) -> Row:
    return {"organization": "", "app_id": app_id, "is_exempt": True}


def write_rows(file: Path, **tables: list[Row]) -> Path:
    """Write the models that the digest reads; without organizations, there is one that has no name."""
    rows = {"organizations": [organization()], **tables}
    file.unlink(missing_ok=True)
    with duckdb.connect(str(file)) as database:
        database.execute("create schema usagestats_models")
        for name, types in TYPES.items():
            model = f"usagestats_models.usagestats__{name}"
            database.execute(f"create table {model} ({types})")
            for row in rows.get(name, []):
                values = ", ".join(f"${key}" for key in row)
                database.execute(f"insert into {model} ({', '.join(row)}) values ({values})", row)
    return file
