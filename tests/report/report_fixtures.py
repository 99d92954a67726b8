"""Fixtures: databases, their pages, and a real browser that opens them from disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browser import Opened, open_page
from pages import build_models, write_page
from playwright.sync_api import Browser, sync_playwright
from raw_tables import ODD_NAME, Organization, oddly_named, typical, write

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


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Databases with the models: one organization, four of which one has a single day, and none."""
    contents = {
        "one": {"": typical()},
        "many": {"Acme": typical(), "Day": replace(typical(50), days=1), ODD_NAME: oddly_named(), "Zeta": typical(100)},
        "empty": {"": Organization((), days=0)},
    }
    paths = {}
    for name, organizations in contents.items():
        paths[name] = tmp_path_factory.mktemp(name) / f"{name}.duckdb"
        write(paths[name], organizations)
        build_models(paths[name], tmp_path_factory.getbasetemp() / "dbt")
    return paths


@pytest.fixture(scope="session")
def pages(databases: dict[str, Path]) -> dict[str, Path]:
    return {name: write_page(path) for name, path in databases.items()}


@pytest.fixture
def one(browser: Browser, pages: dict[str, Path]) -> Iterator[Opened]:
    with open_page(browser, pages["one"]) as opened:
        yield opened


@pytest.fixture
def many(browser: Browser, pages: dict[str, Path]) -> Iterator[Opened]:
    with open_page(browser, pages["many"]) as opened:
        yield opened
