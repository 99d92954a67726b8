"""The models, read from the warehouse that they were built in: no figure comes from anywhere else.

The vendors' own clients read them, which dbt has installed to build them: docs/decisions.md says why. They connect as
transform/profiles.yml says, with the variables of the loader. A client is imported where it is used, because an
environment has only the one it needs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from report.organization import PERIOD_DAYS, Row

# What the page and the digest show of each model.
COLUMNS = {
    "organizations": "organization, first_day, newest_day, days_without_figures, inactive_after_days",
    "organization_days": f"""organization, date, apps, standard_forms, workflow_forms, forms, dashboards,
        data_factories, aggregate_tables, public_links, smart_assistants, automations, process_analyses, records,
        automation_runs, attachment_bytes, contract_year, attachment_bytes_contract_year, visited_apps_7_days,
        inactive_apps, creators_left, records_growth_stayed_apps, records_growth_new_apps,
        records_growth_deleted_apps, records_growth_stayed_apps_{PERIOD_DAYS}_days,
        records_growth_new_apps_{PERIOD_DAYS}_days, records_growth_deleted_apps_{PERIOD_DAYS}_days""",
    "apps": f"""organization, app_id, app_name, status, status_{PERIOD_DAYS}_days_ago, is_current, last_seen_on,
        created_on, last_visit_on, inactive_since, creator_member_id, creator_name, creator_is_member,
        last_known_creator_name, is_orphaned, orphaned_since, records, records_share, public_links,
        records_growth_{PERIOD_DAYS}_days, automation_runs_{PERIOD_DAYS}_days, attachment_bytes_{PERIOD_DAYS}_days""",
    "app_changes": "organization, app_id, date, change, app_name, value_before, value_after",
    "creators": """organization, creator_member_id, creator_name, is_member, left_on, apps, unattended_apps,
        idle_apps, records, records_share""",
    "limits": """organization, metric, period, plan_limit, date, used, share, trend_a_day, reached_on,
        days_gained_by_archiving, top_apps_share, top_app_ids""",
    "actions": """organization, rank, app_id, app_name, reason, since, records, public_links, last_known_person, link,
        what_to_do, other_reasons""",
    "app_reasons": "organization, app_id, is_exempt",
}
QUOTES = {"snowflake": "", "bigquery": "`"}  # around a schema's name, as dbt writes it; for others "


def models_schema(warehouse: str) -> str:
    """Return the schema that our own jobs build the models in: that of the loaded tables, with `_models`."""
    name = "DATASET" if warehouse == "bigquery" else "DEFAULT_TARGET_SCHEMA"
    prefix = warehouse if warehouse in CONNECT else "duckdb"
    return variable(f"TARGET_{prefix.upper()}_{name}", "usagestats") + "_models"


def read_tables(warehouse: str, schema: str, models: Iterable[str] = COLUMNS) -> dict[str, list[Row]]:
    """Return the rows of each model in `schema`, or of those named, in no order.

    `warehouse` is one of CONNECT, or the path of a DuckDB file. Whatever fails is told in one line.
    """
    quote = QUOTES.get(warehouse, '"')
    quoted = quote + (schema.replace(quote, 2 * quote) if quote else schema) + quote
    with told_in_one_line(f"cannot connect to {warehouse}"):
        connection = CONNECT[warehouse]() if warehouse in CONNECT else duckdb_file(warehouse)
    advice = "build them first, with this version of the project"
    with closing(connection), told_in_one_line(f"cannot read the models in {schema} of {warehouse} ({advice})"):
        return {name: rows(connection, f"{quoted}.usagestats__{name}", COLUMNS[name]) for name in models}


def rows(connection: Any, model: str, columns: str) -> list[Row]:  # noqa: ANN401  # a connection as PEP 249 has it
    """Return the rows of a model, each as a dictionary."""
    cursor = connection.cursor()
    cursor.execute(f"select {columns} from {model}")  # noqa: S608  # only the user's own words are in it
    names = [column[0].lower() for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def told_in_one_line(failure: str) -> Iterator[None]:
    """Stop with one line, whatever the client raises: each has errors of its own, and lets others through."""
    try:
        yield
    except Exception as error:  # noqa: BLE001
        raise SystemExit(f"{failure}: {' '.join(str(error).split())}") from None


def variable(name: str, default: str | None = None) -> str:
    """Return the value of a variable, or stop with a line that names it."""
    value = os.environ.get(name) or default
    if value is None:
        raise SystemExit(f"expected the variable {name}, as the loader needs it: set it in .env")
    return value


def duckdb() -> Any:  # noqa: ANN401
    """Open the loader's DuckDB file."""
    return duckdb_file(variable("TARGET_DUCKDB_FILEPATH"))


def duckdb_file(path: str) -> Any:  # noqa: ANN401
    """Open a DuckDB file."""
    if not Path(path).is_file():
        raise SystemExit(
            f"expected {', '.join(CONNECT)} or a DuckDB file with the models, but {path} does not exist: "
            "load the data first"
        )
    return import_module("duckdb").connect(path, read_only=True)


def postgres() -> Any:  # noqa: ANN401
    """Connect to PostgreSQL."""
    return import_module("psycopg2").connect(
        host=variable("TARGET_POSTGRES_HOST"),
        port=variable("TARGET_POSTGRES_PORT", "5432"),
        user=variable("TARGET_POSTGRES_USER"),
        password=variable("TARGET_POSTGRES_PASSWORD"),
        dbname=variable("TARGET_POSTGRES_DATABASE"),
        sslmode=variable("TARGET_POSTGRES_SSL_MODE", "prefer"),
        connect_timeout=10,  # seconds, as dbt-postgres waits
    )


def snowflake() -> Any:  # noqa: ANN401
    """Connect to Snowflake, with a password or a key pair."""
    return import_module("snowflake.connector").connect(
        account=variable("TARGET_SNOWFLAKE_ACCOUNT"),
        user=variable("TARGET_SNOWFLAKE_USER"),
        password=os.environ.get("TARGET_SNOWFLAKE_PASSWORD") or None,
        private_key=private_key(),
        warehouse=os.environ.get("TARGET_SNOWFLAKE_WAREHOUSE") or None,
        database=variable("TARGET_SNOWFLAKE_DATABASE"),
        role=os.environ.get("TARGET_SNOWFLAKE_ROLE") or None,
    )


def private_key() -> Any:  # noqa: ANN401
    """Return the private key for Snowflake, if there is one."""
    path = os.environ.get("TARGET_SNOWFLAKE_PRIVATE_KEY_PATH")
    pem = Path(path).read_bytes() if path else os.environ.get("TARGET_SNOWFLAKE_PRIVATE_KEY", "").encode()
    if not pem:
        return None
    passphrase = os.environ.get("TARGET_SNOWFLAKE_PRIVATE_KEY_PASSPHRASE", "").encode() or None
    serialization = import_module("cryptography.hazmat.primitives.serialization")  # the connector brings it
    return serialization.load_pem_private_key(pem, passphrase)


def bigquery() -> Any:  # noqa: ANN401
    """Connect to BigQuery, with a service account's key, in a file or as text, or with the default credentials."""
    client = import_module("google.cloud.bigquery").Client
    place = {"project": variable("TARGET_BIGQUERY_PROJECT"), "location": variable("TARGET_BIGQUERY_LOCATION", "US")}
    path = os.environ.get("TARGET_BIGQUERY_CREDENTIALS_PATH")
    key = Path(path).read_text("utf-8") if path else os.environ.get("TARGET_BIGQUERY_CREDENTIALS_JSON")
    connected = client.from_service_account_info(json.loads(key), **place) if key else client(**place)
    return import_module("google.cloud.bigquery.dbapi").connect(connected, prefer_bqstorage_client=False)


CONNECT = {"duckdb": duckdb, "postgres": postgres, "snowflake": snowflake, "bigquery": bigquery}
