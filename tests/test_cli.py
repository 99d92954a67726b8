"""The command as users run it: another process, its output, its exit code."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from scripted_api import KEY, ScriptedApi, TurnedClock, days_before
from syncs import Sync

from tap_usagestats.client import UsageStream
from tap_usagestats.days import yesterday
from tap_usagestats.messages import PIPE_BYTES
from tap_usagestats.pacing import Clock

TODAYS_YESTERDAY = yesterday(Clock().now())
DAYS = [days_before(TODAYS_YESTERDAY, back) for back in (3, 2, 1, 0)]

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def real_api() -> Iterator[ScriptedApi]:
    """A server on the real date, as the command in the other process sees it; still a clock that does not run."""
    with ScriptedApi(TurnedClock(Clock().now())) as scripted:
        yield scripted


def command_with(folder: Path, config: Any) -> list[str]:
    """Write the config file, and return the command that runs the tap with it."""
    file = folder / "config.json"
    file.write_text(config if isinstance(config, str) else json.dumps(config))
    return [sys.executable, "-m", "tap_usagestats", "--config", str(file)]


@pytest.fixture
def tap(tmp_path: Path) -> Command:
    """Run the tap with settings, if any, and more arguments."""

    def run(*arguments: str, config: Any = None, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "tap_usagestats"] if config is None else command_with(tmp_path, config)
        return subprocess.run(
            [*command, *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "TAP_USAGESTATS_LOGLEVEL": "DEBUG", **environment},
            cwd=tmp_path,
            timeout=60,
        )

    return run


def assert_one_line(run: subprocess.CompletedProcess[str], *words: str) -> None:
    """The run ended with exit code 1 and one line of error, without a traceback and without the key."""
    errors = [line for line in run.stderr.splitlines() if "| ERROR " in line]
    assert run.returncode == 1
    assert len(errors) == 1
    assert errors[0] == run.stderr.splitlines()[-1]
    assert all(word in errors[0] for word in words)
    assert "Traceback" not in run.stderr
    assert KEY not in run.stderr + run.stdout


def messages(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def keys(text: str) -> list[tuple[str, str]]:
    records = [message["record"] for message in messages(text) if message["type"] == "RECORD"]
    return [(record["date"], record["app_id"]) for record in records]


def test_sample_config_runs_against_the_sandbox(tap: Command) -> None:
    sample = Path(__file__).parent.parent / "sample_config.json"
    run = tap("--config", str(sample))
    assert run.returncode == 0
    assert len(keys(run.stdout)) == len(set(keys(run.stdout))) > 180 * 100
    assert {day for day, _ in keys(run.stdout)} == {
        days_before(TODAYS_YESTERDAY, back).isoformat() for back in range(180)
    }


def test_discover_works_without_config_and_network(tap: Command) -> None:
    run = tap("--discover")
    assert run.returncode == 0
    streams = json.loads(run.stdout)["streams"]
    assert [stream["tap_stream_id"] for stream in streams] == ["app_usage", "member_usage", "platform_usage"]
    assert streams[0]["key_properties"] == ["date", "app_id"]
    assert streams[0]["replication_key"] == "date"


def test_about_reads_well(tap: Command) -> None:
    run = tap("--about", "--format=markdown")
    assert run.returncode == 0
    assert "| api_key | True | None | The Open API key. |" in run.stdout


def test_connection_test_reads_a_record_of_each_stream(tap: Command) -> None:
    run = tap("--test", config={"api_key": KEY, "api_url": "sandbox"})
    assert run.returncode == 0
    records = [message["stream"] for message in messages(run.stdout) if message["type"] == "RECORD"]
    assert records == ["app_usage", "member_usage", "platform_usage"]
    assert "ERROR" not in run.stderr


@pytest.mark.parametrize("arguments", [(), ("--test",)])
def test_bad_setting_is_one_line(tap: Command, arguments: tuple[str, ...]) -> None:
    assert_one_line(tap(*arguments, config={"api_key": KEY, "start_date": "yesterday"}), "start_date", "'yesterday'")


def test_missing_and_broken_files_are_one_line(tap: Command, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(f'{{"api_key": "{KEY}')
    good = {"api_key": KEY, "api_url": "sandbox"}
    assert_one_line(tap("--config", "nowhere.json"), "--config", "nowhere.json", "FileNotFoundError")
    assert_one_line(tap("--config", str(broken)), "--config", "JSON object")
    assert_one_line(tap("--state", str(broken), config=good), "--state", "no JSON object")
    assert_one_line(tap("--catalog", str(broken), config=good), "--catalog", "no Singer catalog")
    assert_one_line(tap("--state", "nowhere.json", config=good), "--state", "No such file")


@pytest.mark.parametrize("content", ["\u00fc".encode("latin-1"), b"[" * 100_000, b'{"a": NaN}', b"[]"])
def test_file_of_another_form_is_one_line(tap: Command, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.json").write_bytes(content)
    good = {"api_key": KEY, "api_url": "sandbox"}
    assert_one_line(tap("--config", "odd.json"), "--config")
    assert_one_line(tap("--state", "odd.json", config=good), "--state")


@pytest.mark.parametrize("streams", [None, {"a": 1}, ["x"], [{}]])
def test_catalog_of_another_form_is_one_line(tap: Command, tmp_path: Path, streams: Any) -> None:
    (tmp_path / "catalog.json").write_text(json.dumps({"streams": streams}))
    assert_one_line(tap("--catalog", "catalog.json", config={"api_key": KEY, "api_url": "sandbox"}), "--catalog")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"stream_maps": 5}, "stream_maps"),
        ({"stream_maps": {"app_usage": {"x": "]["}}}, "]["),
        ({"stream_maps": {"app_usage": {"__key_properties__": ["zz"]}}}, "zz"),
    ],
)
def test_setting_of_the_sdk_that_is_wrong_is_one_line(tap: Command, settings: dict[str, Any], words: str) -> None:
    assert_one_line(tap(config={"api_key": KEY, "api_url": "sandbox", **settings}), words)


def test_log_level_that_is_none_ends_without_a_traceback(tap: Command) -> None:
    run = tap(config={"api_key": KEY, "api_url": "sandbox"}, TAP_USAGESTATS_LOGLEVEL="LOUD")
    assert (run.returncode, len(run.stderr.splitlines())) == (1, 1)
    assert "LOGLEVEL" in run.stderr


def test_settings_come_from_the_environment(tap: Command) -> None:
    settings = {
        "TAP_USAGESTATS_API_KEY": KEY,
        "TAP_USAGESTATS_API_URL": "sandbox",
        "TAP_USAGESTATS_START_DATE": TODAYS_YESTERDAY.isoformat(),
        "TAP_USAGESTATS_APP_IDS": json.dumps(["a" * 24]),
        "TAP_USAGESTATS_REQUEST_TIMEOUT": "5.5",
        "TAP_USAGESTATS_LOOKBACK_DAYS": "2",
    }
    run = tap("--config", "ENV", **settings)
    assert (run.returncode, keys(run.stdout)) == (0, [])
    assert_one_line(tap("--config", "ENV", **{**settings, "TAP_USAGESTATS_LOOKBACK_DAYS": "few"}), "lookback_days")
    assert_one_line(tap("--config", "ENV", **{**settings, "TAP_USAGESTATS_STREAM_MAPS": "{bad"}), "environment")
    run = tap("--config", "ENV", **settings, TAP_USAGESTATS_STRAT_DATE="2026-01-01")
    assert "setting strat_date does not exist and is ignored; was start_date meant?" in run.stderr
    assert "loglevel does not exist" not in run.stderr


def test_wrong_key_is_one_line(tap: Command, real_api: ScriptedApi) -> None:
    real_api.api_key = "another"
    run = tap(config={"api_key": KEY, "api_url": real_api.url})
    assert_one_line(run, "app_usage", "8301", "Failed to verify the API Key", "check api_key")
    assert len(real_api.bodies) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("at_request", [0, 1, 4, 7])
def test_killed_run_and_the_next_one_are_complete(
    real_api: ScriptedApi, sync: Sync, tmp_path: Path, number: signal.Signals, at_request: int
) -> None:
    real_api.apps = lambda _: 150  # two pages a day
    config = {"api_key": KEY, "api_url": real_api.url, "start_date": DAYS[0].isoformat(), "request_interval": 0}
    command = command_with(tmp_path, config)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        real_api.on_request = lambda request: process.send_signal(number) if request == at_request else None
        output, log = process.communicate(timeout=60)
    real_api.on_request = lambda _: None

    whole = DAYS[: at_request // 2]
    complete_lines = "".join(line for line in output.splitlines(keepends=True) if line.endswith("\n"))
    states = [message["value"] for message in messages(complete_lines) if message["type"] == "STATE"]
    assert [state["bookmarks"]["app_usage"]["replication_key_value"] for state in states] == [str(day) for day in whole]
    if number == signal.SIGKILL:
        assert process.returncode == -signal.SIGKILL
    else:
        assert_one_line(subprocess.CompletedProcess(command, process.returncode, output, log), number.name, "next run")

    real_api.bodies.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(UsageStream, "clock", Clock())
        second = sync(states[-1] if states else None, api_url=real_api.url, start_date=DAYS[0].isoformat())
    assert second.exit_code == 0
    everything = {(str(day), f"{app:024x}") for day in DAYS for app in range(150)}
    assert set(keys(complete_lines)) | set(second.keys) == everything
    assert len(real_api.bodies) == 2 * (len(DAYS) - max(0, len(whole) - 1))


def test_target_that_stops_reading_is_one_line(tmp_path: Path) -> None:
    command = command_with(tmp_path, {"api_key": KEY, "api_url": "sandbox"})
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        log = process.stderr.read()
        returncode = process.wait(timeout=60)
    assert_one_line(subprocess.CompletedProcess(command, returncode, "", log), "Standard output", "Broken pipe")


def test_full_disk_is_one_line(tmp_path: Path) -> None:
    command = command_with(tmp_path, {"api_key": KEY, "api_url": "sandbox"})
    for arguments in ([], ["--discover"]):
        with Path("/dev/full").open("w") as full:
            run = subprocess.run(
                [*command, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60
            )
        run.stdout = ""
        assert_one_line(run, "Standard output", "No space left on device")


def bytes_waiting(pipe: IO[str]) -> int:
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


def test_target_that_hangs_does_not_keep_a_stopped_tap(real_api: ScriptedApi, tmp_path: Path) -> None:
    real_api.apps = lambda _: 3000
    command = command_with(tmp_path, {"api_key": KEY, "api_url": real_api.url, "request_interval": 0})
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        while bytes_waiting(process.stdout) < PIPE_BYTES // 2:  # until the rest of the day can't fit
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        returncode = process.wait(timeout=30)
        log = process.stderr.read()
    assert_one_line(subprocess.CompletedProcess(command, returncode, "", log), "SIGTERM")


def test_certificates_that_are_not_there_are_one_line(tap: Command) -> None:
    config = {"api_key": KEY, "api_url": "https://127.0.0.2:1/api"}
    assert_one_line(tap(config=config, REQUESTS_CA_BUNDLE="/nowhere.pem"), "/nowhere.pem", "REQUESTS_CA_BUNDLE")


def test_example_of_a_stream_map_runs(tap: Command) -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    example = json.loads(readme.split("in a config file:\n`", 1)[1].split("`", 1)[0])
    run = tap(config={"api_key": KEY, "api_url": "sandbox", "start_date": TODAYS_YESTERDAY.isoformat(), **example})
    assert run.returncode == 0
    names = {message["record"]["creator_name"] for message in messages(run.stdout) if message["type"] == "RECORD"}
    assert None in names
    assert {len(name) for name in names if name} == {32}
