"""The generated parts of the documentation, derived from the tap itself.

Cog runs these functions where the files say so; CONTRIBUTING.md has the command.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

from tap_usagestats.api.records import RecordLayout
from tap_usagestats.config.settings import SETTINGS
from tap_usagestats.errors import VENDOR_CODES
from tap_usagestats.sandbox import organization
from tap_usagestats.streams import METRICS, STREAMS, AppUsage
from tap_usagestats.sync.stream import UsageStream
from tap_usagestats.tap import TapUsageStats

SAMPLE_DAY = date(2026, 5, 8)
SAMPLE_COLUMNS = ("date", "app_id", "app_name", "creator_name", "last_visit_at", "metrics_form_coop", "metrics_data")
CHINESE_METRICS = Path(__file__).parent.parent / "report/words/zh/metrics.ftl"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table."""
    cells = [list(head)]
    cells.append(["---"] * len(cells[0]))
    cells += [[str(cell).replace("|", "\\|") for cell in row] for row in rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)


def settings() -> str:
    """Return the table of the tap's settings."""
    rows = []
    for name, setting in SETTINGS.items():
        default = "" if setting.default is None else f"`{setting.default}`"
        rows.append((f"`{name}`", default, setting.description))
    return table(("Setting", "Default", "Description"), rows)


def streams() -> str:
    """Return the table of the streams."""
    rows = []
    for stream in STREAMS:
        keys = ", ".join(f"`{key}`" for key in RecordLayout(stream.columns).schema["required"])
        selected = "yes" if stream.selected_by_default else "no"
        rows.append((f"`{stream.name}`", grain(stream), keys, f"`{stream.endpoint.path}`", selected))
    return table(("Stream", "A record for each", "Key", "Endpoint", "Selected by default"), rows)


def grain(stream: type[UsageStream]) -> str:
    """Return what `stream` has a record for, as its docstring says."""
    return (stream.__doc__ or "").removeprefix("One record for each ").split(":")[0].rstrip(".")


def endpoints() -> str:
    """Return the table of the endpoints."""
    rows = []
    for stream in STREAMS:
        ids_field = stream.endpoint.ids_field
        rows.append((f"`POST {stream.endpoint.path}`", grain(stream), f"`{ids_field}`" if ids_field else "none"))
    return table(("Endpoint", "A record for each", "Filter"), rows)


def columns(name: str) -> str:
    """Return the table of the columns of the stream `name`; raise KeyError if it is not in STREAMS."""
    stream = {stream.name: stream for stream in STREAMS}[name]
    chinese = chinese_names()
    rows = []
    for column in stream.columns:
        types = column.kind.schema["type"]
        kind = column.kind.schema.get("format", types if isinstance(types, str) else types[0])
        null = "yes" if "null" in types else "no"
        field = f"`{'.'.join(column.path)}`" if column.path else ""
        rows.append((f"`{column.name}`", kind, null, field, chinese.get(column.name, ""), column.description))
    return table(("Column", "Type", "Can be null", "Field of the API", "In Chinese", "Description"), rows)


def chinese_names() -> dict[str, str]:
    """Return the official Chinese name of each metric, by its column."""
    names = dict(re.findall(r"^metric-(\S+) = (.+)$", CHINESE_METRICS.read_text("utf-8"), re.MULTILINE))
    return {f"metrics_{metric.name}": names[metric.plain_name.replace("_", "-")] for metric in METRICS}


def errors() -> str:
    """Return the table of the API's error codes."""
    rows = ((code, known.meaning, known.action.value, known.advice) for code, known in VENDOR_CODES.items())
    return table(("Code", "Meaning", "The tap", "What to do"), rows)


def sample() -> str:
    """Return a row of the sandbox, with a few of its columns."""
    layout = RecordLayout(AppUsage.columns)
    records = [layout.convert({"date": str(SAMPLE_DAY)}, item)[0] for item in organization.app_items(SAMPLE_DAY)]
    row = next(record for record in records if all(record[column] for column in SAMPLE_COLUMNS))
    head = (*(f"`{column}`" for column in SAMPLE_COLUMNS), "…")
    more = f"{len(row) - len(SAMPLE_COLUMNS)} more columns"
    return table(head, [(*(row[column] for column in SAMPLE_COLUMNS), more)])


def discovered() -> str:
    """Return what --discover prints, a line for each part."""
    catalog = json.loads(TapUsageStats(validate_config=False).catalog_json_text)
    return text_block({stream.pop("tap_stream_id"): by_column(stream) for stream in catalog["streams"]})


def by_column(stream: dict[str, Any]) -> dict[str, Any]:
    """Return the catalog entry `stream` with its metadata by column, so that a new one changes no other line."""
    metadata = {".".join(part["breadcrumb"]) or "stream": part["metadata"] for part in stream["metadata"]}
    # In alphabetical order, because that of the SDK changed with 0.55.
    return dict(sorted({**stream, "metadata": metadata}.items()))


def about() -> str:
    """Return what --about prints, a line for each part; without what the SDK adds, which changes with its version."""
    output = io.StringIO()
    with redirect_stdout(output):
        TapUsageStats.print_about("json")
    described = json.loads(output.getvalue())
    properties = described["settings"]["properties"]
    described["settings"]["properties"] = {name: properties[name] for name in SETTINGS}
    return text_block({field: described[field] for field in ("name", "description", "capabilities", "settings")})


def text_block(value: object) -> str:
    """Return the JSON `value` as a block of text."""
    return "\n```text\n" + "".join(f"{line}\n" for line in lines(value)) + "```\n"


def lines(value: object, path: str = "") -> Iterator[str]:
    """Yield a line for each part of the JSON `value` that contains no objects."""
    parts = dict(enumerate(value)) if isinstance(value, list) else value
    if isinstance(parts, dict) and not flat(parts):
        for name, part in parts.items():
            yield from lines(part, f"{path}.{name}" if path else str(name))
    else:
        yield f"{path}: {json.dumps(value)}"


def flat(parts: dict[Any, Any]) -> bool:
    """Return whether no part contains an object."""
    return not any(
        isinstance(part, dict) or (isinstance(part, list) and any(isinstance(item, dict) for item in part))
        for part in parts.values()
    )
