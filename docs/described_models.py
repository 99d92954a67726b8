"""The models and their columns, as the dbt project describes them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

MODELS = Path(__file__).parent.parent / "transform/models"
DOC_BLOCKS = dict(
    re.findall(r"{% docs (\w+) %}(.*?){% enddocs %}", (MODELS / "columns.md").read_text(encoding="utf-8"), re.DOTALL)
)


def described_models(folder: str = "*") -> dict[str, dict[str, Any]]:
    """Return the entry of each model in `folder` of the models, by the model's name."""
    files = sorted(MODELS.glob(f"{folder}/*.yml"))
    entries = [entry for file in files for entry in yaml.safe_load(file.read_text("utf-8")).get("models", [])]
    return {entry["name"]: entry for entry in entries}


def text(description: str) -> str:
    """Return a description in one line, with the texts of its doc blocks."""
    return " ".join(re.sub(r"{{ doc\('(\w+)'\) }}", lambda match: DOC_BLOCKS[match[1]], description).split())
