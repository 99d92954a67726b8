"""The words of the page stand in the catalogs of report/words, the same in each language, and all of them are used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

import report
from report.language import ALWAYS, CATALOGS, LANGUAGES, language, phrase

FOLDER = Path(report.__file__).parent
TEMPLATES = [*FOLDER.glob("*.j2"), FOLDER / "page.js"]
MARKUP = re.compile(r'{%.*?%}| class="{{.*?}}"|{{.*?}}|{#.*?#}|<[^<>]*>', re.DOTALL)
SPOKEN = re.compile(r'(?:aria-label|title|alt|placeholder)="((?:{{.*?}}|[^"])*)"')
KEY_IN_TEMPLATE = re.compile(r'phrase\("([^"]+)"(?: ~ (\w+))?')
IN_EACH_LANGUAGE = pytest.mark.parametrize("code", LANGUAGES)


class Used(Visitor):
    """The variables of a message, and the messages that it refers to."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.messages: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802  # called by this name
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: fluent.MessageReference) -> None:  # noqa: N802  # called by this name
        self.messages.add(node.id.name)


@cache
def catalog(code: str) -> dict[str, Used]:
    """Return what each message of a language uses; no key stands twice, and all that stands there can be read."""
    found: dict[str, Used] = {}
    for file in (CATALOGS / code).glob("*.ftl"):
        for entry in FluentParser().parse(file.read_text("utf-8")).body:
            assert not isinstance(entry, fluent.Junk), (file.name, entry.content)
            if isinstance(entry, fluent.Message):
                assert entry.id.name not in found, (file.name, entry.id.name)
                found[entry.id.name] = Used()
                found[entry.id.name].visit(entry)
    return found


def variables(code: str, key: str) -> set[str]:
    """Return the variables of a message and of those that it refers to, other than those that all have."""
    used = catalog(code)[key]
    return used.variables.union(*(variables(code, other) for other in used.messages)) - set(ALWAYS)


def keys_of(node: ast.expr) -> Iterator[str]:
    """Yield the patterns of the keys that the first argument of `phrase` can have."""
    if isinstance(node, ast.IfExp):
        yield from keys_of(node.body)
        yield from keys_of(node.orelse)
    elif isinstance(node, ast.Constant):
        yield re.escape(str(node.value))
    elif isinstance(node, ast.JoinedStr):
        yield "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values)


def keys_in_code() -> Iterator[str]:
    """Yield the patterns of all keys that the code and the templates say."""
    for file in FOLDER.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"phrase", "named"}:
                yield from (key + "-.+" * (node.func.id == "named") for key in keys_of(node.args[0]))
    for file in TEMPLATES:
        for key, rest in KEY_IN_TEMPLATE.findall(file.read_text("utf-8")):
            yield re.escape(key) + (".+" if rest else "")


def test_the_languages_have_the_same_files() -> None:
    english, *others = ({file.name for file in (CATALOGS / code).iterdir()} for code in LANGUAGES)
    assert all(other == english for other in others)
    assert {folder.name for folder in CATALOGS.iterdir()} == set(LANGUAGES)


@IN_EACH_LANGUAGE
def test_each_language_says_the_same_with_the_same_values(code: str) -> None:
    assert set(catalog(code)) == set(catalog("en"))
    differing = [key for key in catalog("en") if variables(code, key) != variables("en", key)]
    assert differing == []


def test_every_key_of_the_code_is_in_the_catalogs() -> None:
    patterns = set(keys_in_code())
    assert len(patterns) > 100
    assert [one for one in patterns if not any(re.fullmatch(one, key) for key in catalog("en"))] == []


def test_every_word_is_used() -> None:
    """A key that a table of the code has is a text like any other there."""
    patterns = re.compile("|".join(keys_in_code()))
    texts = {
        node.value
        for file in FOLDER.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant)
    }
    referred = set().union(*(used.messages for code in LANGUAGES for used in catalog(code).values()))
    assert [key for key in catalog("en") if not patterns.fullmatch(key) and key not in texts | referred] == []


def test_the_template_has_no_words_of_its_own() -> None:
    for template in FOLDER.glob("*.j2"):
        text = template.read_text(encoding="utf-8")
        assert re.findall(r"\w+", MARKUP.sub("", text)) == []
        assert re.findall(r"\w+", MARKUP.sub("", " ".join(SPOKEN.findall(text)))) == []


@IN_EACH_LANGUAGE
def test_what_a_language_cannot_say_is_an_error(code: str) -> None:
    with pytest.raises(LookupError, match="no-such-key"):
        language(code).text(phrase("no-such-key"))
    with pytest.raises(ValueError, match=f"{code}, n-apps: .*apps"):
        language(code).text(phrase("n-apps"))


def test_sentences_and_lists_are_joined_as_their_language_does() -> None:
    said = [phrase("new-none"), phrase("missing-days", days=2, named=["a", "b"])]
    assert language("en").text(said) == "No app is new. 2 days are missing: a, b."
    chinese = language("zh").text(said)
    assert " 。" not in chinese
    assert "。 " not in chinese
    assert "a、b" in chinese


@IN_EACH_LANGUAGE
def test_a_sentence_is_one_line_however_long_it_is_in_the_catalog(code: str) -> None:
    said = language(code).text(phrase("digest-old-organizations", organizations=2, oldest="a", days=3))
    assert len(said.splitlines()) == 1


@IN_EACH_LANGUAGE
def test_what_is_not_known_has_a_sign(code: str) -> None:
    assert language(code).text(None) == "–"
    assert language(code).text(phrase("before-and-after", before=None, after="b")).startswith("–")
