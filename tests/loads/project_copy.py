"""A copy of this Meltano project, for what must not be run in the checkout."""

from __future__ import annotations

import shutil
from pathlib import Path

from running import missing
from warehouse import BIN, ROOT

MADE = (".git", ".venv", ".meltano", ".env", "*.duckdb", "*.log", ".*cache", "target", "logs")
SANDBOX = {"TAP_USAGESTATS_API_KEY": "sandbox", "TAP_USAGESTATS_API_URL": "sandbox"}  # that a tap in it reads


def copy_project(folder: Path) -> Path:
    """Copy the project to `folder`, without what has been made in it."""
    if not (BIN / "meltano").exists():
        missing("Meltano is not installed: pip install '.[loads]'")
    return Path(shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*MADE)))
