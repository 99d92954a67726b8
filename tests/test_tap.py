from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from overrides import overrides
from scripted_api import APPS, KEY, MEMBERS, OVERVIEW, YESTERDAY, ScriptedApi, TurnedClock, days_before, refuse
from singer_sdk import Stream, Tap
from singer_sdk.helpers.capabilities import PluginCapabilities, TapCapabilities
from singer_sdk.io_base import SingerWriter
from syncs import STREAM_NAMES, all_streams, state_at
from wrong_answers import empty_page, status

from tap_usagestats.errors import Stop
from tap_usagestats.streams import STREAMS
from tap_usagestats.sync.standard_output import MessageWriter
from tap_usagestats.sync.stream import UsageStream
from tap_usagestats.tap import TapUsageStats

NAMES = sorted(stream.name for stream in STREAMS)
START = days_before(YESTERDAY, 1)

TapOf = Callable[..., TapUsageStats]


@pytest.fixture
def tap_of(api: ScriptedApi, clock: TurnedClock) -> TapOf:
    """Make a tap that reads two days: tap_of(state=…, catalog=…, setting=value, …)."""

    def make(
        state: dict[str, Any] | None = None, catalog: dict[str, Any] | None = None, **settings: Any
    ) -> TapUsageStats:
        config = {"api_key": KEY, "api_url": api.url, "request_interval": 0, "start_date": str(START), **settings}
        return TapUsageStats(config=config, state=state, catalog=catalog, clock=clock)

    return make


def written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_sdk_overrides_are_these_and_exist_in_the_sdk() -> None:
    assert overrides(TapUsageStats, Tap) == {
        "__init__",
        "_setup_signal_handlers",
        "capabilities",
        "config_jsonschema",
        "discover_streams",
        "get_singer_command",
        "message_writer_class",
        "run_connection_test",
        "setup_mapper",
        "sync_all",
    }


def test_eight_methods_of_the_sdk_are_overridden() -> None:
    """Besides what a tap has to provide, and class attributes."""
    methods = {
        (ours.__name__, name)
        for ours, sdk in [(TapUsageStats, Tap), (UsageStream, Stream), (MessageWriter, SingerWriter)]
        for name in overrides(ours, sdk)
        if callable(getattr(ours, name)) and not isinstance(getattr(ours, name), type)
    }
    assert len(methods - {("TapUsageStats", "discover_streams"), ("UsageStream", "get_records")}) == 8


def test_capabilities_leave_out_batch_and_flattening() -> None:
    assert set(TapUsageStats.capabilities) == {
        TapCapabilities.CATALOG,
        TapCapabilities.STATE,
        TapCapabilities.DISCOVER,
        PluginCapabilities.ABOUT,
        PluginCapabilities.STREAM_MAPS,
        PluginCapabilities.STRUCTURED_LOGGING,
    }
    assert {PluginCapabilities.BATCH, PluginCapabilities.FLATTENING} <= set(Tap.capabilities)
    TapUsageStats(validate_config=False)
    settings = TapUsageStats.config_jsonschema["properties"]
    assert "stream_maps" in settings
    assert "batch_config" not in settings


def test_importing_the_tap_changes_nothing_of_the_process() -> None:
    code = (
        "import gc, logging, signal, sys\n"
        "def process():\n"
        "    handlers = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]\n"
        "    root = logging.getLogger()\n"
        "    return (handlers, gc.isenabled(), sys.stdout, sys.excepthook, sys.unraisablehook,\n"
        "            root.level, root.handlers[:], logging.getLogger('urllib3.connection').level)\n"
        "before, frozen = process(), gc.get_freeze_count()\n"
        "import tap_usagestats.tap\n"
        "assert (process(), gc.get_freeze_count()) == (before, frozen)\n"
        "import tap_usagestats.__main__\n"  # which spares the garbage collector what was imported, and nothing else
        "assert process() == before\n"
        "assert 'tap_usagestats.sandbox' not in sys.modules\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def test_settings_are_checked_before_the_sdk_shows_them(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(Stop, match=r"^Setting api_key: expected the Open API key"):
        TapUsageStats(config={"api_key": [KEY]})
    assert KEY not in caplog.text


def test_bad_sdk_setting_is_reported_without_the_key() -> None:
    with pytest.raises(Stop, match=r"^Settings: expected stream_maps to be as --about describes it\.$"):
        TapUsageStats(config={"api_key": KEY, "stream_maps": KEY})


def test_unknown_settings_are_named(caplog: pytest.LogCaptureFixture) -> None:
    TapUsageStats(config={"api_key": KEY, "strat_date": "2026-01-01", "batch_config": {}, "stream_maps": {}})
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert [line.partition(" ")[2].split()[0] for line in warnings] == ["batch_config", "strat_date"]
    assert "did you mean start_date?" in warnings[1]


def test_environment_overrides_the_config_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAP_USAGESTATS_LOOKBACK_DAYS", "3")
    monkeypatch.setenv("TAP_USAGESTATS_APP_IDS", '["a", "b"]')
    config = {"api_key": KEY, "lookback_days": 1}
    assert TapUsageStats(config=config).config["lookback_days"] == 1
    tap = TapUsageStats(config=config, parse_env_config=True)
    assert (tap.config["lookback_days"], tap.config["app_ids"]) == (3, ["a", "b"])
    monkeypatch.setenv("TAP_USAGESTATS_LOOKBACK_DAYS", "few")
    with pytest.raises(Stop, match=r"^Setting lookback_days: expected a whole number of days \(0 or more\)\.$"):
        TapUsageStats(config=config, parse_env_config=True)


def test_discovery_needs_no_settings(caplog: pytest.LogCaptureFixture) -> None:
    catalog = json.loads(TapUsageStats(validate_config=False).catalog_json_text)
    assert [entry["tap_stream_id"] for entry in catalog["streams"]] == NAMES
    keys = {stream.name: list(dict.fromkeys(["date", stream.endpoint.id_column])) for stream in STREAMS}
    assert {entry["tap_stream_id"]: entry["key_properties"] for entry in catalog["streams"]} == keys
    assert all(record.levelno < logging.WARNING for record in caplog.records)


def test_discovery_with_an_organization_has_its_column_first() -> None:
    tap = TapUsageStats(config={"organization": "acme"}, validate_config=False)
    for entry in json.loads(tap.catalog_json_text)["streams"]:
        assert entry["key_properties"][0] == next(iter(entry["schema"]["properties"])) == "organization"


def test_tap_does_not_touch_signal_handlers() -> None:
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.getsignal(number) for number in numbers]
    TapUsageStats(config={"api_key": KEY})
    assert [signal.getsignal(number) for number in numbers] == before


def command(*arguments: str) -> None:
    TapUsageStats.cli.main(arguments, standalone_mode=False)


@pytest.mark.parametrize("option", ["config", "state", "catalog"])
def test_files_are_checked_before_the_settings(tmp_path: Path, option: str) -> None:
    file = tmp_path / "file.json"
    file.write_text("[]")
    with pytest.raises(Stop, match=rf"^--{option}: expected "):
        command(f"--{option}", str(file))


def test_command_line_syncs_with_the_config_the_state_and_the_catalog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = {"config": {"api_key": KEY}, "state": {"value": state_at(YESTERDAY)}, "catalog": all_streams()}
    for option, content in contents.items():
        (tmp_path / option).write_text(json.dumps(content))
    synced: list[TapUsageStats] = []
    monkeypatch.setattr(TapUsageStats, "sync_all", lambda tap: synced.append(tap))  # noqa: PLW0108  # a method is a function
    command(*(argument for option in contents for argument in (f"--{option}", str(tmp_path / option))))
    [tap] = synced
    assert tap.config["api_key"] == KEY
    assert tap.state == state_at(YESTERDAY)
    assert [stream.name for stream in tap.usage_streams if stream.selected] == sorted(STREAM_NAMES)


def test_about_prints_and_does_not_sync(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command("--about", "--format=json")
    about = json.loads(capsys.readouterr().out)
    assert about["name"] == "tap-usagestats"
    assert about["capabilities"] == [str(capability) for capability in TapUsageStats.capabilities]


def test_map_of_a_deselected_stream_is_harmless(tap_of: TapOf, capsys: pytest.CaptureFixture[str]) -> None:
    maps = {"member_usage": {"member_name": "md5(member_name)"}, "app_usage": {"creator_name": "__NULL__"}}
    tap_of(stream_maps=maps).sync_all()
    messages = written(capsys)
    assert {message["stream"] for message in messages if message["type"] == "SCHEMA"} == {"app_usage"}
    assert "creator_name" not in messages[0]["schema"]["properties"]


@pytest.mark.parametrize(
    ("maps", "words"),
    [
        ({"app_usage": {"app_name": "]["}}, "app_usage.app_name: expected an expression that can be parsed"),
        ({"app_usage": {"__key_properties__": ["zz"]}}, "zz"),
        ({"app_usage": 5}, "stream_maps"),
        ({"app_usages": None}, "app_usages"),
        ({"app_usage": {"no_column": None}}, "no_column"),
        ({KEY: None}, "got ***"),
        ({"app_usage": {"app_name": f"'{KEY}' ]["}}, "app_usage.app_name: expected an expression that can be parsed"),
    ],
)
def test_bad_stream_map_stops_the_run_before_its_first_record(
    tap_of: TapOf, api: ScriptedApi, maps: object, words: str
) -> None:
    with pytest.raises(Stop, match=r"^Settings?") as stop:
        tap_of(stream_maps=maps)
    assert words in str(stop.value)
    assert KEY not in str(stop.value)
    assert "][" not in str(stop.value)
    assert api.bodies == []


def test_connection_test_prints_a_line_for_each_stream_and_no_message(
    tap_of: TapOf, api: ScriptedApi, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """The SDK's own test ends the sync of a stream by an exception, which it logs as an error."""
    assert tap_of().run_connection_test()
    assert capsys.readouterr().out.splitlines() == [f"{name}: a record of {YESTERDAY}" for name in NAMES]
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    assert len(api.bodies) == len(NAMES)


def test_connection_test_names_each_stream_that_fails(
    tap_of: TapOf, api: ScriptedApi, capsys: pytest.CaptureFixture[str]
) -> None:
    api.endpoints["app_metrics"] = api.endpoints["overview"] = refuse
    refused = ["app_usage", "platform_usage"]
    with pytest.raises(Stop, match="8302") as stop:
        tap_of().run_connection_test()
    assert [name for name in NAMES if f"{name}: " in str(stop.value)] == refused
    lines = dict(line.split(": ", 1) for line in capsys.readouterr().out.splitlines())
    assert [name for name in NAMES if "code 8302" in lines[name]] == refused
    assert lines["member_usage"] == f"a record of {YESTERDAY}"


def test_connection_test_of_an_account_without_figures_asks_three_times_a_stream_and_says_so(
    tap_of: TapOf, api: ScriptedApi, capsys: pytest.CaptureFixture[str]
) -> None:
    api.apps = api.members = lambda _: 0
    assert tap_of(start_date="2025-09-02").run_connection_test()
    days = [str(days_before(YESTERDAY, back)) for back in range(3)]
    asked = [[request.body["date"] for request in api.requests_to(one)] for one in (APPS, MEMBERS, OVERVIEW)]
    assert asked == [days, days, days[:1]]
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == NAMES
    for line in lines[:2]:
        assert f': no record for {days[2]} to {days[0]}: open "Admin Console > Management Tools' in line
    assert lines[2] == f"platform_usage: a record of {days[0]}"


@pytest.mark.parametrize("count", [0, 1, 250])
def test_connection_test_asks_for_one_page_and_only_once(tap_of: TapOf, api: ScriptedApi, count: int) -> None:
    api.apps = api.members = lambda _: count
    ids = [f"{number:024x}" for number in range(35)]
    assert tap_of(app_ids=ids, start_date="2025-09-02").run_connection_test()
    assert [len(api.requests_to(one)) for one in ("app_metrics", "member_metrics")] == [1 if count else 3] * 2


def test_connection_test_does_not_repeat_what_failed(tap_of: TapOf, api: ScriptedApi) -> None:
    api.lasting_faults = {"app_metrics": (0, status(502)), "member_metrics": (0, empty_page)}
    with pytest.raises(Stop, match=r"^app_usage: 2026-02-28, skip 0: HTTP 502 from 127\.0\.0\.1\. What to do: "):
        tap_of().run_connection_test()
    assert len(api.bodies) == 1 + 3 + 1


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://api.example.com/api", "api.example.com"),
        ("http://192.0.2.7:8000", "192.0.2.7"),
        ("https://api.example.com/api", None),
        ("http://127.0.0.1:8000/api", None),
        ("http://localhost/api", None),
        ("http://[::1]:8000/api", None),
        ("sandbox", None),
    ],
)
def test_key_that_travels_unencrypted_is_a_warning(
    caplog: pytest.LogCaptureFixture, url: str, host: str | None
) -> None:
    TapUsageStats(config={"api_key": KEY, "api_url": url})
    warnings = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    what = f"Setting api_url: the API key travels unencrypted to {host}. What to do: use https"
    assert [warning.startswith(what) for warning in warnings] == ([True] if host else [])


def test_empty_environment_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("START_DATE", "APP_IDS", "ORGANIZATION", "LOOKBACK_DAYS", "STREAM_MAPS"):
        monkeypatch.setenv(f"TAP_USAGESTATS_{name}", "")
    tap = TapUsageStats(config={"api_key": KEY, "lookback_days": 2}, parse_env_config=True)
    assert tap.config["lookback_days"] == 2
    assert not {"start_date", "app_ids", "organization", "stream_maps"} & tap.config.keys()
    empty = dict.fromkeys(("start_date", "app_ids", "organization", "request_interval", "stream_maps"), "")
    assert TapUsageStats(config={"api_key": KEY, **empty}).config["request_interval"] == 1  # as Meltano passes it on
    monkeypatch.setenv("TAP_USAGESTATS_API_KEY", "")
    with pytest.raises(Stop, match=r"^Setting api_key: expected the Open API key"):
        TapUsageStats(parse_env_config=True)


@pytest.mark.parametrize("catalog", [{"streams": []}, {"streams": [{"tap_stream_id": "no_stream", "schema": {}}]}])
def test_catalog_that_selects_nothing_stops_the_run(tap_of: TapOf, catalog: dict[str, Any]) -> None:
    with pytest.raises(Stop, match=r"^No stream is selected\. What to do: "):
        tap_of(catalog=catalog).sync_all()


def test_key_used_as_a_setting_name_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    TapUsageStats(config={"api_key": KEY, KEY: 1})
    assert "Setting *** does not exist" in caplog.text
    assert KEY not in caplog.text
