"""Which modules of the package may import which, and where."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "tap_usagestats"
MODULES = {".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts): file for file in PACKAGE.rglob("*.py")}
# By folder: what its modules may not import.
FORBIDDEN = {
    "tap_usagestats.api": ("tap_usagestats.sync", "tap_usagestats.config", "tap_usagestats.sandbox"),
    "tap_usagestats.config": ("tap_usagestats.sync", "tap_usagestats.sandbox"),
    "tap_usagestats.sandbox": tuple(name for name in MODULES if not name.startswith("tap_usagestats.sandbox")),
}


def imports(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    """Yield each import of a module of the package, with the module's name."""
    for node in ast.walk(tree):
        assert not getattr(node, "level", 0), "no relative imports: the rules here would not see them"
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield node, name if name in MODULES else node.module
        elif isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)


def parsed(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def test_folders_import_only_what_they_may() -> None:
    found = {
        (module, name)
        for module in MODULES
        for _, name in imports(parsed(module))
        for folder, forbidden in FORBIDDEN.items()
        if module.startswith(f"{folder}.") and name.startswith(forbidden)
    }
    assert not found


def test_imports_form_no_circle() -> None:
    graph = {module: {name for _, name in imports(parsed(module)) if name in MODULES} for module in MODULES}
    assert len(graph["tap_usagestats.tap"]) > 5
    TopologicalSorter(graph).prepare()  # raises CycleError, with the circle


def test_the_only_import_inside_a_function_is_that_of_the_sandbox() -> None:
    inside = {
        (module, name)
        for module in MODULES
        for function in ast.walk(parsed(module))
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for _, name in imports(function)
    }
    assert inside == {("tap_usagestats.sync.organization", "tap_usagestats.sandbox.server")}
