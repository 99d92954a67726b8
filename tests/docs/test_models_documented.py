"""The models say what they are: each model and each column has a description, and each description a text."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from described_models import DOC_BLOCKS, MODELS, described_models, text

DESCRIBED = described_models()
FILES = sorted(MODELS.glob("*/*.sql"))


def test_every_model_is_described() -> None:
    assert {file.stem for file in FILES} == set(DESCRIBED)
    assert all(text(model["description"]) for model in DESCRIBED.values())


@pytest.mark.parametrize("model", DESCRIBED)
def test_every_column_is_described(model: str) -> None:
    for column in DESCRIBED[model]["columns"]:
        assert text(column.get("description", "")).endswith("."), column["name"]


@pytest.mark.parametrize("model", DESCRIBED)
def test_no_two_columns_have_the_same_name(model: str) -> None:
    """A new metric's name in the models may be that of another column."""
    times = Counter(column["name"] for column in DESCRIBED[model]["columns"])
    assert [name for name in times if times[name] > 1] == []


def test_every_doc_block_is_used() -> None:
    used = {name for file in MODELS.glob("*/*.yml") for name in re.findall(r"doc\('(\w+)'\)", file.read_text("utf-8"))}
    assert used == set(DOC_BLOCKS)
