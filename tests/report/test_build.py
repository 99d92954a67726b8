"""The command that writes the page: its size, its choice of organizations, and one line if it cannot write it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from importlib import metadata
from pathlib import Path

import duckdb
import pytest
import yaml
from pages import ROOT, run_report, write_page
from raw_tables import NEWEST, ODD_NAME

pytest_plugins = ["report_fixtures"]

LARGEST_PAGE = 1_500_000


def nothing(_file: Path) -> None:
    """Leave the file out."""


def text(file: Path) -> None:
    file.write_text("no database")


def tables_without_models(file: Path) -> None:
    with duckdb.connect(str(file)) as database:
        database.execute("create schema usagestats")


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (nothing, "does not exist: load the data first"),
        (text, "cannot read the models in"),
        (tables_without_models, "expected the models in the schema usagestats_models of"),
    ],
)
def test_one_line_says_what_is_missing(tmp_path: Path, make: Callable[[Path], None], told: str) -> None:
    database = tmp_path / "usage.duckdb"
    make(database)
    done = run_report(database, tmp_path / "usage.html")
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert told in line
    assert str(database) in line
    assert not (tmp_path / "usage.html").exists()


def test_an_organization_that_is_not_there_is_named(databases: dict[str, Path], tmp_path: Path) -> None:
    done = run_report(databases["many"], tmp_path / "usage.html", "--organization", "Acne")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line == f"expected one of the organizations '{ODD_NAME}', 'Acme', 'Day', 'Zeta', got 'Acne'"


def test_a_page_of_one_organization_has_nothing_of_the_others(databases: dict[str, Path], tmp_path: Path) -> None:
    copy = Path(shutil.copy(databases["many"], tmp_path))
    page = write_page(copy, "--organization", "Acme").read_text(encoding="utf-8")
    assert "<title>Usage of Acme</title>" in page
    assert ODD_NAME.split()[1] not in page
    assert "Zeta" not in page


@pytest.mark.parametrize("name", ["one", "many", "empty"])
def test_it_is_one_small_file(pages: dict[str, Path], name: str) -> None:
    page = pages[name].read_bytes()
    assert len(page) <= LARGEST_PAGE
    for outside in (b"<link", b"<iframe", b"@import", b"url("):
        assert outside not in page.split(b"<script>")[0]


def test_old_data_is_red_without_a_script_too(databases: dict[str, Path], tmp_path: Path) -> None:
    copy = Path(shutil.copy(databases["one"], tmp_path))
    for days, is_stale in ((2, False), (3, True)):
        page = write_page(copy, today=NEWEST + timedelta(days)).read_text(encoding="utf-8")
        assert ('class="newest stale"' in page) is is_stale


def test_every_term_is_a_column_with_a_description(pages: dict[str, Path]) -> None:
    models = yaml.safe_load((ROOT / "transform/models/marts/marts.yml").read_text(encoding="utf-8"))["models"]
    described = {
        f"{model['name']}.{column['name']}"
        for model in models
        for column in model["columns"]
        if column.get("description")
    }
    page = pages["one"].read_text(encoding="utf-8")
    used = {part.split("</code>")[0] for part in page.split("<code>")[1:]}
    used |= {part.split('"')[0] for part in page.split('data-column="')[1:]}
    assert len(used) >= 13
    assert used <= described


def test_the_versions_are_those_of_the_utility() -> None:
    """What these tests run with is what Meltano installs."""
    plugins = yaml.safe_load((ROOT / "meltano.yml").read_text(encoding="utf-8"))["plugins"]["utilities"]
    (pip_url,) = (plugin["pip_url"] for plugin in plugins if plugin["name"] == "report")
    for requirement in pip_url.removeprefix("--only-binary=duckdb ").split():
        name, _, version = requirement.partition("==")
        assert metadata.version(name) == version
