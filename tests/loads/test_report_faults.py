"""If the report cannot read PostgreSQL, it says why in one line. test_models.py makes the page from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from postgres_server import postgres_server
from running import attempt
from warehouse import ROOT, packages

pytest_plugins = ["warehouses"]

ADVICE = "build them first, with this version of the project"
PASSWORD = "sesame"  # noqa: S105
SETUP = """
    create role guarded login password 'sesame';
    create schema old_models;
    create table old_models.usagestats__organizations (organization text);
    grant usage on schema old_models to guarded;
    grant select on all tables in schema old_models to guarded;
    select pg_reload_conf()
"""


@pytest.fixture(scope="module")
def python(python_with: Callable[..., Path]) -> Path:
    return python_with(*packages("utilities", "dbt-postgres"))


@pytest.fixture(scope="module")
def variables() -> Iterator[dict[str, str]]:
    """The settings of a server that asks one of its users for a password."""
    with TemporaryDirectory() as folder, postgres_server(Path(folder)) as psql:
        rules = Path(folder) / "data/pg_hba.conf"
        rules.write_text(f"host all guarded 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")
        psql(SETUP)
        values = {"HOST": "127.0.0.1", "PORT": psql("show port").strip(), "USER": "guarded", "PASSWORD": PASSWORD}
        values |= {"DATABASE": "postgres", "DEFAULT_TARGET_SCHEMA": "old"}
        yield {f"TARGET_POSTGRES_{name}": value for name, value in values.items()}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        *(({name: ""}, f"expected the variable TARGET_POSTGRES_{name}") for name in ("HOST", "USER", "DATABASE")),
        ({"PASSWORD": ""}, "expected the variable TARGET_POSTGRES_PASSWORD"),
        ({"PORT": "1"}, "cannot connect to postgres: connection to server at "),
        ({"PORT": "many"}, 'cannot connect to postgres: invalid integer value "many"'),
        ({"SSL_MODE": "require"}, "server does not support SSL, but SSL was required"),
        ({"PASSWORD": "another"}, "password authentication failed"),
        ({"DATABASE": "nowhere"}, 'database "nowhere" does not exist'),
        ({"DEFAULT_TARGET_SCHEMA": "nowhere"}, 'relation "nowhere_models.usagestats__organizations" does not exist'),
        ({}, f'cannot read the models in old_models of postgres ({ADVICE}): column "first_day" does not exist'),
    ],
)
def test_one_line_says_why(
    python: Path, variables: dict[str, str], tmp_path: Path, changed: dict[str, str], told: str
) -> None:
    environment = variables | {f"TARGET_POSTGRES_{name}": value for name, value in changed.items()}
    done = attempt(python, "-m", "report", "postgres", tmp_path / "page.html", cwd=ROOT, env=environment)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("No report: ")
    assert told in line
    assert environment["TARGET_POSTGRES_PASSWORD"] == "" or environment["TARGET_POSTGRES_PASSWORD"] not in line
