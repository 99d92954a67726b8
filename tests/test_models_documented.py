"""The models say what they are: each model and each column has a description, and each description a text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
MODELS = ROOT / "transform/models"
DOCS = dict(
    re.findall(r"{% docs (\w+) %}(.*?){% enddocs %}", (MODELS / "columns.md").read_text(encoding="utf-8"), re.DOTALL)
)
DESCRIBED: dict[str, Any] = {
    model["name"]: model
    for file in MODELS.glob("*/*.yml")
    for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", [])
}
FILES = sorted(MODELS.glob("*/*.sql"))


def text(description: str) -> str:
    """The description as a reader sees it."""
    return re.sub(r"{{ doc\('(\w+)'\) }}", lambda match: DOCS[match[1]], description).strip()


def test_every_model_is_described() -> None:
    assert {file.stem for file in FILES} == set(DESCRIBED)
    assert all(text(model["description"]) for model in DESCRIBED.values())


@pytest.mark.parametrize("model", DESCRIBED)
def test_every_column_is_described(model: str) -> None:
    for column in DESCRIBED[model]["columns"]:
        assert text(column.get("description", "")).endswith("."), column["name"]


def test_every_doc_block_is_used() -> None:
    used = {name for file in MODELS.glob("*/*.yml") for name in re.findall(r"doc\('(\w+)'\)", file.read_text("utf-8"))}
    assert used == set(DOCS)
