"""The command line: python -m report DATABASE.duckdb PAGE.html."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from report.build import build


def command_line() -> argparse.ArgumentParser:
    """Return what can be given on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m report", description="Write a page of the usage of all apps, from the models."
    )
    parser.add_argument("database", type=Path, help="DuckDB file with the models")
    parser.add_argument("page", type=Path, help="HTML file to write")
    parser.add_argument("--schema", default="usagestats_models", help="schema of the models (%(default)s)")
    parser.add_argument("--organization", help="show this organization only")
    parser.add_argument("--today", type=date.fromisoformat, help="the day that the data's age is counted to, in UTC+8")
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page, and say where it is."""
    options = command_line().parse_args(arguments)
    today = options.today or datetime.now(timezone(timedelta(hours=8))).date()
    build(options.database, options.page, schema=options.schema, organization=options.organization, today=today)
    print(f"Open {options.page} in a browser.")


if __name__ == "__main__":
    main()
