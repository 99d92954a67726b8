"""What the clients of Snowflake and BigQuery are given; tests/loads reads from both, and from PostgreSQL."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from report import warehouses

SNOWFLAKE = {"ACCOUNT": "myorg-myaccount", "USER": "loader", "DATABASE": "ANALYTICS"}
KEY = {"type": "service_account"}


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> dict[str, MagicMock]:
    """The modules that are imported, by name; the vendors' are not installed here."""
    modules = {
        name: MagicMock() for name in ("snowflake.connector", "google.cloud.bigquery", "google.cloud.bigquery.dbapi")
    }
    modules["cryptography.hazmat.primitives.serialization"] = serialization  # type: ignore[assignment]
    monkeypatch.setattr(warehouses, "import_module", modules.__getitem__)
    return modules


def set_variables(monkeypatch: pytest.MonkeyPatch, warehouse: str, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"TARGET_{warehouse}_{name}", value)


def snowflake_arguments(clients: dict[str, MagicMock]) -> dict[str, Any]:
    warehouses.snowflake()
    return dict(clients["snowflake.connector"].connect.call_args.kwargs)


def test_snowflake_with_a_password(clients: dict[str, MagicMock], monkeypatch: pytest.MonkeyPatch) -> None:
    set_variables(monkeypatch, "SNOWFLAKE", **SNOWFLAKE, PASSWORD="any", ROLE="", WAREHOUSE="LOADING")  # noqa: S106
    given = {name: value for name, value in snowflake_arguments(clients).items() if value is not None}
    assert given == {
        "account": "myorg-myaccount",
        "user": "loader",
        "password": "any",
        "database": "ANALYTICS",
        "warehouse": "LOADING",
    }


@pytest.mark.parametrize("passphrase", ["", "any"])
@pytest.mark.parametrize("place", ["PRIVATE_KEY_PATH", "PRIVATE_KEY"])
def test_snowflake_with_a_key_pair(
    clients: dict[str, MagicMock], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, passphrase: str, place: str
) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    secret = serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, secret)
    (tmp_path / "key.p8").write_bytes(pem)
    values = {"PRIVATE_KEY_PATH": str(tmp_path / "key.p8"), "PRIVATE_KEY": pem.decode()}
    named = {place: values[place], "PRIVATE_KEY_PASSPHRASE": passphrase}
    set_variables(monkeypatch, "SNOWFLAKE", **SNOWFLAKE, **named)
    given = snowflake_arguments(clients)
    assert given["private_key"].private_numbers() == key.private_numbers()
    assert given["password"] is None


@pytest.mark.parametrize("name", ["CREDENTIALS_PATH", "CREDENTIALS_JSON", ""])
def test_bigquery_with_each_kind_of_credentials(
    clients: dict[str, MagicMock], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    (tmp_path / "key.json").write_text(json.dumps(KEY))
    values = {"CREDENTIALS_PATH": str(tmp_path / "key.json"), "CREDENTIALS_JSON": json.dumps(KEY)}
    set_variables(monkeypatch, "BIGQUERY", PROJECT="my-project", **({name: values[name]} if name else {}))
    warehouses.bigquery()
    client = clients["google.cloud.bigquery"].Client
    made, arguments = (client.from_service_account_info, [KEY]) if name else (client, [])
    made.assert_called_once_with(*arguments, project="my-project", location="US")
    assert clients["google.cloud.bigquery.dbapi"].connect.call_args.args == (made.return_value,)


@pytest.mark.parametrize(
    ("warehouse", "told"),
    [
        ("snowflake", "expected the variable TARGET_SNOWFLAKE_ACCOUNT, as the loader needs it: set it in .env"),
        ("bigquery", "expected the variable TARGET_BIGQUERY_PROJECT, as the loader needs it: set it in .env"),
        ("duckdb", "expected the variable TARGET_DUCKDB_FILEPATH, as the loader needs it: set it in .env"),
    ],
)
def test_a_variable_that_is_not_set_is_named(clients: dict[str, MagicMock], warehouse: str, told: str) -> None:
    assert clients
    with pytest.raises(SystemExit, match=told):
        warehouses.read_tables(warehouse, "usagestats_models")


def test_a_key_that_cannot_be_read_is_told_and_not_shown(
    clients: dict[str, MagicMock], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clients
    set_variables(monkeypatch, "BIGQUERY", PROJECT="my-project", CREDENTIALS_JSON='{"private_key": "sesame"')
    with pytest.raises(SystemExit) as stopped:
        warehouses.read_tables("bigquery", "usagestats_models")
    assert str(stopped.value).startswith("cannot connect to bigquery: Expecting ',' delimiter")
    assert "sesame" not in str(stopped.value)


@pytest.mark.parametrize(
    ("warehouse", "name", "expected"),
    [
        ("postgres", "TARGET_POSTGRES_DEFAULT_TARGET_SCHEMA", "acme_models"),
        ("bigquery", "TARGET_BIGQUERY_DATASET", "acme_models"),
        ("a/file.duckdb", "TARGET_DUCKDB_DEFAULT_TARGET_SCHEMA", "acme_models"),
        ("snowflake", "TARGET_POSTGRES_DEFAULT_TARGET_SCHEMA", "usagestats_models"),
    ],
)
def test_the_schema_is_that_of_the_loader_with_models(
    monkeypatch: pytest.MonkeyPatch, warehouse: str, name: str, expected: str
) -> None:
    monkeypatch.setenv(name, "acme")
    assert warehouses.models_schema(warehouse) == expected
