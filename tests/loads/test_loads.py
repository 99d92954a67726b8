"""Real loads: DuckDB and PostgreSQL for real, Snowflake and BigQuery with the real loaders on an emulator.

They install what they load with, which takes a minute or two: pytest tests/loads.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from loading import APPS, FIRST_DAY, RUNS, assert_loaded, days_of, item
from scripted_api import KEY, ScriptedApi, TurnedClock

from tap_usagestats.pacing import Clock

HERE, ROOT = Path(__file__).parent, Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
LOADERS = {
    loader["name"]: loader for loader in yaml.safe_load((ROOT / "meltano.yml").read_text())["plugins"]["loaders"]
}


def run(
    *command: str | Path, stdin: Path | None = None, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> str:
    """Run a command to its end and return its standard output; fail with what it said."""
    with (stdin or Path(os.devnull)).open() as standard_input:
        done = subprocess.run(
            [str(word) for word in command],
            stdin=standard_input,
            capture_output=True,
            text=True,
            check=False,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            timeout=300,
        )
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def missing(what: str) -> None:
    """Skip, but never in CI."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def api() -> Iterator[ScriptedApi]:
    """The API, on the real date: the tap runs in a process of its own."""
    with ScriptedApi(TurnedClock(Clock().now())) as scripted:
        yield scripted


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
    if not (BIN / "meltano").exists():
        missing("Meltano is not installed: pip install '.[loads]'")
    copy = tmp_path_factory.mktemp("meltano") / "project"
    shutil.copytree(
        ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", ".meltano", ".env", "*.duckdb", ".*cache")
    )
    return copy


def set_run(api: ScriptedApi, number: int) -> dict[str, str]:
    """Let the API serve what a run is to find, and return the tap's settings for it, for the environment."""
    api.apps = lambda day: [item(app, day, number) for app in range(APPS)]
    return {
        "TAP_USAGESTATS_API_KEY": KEY,
        "TAP_USAGESTATS_API_URL": api.url,
        "TAP_USAGESTATS_REQUEST_INTERVAL": "0",
        "TAP_USAGESTATS_START_DATE": FIRST_DAY.isoformat(),
        "TAP_USAGESTATS_END_DATE": days_of(number)[-1].isoformat(),
    }


def run_job_three_times(project: Path, api: ScriptedApi, job: str, **environment: str) -> None:
    """Run a job of meltano.yml as the README says; Meltano keeps the state in between."""
    for number in range(RUNS):
        run(BIN / "meltano", "--environment=prod", "run", job, cwd=project, env=set_run(api, number) | environment)


def put_in_place(project: Path, loader: str, *command: str | Path) -> None:
    """Let `command` be what Meltano runs as `loader` in this copy of the project, with the loader's own settings."""
    script = project / f"emulated-{loader}"
    script.write_text(f'#!/bin/sh\nexec {shlex.join(map(str, command))} "$@"\n')
    script.chmod(0o755)
    file = project / "meltano.yml"
    definitions = yaml.safe_load(file.read_text(encoding="utf-8"))
    for definition in definitions["plugins"]["loaders"]:
        if definition["name"] == loader:
            definition["executable"] = f"./{script.name}"
            del definition["pip_url"]
    file.write_text(yaml.safe_dump(definitions, sort_keys=False), encoding="utf-8")


def test_duckdb(project: Path, api: ScriptedApi) -> None:
    run_job_three_times(project, api, "usage-to-duckdb")
    python = project / ".meltano/loaders/target-duckdb/venv/bin/python"
    rows = "duckdb.connect(sys.argv[1]).execute(sys.argv[2]).fetchall()"
    script = f"import duckdb, json, sys; print(json.dumps({rows}, default=str))"

    def query(sql: str) -> list[list[Any]]:
        return json.loads(run(python, "-c", script, project / "output/prod.duckdb", sql))  # type: ignore[no-any-return]

    assert_loaded(query, "usagestats.app_usage", "epoch(created_at)")


@contextmanager
def postgres(folder: Path) -> Iterator[Callable[[str], str]]:
    """Start a PostgreSQL of our own on loopback, and stop it again; gives what runs one of its commands."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [
        Path(shutil.which("initdb") or "/nowhere/initdb").parent
    ]
    if not (found[-1] / "initdb").exists():
        missing("PostgreSQL is not installed: apt-get install postgresql")
    folder.mkdir()
    as_owner: list[str] = []
    if os.geteuid() == 0:  # it refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        for parent in [folder, *folder.parents[:3]]:
            parent.chmod(parent.stat().st_mode | 0o055)
        as_owner = ["runuser", "-u", "postgres", "--"]
    port = str(free_port())
    data = folder / "data"

    def command(name: str, *arguments: str) -> str:
        return run(*as_owner, found[-1] / name, *arguments, cwd=folder)

    command("initdb", "--pgdata", str(data), "--username=loader", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c timezone=UTC"
    command("pg_ctl", "--pgdata", str(data), "--wait", "--log", str(folder / "log"), "--options", options, "start")
    try:
        yield lambda sql: command("psql", "-h", "127.0.0.1", "-p", port, "-U", "loader", "-At", "-c", sql, "postgres")
    finally:
        command("pg_ctl", "--pgdata", str(data), "--wait", "--mode=immediate", "stop")


def test_postgres(project: Path, api: ScriptedApi, tmp_path: Path) -> None:
    with postgres(tmp_path / "postgres") as psql:
        port = psql("show port").strip()
        settings = {"HOST": "127.0.0.1", "PORT": port, "USER": "loader", "PASSWORD": "any", "DATABASE": "postgres"}
        environment = {f"TARGET_POSTGRES_{name}": value for name, value in settings.items()}
        run_job_three_times(project, api, "usage-to-postgres", **environment)

        def query(sql: str) -> list[list[Any]]:
            rows = psql(f"select coalesce(json_agg(to_json(q)), '[]') from ({sql}) q")
            return [list(row.values()) for row in json.loads(rows)]

        types = dict(
            query("select column_name, data_type from information_schema.columns where table_name = 'app_usage'")
        )
        assert types["date"] == "date"
        assert types["metrics_data"] == "bigint"
        assert types["created_at"].startswith("timestamp")
        assert_loaded(query, "usagestats.app_usage", "extract(epoch from created_at)")


def test_snowflake_emulated(python_with: Callable[..., Path], project: Path, api: ScriptedApi, tmp_path: Path) -> None:
    python = python_with(LOADERS["target-snowflake"]["pip_url"], "fakesnow==0.12.1")
    tables = tmp_path / "tables"
    tables.mkdir()
    emulated = (python, "-W", "ignore", HERE / "snowflake_emulated.py", tables)
    put_in_place(project, "target-snowflake", *emulated, "load")
    settings = {"ACCOUNT": "any", "USER": "loader", "PASSWORD": "any", "DATABASE": "ANALYTICS", "WAREHOUSE": "any"}
    environment = {f"TARGET_SNOWFLAKE_{name}": value for name, value in settings.items()}
    run_job_three_times(project, api, "usage-to-snowflake", **environment)

    def query(sql: str) -> list[list[Any]]:
        return json.loads(run(*emulated, "query", sql))  # type: ignore[no-any-return]

    types = {row[0]: row[1] for row in query("describe table app_usage")}
    assert types["DATE"] == "DATE"
    assert types["METRICS_DATA"] == "NUMBER(38,0)"
    assert types["CREATED_AT"].startswith("TIMESTAMP_TZ")
    assert_loaded(query, "app_usage", "date_part(epoch_second, created_at)")


def test_bigquery_emulated(python_with: Callable[..., Path], project: Path, api: ScriptedApi) -> None:
    python = python_with(*LOADERS["target-bigquery"]["pip_url"].split())
    emulator = python_with("bqemulator==1.4.0", "numpy")  # numpy it needs and does not ask for
    script, port, grpc_port = HERE / "bigquery_emulated.py", free_port(), free_port()
    put_in_place(project, "target-bigquery", python, script, "load")
    environment = {"BIGQUERY_EMULATOR_HOST": f"http://127.0.0.1:{port}", "TARGET_BIGQUERY_PROJECT": "test-project"}
    with subprocess.Popen(
        [emulator, script, "serve", f"--rest-port={port}", f"--grpc-port={grpc_port}", "--project=test-project"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            wait_for(port, server)
            run_job_three_times(project, api, "usage-to-bigquery", **environment)

            def query(sql: str) -> list[list[Any]]:
                portable = sql.replace("varchar(10)", "string")
                return json.loads(run(python, script, "query", portable, env=environment))  # type: ignore[no-any-return]

            types = dict(query("select column_name, data_type from usagestats.INFORMATION_SCHEMA.COLUMNS"))
            assert (types["date"], types["metrics_data"], types["created_at"]) == ("DATE", "INT64", "TIMESTAMP")
            assert_loaded(query, "usagestats.app_usage", "unix_seconds(created_at)")
        finally:
            server.terminate()


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until a server listens."""
    for _ in range(600):
        assert server.poll() is None, "the server ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"nothing listens on port {port}")


def test_queries_of_the_readme(project: Path) -> None:
    """Each runs on DuckDB, on all streams of the sandbox, and has something to say."""
    selected = {"TAP_USAGESTATS__SELECT": json.dumps(["*.*"])}
    run(BIN / "meltano", "--environment=sandbox", "run", "tap-usagestats", "target-duckdb", cwd=project, env=selected)
    python = project / ".meltano/loaders/target-duckdb/venv/bin/python"
    script = "import duckdb, sys; print(len(duckdb.connect(sys.argv[1]).execute(sys.argv[2]).fetchall()))"
    queries = re.findall(r"```sql\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(queries) >= 4
    for sql in queries:
        assert (
            int(run(python, "-c", script, project / "output/sandbox.duckdb", f"set schema = 'usagestats'; {sql}")) > 0
        )
