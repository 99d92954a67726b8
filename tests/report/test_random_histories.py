"""The models say of random histories what plain Python says of them, written from the descriptions in marts.yml."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import duckdb
import pytest
from app_histories import Histories, Row
from expected_actions import ACTIONS, RISKS, app_reasons
from expected_limits import plan_limits
from expected_models import MODELS
from pages import build_models
from random_histories import History, random_history
from raw_tables import write

EXPECTED = MODELS | ACTIONS


@pytest.fixture(scope="module")
def histories() -> dict[str, History]:
    random = Random(28)  # noqa: S311 -- nothing secret
    return {f"organization {number}": random_history(random) for number in range(300)}


@pytest.fixture(scope="module")
def database(
    histories: dict[str, History], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("random") / "random.duckdb"
    write(path, histories)
    build_models(path, path.parent / "dbt", {"seeds/plan_limits.csv": plan_limits()})
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


def by_key(rows: list[Row], keys: tuple[str, ...]) -> dict[tuple[str, ...], Row]:
    """Return rows by their keys; the shares rounded, because the order of a sum is not the same in both."""
    found = {tuple(str(row[key]) for key in ("organization", *keys)): row for row in rows}
    assert len(found) == len(rows)
    for row in rows:
        for column in ("records_share", "top_apps_share"):
            if row.get(column) is not None:
                row[column] = round(row[column], 9)
    return found


@pytest.mark.parametrize("model", EXPECTED)
def test_models_agree_with_python(
    histories: dict[str, History], database: duckdb.DuckDBPyConnection, model: str
) -> None:
    expected_rows, keys = EXPECTED[model]
    built = database.execute(f"from usagestats_models.{model}")
    columns = [name for name, *_ in built.description or ()]
    found = by_key([dict(zip(columns, row, strict=True)) for row in built.fetchall()], keys)
    expected = by_key(
        [
            {"organization": name, **row}
            for name, history in histories.items()
            for row in expected_rows(Histories(history))
        ],
        keys,
    )
    assert found.keys() == expected.keys()
    assert len(found) > 100
    different = [
        f"{key} {column}: found {found[key][column]}, expected {expected[key][column]}"
        for key in found
        for column in columns
        if found[key][column] != expected[key][column]
    ]
    assert different == []


def test_each_reason_occurs(histories: dict[str, History]) -> None:
    found = {row["reason"] for history in histories.values() for row in app_reasons(Histories(history))}
    assert found == set(RISKS)
