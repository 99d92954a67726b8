"""The words of the page stand in report/words, and all that stand there are used."""

from __future__ import annotations

import re
from pathlib import Path

import report
from report.words import attention, contents, key_figures, labels, notes, pictures, sections, tables

FOLDER = Path(report.__file__).parent
MARKUP = re.compile(r'{%.*?%}| class="{{.*?}}"|{{.*?}}|{#.*?#}|<[^<>]*>', re.DOTALL)
SPOKEN = re.compile(r'(?:aria-label|title|alt|placeholder)="([^"]*)"')


def test_the_template_has_no_words_of_its_own() -> None:
    for template in FOLDER.glob("*.j2"):
        text = template.read_text(encoding="utf-8")
        assert re.findall(r"\w+", MARKUP.sub("", text)) == []
        assert re.findall(r"\w+", MARKUP.sub("", " ".join(SPOKEN.findall(text)))) == []


def test_every_word_is_used() -> None:
    files = [*FOLDER.rglob("*.py"), *FOLDER.glob("*.j2"), FOLDER / "page.js"]
    used = " ".join(file.read_text(encoding="utf-8") for file in files)
    for module in (attention, contents, key_figures, labels, notes, pictures, sections, tables):
        names = [name for name in vars(module) if not name.startswith("_")]
        unused = [name for name in names if len(re.findall(rf"\b{name}\b", used)) < 2]
        assert unused == [], module.__name__
