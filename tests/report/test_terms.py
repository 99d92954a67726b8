"""Every term of the page is explained by the description of a column of the models."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from browser import Opened
from pages import ROOT

pytest_plugins = ["report_fixtures"]


def test_every_term_is_explained(one: Opened) -> None:
    terms = one.page.locator(".sources > div").all_inner_texts()
    assert len(terms) >= 13
    for term in terms:
        _, explanation = term.split("\n", 1)
        assert re.match(r".{20,} \w+\.\w+$", explanation.replace("\n", " ")), term


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
