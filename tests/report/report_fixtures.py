"""Fixtures: databases, their pages, and a real browser that opens them from disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Opened, open_page
from pages import Tables, build_models, draw_page
from playwright.sync_api import Browser, sync_playwright
from raw_tables import CONTENTS, ONE, write

from report.warehouses import read_tables

SEEDS = {
    "seeds/plan_limits.csv": (
        "metric,limit,period,valid_from\nrecords,200000,,\nattachment_bytes,120000000000,contract_year,\n"
    ),
    "seeds/exempt.csv": "app_id,reason,until,note\n65f000000000000000000003,,,looked after by Ann\n",
}
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        text = f"expected Chromium at {CHROMIUM}: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(text)
        pytest.skip(text)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Databases(dict[str, Path]):
    """Databases with the models, made when they are first asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def __missing__(self, name: str) -> Path:
        path = self[name] = self.folder / f"{name}.duckdb"
        write(path, CONTENTS[name])
        build_models(path, self.folder / "dbt", SEEDS)
        return path


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Databases: one organization; five, of which two have few days or no figures; and some with odd names."""
    return Databases(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session")
def tables(databases: dict[str, Path]) -> dict[str, Tables]:
    """The tables of all organizations, of one that has no name, and of none: one run of dbt is enough for them."""
    many = read_tables(str(databases["many"]), "usagestats_models")
    one = {
        table: [{**row, "organization": ""} for row in rows if row["organization"] == ONE]
        for table, rows in many.items()
    }
    return {"many": many, "one": one, "empty": {table: [] for table in many}}


@pytest.fixture(scope="session")
def pages(tables: dict[str, Tables], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    return {name: draw_page(rows, folder / f"{name}.html") for name, rows in tables.items()}


@pytest.fixture
def one(browser: Browser, pages: dict[str, Path]) -> Iterator[Opened]:
    with open_page(browser, pages["one"]) as opened:
        yield opened


@pytest.fixture(scope="module")
def many(browser: Browser, pages: dict[str, Path]) -> Iterator[Opened]:
    """For tests that only look at it."""
    with open_page(browser, pages["many"]) as opened:
        yield opened
