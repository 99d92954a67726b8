"""The plain pipe of docs/pipe.md with the real target-jsonl, installed and run as the page says."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from documented import ROOT, blocks
from real_date import LAST_DAY
from running import attempt
from scripted_api import days_before
from warehouse import BIN

INSTALL, SCRIPT = (block.text for block in blocks(ROOT / "docs/pipe.md") if "test_pipe_for_real" in block.by)


def test_second_run_reads_only_the_bookmarked_day_again(tmp_path: Path) -> None:
    days = [days_before(LAST_DAY, count).isoformat() for count in (2, 1, 0)]
    config = {"api_key": "sandbox", "api_url": "sandbox", "start_date": days[0], "end_date": days[-1]}
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "target.json").write_text('{"do_timestamp_file": false}')
    install = INSTALL.replace("/path/to/clone", str(ROOT)).replace("python3", f"{BIN}/python")
    done = attempt("/bin/bash", "-c", install + SCRIPT + SCRIPT, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("Summary: 1 of 1 stream complete") == 2
    assert "| WARNING " not in done.stderr  # of the tap; pip may warn
    state = json.loads((tmp_path / "state.json").read_text())
    assert state["bookmarks"]["app_usage"]["replication_key_value"] == days[-1]
    rows = [json.loads(line) for line in (tmp_path / "app_usage.jsonl").read_text().splitlines()]
    times = Counter((row["date"], row["app_id"]) for row in rows)
    assert {day for day, _ in times} == set(days)
    assert all(count == (2 if day == days[-1] else 1) for (day, _), count in times.items())
