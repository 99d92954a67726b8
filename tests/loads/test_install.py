"""The README's line that adds the tap to another Meltano project, typed there, and what the definition is good for."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from documented import blocks
from running import missing, run
from warehouse import BIN, ROOT

(LINE,) = (block.text for block in blocks(ROOT / "README.md") if block.by == "tests/loads/test_install.py")
OTHER_PROJECT = "default_environment: dev\nproject_id: other\nenvironments: [{name: dev}]\n"
SANDBOX = {"TAP_USAGESTATS_API_KEY": "sandbox", "TAP_USAGESTATS_API_URL": "sandbox"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    if not (BIN / "meltano").exists():
        missing("Meltano is not installed: pip install '.[loads]'")
    (tmp_path / "meltano.yml").write_text(OTHER_PROJECT)
    return tmp_path


def add(project: Path) -> dict[str, Any]:
    """Type the line, and return the plugins of the project."""
    line = LINE.replace("/path/to/clone", str(ROOT)).replace("meltano add", f"{BIN}/meltano add")
    run("/bin/sh", "-ec", line, cwd=project)
    return yaml.safe_load((project / "meltano.yml").read_text())["plugins"]  # type: ignore[no-any-return]


def records(project: Path, **environment: str) -> list[dict[str, Any]]:
    """The records of app_usage that Meltano makes the tap write."""
    output = run(BIN / "meltano", "invoke", "tap-usagestats", cwd=project, env={**SANDBOX, **environment})
    messages = [json.loads(line) for line in output.splitlines() if line.startswith('{"type":"RECORD"')]
    return [message["record"] for message in messages if message["stream"] == "app_usage"]


def test_one_line_adds_the_tap_once(project: Path) -> None:
    plugins = add(project)
    assert list(plugins) == ["extractors"]
    assert [plugin["name"] for plugin in plugins["extractors"]] == ["tap-usagestats"]
    done = subprocess.run(
        [BIN / "meltano", "invoke", "tap-usagestats"],
        cwd=project,
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 1
    assert "Setting api_key: expected the Open API key" in done.stderr


def test_the_line_again_updates_the_definition_and_keeps_the_config(project: Path) -> None:
    (tap,) = add(project)["extractors"]
    changed = {**tap, "settings": tap["settings"][:1], "config": {"organization": "acme"}}
    (project / "meltano.yml").write_text(OTHER_PROJECT + yaml.safe_dump({"plugins": {"extractors": [changed]}}))
    (updated,) = add(project)["extractors"]
    assert updated == {**tap, "config": {"organization": "acme"}}


def test_stream_maps_work_from_meltano_yml_and_from_the_environment(project: Path) -> None:
    (tap,) = add(project)["extractors"]
    mapped = {
        "app_name": "__NULL__",  # Meltano leaves out a null
        "creator_name": "md5(config['seed'] + creator_name) if creator_name else None",
    }
    config = {"stream_maps": {"app_usage": mapped}, "stream_map_config": {"seed": "any"}}
    text = OTHER_PROJECT + yaml.safe_dump({"plugins": {"extractors": [{**tap, "config": config}]}})
    (project / "meltano.yml").write_text(text)
    first = records(project)[0]
    assert "app_name" not in first
    assert len(first["creator_name"]) == 32
    maps = json.dumps({"app_usage": {"creator_name": "__NULL__"}})
    first = records(project, TAP_USAGESTATS_STREAM_MAPS=maps)[0]
    assert not {"app_name", "creator_name"} & set(first)  # Meltano adds what the environment has to meltano.yml's
