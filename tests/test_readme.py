"""The README says what the code does: its tables are made from it, its commands are what CI types."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path

import pytest
import yaml

from tap_usagestats.errors import VENDOR_CODES
from tap_usagestats.settings import PARSERS, SCHEMA
from tap_usagestats.streams import STREAMS, AppUsage
from tap_usagestats.tap import TapUsageStats

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MELTANO = yaml.safe_load((ROOT / "meltano.yml").read_text(encoding="utf-8"))


def settings_table() -> Iterator[str]:
    output = io.StringIO()
    with redirect_stdout(output):
        TapUsageStats.print_about("markdown")
    yield "| Setting | Required | Default | Description |"
    yield "|:--------|:--------:|:-------:|:------------|"
    for line in output.getvalue().splitlines():
        if line.startswith(tuple(f"| {name} " for name in PARSERS)):
            yield line.replace(" True ", " yes ").replace(" False ", " no ").replace(" None ", " ")


def columns_table() -> Iterator[str]:
    yield "| Column | Type | Description |"
    yield "| --- | --- | --- |"
    for name, schema in AppUsage.endpoint.layout.schema["properties"].items():
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        kind = schema.get("format", types[0]) + (", may be null" if "null" in types else "")
        yield f"| `{name}` | {kind} | {schema['description']} |"


def errors_table() -> Iterator[str]:
    yield "| Code | Meaning | The tap | What to do |"
    yield "| --- | --- | --- | --- |"
    for code, told in VENDOR_CODES.items():
        action = {"retry": "tries again, then stops", "stop": "stops"}[told.action.value]
        yield f"| {code} | {told.meaning} | {action} | {told.advice.replace('STREAM', '&lt;stream&gt;')} |"


@pytest.mark.parametrize("table", [settings_table, columns_table, errors_table])
def test_table_is_made_from_the_code(table: Callable[[], Iterator[str]]) -> None:
    assert "\n".join(table()) + "\n\n" in README


def test_commands_are_two_lines() -> None:
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv .venv && ")]
    assert len(lines) == 2
    assert lines[0].endswith("meltano --environment=sandbox run quickstart")
    assert lines[1].endswith("pytest --quiet")


def test_streams_are_listed() -> None:
    for stream in STREAMS:
        keys = ", ".join(f"`{key}`" for key in stream.primary_keys)
        selected = "yes" if stream.selected_by_default else "no"
        assert re.search(rf"\| `{stream.name}` \| .* \| {keys} \| `{stream.endpoint.path}` \| {selected} \|", README)


def test_every_module_is_listed() -> None:
    modules = {path.name for path in (ROOT / "tap_usagestats").glob("*.py")} - {"__init__.py", "__main__.py"}
    assert modules == set(re.findall(r"\(tap_usagestats/(\w+\.py)\)", README))


def test_sample_config_is_the_two_lines_to_change() -> None:
    assert json.loads((ROOT / "sample_config.json").read_text()) == {"api_key": "sandbox", "api_url": "sandbox"}


def test_meltano_knows_the_settings_and_keeps_secrets_out() -> None:
    (tap,) = MELTANO["plugins"]["extractors"]
    assert [setting["name"] for setting in tap["settings"]] == list(PARSERS)
    for setting in tap["settings"]:
        schema = SCHEMA["properties"][setting["name"]]
        assert (setting["label"], setting["description"]) == (schema["title"], schema["description"])
        assert str(setting.get("value")) == str(schema.get("default"))
    assert tap["capabilities"] == sorted(capability.value for capability in TapUsageStats.capabilities)
    plugins = [tap, *MELTANO["plugins"]["loaders"]]
    secrets = [
        s for plugin in plugins for s in plugin["settings"] if re.search(r"key$|password|phrase|json$", s["name"])
    ]
    assert len(secrets) == 6
    assert all(setting.get("sensitive") and "value" not in setting for setting in secrets)


def test_sandbox_is_never_the_default_environment() -> None:
    assert MELTANO["default_environment"] == "dev"
    assert [environment["name"] for environment in MELTANO["environments"]] == ["sandbox", "dev", "prod"]


def test_changelog_has_this_version() -> None:
    assert f"## {TapUsageStats.plugin_version} - " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
