"""The command as users run it: its output, its log, its exit code. Signals have a file of their own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from processes import SECONDS, Command, Finished, assert_one_line, command_with, environment
from real_date import LAST_DAY, REAL_NOW
from scripted_api import KEY, ScriptedApi, TurnedClock
from syncs import catalog_of, messages_of, state_at

from tap_usagestats.streams import STREAMS

SAMPLE = Path(__file__).parents[2] / "sample_config.json"
SANDBOX = {"api_key": KEY, "api_url": "sandbox", "start_date": str(LAST_DAY), "end_date": str(LAST_DAY)}


@pytest.fixture
def real_api() -> Iterator[ScriptedApi]:
    """A server on the real date, as the command in the other process sees it; still a clock that does not run."""
    with ScriptedApi(TurnedClock(REAL_NOW)) as scripted:
        yield scripted


@pytest.fixture
def tap(tmp_path: Path) -> Command:
    """Run the tap with settings, if any, and more arguments."""

    def run(*arguments: str, config: Any = None, **variables: str) -> Finished:
        command = command_with(tmp_path, config if config is not None else {})
        return subprocess.run(
            [*(command if config is not None else command[:3]), *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=environment(**variables),
            cwd=tmp_path,
            timeout=SECONDS,
        )

    return run


def keys(output: str) -> list[tuple[str, str]]:
    records = [message["record"] for message in messages_of(output) if message["type"] == "RECORD"]
    return [(record["date"], record["app_id"]) for record in records]


def test_sample_config_runs_against_the_sandbox(tap: Command) -> None:
    run = tap("--config", str(SAMPLE))
    assert run.returncode == 0
    assert len(keys(run.stdout)) == len(set(keys(run.stdout))) > 180 * 100
    assert len({day for day, _ in keys(run.stdout)}) == 180


def test_discover_works_without_config_and_network(tap: Command) -> None:
    run = tap("--discover")
    assert run.returncode == 0
    streams = json.loads(run.stdout)["streams"]
    assert [stream["tap_stream_id"] for stream in streams] == sorted(stream.name for stream in STREAMS)
    assert streams[0]["key_properties"] == ["date", "app_id"]
    assert streams[0]["replication_key"] == "date"


def test_about_reads_well(tap: Command) -> None:
    """The SDK ends it by SystemExit."""
    run = tap("--about", "--format=markdown")
    assert run.returncode == 0
    assert "| api_key | False | None | The Open API key; required, unless `organizations` is set. |" in run.stdout


def test_connection_test_prints_a_line_for_each_stream(tap: Command) -> None:
    run = tap("--test", config=SANDBOX)
    assert run.returncode == 0
    lines = [line.partition(": a record of ") for line in run.stdout.splitlines()]
    assert [name for name, _, day in lines if date.fromisoformat(day)] == sorted(stream.name for stream in STREAMS)
    assert "ERROR" not in run.stderr


def test_log_has_the_version_and_not_that_the_environment_was_not_read(tap: Command) -> None:
    """The SDK says that it has not; the tap has."""
    log = tap(config=SANDBOX).stderr
    assert "tap-usagestats v" in log
    assert "Skipping parse" not in log


@pytest.mark.parametrize("arguments", [(), ("--test",)])
def test_bad_setting_is_one_line(tap: Command, arguments: tuple[str, ...]) -> None:
    assert_one_line(tap(*arguments, config={"api_key": KEY, "start_date": "yesterday"}), "start_date: expected a day")


def test_missing_or_broken_file_is_one_line(tap: Command, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(f'{{"api_key": "{KEY}')
    assert_one_line(tap("--config", "nowhere.json"), "--config", "FileNotFoundError")
    assert_one_line(tap("--config", str(broken)), "--config", "JSON object")
    assert_one_line(tap("--state", str(broken), config=SANDBOX), "--state: expected a JSON object")
    assert_one_line(tap("--catalog", str(broken), config=SANDBOX), "--catalog: expected a Singer catalog")
    assert_one_line(tap("--state", "nowhere.json", config=SANDBOX), "--state", "No such file")


@pytest.mark.parametrize("content", ["\u00fc".encode("latin-1"), b"[" * 100_000, b'{"a": NaN}', b"5"])
def test_file_with_the_wrong_structure_is_one_line(tap: Command, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.json").write_bytes(content)
    assert_one_line(tap("--config", "odd.json"), "--config")
    assert_one_line(tap("--state", "odd.json", config=SANDBOX), "--state")


@pytest.mark.parametrize("streams", [None, {"a": 1}, ["x"], [{}]])
def test_catalog_with_the_wrong_structure_is_one_line(tap: Command, tmp_path: Path, streams: Any) -> None:
    (tmp_path / "catalog.json").write_text(json.dumps({"streams": streams}))
    assert_one_line(tap("--catalog", "catalog.json", config=SANDBOX), "--catalog")


@pytest.mark.parametrize("top", [{}, {"replication_method": "INCREMENTAL"}])
def test_replication_method_in_the_metadata_is_respected(tap: Command, tmp_path: Path, top: dict[str, str]) -> None:
    catalog = catalog_of("app_usage", **{"replication-method": "FULL_TABLE"})
    for entry in catalog["streams"]:
        entry.pop("replication_method", None)
        entry.update(top)
    (tmp_path / "catalog.json").write_text(json.dumps(catalog))
    run = tap("--catalog", "catalog.json", config=SANDBOX)
    assert run.returncode == 0
    assert {message["type"] for message in messages_of(run.stdout)} == {"SCHEMA", "RECORD"}


@pytest.mark.parametrize("option", ["config", "state", "catalog"])
def test_file_may_begin_with_a_byte_order_mark(tap: Command, tmp_path: Path, option: str) -> None:
    contents = {"config": SANDBOX, "state": {"singer_state": state_at(LAST_DAY)}, "catalog": catalog_of("app_usage")}
    (tmp_path / "file.json").write_text(json.dumps(contents[option]), encoding="utf-8-sig")
    run = tap(f"--{option}", "file.json", config=None if option == "config" else SANDBOX)
    assert run.returncode == 0
    assert keys(run.stdout)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"stream_maps": 5}, "stream_maps"),
        ({"stream_maps": {"app_usage": {"x": "]["}}}, "app_usage.x: expected an expression that can be parsed"),
        ({"stream_maps": {"app_usage": {"__key_properties__": ["zz"]}}}, "zz"),
    ],
)
def test_invalid_sdk_setting_is_one_line(tap: Command, settings: dict[str, Any], words: str) -> None:
    assert_one_line(tap(config={**SANDBOX, **settings}), words)


def test_invalid_log_level_ends_without_a_traceback(tap: Command) -> None:
    run = tap(config=SANDBOX, TAP_USAGESTATS_LOGLEVEL="LOUD")
    assert (run.returncode, len(run.stderr.splitlines())) == (1, 1)
    assert "LOGLEVEL" in run.stderr


def test_settings_come_from_the_environment(tap: Command) -> None:
    settings = {
        "TAP_USAGESTATS_API_KEY": KEY,
        "TAP_USAGESTATS_API_URL": "sandbox",
        "TAP_USAGESTATS_START_DATE": str(LAST_DAY),
        "TAP_USAGESTATS_APP_IDS": json.dumps(["a" * 24]),
        "TAP_USAGESTATS_REQUEST_TIMEOUT": "5.5",
        "TAP_USAGESTATS_LOOKBACK_DAYS": "2",
    }
    run = tap("--config", "ENV", **settings)
    assert (run.returncode, keys(run.stdout)) == (0, [])
    assert_one_line(tap("--config", "ENV", **{**settings, "TAP_USAGESTATS_LOOKBACK_DAYS": "few"}), "lookback_days")
    assert_one_line(tap("--config", "ENV", **{**settings, "TAP_USAGESTATS_STREAM_MAPS": "{bad"}), "environment")


def test_wrong_key_is_one_line(tap: Command, real_api: ScriptedApi) -> None:
    real_api.api_key = "another"
    run = tap(config={"api_key": KEY, "api_url": real_api.url})
    assert_one_line(run, "app_usage", "8301", "Failed to verify the API Key", "check api_key")
    assert len(real_api.bodies) == 1


def test_target_that_stops_reading_is_one_line(tmp_path: Path) -> None:
    command = command_with(tmp_path, {"api_key": KEY, "api_url": "sandbox"})
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        log = process.stderr.read()
        returncode = process.wait(timeout=SECONDS)
    assert_one_line(Finished(command, returncode, "", log), "standard output", "Broken pipe")


def test_full_disk_is_one_line(tmp_path: Path) -> None:
    command = command_with(tmp_path, {"api_key": KEY, "api_url": "sandbox"})
    for arguments in ([], ["--discover"], ["--about"]):
        with Path("/dev/full").open("w") as full:
            run = subprocess.run(
                [*command, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=SECONDS
            )
        run.stdout = ""
        assert_one_line(run, "standard output", "No space left on device")


def test_missing_certificate_file_is_one_line(tap: Command) -> None:
    config = {"api_key": KEY, "api_url": "https://127.0.0.2:1/api"}
    assert_one_line(tap(config=config, REQUESTS_CA_BUNDLE="/nowhere.pem"), "/nowhere.pem", "REQUESTS_CA_BUNDLE")


@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&-"])
def test_unwritable_standard_error_does_not_change_the_exit_code(tmp_path: Path, redirection: str) -> None:
    for config, exit_code in ((SANDBOX, 0), ({}, 1)):
        command = " ".join(command_with(tmp_path, config))
        run = subprocess.run(["/bin/sh", "-c", f"{command} {redirection} >/dev/null"], check=False, timeout=SECONDS)
        assert run.returncode == exit_code


def test_closed_standard_output_is_one_line(tmp_path: Path) -> None:
    command = " ".join(command_with(tmp_path, SANDBOX))
    run = subprocess.run(
        ["/bin/sh", "-c", f"{command} >&-"], stderr=subprocess.PIPE, text=True, check=False, timeout=SECONDS
    )
    assert (run.returncode, run.stderr.count("\n")) == (1, 1)
    assert run.stderr.startswith("tap-usagestats: unexpected AttributeError. What to do: ")
