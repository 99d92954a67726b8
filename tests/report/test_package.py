"""Another dbt project installs transform/ from git, and builds the models in a schema of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from textwrap import dedent
from typing import Any

import duckdb
import pytest
from pages import BIN, ROOT
from raw_tables import NEWEST, typical, write

FILES = {
    "packages.yml": """
        packages:
        - git: {repository}
          revision: main
          subdirectory: transform
        """,
    "dbt_project.yml": """
        name: company
        profile: warehouse
        vars:
          usagestats:
            usagestats_database: warehouse
            usagestats_schema: raw_usage
            usagestats_app_usage_identifier: daily_apps
        """,
    "profiles.yml": """
        warehouse:
          target: ann
          outputs:
            ann: {{type: duckdb, path: {database}, schema: dbt_ann}}
            ben: {{type: duckdb, path: {database}, schema: dbt_ben}}
        """,
    "models/largest_app.sql": """
        select app_name from {{{{ ref('usagestats', 'usagestats__apps') }}}} order by records desc limit 1
        """,
}
MODELS_PAGE = (ROOT / "docs/models.md").read_text(encoding="utf-8")
LOADED = {("raw_usage", "daily_apps")}


def run(folder: Path, *command: str | Path) -> None:
    """Run a command without any variable for dbt or the loaders."""
    env = {name: text for name, text in os.environ.items() if not name.startswith(("DBT_", "TARGET_"))}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


class Project:
    """The dbt project of a company, over a table of apps alone, with another name and in another schema."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.database = folder / "warehouse.duckdb"
        write(self.database, {"": typical()})
        with duckdb.connect(str(self.database)) as database:
            database.execute("create schema raw_usage")
            database.execute("create table raw_usage.daily_apps as from usagestats.app_usage")
            database.execute("drop schema usagestats cascade")
        for name, text in FILES.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(dedent(text).format(repository=(folder / "repository").as_uri(), database=self.database))

    def dbt(self, *arguments: str) -> None:
        run(self.folder, BIN / "dbt", *arguments)

    def query(self, sql: str) -> list[Any]:
        with duckdb.connect(str(self.database), read_only=True) as database:
            return database.execute(sql).fetchall()

    def tables(self) -> set[tuple[str, str]]:
        return set(self.query("select table_schema, table_name from information_schema.tables"))

    def written(self, file: str) -> list[dict[str, Any]]:
        """Return the results in a file that dbt has written."""
        return list(json.loads((self.folder / "target" / file).read_text(encoding="utf-8"))["results"])


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project, with the package installed from a repository with what is in transform/ now, and built by Ann."""
    folder = tmp_path_factory.mktemp("package")
    repository = folder / "repository"
    shutil.copytree(ROOT / "transform", repository / "transform", ignore=shutil.ignore_patterns("target", "logs"))
    run(repository, "git", "init", "--quiet", "--initial-branch=main")
    run(repository, "git", "add", ".")
    run(repository, "git", "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "--message=All")
    project = Project(folder)
    project.dbt("deps")
    project.dbt("build")
    return project


def models_in(schema: str) -> set[tuple[str, str]]:
    files = (*(ROOT / "transform/models").glob("*/*.sql"), *(ROOT / "transform/seeds").glob("*.csv"))
    return {(schema, path.stem) for path in files}


def test_all_tests_of_the_package_pass(project: Project) -> None:
    results = project.written("run_results.json")
    kinds = [result["unique_id"].partition(".")[0] for result in results]
    assert {"unit_test", "test", "model"} <= set(kinds)
    statuses = {result["unique_id"].split(".")[2]: result["status"] for result in results}
    made_up_months_ago = "newest_day_is_recent_usagestats__organization_days_"
    assert statuses.pop(made_up_months_ago) == "warn"
    assert set(statuses.values()) <= {"success", "pass", "no-op"}


def test_a_model_of_the_project_reads_one_of_the_package(project: Project) -> None:
    assert project.query("from dbt_ann.largest_app") == [("Large",)]


def test_freshness_of_what_is_loaded_is_known(project: Project) -> None:
    project.dbt("source", "freshness", "--select", "source:usagestats")
    (result,) = project.written("sources.json")
    assert result["unique_id"] == "source.usagestats.usagestats.app_usage"
    assert (result["status"], result["max_loaded_at"][:10]) == ("warn", str(NEWEST))


def test_models_of_two_developers_do_not_meet(project: Project) -> None:
    of_ann = {*models_in("dbt_ann"), ("dbt_ann", "largest_app")}
    assert project.tables() == LOADED | of_ann
    project.dbt("build", "--select", "package:usagestats", "--target=ben", "--vars={inactive_after_days: 30}")
    assert project.tables() == LOADED | of_ann | models_in("dbt_ben")
    for schema, days in {"dbt_ann": 90, "dbt_ben": 30}.items():
        assert project.query(f"select inactive_after_days from {schema}.usagestats__organizations") == [(days,)]


def test_the_project_has_limits_of_its_own(project: Project) -> None:
    """As models.md says: with a seed of the project in place of the package's."""
    (seeds,) = re.findall(r"^seeds:\n  usagestats:.*?(?=^```)", MODELS_PAGE, re.DOTALL | re.MULTILINE)
    with (project.folder / "dbt_project.yml").open("a") as file:
        file.write(seeds)
    seed = project.folder / "seeds/plan_limits.csv"
    seed.parent.mkdir(exist_ok=True)
    seed.write_text("metric,limit,period,valid_from\nrecords,172000,,\n")
    project.dbt("build", "--full-refresh", "--exclude-resource-type", "unit_test")
    limits = project.query("select metric, period, plan_limit, share from dbt_ann.usagestats__limits")
    assert limits == [("records", "total", 172_000, 0.5)]
