"""The models, built by dbt over what the loaders have loaded, say the same on all four warehouses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from changing_organization import (
    CHANGES,
    DAYS,
    IDLE,
    INACTIVE,
    ORPHANS,
    TOO_LARGE_OF,
    TOO_LARGE_ON,
    ChangingOrganization,
    apps_on,
    creator,
)
from described_models import described_models, text
from real_date import LAST_DAY, REAL_NOW, days_from
from scripted_api import KEY, ScriptedApi, TurnedClock, days_before
from warehouse import ROOT, Warehouse

pytest_plugins = ["warehouses"]

WAREHOUSES = ("duckdb", "postgres", "snowflake", "bigquery")
MODELS = (
    "organizations", "organization_days", "apps", "app_changes", "creators", "members", "limits", "app_reasons",
    "actions",
)  # fmt: skip
REAL = ("duckdb", "postgres")  # the emulators lack what dbt's unit tests need
FIRST = days_before(LAST_DAY, DAYS - 1)
FEW = ["*.date", "*.app_id", "*.member_id", "*.creator_name", "*.metrics_app", "app_usage.metrics_form_coop"]
LIMITS = f"""metric,limit,period,valid_from,organization
apps,8,,,
records,1500,total,{FIRST},
records,1,total,{LAST_DAY + timedelta(days=1)},
dashboards,1,,,
automation_runs,100,day,,
automation_runs,1000,month,,
attachment_bytes,120000000000,contract_year,,
"""
COMMENTS = {
    "duckdb": "select column_name, rtrim(comment, chr(10)) from duckdb_columns() where schema_name = 'changing_models' "
    "and table_name = 'usagestats__apps' order by column_index",
    "postgres": "select attname, rtrim(col_description(attrelid, attnum), chr(10)) from pg_attribute "
    "where attrelid = 'changing_models.usagestats__apps'::regclass and attnum > 0 order by attnum",
}
DESCRIBED = {name: [column["name"] for column in model["columns"]] for name, model in described_models().items()}


@pytest.fixture(scope="module")
def api() -> Iterator[ScriptedApi]:
    """The API with an organization in which apps change, on the real date."""
    organization = ChangingOrganization(FIRST)
    with ScriptedApi(TurnedClock(REAL_NOW)) as scripted:
        scripted.apps = organization.app_items
        scripted.endpoints["member_metrics"] = partial(scripted.items_page, organization.member_items, None)
        scripted.endpoints["overview"] = lambda request: organization.overview(date.fromisoformat(request["date"]))
        yield scripted


@pytest.fixture(scope="module")
def built(api: ScriptedApi, request: pytest.FixtureRequest) -> dict[str, Warehouse]:
    """The four warehouses, all three streams loaded, the models with some limits built and tested."""
    settings = {
        "TAP_USAGESTATS_API_KEY": KEY,
        "TAP_USAGESTATS_API_URL": api.url,
        "TAP_USAGESTATS_REQUEST_INTERVAL": "0",
        **days_from(FIRST),
        "TAP_USAGESTATS__SELECT": json.dumps(["*.*"]),
    }
    warehouses: dict[str, Warehouse] = {name: request.getfixturevalue(name) for name in WAREHOUSES}
    (warehouses["duckdb"].project / "transform/seeds/plan_limits.csv").write_text(LIMITS, encoding="utf-8")
    for warehouse in warehouses.values():
        schema = {warehouse.schema_variable: "changing"}
        dbt = f"dbt-{warehouse.name}"
        plugins = ["tap-usagestats", f"target-{warehouse.name}", f"{dbt}:build-all"]
        plugins += [f"{dbt}:run-tests"] * (warehouse.name in REAL)
        warehouse.meltano("--full-refresh", *plugins, **settings, **schema)
        few = {"TAP_USAGESTATS__SELECT": json.dumps(FEW), warehouse.schema_variable: "few"}
        warehouse.meltano("--full-refresh", *plugins[:3], **{**settings, **few})
    return warehouses


def plain(value: Any) -> Any:
    """A number as a float, since JSON has no decimals and each warehouse a way out; all else as it is."""
    try:
        return value if isinstance(value, bool) else round(float(value), 9)
    except (TypeError, ValueError):
        return value


def day(number: int) -> str:
    """The day of a number."""
    return (FIRST + timedelta(days=number)).isoformat()


def rows(warehouse: Warehouse, columns: list[str], model: str, schema: str = "changing") -> list[list[Any]]:
    """The rows of a model in an order of their own."""
    found = warehouse.query(f"select {', '.join(columns)} from {schema}_models.usagestats__{model}")
    return sorted(([plain(value) for value in row] for row in found), key=str)


@pytest.mark.parametrize("other", ["postgres", "snowflake", "bigquery"])
@pytest.mark.parametrize("model", MODELS)
def test_models_agree_on_all_warehouses(built: dict[str, Warehouse], model: str, other: str) -> None:
    expected = rows(built["duckdb"], DESCRIBED[f"usagestats__{model}"], model)
    assert expected
    assert rows(built[other], DESCRIBED[f"usagestats__{model}"], model) == expected


def test_columns_are_those_that_are_described(built: dict[str, Warehouse]) -> None:
    found = built["duckdb"].query(
        "select table_name, column_name from information_schema.columns "
        "where table_schema = 'changing_models' and table_name like '%usagestats__%' order by ordinal_position"
    )
    assert {model: [column for name, column in found if name == model] for model, _ in found} == DESCRIBED


@pytest.mark.parametrize(("name", "sql"), COMMENTS.items())
def test_descriptions_are_in_the_warehouse(built: dict[str, Warehouse], name: str, sql: str) -> None:
    apps = described_models()["usagestats__apps"]["columns"]
    assert built[name].query(sql) == [[column["name"], text(column["description"])] for column in apps]


def test_all_changes_are_found_and_no_others(built: dict[str, Warehouse]) -> None:
    changes = rows(built["duckdb"], ["app_id", "date", "change", "value_before", "value_after"], "app_changes")
    expected = [
        [app, day(number), change, *(day(value) if isinstance(value, int) else plain(value) for value in values)]
        for app, number, change, *values in CHANGES
    ]
    assert changes == sorted(expected, key=str)


@pytest.mark.parametrize(("judgment", "apps"), [("is_orphaned", ORPHANS), ("is_inactive", INACTIVE), ("is_idle", IDLE)])
def test_orphaned_inactive_and_idle_apps_are_found(built: dict[str, Warehouse], judgment: str, apps: set[str]) -> None:
    assert {app for app, judged in rows(built["duckdb"], ["app_id", judgment], "apps") if judged} == apps


def test_figures_that_are_too_large_are_left_out(built: dict[str, Warehouse]) -> None:
    organization, apps = ChangingOrganization(FIRST), set(apps_on(TOO_LARGE_ON)) - TOO_LARGE_OF
    sums = [3 * len(apps), sum(organization.metrics(app, TOO_LARGE_ON)["data"] or 0 for app in apps)]
    found = rows(built["duckdb"], ["date", "dashboards", "records"], "organization_days")
    assert [day(TOO_LARGE_ON), *map(plain, sums)] in found


@pytest.mark.parametrize("name", WAREHOUSES)
def test_what_needs_a_column_that_is_not_loaded_is_null(built: dict[str, Warehouse], name: str) -> None:
    columns = ["apps", "apps_difference", "records", "inactive_apps", "orphaned_apps"]
    expected = sorted(([plain(len(apps_on(number))), 0, None, None, None] for number in range(DAYS)), key=str)
    assert rows(built[name], columns, "organization_days", "few") == expected
    columns = ["app_id", "is_inactive", "is_orphaned", "creator_name", "forms", "records_share"]
    creators = {app: creator(app, DAYS - 1) for app in apps_on(DAYS - 1)}
    expected = sorted(([app, None, None, one and one["name"], None, None] for app, one in creators.items()), key=str)
    assert rows(built[name], columns, "apps where is_current", "few") == expected


@pytest.fixture(scope="module")
def pages(built: dict[str, Warehouse], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The page, made from each warehouse on the same day."""
    files = {name: tmp_path_factory.mktemp(name) / "page.html" for name in WAREHOUSES}
    for name, file in files.items():
        schema = {built[name].schema_variable: "changing"}
        built[name].invoke(f"dbt-{name}:page", str(file), f"--today={LAST_DAY}", **schema)
    return {name: file.read_text(encoding="utf-8") for name, file in files.items()}


@pytest.mark.parametrize("other", ["postgres", "snowflake", "bigquery"])
def test_the_page_is_the_same_from_all_warehouses(pages: dict[str, str], other: str) -> None:
    assert f'data-newest="{LAST_DAY}"' in pages["duckdb"]
    assert pages[other] == pages["duckdb"]


def questions() -> list[str]:
    return re.findall(r"```sql\n(.*?)```", (ROOT / "docs/models.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("sql", questions())
def test_question_of_the_docs_has_an_answer(built: dict[str, Warehouse], sql: str) -> None:
    assert built["duckdb"].query(sql.replace("usagestats_models", "changing_models"))
