"""The plain pipe of docs/pipe.md, as it stands there, with a target that stores what it reads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from documented import ROOT, blocks
from processes import SECONDS, Finished, environment
from real_date import LAST_DAY
from scripted_api import days_before

from tap_usagestats.streams import AppUsage

SCRIPT, SELECTION = (
    block.text for block in blocks(ROOT / "docs/pipe.md") if "tests/whole_runs/test_pipe.py" in block.by
)
# It repeats each STATE once it has stored the lines before it, as a target does; it fails at the day in FAIL_AT.
TARGET = """#!{python}
import json, os, sys
for line in sys.stdin:
    message = json.loads(line)
    if message["type"] == "RECORD" and message["record"]["date"] == os.environ.get("FAIL_AT"):
        sys.exit("the disk is full")
    with open("stored.jsonl", "a") as file:
        file.write(line)
    if message["type"] == "STATE":
        print(json.dumps(message["value"]), flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the two programs and the config of the page; the tap reads three days."""
    days = {"start_date": days_before(LAST_DAY, 2).isoformat(), "end_date": LAST_DAY.isoformat()}
    config = {"api_key": "sandbox", "api_url": "sandbox", **days}
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "target.json").write_text("{}")
    programs = {"target-jsonl": TARGET.format(python=sys.executable)}
    programs["tap-usagestats"] = f'#!/bin/sh\nexec {sys.executable} -m tap_usagestats "$@"\n'
    for name, text in programs.items():
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    return tmp_path


def run(folder: Path, script: str = SCRIPT, **variables: str) -> Finished:
    own = environment(PATH=f"{folder}:{os.environ['PATH']}", **variables)
    command = ["/bin/bash", "-c", script]
    return subprocess.run(command, cwd=folder, env=own, check=False, timeout=SECONDS, capture_output=True, text=True)


def bookmark(folder: Path) -> str:
    state = json.loads((folder / "state.json").read_text())
    return str(state["bookmarks"]["app_usage"]["replication_key_value"])


def stored_days(folder: Path) -> list[str]:
    messages = map(json.loads, (folder / "stored.jsonl").read_text().splitlines())
    return sorted({message["record"]["date"] for message in messages if message["type"] == "RECORD"})


def test_state_is_kept_and_the_next_run_continues(folder: Path) -> None:
    first = run(folder)
    assert first.returncode == 0
    assert "Summary: 1 of 1 stream complete, 3 days" in first.stderr
    assert "| WARNING " not in first.stderr
    newest = bookmark(folder)
    assert (len(stored_days(folder)), stored_days(folder)[-1]) == (3, newest)
    (folder / "stored.jsonl").unlink()
    assert run(folder).returncode == 0
    assert stored_days(folder)[0] == newest


def test_failed_target_fails_the_script_and_the_state_stays(folder: Path) -> None:
    assert run(folder, FAIL_AT=LAST_DAY.isoformat()).returncode != 0
    assert json.loads((folder / "state.json").read_text()) == {}


def test_interrupted_first_run_is_repeated_without_a_warning(folder: Path) -> None:
    (folder / "state.json").touch()  # as if the script had been killed while it wrote the file
    assert run(folder, FAIL_AT=LAST_DAY.isoformat()).returncode != 0
    (folder / "stored.jsonl").unlink()
    again = run(folder)
    assert again.returncode == 0
    assert "| WARNING " not in again.stderr
    assert len(stored_days(folder)) == 3


def test_failed_tap_fails_the_script_and_the_state_stays(folder: Path) -> None:
    assert run(folder).returncode == 0
    before = bookmark(folder)
    (folder / "config.json").write_text('{"api_key": ""}')
    assert run(folder).returncode == 1
    assert bookmark(folder) == before


def test_selection_of_streams_and_columns_is_applied(folder: Path) -> None:
    with_catalog = SCRIPT.replace("--config config.json", "--config config.json --catalog catalog.json")
    assert with_catalog != SCRIPT
    assert run(folder, f"{SELECTION}\n{with_catalog}").returncode == 0
    messages = [json.loads(line) for line in (folder / "stored.jsonl").read_text().splitlines()]
    columns = {message["stream"]: set(message["record"]) for message in messages if message["type"] == "RECORD"}
    assert set(columns) == {"app_usage", "platform_usage"}
    assert columns["app_usage"] == {column.name for column in AppUsage.columns} - {"app_name", "creator_name"}
