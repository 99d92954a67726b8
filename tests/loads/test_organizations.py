"""Many organizations in one PostgreSQL, in one run of Meltano and in groups through Dagster, as the examples have it.

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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from documented import blocks
from postgres_server import postgres_server
from processes import Finished
from project_copy import copy_project
from real_date import LAST_DAY, REAL_NOW, days_from
from running import attempt, missing, run
from scripted_api import APPS as APP_METRICS
from scripted_api import ScriptedApi, TurnedClock, app_item, days_before
from summary import SUMMARY
from warehouse import BIN, ROOT

from tap_usagestats.sandbox.http_server import Answer

RUNNER = "tests/loads/test_organizations.py"
TRY, LOAD, COPY_STATE, JOIN_STATES = (
    block.text for block in blocks(ROOT / "docs/organizations.md") if block.by == RUNNER
)
APPS = {"acme": 3, "globex": 130, "initech": 5}  # organizations, and how many apps each has
DAYS = [days_before(LAST_DAY, number) for number in range(4, -1, -1)]
STREAMS = ("app_usage", "member_usage", "platform_usage")
WRONG_KEY = Answer(400, b'{"code": 8301, "msg": "Failed to verify the API Key"}')
HOOLI = "../'hooli'"  # the variable of its key is not set; a name is never a part of a path or of a command
ONE_RUN, SECOND_GROUP = "tap-organizations", "tap-organizations-2"
JOINED = f"prod:{ONE_RUN}-to-target-postgres"
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

    def rows(self, sql: str) -> list[list[str]]:
        return [line.split("|") for line in self.psql(sql).splitlines()]

    def list_organizations(self, groups: Mapping[str, Sequence[str]]) -> None:
        """Write the list of accounts of each extractor; hooli has the host of acme."""
        file = self.example / "organizations.meltano.yml"
        fragment = yaml.safe_load(file.read_text())
        first = fragment["plugins"]["extractors"][0]
        fragment["plugins"]["extractors"] = [
            {**first, "name": group, "config": {"organizations": [*map(self.account, names)]}}
            for group, names in groups.items()
        ]
        file.write_text(yaml.safe_dump(fragment))

    def account(self, name: str) -> dict[str, str]:
        api = self.apis.get(name, self.apis["acme"])
        variable = re.sub(r"\W", "", f"{name.upper()}_API_KEY")
        return {"name": name, "api_key": f"${variable}", "api_url": api.url}

    def type(self, command: str, **environment: str) -> Finished:
        """Type a command into a shell."""
        return attempt("/bin/bash", "-ec", command, cwd=self.project, env={**self.environment, **environment})

    def newest_days(self, name: str) -> dict[str, date]:
        """The newest day of each stream of an organization that is in the database."""
        newest = "select max(date) from usagestats.{} where organization = '{}'"
        days = {stream: self.psql(newest.format(stream, name)).strip() for stream in STREAMS}
        return {stream: date.fromisoformat(day) for stream, day in days.items() if day}

    def days_asked(self, name: str) -> set[str]:
        """The days of app_usage that an organization was asked for since the last time."""
        days = {request.body["date"] for request in self.apis[name].requests_to(APP_METRICS)}
        self.apis[name].forget_requests()
        return days


@contextmanager
def organization_api(name: str) -> Iterator[ScriptedApi]:
    """An API with a key and apps of its own, whose names tell whose they are."""
    with ScriptedApi(TurnedClock(REAL_NOW)) as api:
        api.api_key = f"the-key-of-{name}"
        first = sorted(APPS).index(name) * 1000
        api.apps = lambda day: [app_item(first + app, day, app_name=f"{name} {app}") for app in range(APPS[name])]
        yield api


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project; each test has a list, a state and a database of its own."""
    project = copy_project(tmp_path_factory.mktemp("organizations") / "project")
    (project / ".venv").symlink_to(sys.prefix)
    run(BIN / "meltano", "install", "tap-usagestats", "target-postgres", cwd=project)
    return project


@pytest.fixture(scope="module")
def server() -> Iterator[Psql]:
    with (
        tempfile.TemporaryDirectory() as folder,  # not in pytest's, which other users cannot enter
        postgres_server(Path(folder)) as psql,
    ):
        yield psql


@pytest.fixture
def pipeline(project: Path, server: Psql, tmp_path: Path) -> Iterator[Pipeline]:
    server("drop schema if exists usagestats cascade")
    database = {"HOST": "127.0.0.1", "PORT": server("show port").strip(), "USER": "loader", "PASSWORD": "any"}
    with ExitStack() as stack:
        apis = {name: stack.enter_context(organization_api(name)) for name in APPS}
        environment = {
            **{f"{name.upper()}_API_KEY": api.api_key for name, api in apis.items()},
            **{f"TARGET_POSTGRES_{name}": value for name, value in {**database, "DATABASE": "postgres"}.items()},
            "MELTANO_STATE_BACKEND_URI": f"file://{tmp_path}/state",
            "TAP_USAGESTATS_API_KEY": apis["acme"].api_key,  # for hooli, if it were the one for all without a key
            "TAP_USAGESTATS__SELECT": json.dumps(["*.*"]),
            **days_from(DAYS[0]),
            "TAP_USAGESTATS_REQUEST_INTERVAL": "0",
        }
        yield Pipeline(project, apis, server, environment)


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


def assert_went_on(pipeline: Pipeline, name: str, newest: Mapping[str, date]) -> None:
    """The last run began with the day that the run before it had sent last, not with the first one."""
    assert min(pipeline.days_asked(name)) == newest["app_usage"].isoformat() > DAYS[0].isoformat()


def assert_names_those_that_failed(reason: str) -> None:
    """The tap's last line has initech with the vendor's code and advice, hooli with its own, and no other."""
    assert re.search(r"initech: app_usage: .*code 8301.* What to do: check api_key", reason)
    assert f"{HOOLI} (app_usage, and 2 more): expected an `api_key` as text without spaces. What to do: set " in reason
    assert not re.search(r"acme|globex", reason)


def assert_files_are_private(pipeline: Pipeline) -> None:
    """What Meltano writes for a run, such as the file with the keys, is readable only by the user of the run."""
    modes = {stat.filemode(path.lstat().st_mode) for path in (pipeline.project / ".meltano/run").rglob("*")}
    assert {mode for mode in modes if mode.startswith("-")} == {"-rw-------"}


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
    """Queue a run of every group, let Dagster's daemon run them, and return what it says of them."""
    environment = {**os.environ, **pipeline.environment, "DAGSTER_HOME": str(pipeline.example)}

    def instance() -> dict[str, Any]:
        return json.loads(run(dagster / "python", Path(__file__).with_name("dagster_runs.py"), env=environment))  # type: ignore[no-any-return]

    known = len(instance()["runs"])
    where = ("-f", pipeline.example / "definitions.py")
    backfill = ("job", "backfill", "--all", "all", "--job=nightly_usage", "--noprompt")
    run(dagster / "dagster", *backfill, *where, env=environment)
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
                if len(runs) == 2 and all(one["ended"] for one in runs):
                    return {**seen, "runs": {one["group"]: one for one in runs}}
                assert daemon.poll() is None, "the daemon ended"
                time.sleep(1)
            pytest.fail(f"the runs did not end: {seen}")
        finally:
            daemon.terminate()


def test_dagster(pipeline: Pipeline, dagster: Path) -> None:
    definitions = pipeline.example / "definitions.py"
    definitions.write_text(definitions.read_text().replace("delay=600", "delay=1"))
    pipeline.list_organizations({ONE_RUN: ["acme", "initech", HOOLI], SECOND_GROUP: ["globex"]})
    initech = pipeline.apis["initech"]
    revoke_key_after(initech, requests=3)

    night = run_in_dagster(pipeline, dagster)

    failed, loaded = night["runs"][ONE_RUN], night["runs"][SECOND_GROUP]
    assert (failed["status"], failed["tries"]) == ("FAILURE", 1 + 2)
    (reason,) = failed["failures"]
    assert_names_those_that_failed(reason)
    newest = pipeline.newest_days("initech")
    assert failed["metadata"]["complete"] == "1 of 3"
    assert failed["metadata"]["newest days"] == {
        "acme": LAST_DAY.isoformat(),
        HOOLI: "none",
        "initech": newest["app_usage"].isoformat(),
    }
    assert (loaded["status"], set(night["loaded"])) == ("SUCCESS", {SECOND_GROUP})
    assert night["loaded"][SECOND_GROUP] == {
        "complete": "1 of 1",
        "days": len(DAYS),
        "records": len(DAYS) * (APPS["globex"] + 2 + 1),
        "newest days": {"globex": LAST_DAY.isoformat()},
    }

    pipeline.list_organizations({ONE_RUN: ["acme", "initech"], SECOND_GROUP: ["globex"]})
    initech.forget_requests()
    night = run_in_dagster(pipeline, dagster)

    assert {one["status"] for one in night["runs"].values()} == {"SUCCESS"}
    assert_loaded(pipeline)
    assert_went_on(pipeline, "initech", newest)
    assert night["loaded"][SECOND_GROUP]["days"] == 1
    assert_files_are_private(pipeline)


def test_one_run(pipeline: Pipeline) -> None:
    initech = pipeline.apis["initech"]
    revoke_key_after(initech, requests=3)
    pipeline.list_organizations({ONE_RUN: ["acme", HOOLI, "globex", "initech"]})

    done = pipeline.type(LOAD)

    assert done.returncode == 1
    (reason,) = (line for line in done.stdout.splitlines() if "[error" in line)  # what cron would mail
    assert_names_those_that_failed(reason)
    log = (pipeline.project / f"output/{ONE_RUN}.log").read_text()
    assert "Summary: 2 of 4 organizations complete, " in log
    assert set(re.findall(r"\[warning  \] tap-organizations (\S+): ", log)) == {HOOLI, "initech"}
    assert not any(api.api_key in log for api in pipeline.apis.values())
    assert_files_are_private(pipeline)

    newest = pipeline.newest_days("initech")
    pipeline.list_organizations({ONE_RUN: ["acme", "globex", "initech"]})
    initech.forget_requests()
    run_again = f".venv/bin/meltano --environment=prod el {ONE_RUN} target-postgres --state-id={JOINED}"
    done = pipeline.type(run_again)

    assert done.returncode == 0, done.stderr
    assert_loaded(pipeline)
    assert_went_on(pipeline, "initech", newest)


def load_alone(pipeline: Pipeline, name: str, command: str) -> None:
    """Load the first days of an organization as a project of one does."""
    api = pipeline.apis[name]
    settings = {"API_KEY": api.api_key, "API_URL": api.url, "ORGANIZATION": name, "END_DATE": DAYS[2].isoformat()}
    done = pipeline.type(command, **{f"TAP_USAGESTATS_{key}": value for key, value in settings.items()})
    assert done.returncode == 0, done.stdout + done.stderr
    assert min(pipeline.days_asked(name)) == DAYS[0].isoformat()


def test_project_of_one_organization_moves_over(pipeline: Pipeline) -> None:
    load_alone(pipeline, "acme", "examples/nightly usage-to-postgres")
    pipeline.list_organizations({ONE_RUN: list(APPS)})

    done = pipeline.type(COPY_STATE + LOAD, TAP_USAGESTATS_ORGANIZATION="acme")

    assert done.returncode == 0, done.stdout
    assert_loaded(pipeline)
    assert pipeline.days_asked("acme") == {day.isoformat() for day in DAYS[2:]}
    assert pipeline.days_asked("globex") == {day.isoformat() for day in DAYS}


def test_many_state_ids_move_over(pipeline: Pipeline) -> None:
    for name in ("acme", "globex"):
        alone = f".venv/bin/meltano --environment=prod el tap-usagestats target-postgres --state-id=usage-{name}"
        load_alone(pipeline, name, alone)
    pipeline.list_organizations({ONE_RUN: list(APPS)})

    done = pipeline.type(JOIN_STATES + LOAD)

    assert done.returncode == 0, done.stdout
    assert_loaded(pipeline)
    for name, first in {"acme": 2, "globex": 2, "initech": 0}.items():
        assert pipeline.days_asked(name) == {day.isoformat() for day in DAYS[first:]}


def test_first_commands_of_the_page(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    (project / ".venv").symlink_to(sys.prefix)
    own = {
        "TAP_USAGESTATS_API_KEY": "of-an-account",
        "TAP_ORGANIZATIONS_API_URL": "http://127.0.0.1:9",  # where nothing answers
        "TAP_ORGANIZATIONS_ORGANIZATIONS": '[{"name": "acme", "api_key": "of-acme"}]',
        "ACME_API_KEY": "of-acme",
        "TARGET_DUCKDB_FILEPATH": f"{project}/output/of-an-account.duckdb",
    }
    (project / ".env").write_text("".join(f"{name}={value}\n" for name, value in own.items()))  # what a reader may have

    end_date = {"TAP_USAGESTATS_END_DATE": LAST_DAY.isoformat()}
    done = attempt("/bin/bash", "-ec", TRY, cwd=project, env=end_date)

    assert done.returncode == 0, done.stdout + done.stderr
    rows = re.findall(r"(\w+) +│ +(\d+) │ +(\d+) │$", done.stdout, re.MULTILINE)
    assert [name for name, _, _ in rows] == list(APPS)
    summary = SUMMARY.search(done.stderr)
    assert summary
    complete, total, days, records = summary.groups()
    assert (complete, total) == ("3", "3")
    assert {days} == {one for _, _, one in rows}
    assert int(days) >= 178  # that the sandbox serves up to LAST_DAY
    assert int(records) > sum(int(one) for _, one, _ in rows) > 0  # it counts the other streams, too
    assert [file.name for file in project.glob("output/*.duckdb")] == ["sandbox.duckdb"]
