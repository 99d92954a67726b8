"""A warehouse that the jobs of this Meltano project load."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from running import run

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
PLUGINS = yaml.safe_load((ROOT / "meltano.yml").read_text(encoding="utf-8"))["plugins"]

# A query as it is written for the warehouse; rows as JSON has them.
Query = Callable[[str], list[list[Any]]]


@dataclass
class Warehouse:
    """A warehouse: what its plugins end with (target-, usage-to-, dbt-), how they connect, and a way to ask it.

    `schema_variable` is the variable that names the schema of the tables.
    """

    name: str
    project: Path
    environment: Mapping[str, str]
    schema_variable: str
    query: Query

    def meltano(self, *arguments: str, **environment: str) -> None:
        """Run plugins with Meltano, as the README says; Meltano keeps the state in between."""
        self.in_prod("run", *arguments, **environment)

    def invoke(self, *arguments: str, **environment: str) -> None:
        """Run a command of a plugin with arguments."""
        self.in_prod("invoke", *arguments, **environment)

    def in_prod(self, *arguments: str, **environment: str) -> None:
        """Run Meltano in the environment prod."""
        variables = {**self.environment, **environment}
        run(BIN / "meltano", "--environment=prod", *arguments, cwd=self.project, env=variables)


def packages(kind: str, name: str) -> list[str]:
    """What meltano.yml installs for a plugin."""
    (plugin,) = (plugin for plugin in PLUGINS[kind] if plugin["name"] == name)
    return str(plugin["pip_url"]).split()
