"""The setting stream_maps, which the SDK (0.54) applies: the checks that it lacks, and the columns that maps hide.

The SDK silently ignores a map of an unknown stream and a drop of an unknown column, so that a name that should be
hidden is sent in clear text. What is wrong in an expression shows on the first record, and the errors quote it.
"""

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from fnmatch import fnmatch
from functools import cache
from typing import Any

from singer_sdk.mapper import CustomStreamMap

NULLS = (None, "__NULL__")  # drop the stream or column; Meltano cannot pass on a null

Columns = Mapping[str, Collection[str]]  # by stream
Map = tuple[str, list[str], dict[str, Any], dict[str, str | None]]


def maps_in(config: Mapping[str, Any], streams: Iterable[str]) -> Iterator[Map]:
    """Yield each map in `config`: its key, the streams it applies to, its options, and its rule for each column."""
    for key, definition in (config.get("stream_maps") or {}).items():
        parts = definition if isinstance(definition, dict) else {}  # otherwise, it drops the stream
        options = {name: value for name, value in parts.items() if name.startswith("__")}
        rules = {name: None if rule in NULLS else rule for name, rule in parts.items() if name not in options}
        source = str(options.get("__source__", key))  # can have wildcards
        yield key, [stream for stream in streams if fnmatch(stream, source)], options, rules


def mistakes_in(config: Mapping[str, Any], columns: Columns, selected: Columns) -> Iterator[str]:
    """Yield what is wrong in the maps of streams with these `columns`, of which some are `selected`."""
    map_config = config.get("stream_map_config") or {}
    maps: dict[str, str] = {}  # by stream, without copies and drops: the SDK silently applies only the last one
    for key, streams, options, rules in maps_in(config, columns):
        if not streams and key != "__else__":
            yield f"expected one of the streams {', '.join(columns)}, got {key}"
        if {"__source__", "__alias__"} <= options.keys():
            yield f"{key} has both `__source__` and `__alias__`: remove `__alias__`, because {key} is the new name"
        is_copy_or_drop = "__source__" in options or config["stream_maps"][key] in NULLS
        for stream in () if is_copy_or_drop else streams:
            if (other := maps.setdefault(stream, key)) != key:
                yield f"{stream} has two maps, {other} and {key}"
        for name in rules:
            if rules[name] is None and not any(name in columns[stream] for stream in streams):
                yield f"{key} drops {name}, which is not a column of {', '.join(streams)}"
        known = {column for stream in selected.keys() & streams for column in selected[stream]}
        for name, expression in {**rules, "__filter__": options.get("__filter__")}.items() if known else ():
            names = sdk_names() | known | ({"self"} if name in known else set())
            if expression is not None and (what := mistake_in(expression, names, map_config)):
                yield f"{key}.{name}: {what}"


def mistake_in(expression: str, known: AbstractSet[str], map_config: Mapping[str, Any]) -> str:
    """Return what is wrong in `expression`, without showing it; empty if it parses and all its names are `known`."""
    try:
        ast.parse(expression)  # as the SDK does, which does not accept a space in front
        nodes = list(ast.walk(ast.parse(expression, mode="eval")))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "expected an expression that can be parsed"
    names = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    names -= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for node in nodes:
        match node:
            case ast.Subscript(value=ast.Name(id="config"), slice=ast.Constant(value=key)) if (
                key not in map_config and " in config" not in expression
            ):
                return f"the setting stream_map_config has no {key!s}"
    if "fake" in names - known:
        return "`fake` needs the package faker: add `singer-sdk[faker]` to the tap's pip_url, and install again"
    return "" if names <= known else "it uses a name that is neither a selected column nor a function"


@cache
def sdk_names() -> frozenset[str]:
    """Return the names that the SDK knows in every expression."""
    example = CustomStreamMap("", {}, {}, {"properties": {}}, None, {}, None)
    names = {"_", "record", "config", "__stream_name__", "__original_stream_name__"}
    return frozenset([*names, *example.expr_evaluator.functions, *(["fake"] if example.fake else [])])


def hidden_columns(config: Mapping[str, Any], stream: str, columns: Iterable[str]) -> set[str]:
    """Return which `columns` of `stream` a map drops or rewrites."""
    hidden: set[str] = set()
    for _, streams, options, rules in maps_in(config, [stream]):
        if streams:
            hidden |= {name for name in columns if rules.get(name, None if "__else__" in options else name) != name}
    return hidden
