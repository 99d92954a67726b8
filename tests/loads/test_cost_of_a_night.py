"""What makes a night cheaper takes effect: compiled packages, and a catalog that is made once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from documented import blocks
from project_copy import SANDBOX, copy_project
from real_date import LAST_DAY, days_from
from running import attempt, run
from warehouse import ROOT

INSTALL, NIGHT = (block.text for block in blocks(ROOT / "docs/schedule.md") if "test_cost_of_a_night" in block.by)
WITHOUT_CATALOG = NIGHT.splitlines()[1]
EL = ".venv/bin/meltano --environment=prod el tap-usagestats target-duckdb --state-id=any"
SETTINGS = {**SANDBOX, **days_from(LAST_DAY)}
LOADED = {"tap-usagestats": "extractors", "target-duckdb": "loaders"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, installed as schedule.md says, where only uv can have written .pyc files."""
    project = copy_project(tmp_path_factory.mktemp("nights") / "project")
    (project / ".venv").symlink_to(sys.prefix)
    run("/bin/sh", "-ec", INSTALL, cwd=project, env={"PYTHONDONTWRITEBYTECODE": "1"})
    return project


def starts(project: Path, command: str) -> list[bool]:
    """Type a command, and return for each start of the tap whether it is to discover."""
    tap = project / ".meltano/extractors/tap-usagestats/venv/bin/tap-usagestats"
    real, log = tap.with_name("real-tap"), project / "starts"
    log.unlink(missing_ok=True)
    tap.rename(real)
    tap.write_text(f'#!/bin/sh\necho "$@" >>{log}\nexec {real} "$@"\n')
    tap.chmod(0o755)
    try:
        run("/bin/sh", "-ec", command, cwd=project, env=SETTINGS)
    finally:
        real.rename(tap)
    return ["--discover" in line for line in log.read_text().splitlines()]


@pytest.mark.parametrize("plugin", LOADED)
def test_all_packages_are_compiled(project: Path, plugin: str) -> None:
    (packages,) = (project / ".meltano" / LOADED[plugin] / plugin).glob("venv/lib/*/site-packages")
    modules = list(packages.glob("*/__init__.py"))
    assert len(modules) > 5
    assert [module for module in modules if not list(module.parent.glob("__pycache__/__init__.*.pyc"))] == []


@pytest.mark.parametrize(
    ("without", "with_catalog"), [(WITHOUT_CATALOG, NIGHT), (EL, f"{EL} --catalog=.meltano/catalog.json")]
)
def test_catalog_that_is_made_once_saves_the_discovery(project: Path, without: str, with_catalog: str) -> None:
    assert starts(project, without) == [True, False]
    assert starts(project, with_catalog) == [False]


def test_catalog_of_other_settings_stops_the_tap(project: Path) -> None:
    environment = {**SETTINGS, "TAP_USAGESTATS_ORGANIZATION": "acme"}
    done = attempt("/bin/sh", "-ec", NIGHT, cwd=project, env=environment)
    assert done.returncode == 1
    assert "expected the catalog to have the key organization, date, app_id" in done.stdout
