"""The page and the digest are commands of the dbt utilities in meltano.yml.

tests/loads/test_models.py runs the page on each warehouse.
"""

from __future__ import annotations

from importlib import metadata

import pytest
from packaging.requirements import Requirement
from pages import MELTANO, UTILITIES

from report.warehouses import CONNECT

JOBS = {job["name"]: job["tasks"] for job in MELTANO["jobs"]}


def test_the_versions_are_those_of_the_utility() -> None:
    """What these tests run with is what Meltano installs."""
    for line in UTILITIES["dbt-duckdb"]["pip_url"].removeprefix("--only-binary=duckdb ").split():
        requirement = Requirement(line)
        assert metadata.version(requirement.name) in requirement.specifier


@pytest.mark.parametrize("warehouse", CONNECT)
def test_each_warehouse_has_a_utility_and_a_job_that_make_the_page(warehouse: str) -> None:
    utility = UTILITIES[f"dbt-{warehouse}"]
    assert utility["env"]["DBT_TARGET"] == warehouse
    page = utility["commands"]["page"]
    assert (page["executable"], page["args"]) == ("python", "-m report $DBT_TARGET")
    digest = utility["commands"]["digest"]
    assert (digest["executable"], digest["args"]) == ("python", "-m report digest $DBT_TARGET")
    assert JOBS["report" if warehouse == "duckdb" else f"report-{warehouse}"] == [
        f"tap-usagestats target-{warehouse}",
        f"dbt-{warehouse}:run",
        f"dbt-{warehouse}:page",
    ]
