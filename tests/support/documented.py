"""The pages of the documentation, and the commands and queries on them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
MARK = r"(?:<!-- (?P<mark>(?:not )?run): (?P<by>[^>]*) -->\n)?"
BLOCK = re.compile(MARK + r"^```(?P<language>\w+)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A block of code. The comment above it, `run: WHERE` or `not run: WHY`, says what runs it."""

    page: Path
    language: str
    text: str
    mark: str
    by: str


def blocks(page: Path) -> list[Block]:
    """The blocks of code on `page`."""
    found = BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [Block(page, match["language"], match["text"], match["mark"] or "", match["by"] or "") for match in found]


def anchors(page: Path) -> set[str]:
    """The anchors of the headings on `page`, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", without_code(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: Path) -> list[str]:
    """The relative links on `page`, images included."""
    targets = re.findall(r"\]\(([^)\s]+)\)", without_code(page))
    return [target for target in targets if not re.match(r"[a-z]+:", target)]


def without_code(page: Path) -> str:
    return re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
