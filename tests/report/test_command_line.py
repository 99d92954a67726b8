"""The command line writes all organizations or one, and says in one line what it needs and does not find."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from pages import run_report, write_page
from raw_tables import ODD_NAME

from report.warehouses import COLUMNS

pytest_plugins = ["report_fixtures"]


def nothing(_file: Path) -> None:
    """Leave the file out."""


def text(file: Path) -> None:
    file.write_text("no database")


def tables_without_models(file: Path) -> None:
    with duckdb.connect(str(file)) as database:
        database.execute("create schema usagestats")


def models_without_a_column(file: Path) -> None:
    """Make what an older version of the models lacks."""
    with duckdb.connect(str(file)) as database:
        database.execute("create schema usagestats_models")
        database.execute("create table usagestats_models.usagestats__organizations (organization varchar)")


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (nothing, "does not exist: load the data first"),
        (text, "it is not a valid DuckDB database file"),
        (tables_without_models, "Table with name usagestats__organizations does not exist"),
        (models_without_a_column, 'Referenced column "first_day" not found'),
    ],
)
def test_one_line_says_what_is_missing(tmp_path: Path, make: Callable[[Path], None], told: str) -> None:
    database = tmp_path / "usage.duckdb"
    make(database)
    done = run_report(database, tmp_path / "usage.html")
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("No report: ")
    assert told in line
    assert str(database) in line
    assert not (tmp_path / "usage.html").exists()


@pytest.mark.parametrize("schema", ["使用统计_models", 'the "new"_models', "it's.new_models"])
def test_any_schema_is_read(databases: dict[str, Path], tmp_path: Path, schema: str) -> None:
    copy = Path(shutil.copy(databases["one"], tmp_path))
    quoted = '"' + schema.replace('"', '""') + '"'
    with duckdb.connect(str(copy)) as database:
        database.execute(f"create schema {quoted}")
        for model in COLUMNS:
            table = f"usagestats__{model}"
            database.execute(f"create table {quoted}.{table} as from usagestats_models.{table}")
        database.execute("drop schema usagestats_models cascade")
    assert "<title>Usage of all apps</title>" in write_page(copy, "--schema", schema).read_text(encoding="utf-8")


def test_a_page_that_cannot_be_written_is_named(databases: dict[str, Path], tmp_path: Path) -> None:
    done = run_report(databases["one"], tmp_path)
    assert done.returncode == 1
    assert done.stderr == f"No report: [Errno 21] Is a directory: '{tmp_path}'\n"


def test_an_organization_that_is_not_there_is_named(databases: dict[str, Path], tmp_path: Path) -> None:
    done = run_report(databases["many"], tmp_path / "usage.html", "--organization", "Acne")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    known = f"'{ODD_NAME}', 'Acme', 'Day', 'Nothing', 'Zeta'"
    assert line == f"No report: expected one of the organizations {known}, got 'Acne'"


def test_a_page_of_one_organization_has_nothing_of_the_others(databases: dict[str, Path], tmp_path: Path) -> None:
    copy = Path(shutil.copy(databases["many"], tmp_path))
    page = write_page(copy, "--organization", "Acme").read_text(encoding="utf-8")
    assert "<title>Usage of Acme</title>" in page
    assert ODD_NAME.split()[1] not in page
    assert "Zeta" not in page


def test_the_page_is_in_the_language_that_is_set(
    databases: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copy(databases["one"], tmp_path))
    for variable, options, language in [
        ("", [], "en"),
        ("zh", [], "zh-CN"),
        ("zh", ["--language", "en"], "en"),
        ("", ["--language", "zh"], "zh-CN"),
    ]:
        monkeypatch.setenv("REPORT_LANGUAGE", variable)
        assert f'<html lang="{language}">' in write_page(copy, *options).read_text(encoding="utf-8")


def test_a_language_that_the_page_does_not_have_is_named(databases: dict[str, Path], tmp_path: Path) -> None:
    done = run_report(databases["one"], tmp_path / "usage.html", "--language", "fr")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "No report: expected the language en or zh, not fr: see --language, REPORT_LANGUAGE\n"
