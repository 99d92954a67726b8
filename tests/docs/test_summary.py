"""The summary line is read alike by the tests and by the Dagster example; test_why.py tests examples/why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from summary import EXAMPLE, EXAMPLE_OF_MANY, EXAMPLE_OF_ONE, SUMMARY

DEFINITIONS = Path(__file__).parents[2] / "examples/organizations/definitions.py"


@pytest.mark.parametrize(
    ("line", "figures"),
    [
        (EXAMPLE, ("2", "3", "180", "23580")),
        (EXAMPLE_OF_ONE, ("1", "1", "1", "1")),
        (EXAMPLE_OF_MANY, ("2", "3", "3", "776")),
    ],
)
def test_dagster_example_reads_the_summary(line: str, figures: tuple[str, ...]) -> None:
    (pattern,) = re.findall(r'^SUMMARY = re\.compile\(r"(.*)"\)', DEFINITIONS.read_text("utf-8"), re.MULTILINE)
    assert pattern == SUMMARY.pattern
    summary = re.match(pattern, line)
    assert summary
    assert summary.groups() == figures
