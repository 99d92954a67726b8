"""The command line: python -m report WAREHOUSE PAGE.html."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from report.language import LANGUAGES, language
from report.models import organizations
from report.page import render
from report.warehouses import models_schema, read_tables


def command_line() -> argparse.ArgumentParser:
    """Return what can be given on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m report", description="Write the usage report, an HTML page, from the models."
    )
    parser.add_argument(
        "warehouse",
        help="duckdb, postgres, snowflake or bigquery, connected to with the loader's variables, such as "
        "TARGET_POSTGRES_HOST; or the path of a DuckDB file",
    )
    page = os.environ.get("REPORT_PAGE") or "output/usage.html"
    parser.add_argument("page", type=Path, nargs="?", default=page, help="HTML file to write (%(default)s)")
    parser.add_argument("--schema", help="schema of the models (that of the loader's tables, with _models)")
    parser.add_argument("--organization", help="show this organization only")
    parser.add_argument(
        "--today", type=date.fromisoformat, help="the day from which the age of the data is counted, in UTC+8 (today)"
    )
    parser.add_argument(
        "--api-url",
        default=os.environ.get("TAP_USAGESTATS_API_URL"),
        help="the tap's api_url; if it is that of Jiandaoyun, a page of one organization links the apps "
        "(TAP_USAGESTATS_API_URL)",
    )
    parser.add_argument(
        "--language",
        default=os.environ.get("REPORT_LANGUAGE") or "en",
        help=f"language of the page: {' or '.join(LANGUAGES)} (REPORT_LANGUAGE; %(default)s)",
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page and say where it is, or why there is none."""
    options = command_line().parse_args(arguments)
    today = options.today or datetime.now(timezone(timedelta(hours=8))).date()
    try:
        language(options.language)
        tables = read_tables(options.warehouse, options.schema or models_schema(options.warehouse))
        page = render(
            organizations(tables, only=options.organization),
            today,
            api_url=options.api_url,
            language=options.language,
        )
        options.page.parent.mkdir(parents=True, exist_ok=True)
        options.page.write_text(page, "utf-8")
    except (SystemExit, OSError) as reason:
        raise SystemExit(f"No report: {reason}") from None  # examples/why looks for these words
    print(f"Open {options.page} in a browser.")


if __name__ == "__main__":
    main()
