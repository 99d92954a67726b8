"""The utility `report` in meltano.yml runs what these tests run. tests/loads/test_report.py runs it for real."""

from __future__ import annotations

from importlib import metadata
from typing import Any

import yaml
from pages import ROOT


def utility() -> dict[str, Any]:
    plugins = yaml.safe_load((ROOT / "meltano.yml").read_text(encoding="utf-8"))["plugins"]["utilities"]
    (plugin,) = (plugin for plugin in plugins if plugin["name"] == "report")
    return dict(plugin)


def test_the_versions_are_those_of_the_utility() -> None:
    """What these tests run with is what Meltano installs."""
    for requirement in utility()["pip_url"].removeprefix("--only-binary=duckdb ").split():
        name, _, version = requirement.partition("==")
        assert metadata.version(name) == version


def test_it_runs_the_package() -> None:
    assert utility()["commands"]["page"]["args"].startswith("-m report ")
