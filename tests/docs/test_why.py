"""examples/why: the lines of a log of Meltano that say why a run failed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from summary import EXAMPLE, EXAMPLE_OF_MANY

WHY = Path(__file__).parents[2] / "examples/why"
TIME = "2026-11-25T13:01:29.121318Z "
BEFORE = f"{TIME}[info     ] tap-usagestats app_usage: 2026-11-14, 131 apps, 2 pages; 1 of 7 days (14%)\n"
AFTER = f"{TIME}[error    ] meltano      Extractor failed\n{TIME}[error    ] meltano      Block run completed\n"
FINISHED, FINISHED_MANY = (
    f"{TIME}[info     ] tap-usagestats {example.replace('2 of 3', '3 of 3')}\n"
    for example in (EXAMPLE, EXAMPLE_OF_MANY)
)
REASONS = (
    f"{TIME}[error    ] tap-usagestats app_usage: 2026-11-14, skip 0: HTTP 400 from host, code 8301, msg 'No'",
    f"{TIME}[info     ] target-duckdb duckdb.duckdb.IOException: IO Error: Could not set lock on file",
    f"{TIME}[info     ] target-snowflake 'account' is a required property",
    f"{TIME}[info     ] target-snowflake Config validation failed",
    f"{TIME}[info     ] target-bigquery KeyError: 'project'",
    f"{TIME}[info     ] target-duckdb duckdb.duckdb.ConstraintException: Constraint Error: Duplicate key 'date: …'",
    f"{TIME}[error    ] meltano      Another 'prod:a-to-b' pipeline is already running which started at 13:03",
    f"{TIME}[error    ] meltano      Installation failed. Command failed.",
    f"{TIME}[error    ] meltano      Cannot start plugin tap-usagestats: Executable 'tap-usagestats' could not",
    "Error: Block no-such-job not found",
    "Error: No such option '--fulll-refresh'. Did you mean '--full-refresh'?",
    f"{TIME}[error    ] meltano      Environment 'prdo' was not found.",
    "examples/nightly: 9: .venv/bin/meltano: not found",
    "ERROR:meltano.cli.utils:{'event': \"'loud' is not a valid choice for 'cli.log_level'\", 'level': 'error'}",
    "duckdb.duckdb.IOException: IO Error: Cannot open database",
    "13:13:28  Failure in test no_missing_day_organization_days_ (models/marts/marts.yml)\n13:13:28    Got 1 result",
    "13:13:28  Database Error in model apps (models/marts/apps.sql)\n  Catalog Error: no such table",
    "    Database Error\n    250001: Could not connect",
    "No report: cannot connect to postgres: connection to server failed: Connection refused",
    'No digest: oapi.dingtalk.com did not take it, and answered HTTP 200: {"errcode": 310000}',
    f"{TIME}[info     ] dbt-duckdb Compilation Error in model apps (marts/apps.sql)\n{TIME}[info     ] unknown",
)


def why(log: Path, text: str) -> str:
    log.write_text(text)
    return subprocess.run([WHY, log], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("reason", REASONS)
def test_reason_is_shown_alone(tmp_path: Path, reason: str) -> None:
    assert why(tmp_path / "job.log", f"{BEFORE}{reason}\n{AFTER}") == f"{reason}\n"


def test_error_of_meltano_is_shown_without_its_traceback(tmp_path: Path) -> None:
    started = f"{TIME}[info     ] meltano      Meltano 4.4.1\n"
    reason = f"{TIME}[error    ] meltano      while parsing a flow node\nexpected the node content\n  in line 304\n"
    traceback = "╭─── Traceback ───╮\n│  raise          │\n╰─────────────────╯\nParserError: while parsing\n\n"
    assert why(tmp_path / "job.log", started + (reason + traceback) * 2) == reason


def test_errors_that_follow_from_a_kill_are_no_reasons(tmp_path: Path) -> None:
    """Meltano writes the first to its log of a loader that was killed while the tap was sending a lot."""
    broken = f"{TIME}[error    ] meltano\n╭── Traceback ──╮\n╰───────────────╯\nBrokenPipeError\n\n"
    never = f"{TIME}[error    ] meltano      Task exception was never retrieved\nfuture: BrokenPipeError()>\n"
    el = f"{TIME}[error    ] meltano      ELT could not be completed: Loader failed.\nRunnerError: Loader failed\n"
    assert "It was probably killed" in why(tmp_path / "job.log", BEFORE + broken + never + el)


def test_log_without_the_tap_blames_no_kill(tmp_path: Path) -> None:
    shown = why(tmp_path / "job.log", AFTER)
    assert shown == f"No line says why. The tap logged nothing.\nThe log ends with:\n{AFTER}"


def test_log_without_a_reason_is_said_to_have_none(tmp_path: Path) -> None:
    shown = why(tmp_path / "job.log", BEFORE * 20 + AFTER)
    assert shown.startswith("No line says why, or that the tap finished. It was probably killed, or the loader was.\n")
    assert shown.endswith(f"\nThe log ends with:\n{BEFORE * 8}{AFTER}")


@pytest.mark.parametrize("finished", [FINISHED, FINISHED_MANY])
def test_log_of_a_tap_that_finished_says_so(tmp_path: Path, finished: str) -> None:
    shown = why(tmp_path / "job.log", BEFORE * 20 + finished + AFTER)
    assert shown.startswith("No line says why. The tap finished; if the run failed, the loader or a later step ")
    assert shown.endswith(f"\nThe log ends with:\n{BEFORE * 7}{finished}{AFTER}")


@pytest.mark.parametrize("later", [BEFORE, *(one.replace("3 of", "2 of") for one in (FINISHED, FINISHED_MANY))])
def test_tap_that_did_not_finish_is_not_said_to(tmp_path: Path, later: str) -> None:
    """Such as the second tap of a job."""
    assert "or that the tap finished" in why(tmp_path / "job.log", FINISHED + later + AFTER)


def test_missing_log_is_named(tmp_path: Path) -> None:
    done = subprocess.run([WHY, tmp_path / "job.log"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, f"There is no log {tmp_path / 'job.log'}\n")
