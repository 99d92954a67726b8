"""Run bqemulator, or on it the real target-bigquery, dbt, a module or a query.

bigquery_emulated.py (serve … | load … | dbt … | python -m … | query SQL)

bqemulator is BigQuery's REST API with DuckDB behind it. What it lacks is stood in for here; the load job and the MERGE
are those of the target.
"""

from __future__ import annotations

import json
import runpy
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

GZIP = b"\x1f\x8b"
verb, *arguments = sys.argv[1:]


def serve() -> None:
    """Start the emulator."""
    from bqemulator.cli import main
    from bqemulator.storage.engine import DuckDBEngine

    DuckDBEngine._load_spatial = lambda _: (
        None
    )  # an extension for GEOGRAPHY, which DuckDB would fetch from the internet
    main(["start", *arguments])


def run_on_it() -> None:
    """Run the target, dbt or a module with `arguments`, or print the rows of a query."""
    import gzip
    import io
    import re

    import google.auth
    from google.auth.credentials import AnonymousCredentials
    from google.cloud import bigquery

    google.auth.default = lambda **_: (AnonymousCredentials(), "test-project")  # there is no account
    load_table_from_file, ask = bigquery.Client.load_table_from_file, bigquery.Client.query

    def unzipped(self: bigquery.Client, file: Any, *args: Any, **kwargs: Any) -> Any:
        """The emulator takes no gzip, in which the target sends files, and dbt does not."""
        sent = file.read()
        plain = gzip.decompress(sent) if sent.startswith(GZIP) else sent
        return load_table_from_file(self, io.BytesIO(plain), *args, **kwargs)

    def simplified(self: bigquery.Client, query: str, *args: Any, **kwargs: Any) -> Any:
        """The emulator takes no table name on the left side of UPDATE SET, and no types of a table made by a query."""
        head, update, columns = query.partition("UPDATE SET")
        query = head + update + re.sub(r"target\.(`\w+`) = ", r"\1 = ", columns)
        return ask(self, re.sub(r"(create or replace table \S+)\s+\([^()]*\)", r"\1", query), *args, **kwargs)

    bigquery.Client.load_table_from_file, bigquery.Client.query = unzipped, simplified
    if verb == "load":
        from target_bigquery import core
        from target_bigquery.target import TargetBigQuery

        core.time = SimpleNamespace(strftime=time.strftime, sleep=lambda _: None)  # new tables are there at once
        TargetBigQuery.cli(arguments)
    elif verb == "dbt":
        from dbt.cli.main import cli

        cli(arguments)
    elif verb == "python":
        sys.path.insert(0, str(Path.cwd()))
        sys.argv = arguments[1:]
        runpy.run_module(arguments[1], run_name="__main__")
    else:
        rows = bigquery.Client(project="test-project").query(arguments[0]).result()
        print(json.dumps([row.values() for row in rows], default=str))


if verb == "serve":
    serve()
else:
    run_on_it()
