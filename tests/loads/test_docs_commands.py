"""The commands and queries of the docs, typed as they stand in a copy of the project, and on-call.md's bad nights."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from documented import PAGES, Block, blocks
from processes import Finished
from project_copy import copy_project
from real_date import LAST_DAY
from running import attempt, run
from scripted_api import days_before, refuse

from tap_usagestats.sandbox.server import Sandbox

KEY = "the-key-of-this-test"
JOB = "usage-to-duckdb"
FIRST_DAY = days_before(LAST_DAY, 14)
COMMANDS = [block for page in PAGES for block in blocks(page) if block.by == "loads" and block.language == "sh"]
QUERIES = [block for page in PAGES for block in blocks(page) if block.by == "loads" and block.language == "sql"]
ROWS = "duckdb.connect(sys.argv[1]).execute(sys.argv[2]).fetchall()"
QUERY = f"import duckdb, json, sys; print(json.dumps({ROWS}, default=str))"


class Api(Sandbox):
    """The sandbox, with an account that may lack member_usage, and an event for the first request of a run."""

    def __init__(self) -> None:
        super().__init__(KEY)
        self.requested = threading.Event()
        self.has_members = True
        members = self.endpoints["member_metrics"]
        self.endpoints["member_metrics"] = lambda request: members(request) if self.has_members else refuse(request)

    def app_items(self, day: Any) -> list[dict[str, Any]]:
        self.requested.set()
        return super().app_items(day)


class Clone:
    """A copy of the project, set up as the README says."""

    def __init__(self, folder: Path, api: Api) -> None:
        self.folder = folder
        self.database = folder / "output/prod.duckdb"
        copy_project(folder)
        (folder / ".venv").symlink_to(sys.prefix)
        settings = {
            "API_KEY": KEY,
            "API_URL": api.url,
            "START_DATE": FIRST_DAY,
            "END_DATE": LAST_DAY,
            "REQUEST_INTERVAL": 0,
            "_SELECT": '["*.*"]',
        }
        (folder / ".env").write_text("".join(f"TAP_USAGESTATS_{name}={value}\n" for name, value in settings.items()))

    def type(self, command: str, **environment: str) -> Finished:
        """Type a command into a shell."""
        return attempt("/bin/sh", "-ec", command, cwd=self.folder, env=environment)

    def nightly(self, options: str = "", job: str = JOB, **environment: str) -> Finished:
        return self.type(f"examples/nightly {job} {options}", **environment)

    def query(self, sql: str) -> list[list[Any]]:
        python = self.folder / ".meltano/loaders/target-duckdb/venv/bin/python"
        return json.loads(run(python, "-c", QUERY, self.database, sql))  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    with Api() as api:
        yield api


@pytest.fixture(scope="module")
def clone(api: Api, tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """Loaded once; what comes later are other nights."""
    clone = Clone(tmp_path_factory.mktemp("docs") / "clone", api)
    done = clone.nightly()
    assert (done.returncode, done.stdout) == (0, "")
    return clone


@pytest.mark.parametrize("block", COMMANDS, ids=lambda block: f"{block.page.name}:{block.text.splitlines()[0][:60]}")
def test_command_ends_with_exit_code_0(clone: Clone, block: Block) -> None:
    done = clone.type(block.text)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("block", QUERIES, ids=lambda block: f"{block.page.name}:{block.text.splitlines()[0][:60]}")
def test_query_runs(clone: Clone, block: Block) -> None:
    clone.query(block.text)


def on_call_query(words: str) -> str:
    return next(block.text for block in QUERIES if words in block.text)


def test_queries_of_on_call_find_a_missing_day(clone: Clone) -> None:
    assert clone.query(on_call_query("missing_days")) == [[str(FIRST_DAY), str(LAST_DAY), 0]]
    assert clone.query(on_call_query("first_day_after")) == []
    assert clone.query(on_call_query("rows_loaded")) == []
    missing = days_before(LAST_DAY, 4)
    clone.query(f"delete from usagestats.app_usage where date = '{missing}' returning 1")
    assert clone.query(on_call_query("missing_days")) == [[str(FIRST_DAY), str(LAST_DAY), 1]]
    ((day, apps, rows),) = clone.query(on_call_query("rows_loaded"))
    assert (day, apps > 0, rows) == (str(missing), True, 0)
    assert clone.query(on_call_query("first_day_after")) == [
        [str(days_before(missing, 1)), str(days_before(missing, -1))]
    ]
    assert_reason(clone, clone.nightly("dbt-duckdb:build"), "Failure in test no_missing_day")
    read_again = next(block.text for block in COMMANDS if "START_DATE" in block.text)
    dates = f"TAP_USAGESTATS_START_DATE={missing} TAP_USAGESTATS_END_DATE={missing} "
    done = clone.type(dates + read_again.rpartition("\\\n")[2].strip())
    assert done.returncode == 0, done.stderr
    assert clone.query(on_call_query("missing_days")) == [[str(FIRST_DAY), str(LAST_DAY), 0]]
    assert clone.query(on_call_query("rows_loaded")) == []


def assert_reason(clone: Clone, done: Finished, reason: str, job: str = JOB) -> None:
    """The night failed, cron would mail `reason`, and the log's last line would not have told it."""
    assert done.returncode == 1
    assert reason in done.stdout
    assert len(done.stdout.splitlines()) <= 5
    log = (clone.folder / f"output/{job}.log").read_text()
    assert reason in log
    assert reason not in log.splitlines()[-2]  # the last one is empty
    assert KEY not in log + done.stdout


def test_wrong_key(clone: Clone) -> None:
    assert_reason(clone, clone.nightly(TAP_USAGESTATS_API_KEY="a-key-that-has-expired"), "code 8301")
    assert clone.nightly().returncode == 0
    assert "code 8301" in (clone.folder / f"output/{JOB}.previous.log").read_text()


def test_stream_that_the_plan_does_not_include(clone: Clone, api: Api) -> None:
    api.has_members = False
    try:
        assert_reason(clone, clone.nightly(), "member_usage: ")
    finally:
        api.has_members = True
    assert "code 8302" in (clone.folder / f"output/{JOB}.log").read_text()


def test_setting_that_cannot_be_used(clone: Clone) -> None:
    done = clone.nightly(TAP_USAGESTATS_REQUEST_TIMEOUT="soon")
    assert_reason(clone, done, "Setting request_timeout: expected ")


def test_folder_of_the_database_is_missing(clone: Clone) -> None:
    done = clone.nightly(TARGET_DUCKDB_FILEPATH=str(clone.folder / "nowhere/usage.duckdb"))
    assert_reason(clone, done, "Cannot open file")


def test_organization_is_set_on_tables_that_exist(clone: Clone) -> None:
    assert_reason(clone, clone.nightly(TAP_USAGESTATS_ORGANIZATION="acme"), 'Duplicate key "date: ')
    assert clone.nightly().returncode == 0


def test_database_is_locked(clone: Clone) -> None:
    python = clone.folder / ".meltano/loaders/target-duckdb/venv/bin/python"
    script = "import duckdb, sys; it = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    command = [str(python), "-c", script, str(clone.database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout
        assert reader.stdout.readline() == "open\n"
        assert_reason(clone, clone.nightly(), "Could not set lock on file")
        reader.communicate("")


def test_loader_without_its_settings(clone: Clone) -> None:
    job = "usage-to-postgres"
    assert_reason(clone, clone.nightly(job=job), "Need either the sqlalchemy_url to be set", job)


def test_meltano_yml_with_a_syntax_error(clone: Clone) -> None:
    file = clone.folder / "meltano.yml"
    text = file.read_text()
    file.write_text(text.replace("\njobs:\n", "\njobs: [\n"))
    try:
        assert_reason(clone, clone.nightly(), 'meltano.yml", line ')
    finally:
        file.write_text(text)


@pytest.mark.parametrize(
    ("job", "options", "reason"),
    [
        ("tap-usagestats", "", "Loader missing in block set!"),
        ("tap-usagestats", "tap-usagestats target-duckdb", "starting block 'tap-usagestats'"),
        (JOB, "no-such-block", "Block no-such-block not found"),
        (JOB, "--no-such-option", "No such option '--no-such-option'"),
    ],
)
def test_job_that_meltano_cannot_run(clone: Clone, job: str, options: str, reason: str) -> None:
    done = clone.nightly(options, job)
    assert done.returncode == 1
    assert reason in done.stdout.splitlines()[1]
    assert len(done.stdout.splitlines()) == 2


def test_environment_that_does_not_exist(clone: Clone) -> None:
    assert_reason(clone, clone.nightly(MELTANO_ENVIRONMENT="prdo"), "Environment 'prdo' was not found")


def test_organization_set_on_a_loaded_table(clone: Clone) -> None:
    copy = clone.folder / "output/copy.duckdb"  # the loader adds the column before it fails
    shutil.copy(clone.database, copy)
    done = clone.nightly("--full-refresh", TAP_USAGESTATS_ORGANIZATION="acme", TARGET_DUCKDB_FILEPATH=str(copy))
    assert_reason(clone, done, "violates primary key constraint")


def test_killed_run_leaves_a_private_key_and_blocks_the_next_one_until_it_is_forced(clone: Clone, api: Api) -> None:
    api.requested.clear()
    environment = {**os.environ, "TAP_USAGESTATS_REQUEST_INTERVAL": "1"}
    with subprocess.Popen(
        [clone.folder / "examples/nightly", JOB, "--full-refresh"],
        cwd=clone.folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as run:
        assert api.requested.wait(120)
        os.killpg(run.pid, signal.SIGKILL)
    (config,) = (clone.folder / ".meltano/run").glob("**/tap.*.config.json")
    assert KEY in config.read_text()
    assert stat.filemode(config.stat().st_mode) == "-rw-------"
    delete = next(block.text for block in COMMANDS if "-delete" in block.text)
    assert clone.type(delete).returncode == 0
    assert list((clone.folder / ".meltano/run").glob("**/*.config.json")) == []
    assert_reason(clone, clone.nightly(), "pipeline is already running")
    assert clone.nightly("--force").returncode == 0
