"""The models, built by dbt over what the loaders have loaded, say the same on all four warehouses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from changing_organization import CHANGES, DAYS, ChangingOrganization
from scripted_api import KEY, ScriptedApi, TurnedClock, days_before
from warehouse import Warehouse

from tap_usagestats.days import yesterday
from tap_usagestats.pacing import Clock

pytest_plugins = ["warehouses"]

WAREHOUSES = ("duckdb", "postgres", "snowflake", "bigquery")
LAST = yesterday(Clock().now())
FIRST = days_before(LAST, DAYS - 1)


@pytest.fixture(scope="module")
def api() -> Iterator[ScriptedApi]:
    """The API with an organization in which apps change, on the real date: the tap runs in a process of its own."""
    organization = ChangingOrganization(FIRST)
    with ScriptedApi(TurnedClock(Clock().now())) as scripted:
        scripted.apps = organization.app_items
        member_id = lambda item: item["member"]["member_id"]  # noqa: E731  # of one item
        scripted.endpoints["member_metrics"] = partial(
            scripted.items_page, organization.member_items, "member_ids", member_id
        )
        scripted.endpoints["overview"] = lambda request: organization.overview(date.fromisoformat(request["date"]))
        yield scripted


@pytest.fixture(scope="module")
def built(api: ScriptedApi, request: pytest.FixtureRequest) -> dict[str, Warehouse]:
    """The four warehouses, all three streams loaded, the models built and tested."""
    settings = {
        "TAP_USAGESTATS_API_KEY": KEY,
        "TAP_USAGESTATS_API_URL": api.url,
        "TAP_USAGESTATS_REQUEST_INTERVAL": "0",
        "TAP_USAGESTATS_START_DATE": FIRST.isoformat(),
        "TAP_USAGESTATS__SELECT": json.dumps(["*.*"]),
    }
    warehouses: dict[str, Warehouse] = {name: request.getfixturevalue(name) for name in WAREHOUSES}
    for warehouse in warehouses.values():
        schema = {warehouse.schema_variable: "changing"}
        plugins = (f"target-{warehouse.name}", f"dbt-{warehouse.name}:build-all")
        warehouse.meltano("--full-refresh", "tap-usagestats", *plugins, **settings, **schema)
    return warehouses


def rows(warehouse: Warehouse, columns: str, model: str) -> list[list[Any]]:
    """The rows of a model; numbers as floats, as JSON has no decimals and each warehouse a way out."""

    def plain(value: Any) -> Any:
        try:
            return value if isinstance(value, bool) else round(float(value), 9)
        except (TypeError, ValueError):
            return value

    found = warehouse.query(f"select {columns} from changing_models.{model}")
    return sorted(([plain(value) for value in row] for row in found), key=str)


COLUMNS = {
    "apps": "app_id, organization, app_name, first_seen_on, last_seen_on, is_current, creator_member_id, creator_name, "
    "last_known_creator_member_id, last_known_creator_name, created_on, last_edit_on, last_visit_on, "
    "days_since_last_visit, is_inactive, is_orphaned, creator_is_member, forms, dashboards, automations, public_links, "
    "data, data_share, data_growth_30_days, automation_runs_30_days, attachment_bytes_30_days",
    "organization_days": "date, organization, apps, forms, dashboards, automations, data, data_growth, apps_appeared, "
    "apps_vanished, inactive_apps, orphaned_apps, automation_runs, attachment_bytes, apps_reported, data_reported, "
    "apps_difference, data_difference",
    "app_changes": "app_id, organization, date, change, app_name, value_before, value_after",
    "creators": "creator_member_id, organization, creator_name, apps, inactive_apps, data, data_share, is_member",
}


@pytest.mark.parametrize("other", ["postgres", "snowflake", "bigquery"])
@pytest.mark.parametrize("model", COLUMNS)
def test_models_agree_on_all_warehouses(built: dict[str, Warehouse], model: str, other: str) -> None:
    expected = rows(built["duckdb"], COLUMNS[model], model)
    assert expected
    assert rows(built[other], COLUMNS[model], model) == expected


def test_all_changes_are_found_and_no_others(built: dict[str, Warehouse]) -> None:
    changes = rows(built["duckdb"], "app_id, cast(date as varchar), change, value_before, value_after", "app_changes")
    expected = [
        [app, (FIRST + timedelta(days=number)).isoformat(), change, *values] for app, number, change, *values in CHANGES
    ]
    assert changes == sorted(expected, key=str)
