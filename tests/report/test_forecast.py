"""The day on which a limit is reached is forecast well: a backtest on made-up histories, of which the end is known."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from random import Random
from statistics import median

import duckdb
import pytest
from forecast_histories import AHEAD, REGIMES, Growing, growing
from pages import ROOT, build_models
from raw_tables import NEWEST, write

ORGANIZATIONS = 150  # of each regime
FAR_OFF = 30  # days
SECTION = (ROOT / "docs/models.md").read_text("utf-8").partition("### How good is the date")[2].partition("\n## ")[0]
DOCUMENTED = {
    name: (float(error), int(share))
    for name, error, share in re.findall(r"^\| ([\w ,]+) \| ([\d.]+) days \| (\d+)% \|$", SECTION, re.MULTILINE)
}


def days_off(forecast: date | None, organization: Growing) -> float:
    """Return by how many days the forecast was wrong; infinite if there is no date, or the limit was never reached."""
    if forecast is None or organization.reached_in is None:
        return math.inf
    return abs((forecast - NEWEST - timedelta(organization.reached_in)).days)


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[float]]:
    """By how many days the forecasts of each regime were wrong."""
    random = Random(60)  # noqa: S311 -- nothing secret
    organizations = {
        f"{name} {number}": growing(random, regime)
        for name, regime in REGIMES.items()
        for number in range(ORGANIZATIONS)
    }
    folder = tmp_path_factory.mktemp("forecast")
    lines = [f"records,{organization.limit},,,{name}\n" for name, organization in organizations.items()]
    write(folder / "forecast.duckdb", organizations)
    header = "metric,limit,period,valid_from,organization\n"
    build_models(folder / "forecast.duckdb", folder / "dbt", {"seeds/plan_limits.csv": "".join([header, *lines])})
    with duckdb.connect(str(folder / "forecast.duckdb"), read_only=True) as database:
        found = dict(
            database.execute("select organization, reached_on from usagestats_models.usagestats__limits").fetchall()
        )
    assert found.keys() == organizations.keys()
    return {
        regime: [days_off(found[name], one) for name, one in organizations.items() if name.startswith(regime)]
        for regime in REGIMES
    }


def test_most_limits_are_reached_about_as_far_ahead_as_meant() -> None:
    random = Random(61)  # noqa: S311 -- nothing secret
    reached_in = [growing(random, REGIMES["ordinary"]).reached_in or math.inf for _ in range(100)]
    assert median(reached_in) == AHEAD


def test_half_of_the_dates_are_at_most_ten_days_off(errors: dict[str, list[float]]) -> None:
    assert median(errors["ordinary"]) <= 10


@pytest.mark.parametrize("regime", REGIMES)
def test_errors_are_those_in_the_docs(errors: dict[str, list[float]], regime: str) -> None:
    far_off = sum(error > FAR_OFF for error in errors[regime]) / ORGANIZATIONS
    assert (median(errors[regime]), round(100 * far_off)) == DOCUMENTED[regime]
