"""Fixtures: a copy of the Meltano project, and four warehouses that its jobs load.

DuckDB and PostgreSQL are the real ones. For Snowflake and BigQuery, the real loaders and dbt run on an emulator.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from postgres_server import postgres_server
from project_copy import copy_project
from running import free_port, missing, run, wait_for
from warehouse import BIN, Warehouse, packages

HERE = Path(__file__).parent
LOADER = {"": "load"}
DBT = {"": "dbt", "page": "python"}


@pytest.fixture(scope="session")
def python_with(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Make an environment with some packages, and return its Python."""

    def make(*packages: str) -> Path:
        if not (BIN / "uv").exists():
            missing("uv is not installed: pip install '.[loads]'")
        folder = tmp_path_factory.mktemp("environment")
        run(BIN / "uv", "venv", "--python", sys.executable, folder / "venv")
        run(BIN / "uv", "pip", "install", "--python", folder / "venv/bin/python", *packages)
        return folder / "venv/bin/python"

    return make


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this Meltano project, without what has been run in it."""
    return copy_project(tmp_path_factory.mktemp("meltano") / "project")


def put_in_place(project: Path, kind: str, name: str, *emulated: str | Path, verbs: Mapping[str, str]) -> None:
    """Let Meltano run `emulated` as this plugin in this copy of the project, with the plugin's own settings.

    `verbs` says with which verb, by command of the plugin; the empty name is for all commands that are not in it.
    """
    executables = {}
    for command, verb in verbs.items():
        script = project / f"emulated-{name}-{verb}"
        script.write_text(f'#!/bin/sh\nexec {shlex.join(map(str, (*emulated, verb)))} "$@"\n')
        script.chmod(0o755)
        executables[command] = f"./{script.name}"
    file = project / "meltano.yml"
    definitions = yaml.safe_load(file.read_text(encoding="utf-8"))
    (definition,) = (one for one in definitions["plugins"][kind] if one["name"] == name)
    definition["pip_url"] = None
    definition["executable"] = executables.pop("")
    for command, executable in executables.items():  # what utilities share must not change
        changed = {**definition["commands"][command], "executable": executable}
        definition["commands"] = {**definition["commands"], command: changed}
    file.write_text(yaml.safe_dump(definitions, sort_keys=False), encoding="utf-8")


@pytest.fixture(scope="session")
def duckdb(project: Path) -> Warehouse:
    rows = "duckdb.connect(sys.argv[1]).execute(sys.argv[2]).fetchall()"
    script = f"import duckdb, json, sys; print(json.dumps({rows}, default=str))"

    def query(sql: str) -> list[list[Any]]:
        python = project / ".meltano/loaders/target-duckdb/venv/bin/python"
        return json.loads(run(python, "-c", script, project / "output/prod.duckdb", sql))  # type: ignore[no-any-return]

    return Warehouse("duckdb", project, {}, "TARGET_DUCKDB_DEFAULT_TARGET_SCHEMA", query)


@pytest.fixture(scope="session")
def postgres(project: Path) -> Iterator[Warehouse]:
    # Not in pytest's folder, which only the user who runs pytest may enter.
    with TemporaryDirectory() as folder, postgres_server(Path(folder)) as psql:
        port = psql("show port").strip()
        settings = {"HOST": "127.0.0.1", "PORT": port, "USER": "loader", "PASSWORD": "any", "DATABASE": "postgres"}
        environment = {f"TARGET_POSTGRES_{name}": value for name, value in settings.items()}

        def query(sql: str) -> list[list[Any]]:
            rows = psql(f"select coalesce(json_agg(to_json(q)), '[]') from ({sql}) q")
            return [list(row.values()) for row in json.loads(rows)]

        yield Warehouse("postgres", project, environment, "TARGET_POSTGRES_DEFAULT_TARGET_SCHEMA", query)


@pytest.fixture(scope="session")
def snowflake(python_with: Callable[..., Path], project: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    dbt = packages("utilities", "dbt-snowflake")
    python = python_with(*packages("loaders", "target-snowflake"), "fakesnow==0.12.1", *dbt)
    emulated = (python, "-W", "ignore", HERE / "snowflake_emulated.py", tmp_path_factory.mktemp("snowflake"))
    put_in_place(project, "loaders", "target-snowflake", *emulated, verbs=LOADER)
    put_in_place(project, "utilities", "dbt-snowflake", *emulated, verbs=DBT)
    settings = {"ACCOUNT": "any", "USER": "loader", "PASSWORD": "any", "DATABASE": "ANALYTICS", "WAREHOUSE": "any"}
    environment = {f"TARGET_SNOWFLAKE_{name}": value for name, value in settings.items()}

    def query(sql: str) -> list[list[Any]]:
        return json.loads(run(*emulated, "query", sql))  # type: ignore[no-any-return]

    return Warehouse("snowflake", project, environment, "TARGET_SNOWFLAKE_DEFAULT_TARGET_SCHEMA", query)


@pytest.fixture(scope="session")
def bigquery(python_with: Callable[..., Path], project: Path) -> Iterator[Warehouse]:
    python = python_with(*packages("loaders", "target-bigquery"), *packages("utilities", "dbt-bigquery"))
    emulator = python_with("bqemulator==1.4.0", "numpy")  # numpy it needs and does not ask for
    script, port, grpc_port = HERE / "bigquery_emulated.py", free_port(), free_port()
    put_in_place(project, "loaders", "target-bigquery", python, script, verbs=LOADER)
    put_in_place(project, "utilities", "dbt-bigquery", python, script, verbs=DBT)
    environment = {"BIGQUERY_EMULATOR_HOST": f"http://127.0.0.1:{port}", "TARGET_BIGQUERY_PROJECT": "test-project"}

    def query(sql: str) -> list[list[Any]]:
        portable = sql.replace("varchar(10)", "string")
        return json.loads(run(python, script, "query", portable, env=environment))  # type: ignore[no-any-return]

    with subprocess.Popen(
        [emulator, script, "serve", f"--rest-port={port}", f"--grpc-port={grpc_port}", "--project=test-project"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            wait_for(port, server)
            yield Warehouse("bigquery", project, environment, "TARGET_BIGQUERY_DATASET", query)
        finally:
            server.terminate()
