"""The README's lines that add the tap to another Meltano project, typed there, and what the definition is good for."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from documented import blocks
from project_copy import SANDBOX
from running import attempt, missing, run
from warehouse import BIN, ROOT

(LINES,) = (block.text for block in blocks(ROOT / "README.md") if block.by == "tests/loads/test_install.py")
OTHER_PROJECT = "default_environment: dev\nproject_id: other\nenvironments: [{name: dev}]\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    if not (BIN / "meltano").exists():
        missing("Meltano is not installed: pip install '.[loads]'")
    (tmp_path / "meltano.yml").write_text(OTHER_PROJECT)
    return tmp_path


def add(project: Path, lines: str = LINES) -> dict[str, Any]:
    """Type the lines, and return the plugins of the project."""
    script = lines.replace("/path/to/clone", str(ROOT))
    run("/bin/sh", "-ec", script, cwd=project, env={"PATH": f"{BIN}:{os.environ['PATH']}"})
    return yaml.safe_load((project / "meltano.yml").read_text())["plugins"]  # type: ignore[no-any-return]


def write(project: Path, tap: dict[str, Any]) -> None:
    """Let `tap` be the only plugin of the project."""
    (project / "meltano.yml").write_text(OTHER_PROJECT + yaml.safe_dump({"plugins": {"extractors": [tap]}}))


def records(project: Path, **environment: str) -> list[tuple[str, dict[str, Any]]]:
    """The stream and the record of each RECORD that Meltano makes the tap write."""
    output = run(BIN / "meltano", "invoke", "tap-usagestats", cwd=project, env={**SANDBOX, **environment})
    messages = [json.loads(line) for line in output.splitlines() if line.startswith('{"type":"RECORD"')]
    return [(message["stream"], message["record"]) for message in messages]


def test_the_lines_add_the_tap_once(project: Path) -> None:
    plugins = add(project)
    assert list(plugins) == ["extractors"]
    assert [plugin["name"] for plugin in plugins["extractors"]] == ["tap-usagestats"]
    assert "#" not in (project / "meltano.yml").read_text()
    done = attempt(BIN / "meltano", "invoke", "tap-usagestats", cwd=project)
    assert done.returncode == 1
    assert "Setting api_key: expected the Open API key" in done.stderr


def test_what_is_added_is_as_meltano_requires(project: Path) -> None:
    add(project)
    assert "Failed to validate" not in attempt(BIN / "meltano", "compile", "--lint", cwd=project).stderr
    (tap,) = yaml.safe_load((project / "meltano.yml").read_text())["plugins"]["extractors"]
    write(project, {**tap, "capabilities": ["no-such-capability"]})
    assert "Failed to validate" in attempt(BIN / "meltano", "compile", "--lint", cwd=project).stderr


def test_only_app_usage_is_loaded_unless_more_is_selected(project: Path) -> None:
    (tap,) = add(project)["extractors"]
    assert {stream for stream, _ in records(project)} == {"app_usage"}
    write(project, {**tap, "select": ["*.*"]})
    assert {stream for stream, _ in records(project)} == {"app_usage", "member_usage", "platform_usage"}


def test_the_first_line_again_updates_the_definition_and_keeps_the_config(project: Path) -> None:
    (tap,) = add(project)["extractors"]
    changed = {**tap, "settings": tap["settings"][:1], "config": {"organization": "acme"}}
    write(project, changed)
    (updated,) = add(project, LINES.splitlines()[0])["extractors"]
    assert updated == {**tap, "config": {"organization": "acme"}}


def test_stream_maps_work_from_meltano_yml_and_from_the_environment(project: Path) -> None:
    (tap,) = add(project)["extractors"]
    mapped = {
        "app_name": "__NULL__",  # Meltano leaves out a null
        "creator_name": "md5(config['seed'] + creator_name) if creator_name else None",
    }
    config = {"stream_maps": {"app_usage": mapped}, "stream_map_config": {"seed": "any"}}
    write(project, {**tap, "config": config})
    _, first = records(project)[0]
    assert "app_name" not in first
    assert len(first["creator_name"]) == 32
    maps = json.dumps({"app_usage": {"creator_name": "__NULL__"}})
    _, first = records(project, TAP_USAGESTATS_STREAM_MAPS=maps)[0]
    assert not {"app_name", "creator_name"} & set(first)  # Meltano adds what the environment has to meltano.yml's
