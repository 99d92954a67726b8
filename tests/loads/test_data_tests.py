"""The tests of the models tell what is wrong with the loaded tables, and nothing else."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from project_copy import SANDBOX
from real_date import LAST_DAY, days_from
from running import attempt
from scripted_api import days_before
from warehouse import BIN, ROOT, Warehouse

pytest_plugins = ["warehouses"]

DAYS = 10
TABLES = ("app_usage", "member_usage", "platform_usage")
(RECIPE,) = re.findall(r"STREAM_MAPS='(.*?)'", (ROOT / "docs/columns.md").read_text(encoding="utf-8"), re.DOTALL)
NEWEST, OLDER = LAST_DAY, days_before(LAST_DAY, 7)
FEW_APPS = "delete from odd.app_usage where date = '{}' and app_id > (select min(app_id) from odd.app_usage)"
NO_MEMBERS = f"delete from odd.member_usage where date = '{NEWEST}'"
HASHED_APPS = "update odd.app_usage set creator_member_id = md5(creator_member_id)"
CREATORS = """
    select count(*), count(creator_member_id), count(creator_name), count(case when is_orphaned then 1 end)
    from {schema}_models.usagestats__apps
"""


def load(duckdb: Warehouse, schema: str, maps: str = "{}") -> None:
    """Load some days of the sandbox through stream maps."""
    settings = {
        **SANDBOX,
        **days_from(days_before(LAST_DAY, DAYS - 1)),
        "TAP_USAGESTATS_REQUEST_INTERVAL": "0",
        "TAP_USAGESTATS__SELECT": json.dumps(["*.*"]),
        "TAP_USAGESTATS_STREAM_MAPS": maps,
        duckdb.schema_variable: schema,
    }
    duckdb.meltano("--full-refresh", "tap-usagestats", "target-duckdb", **settings)


def build(duckdb: Warehouse, schema: str) -> tuple[int, list[str]]:
    """Build and test the models over all streams; return the exit code, and the tests that failed or warned."""
    command = (BIN / "meltano", "--environment=prod", "invoke", "dbt-duckdb:build-all")
    done = attempt(*command, cwd=duckdb.project, env={duckdb.schema_variable: schema})
    return done.returncode, re.findall(r"(?:Failure|Warning) in test (\w+)", done.stdout)


@pytest.fixture(scope="module")
def loaded(duckdb: Warehouse) -> Warehouse:
    load(duckdb, "plain")
    return duckdb


def creators(duckdb: Warehouse, schema: str) -> list[Any]:
    """The numbers of apps, of their creators by ID and by name, and of orphans."""
    (counts,) = duckdb.query(CREATORS.format(schema=schema))
    return counts


def test_recipe_for_personal_data_hides_ids_that_still_match(loaded: Warehouse) -> None:
    load(loaded, "hidden", RECIPE)
    assert build(loaded, "plain") == build(loaded, "hidden") == (0, [])
    apps, ids, names, orphans = creators(loaded, "plain")
    assert apps > ids == names > orphans > 0
    assert creators(loaded, "hidden") == [apps, ids, 0, orphans]
    both = "select creator_member_id as id from hidden.app_usage union select member_id from hidden.member_usage"
    assert loaded.query(f"select distinct length(id) from ({both}) where id is not null") == [[32]]


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        (HASHED_APPS, 1, {"some_creator_is_member"}),
        (f"{HASHED_APPS}; {NO_MEMBERS}", 1, {"some_creator_is_member", "loaded_as_far_as_apps"}),
        (NO_MEMBERS, 0, {"loaded_as_far_as_apps"}),
        ("update odd.app_usage set creator_member_id = null", 0, set()),
        (FEW_APPS.format(NEWEST), 0, {"no_sharp_drop", "apps_add_up_to_platform"}),
        (FEW_APPS.format(OLDER), 0, {"apps_add_up_to_platform"}),
        ("update odd.app_usage set metrics_dash = 9223372036854775807", 0, {"possible_figures"}),
        ("update odd.member_usage set metrics_dash = -1000000000000001", 0, {"possible_figures"}),
        ("update odd.platform_usage set metrics_dash = 1000000000000000", 0, set()),
    ],
)
def test_what_is_wrong_is_told(loaded: Warehouse, change: str, code: int, told: set[str]) -> None:
    copies = "; ".join(f"create or replace table odd.{table} as from plain.{table}" for table in TABLES)
    loaded.query(f"create schema if not exists odd; {copies}; {change}")
    exit_code, tests = build(loaded, "odd")
    assert exit_code == code
    assert {re.sub(r"_(stg_usagestats|usagestats)__.*", "", test) for test in tests} == told
