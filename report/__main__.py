"""The command line: python -m report WAREHOUSE PAGE.html, and python -m report digest WAREHOUSE."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from report.digest import TABLES, Channel, digest
from report.language import LANGUAGES, language
from report.models import organizations
from report.page import render
from report.warehouses import models_schema, read_tables
from report.webhooks import FORMS, form_of


def command_line() -> argparse.ArgumentParser:
    """Return what can be given on the command line of the page."""
    parser = argparse.ArgumentParser(
        prog="python -m report",
        description="Write the usage report, an HTML page, from the models.",
        epilog="python -m report digest --help: the list of the apps that need somebody, for a chat.",
    )
    add_source(parser)
    page = os.environ.get("REPORT_PAGE") or "output/usage.html"
    parser.add_argument("page", type=Path, nargs="?", default=page, help="HTML file to write (%(default)s)")
    parser.add_argument(
        "--api-url",
        default=os.environ.get("TAP_USAGESTATS_API_URL"),
        help="the tap's api_url; if it is that of Jiandaoyun, a page of one organization links the apps "
        "(TAP_USAGESTATS_API_URL)",
    )
    return parser


def digest_command_line() -> argparse.ArgumentParser:
    """Return what can be given on the command line of the digest."""
    parser = argparse.ArgumentParser(
        prog="python -m report digest",
        description="Write which apps need somebody, as Markdown, or post it to a chat if something has changed.",
    )
    add_source(parser, nargs="?", default="duckdb")
    parser.add_argument(
        "--post",
        metavar="URL",
        default=os.environ.get("REPORT_DIGEST_URL"),
        help="the chat's webhook, to post to it instead (REPORT_DIGEST_URL, which keeps it secret; --post= writes)",
    )
    parser.add_argument("--form", choices=FORMS, help="the chat, if the path of the URL is not that of its vendor")
    parser.add_argument("--always", action="store_true", help="post even if nothing has changed since the last digest")
    state = os.environ.get("REPORT_DIGEST_STATE") or "output/digest.json"
    parser.add_argument("--state", type=Path, default=state, help="file with what was posted last (%(default)s)")
    return parser


def add_source(parser: argparse.ArgumentParser, **optional: str) -> None:
    """Add what says where the models are, whose figures are read, and on which day."""
    parser.add_argument(
        "warehouse",
        help="duckdb, postgres, snowflake or bigquery, connected to with the loader's variables, such as "
        "TARGET_POSTGRES_HOST; or the path of a DuckDB file",
        **optional,  # type: ignore[arg-type]
    )
    parser.add_argument("--schema", help="schema of the models (that of the loader's tables, with _models)")
    parser.add_argument("--organization", help="show this organization only")
    parser.add_argument(
        "--language",
        default=os.environ.get("REPORT_LANGUAGE") or "en",
        help=f"{' or '.join(LANGUAGES)} (REPORT_LANGUAGE; %(default)s)",
    )
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        default=datetime.now(timezone(timedelta(hours=8))).date(),
        help="the day from which the age of the data is counted, in UTC+8 (today)",
    )


def write_page(options: argparse.Namespace) -> None:
    """Write the page and say where it is."""
    language(options.language)
    tables = read_tables(options.warehouse, options.schema or models_schema(options.warehouse))
    found = organizations(tables, only=options.organization)
    page = render(found, options.today, api_url=options.api_url, language=options.language)
    options.page.parent.mkdir(parents=True, exist_ok=True)
    options.page.write_text(page, "utf-8")
    print(f"Open {options.page} in a browser.")


def write_or_post_digest(options: argparse.Namespace) -> None:
    """Write the digest to the standard output, or post it and say so."""
    form = form_of(options.post, options.form) if options.post else None
    chosen = language(options.language)
    schema = options.schema or models_schema(options.warehouse)
    found = digest(read_tables(options.warehouse, schema, TABLES), options.today, options.organization)
    if form is None:
        sys.stdout.buffer.write(found.markdown(chosen).encode())
        return
    source = f"{options.warehouse}\n{schema}\n{options.organization}"
    print(Channel(form, options.post, source, options.state).send(found, chosen, always=options.always))


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the page or the digest, or say why there is none."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    is_digest = given[:1] == ["digest"]
    options = digest_command_line().parse_args(given[1:]) if is_digest else command_line().parse_args(given)
    try:
        (write_or_post_digest if is_digest else write_page)(options)
    except (SystemExit, OSError) as reason:
        what = "digest" if is_digest else "report"  # examples/why looks for these words
        raise SystemExit(f"No {what}: {reason}") from None


if __name__ == "__main__":
    main()
