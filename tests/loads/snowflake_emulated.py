"""Run the real target-snowflake, dbt, a module or a query on fakesnow.

snowflake_emulated.py FOLDER (load … | dbt … | python -m … | query SQL)

fakesnow is Snowflake's connector with DuckDB behind it, in files of FOLDER. It has no user stage, so the five kinds of
statements that use one are stood in for here. It writes no comment with an apostrophe, and none on several columns at
once, so those are left out. All others, the table and the MERGE among them, run as they are sent.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import fakesnow
import snowflake.connector
from fakesnow.cursor import FakeSnowflakeCursor

SCHEMA = f"ANALYTICS.{os.environ.get('TARGET_SNOWFLAKE_DEFAULT_TARGET_SCHEMA', 'USAGESTATS')}"
NOTHING = "select 1"
execute = FakeSnowflakeCursor.execute


def execute_without_stage(
    self: FakeSnowflakeCursor, command: str, params: Any = None, *args: Any, **kwargs: Any
) -> Any:
    """Run `command`, or what stands in for it."""
    words = command.lower().split()
    if words[0] == "put":  # upload a file to the stage: its lines become rows of a table
        execute(self, f"use schema {SCHEMA}")
        execute(self, f"create or replace table {SCHEMA}.staged_lines (n number, v variant)")
        lines = "select row_number() over (), json from read_ndjson_objects(?)"
        self._duck_conn.execute(f"insert into {SCHEMA}.staged_lines {lines}", [urlparse(params["file_uri"]).path])
        command, params = NOTHING, None
    elif words[0] == "merge":  # its source is a query over the stage: make that a table first
        into, rest = command.split(" using (", 1)
        source, on = rest.split(") s on ", 1)
        source = re.sub(r"'@~/[^']*'\(file_format => [^)]*\)", f"{SCHEMA}.staged_lines", source)
        source = source.replace("$1:", "v:").replace("SEQ8()", "n")  # the line, and its number
        execute(self, f"create or replace table {SCHEMA}.staged_rows as {source}")
        command = f"{into} using {SCHEMA}.staged_rows s on {on}"
    elif (
        words[0] in {"comment", "remove"}  # the latter tidies up the stage
        or words[:3] == ["drop", "file", "format"]
        or (words[:2] == ["alter", "table"] and "comment" in words)
    ):
        command = NOTHING
    return execute(self, command, params, *args, **kwargs)


FakeSnowflakeCursor.execute = execute_without_stage
folder, verb, *arguments = sys.argv[1:]
with fakesnow.patch(db_path=folder):
    if verb == "load":
        from target_snowflake.target import TargetSnowflake

        TargetSnowflake.max_parallelism = 1  # one stream after the other, as fakesnow has a single connection
        TargetSnowflake.cli(arguments)
    elif verb == "dbt":
        from dbt.cli.main import cli

        cli([*arguments, "--threads=1"])
    elif verb == "python":
        sys.path.insert(0, str(Path.cwd()))
        sys.argv = arguments[1:]
        runpy.run_module(arguments[1], run_name="__main__")
    else:
        connection = snowflake.connector.connect(database="ANALYTICS")
        print(json.dumps(connection.cursor().execute(arguments[0]).fetchall(), default=str))
