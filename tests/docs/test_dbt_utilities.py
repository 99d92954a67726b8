"""The dbt utilities of meltano.yml read what the loaders write, and connect with the loaders' settings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
MELTANO = yaml.safe_load((ROOT / "meltano.yml").read_text(encoding="utf-8"))
PROFILES = (ROOT / "transform/profiles.yml").read_text(encoding="utf-8")
WAREHOUSES = ("duckdb", "postgres", "snowflake", "bigquery")


def plugin(kind: str, name: str) -> dict[str, Any]:
    (one,) = (one for one in MELTANO["plugins"][kind] if one["name"] == name)
    return dict(one)


def config(kind: str, name: str, environment: dict[str, Any]) -> dict[str, Any]:
    """The settings of a plugin in an environment."""
    of_environment = environment.get("config", {}).get("plugins", {}).get(kind, [])
    here = {one["name"]: one["config"] for one in of_environment}
    return {**plugin(kind, name).get("config", {}), **here.get(name, {})}


@pytest.mark.parametrize("environment", MELTANO["environments"], ids=lambda environment: environment["name"])
@pytest.mark.parametrize("warehouse", WAREHOUSES)
def test_models_use_the_database_of_the_loader(warehouse: str, environment: dict[str, Any]) -> None:
    of_dbt = config("utilities", f"dbt-{warehouse}", environment)
    of_loader = config("loaders", f"target-{warehouse}", environment)
    assert of_dbt == {name: of_loader[name] for name in of_dbt}
    settings = {setting["name"] for setting in plugin("utilities", f"dbt-{warehouse}")["settings"]}
    assert of_dbt.keys() == settings - {"language"}  # that of the report


@pytest.mark.parametrize("warehouse", WAREHOUSES)
def test_profile_reads_the_loader_settings(warehouse: str) -> None:
    variables = re.findall(rf"TARGET_{warehouse.upper()}_(\w+)'", PROFILES)
    assert variables
    assert {name.lower() for name in variables} <= {
        setting["name"] for setting in plugin("loaders", f"target-{warehouse}")["settings"]
    }
