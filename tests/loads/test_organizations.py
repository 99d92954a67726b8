"""Many organizations in one PostgreSQL, through Dagster and through xargs, as examples/organizations has it.

First, as docs/organizations.md does, three on the built-in sandbox, without a key and without a server.
"""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from documented import blocks
from postgres_server import postgres_server
from processes import Finished
from project_copy import copy_project
from real_date import LAST_DAY, REAL_NOW
from running import attempt, missing, run
from scripted_api import APPS as APP_METRICS
from scripted_api import ScriptedApi, TurnedClock, app_item, days_before
from summary import APP_USAGE
from warehouse import BIN, ROOT

from tap_usagestats.sandbox.http_server import Answer

RUNNER = "tests/loads/test_organizations.py"
TRY, LOAD = (block.text for block in blocks(ROOT / "docs/organizations.md") if block.by == RUNNER)
APPS = {"acme": 3, "globex": 130, "initech": 5}  # organizations, and how many apps each has
DAYS = [days_before(LAST_DAY, number) for number in range(4, -1, -1)]
STREAMS = ("app_usage", "member_usage", "platform_usage")
WRONG_KEY = Answer(400, b'{"code": 8301, "msg": "Failed to verify the API Key"}')
NO_KEY = "hooli,https://api.jodoo.com/api,HOOLI_API_KEY"  # a row of organizations.csv whose variable is not set
Psql = Callable[[str], str]


class Pipeline(NamedTuple):
    """A copy of the project, the APIs of its organizations, and the database."""

    project: Path
    apis: dict[str, ScriptedApi]
    psql: Psql
    environment: Mapping[str, str]

    @property
    def example(self) -> Path:
        return self.project / "examples/organizations"

    @property
    def table(self) -> Path:
        return self.example / "organizations.csv"

    def rows(self, sql: str) -> list[list[str]]:
        return [line.split("|") for line in self.psql(sql).splitlines()]


@contextmanager
def organization_api(name: str) -> Iterator[ScriptedApi]:
    """An API with a key and apps of its own, whose names tell whose they are."""
    with ScriptedApi(TurnedClock(REAL_NOW)) as api:
        api.api_key = f"the-key-of-{name}"
        first = sorted(APPS).index(name) * 1000
        api.apps = lambda day: [app_item(first + app, day, app_name=f"{name} {app}") for app in range(APPS[name])]
        yield api


@pytest.fixture
def pipeline(tmp_path: Path) -> Iterator[Pipeline]:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())  # not in pytest's, which other users cannot enter
        psql = stack.enter_context(postgres_server(Path(folder)))
        apis = {name: stack.enter_context(organization_api(name)) for name in APPS}
        project = copy_project(tmp_path / "project")
        table = project / "examples/organizations/organizations.csv"
        header = table.read_text().splitlines()[0]
        rows = (f"{name},{api.url},{name.upper()}_API_KEY" for name, api in apis.items())
        table.write_text("\n".join([header, *rows]) + "\n")
        database = {"HOST": "127.0.0.1", "PORT": psql("show port").strip(), "USER": "loader", "PASSWORD": "any"}
        environment = {
            **{f"{name.upper()}_API_KEY": api.api_key for name, api in apis.items()},
            **{f"TARGET_POSTGRES_{name}": value for name, value in {**database, "DATABASE": "postgres"}.items()},
            "TAP_USAGESTATS__SELECT": json.dumps(["*.*"]),
            "TAP_USAGESTATS_START_DATE": DAYS[0].isoformat(),
            "TAP_USAGESTATS_END_DATE": LAST_DAY.isoformat(),
            "TAP_USAGESTATS_REQUEST_INTERVAL": "0",
        }
        run(BIN / "meltano", "install", "tap-usagestats", "target-postgres", cwd=project)  # before runs in parallel
        yield Pipeline(project, apis, psql, environment)


def revoke_key_after(api: ScriptedApi, requests: int) -> None:
    """Let the API accept its key for so many requests to app_metrics, and then no longer."""
    api.lasting_faults = {APP_METRICS: (len(api.requests_to(APP_METRICS)) + requests, lambda *_: WRONG_KEY)}


def assert_loaded(pipeline: Pipeline) -> None:
    """All days of all organizations are there, each row once, and in the right organization."""
    rows = pipeline.rows
    count = "select organization, count(*), count(distinct (date, app_id)) from usagestats.app_usage group by 1"
    assert {row[0]: (int(row[1]), int(row[2])) for row in rows(count)} == {
        name: (apps * len(DAYS),) * 2 for name, apps in APPS.items()
    }
    assert rows("select * from usagestats.app_usage where app_name not like organization || ' %'") == []
    for stream in STREAMS:
        days = f"select organization, count(distinct date), min(date), max(date) from usagestats.{stream} group by 1"
        span = [str(len(DAYS)), DAYS[0].isoformat(), DAYS[-1].isoformat()]
        assert sorted(rows(days)) == [[name, *span] for name in sorted(APPS)]
    twice = "select organization, date, member_id from usagestats.member_usage group by 1, 2, 3 having count(*) > 1"
    assert rows(twice) == []
    assert rows("select count(*) from usagestats.platform_usage") == [[str(len(APPS) * len(DAYS))]]


def newest_days(pipeline: Pipeline, name: str) -> dict[str, date]:
    """The newest day of each stream of an organization that is in the database."""
    newest = "select max(date) from usagestats.{} where organization = '{}'"
    days = {stream: pipeline.psql(newest.format(stream, name)).strip() for stream in STREAMS}
    return {stream: date.fromisoformat(day) for stream, day in days.items() if day}


def assert_went_on(pipeline: Pipeline, name: str, newest: Mapping[str, date], requests_before: int) -> None:
    """The last run began with the day that the run before it had sent last, not with the first one."""
    asked = {request.body["date"] for request in pipeline.apis[name].requests_to(APP_METRICS)[requests_before:]}
    assert min(asked) == newest["app_usage"].isoformat() > DAYS[0].isoformat()


def assert_files_are_private(pipeline: Pipeline) -> None:
    """What Meltano writes for a run, such as the file with the key, is readable only by the user of the run."""
    files = [path for path in (pipeline.project / ".meltano/run/elt").rglob("*") if path.is_file()]
    assert {stat.filemode(file.stat().st_mode) for file in files} == {"-rw-------"}


@pytest.fixture(scope="session")
def dagster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of examples/organizations/requirements.txt."""
    if not (BIN / "uv").exists():
        missing("uv is not installed: pip install '.[loads]'")
    folder = tmp_path_factory.mktemp("dagster") / "venv"
    run(BIN / "uv", "venv", folder)
    requirements = ROOT / "examples/organizations/requirements.txt"
    run(BIN / "uv", "pip", "install", "--python", folder / "bin/python", "-r", requirements)
    return folder / "bin"


def run_in_dagster(pipeline: Pipeline, dagster: Path) -> dict[str, Any]:
    """Queue a run of every organization, let Dagster's daemon run them, and return what it says of them."""
    environment = {**os.environ, **pipeline.environment, "DAGSTER_HOME": str(pipeline.example)}

    def instance() -> dict[str, Any]:
        return json.loads(run(dagster / "python", Path(__file__).with_name("dagster_runs.py"), env=environment))  # type: ignore[no-any-return]

    known = len(instance()["runs"])
    organizations = len(pipeline.table.read_text().splitlines()) - 1
    where = ("-f", pipeline.example / "definitions.py")
    run(
        dagster / "dagster",
        "job",
        "backfill",
        "--all",
        "all",
        "--job=nightly_usage",
        "--noprompt",
        *where,
        env=environment,
    )
    with subprocess.Popen(
        [dagster / "dagster-daemon", "run", *where],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as daemon:
        try:
            for _ in range(300):
                seen = instance()
                runs = seen["runs"][: len(seen["runs"]) - known]  # the newest come first
                if len(runs) == organizations and all(one["ended"] for one in runs):
                    return {**seen, "runs": {one["organization"]: one for one in runs}}
                assert daemon.poll() is None, "the daemon ended"
                time.sleep(1)
            pytest.fail(f"the runs did not end: {seen}")
        finally:
            daemon.terminate()


def test_dagster(pipeline: Pipeline, dagster: Path) -> None:
    definitions = pipeline.example / "definitions.py"
    definitions.write_text(definitions.read_text().replace("delay=600", "delay=1"))
    in_table = pipeline.table.read_text()
    pipeline.table.write_text(f"{in_table}{NO_KEY}\nstark,sandbox,\n")
    initech = pipeline.apis["initech"]
    revoke_key_after(initech, requests=3)

    night = run_in_dagster(pipeline, dagster)

    status = {name: one["status"] for name, one in night["runs"].items()}
    assert {name for name in status if status[name] == "SUCCESS"} == {"acme", "globex", "stark"}
    assert {name for name in status if status[name] == "FAILURE"} == {"initech", "hooli"}
    (reason,) = night["runs"]["initech"]["failures"]
    assert "initech" in reason
    assert "8301" in reason
    assert night["runs"]["initech"]["tries"] == 1 + 2
    (reason,) = night["runs"]["hooli"]["failures"]
    assert "hooli: HOOLI_API_KEY is not set" in reason
    assert night["runs"]["hooli"]["tries"] == 1
    assert set(night["loaded"]) == {"acme", "globex", "stark"}
    assert pipeline.rows("select distinct organization from usagestats_sandbox.app_usage") == [["stark"]]  # made up
    for name in ("acme", "stark"):
        assert night["loaded"][name]["newest day"] == LAST_DAY.isoformat()
        assert night["loaded"][name]["days"] == len(DAYS)

    pipeline.table.write_text(in_table)
    newest, requests = newest_days(pipeline, "initech"), len(initech.requests_to(APP_METRICS))
    initech.lasting_faults = {}
    night = run_in_dagster(pipeline, dagster)

    assert {one["status"] for one in night["runs"].values()} == {"SUCCESS"}
    assert_loaded(pipeline)
    assert_went_on(pipeline, "initech", newest, requests)
    assert night["loaded"]["acme"]["days"] == 1
    assert_files_are_private(pipeline)


def test_xargs(pipeline: Pipeline) -> None:
    initech = pipeline.apis["initech"]
    revoke_key_after(initech, requests=3)
    environment = {**pipeline.environment, "PATH": f"{BIN}:{os.environ['PATH']}"}
    in_table = pipeline.table.read_text()
    pipeline.table.write_text(in_table.replace("\n", f"\n{NO_KEY}\n", 1))

    def load() -> Finished:
        line = LOAD.splitlines()[-1]  # the fixture has installed what the line before installs
        return attempt("/bin/bash", "-ec", line, cwd=pipeline.project, env=environment)

    done = load()
    lines = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert done.returncode != 0
    assert (lines["acme"], lines["globex"]) == ("loaded", "loaded")
    assert lines["initech"].startswith("FAILED")
    assert "8301" in lines["initech"]
    assert lines["hooli"].startswith("FAILED. HOOLI_API_KEY is not set")

    pipeline.table.write_text(in_table)
    newest, requests = newest_days(pipeline, "initech"), len(initech.requests_to(APP_METRICS))
    initech.lasting_faults = {}
    done = load()

    assert done.returncode == 0, done.stdout
    assert_loaded(pipeline)
    assert_went_on(pipeline, "initech", newest, requests)
    assert_files_are_private(pipeline)


def test_first_commands_of_the_page(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    (project / ".venv").symlink_to(sys.prefix)
    own = f"TAP_USAGESTATS_API_KEY=of-an-account\nTARGET_DUCKDB_FILEPATH={project}/output/of-an-account.duckdb\n"
    (project / ".env").write_text(own)  # what a reader may have there

    def type_in(command: str) -> Finished:
        end_date = {"TAP_USAGESTATS_END_DATE": LAST_DAY.isoformat()}
        return attempt("/bin/bash", "-ec", command, cwd=project, env=end_date)

    done = type_in(TRY)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "".join(f"{name}: loaded\n" for name in APPS) in done.stdout
    rows = re.findall(r"(\w+) +│ +(\d+) │ +(\d+) │$", done.stdout, re.MULTILINE)
    assert [name for name, _, _ in rows] == list(APPS)
    for name, records, days in rows:
        (sent,) = APP_USAGE.finditer((project / f"output/{name}.log").read_text())
        assert (records, days) == (sent["records"], sent["days"])
        assert int(days) >= 178  # that the sandbox serves up to LAST_DAY
    assert [file.name for file in project.glob("output/*.duckdb")] == ["sandbox.duckdb"]

    table = project / "examples/organizations/organizations.csv"
    header, first, *others = table.read_text().splitlines()
    odd = first.replace("sandbox,", " sandbox/,PATH")  # the tap takes it, too; as from a spreadsheet
    table.write_text("\r\n".join([header, NO_KEY, odd, *others]))
    (load,) = (line for line in TRY.splitlines() if "load.sh" in line)
    done = type_in(load)
    assert done.returncode == 1
    failed, *loaded = done.stdout.splitlines()
    assert failed.startswith("hooli: FAILED. HOOLI_API_KEY is not set")
    assert loaded == [f"{name}: loaded" for name in APPS]
    assert not (project / "output/hooli.log").exists()  # Meltano was not started
    assert [file.name for file in project.glob("output/*.duckdb")] == ["sandbox.duckdb"]
