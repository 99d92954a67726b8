from __future__ import annotations

import pytest
from scripted_api import KEY, YESTERDAY, ScriptedApi, app_item, days_before, refuse
from syncs import STREAM_NAMES, Sync, all_streams, state_at

from tap_usagestats.errors import Interrupted, Stop
from tap_usagestats.sync.partition import Partition
from tap_usagestats.sync.stream import UsageStream

START = days_before(YESTERDAY, 1).isoformat()
NOTHING_SENT = f"Nothing was sent; missing {START} to {YESTERDAY}."
ALL_MISSING = " ".join(f"{name}: {NOTHING_SENT}" for name in sorted(STREAM_NAMES))


def test_every_stopped_stream_is_named_and_the_advice_given_once(api: ScriptedApi, sync: Sync) -> None:
    api.endpoints["member_metrics"] = api.endpoints["overview"] = refuse
    run = sync(catalog=all_streams(), start_date=START)
    assert "app_usage" not in run.error
    for stream, position in [("member_usage", f"{START}, skip 0"), ("platform_usage", START)]:
        assert f"{stream}: {position}: HTTP 400 from 127.0.0.1, code 8302" in run.error
    assert run.error.count(f" {NOTHING_SENT}") == 2
    assert run.error.count("Run again") == 1
    assert run.error.endswith(" Run again once this is fixed.")


def test_day_that_the_state_has_is_not_missing(api: ScriptedApi, sync: Sync) -> None:
    api.endpoints["app_metrics"] = refuse
    run = sync(state_at(days_before(YESTERDAY, 1), "app_usage"), lookback_days=1)
    assert f" Nothing was sent; missing {YESTERDAY}. " in run.error


def test_failing_stream_map_stops_only_its_stream(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda day: [app_item(1, day, creator=None)]
    maps = {"app_usage": {"creator_name": "md5(creator_name)"}}
    run = sync(catalog=all_streams(), start_date=START, stream_maps=maps)
    assert run.error.startswith(f"app_usage: {START}, skip 0: stream_maps: an expression failed on a record of ")
    assert "member_usage" not in run.error


def test_unexpected_error_of_a_stream_is_named_without_its_text(sync: Sync, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise LookupError(KEY)

    monkeypatch.setattr(UsageStream, "read_days", lambda *_: iter(fail, 0))
    run = sync(start_date=START)
    assert run.error.startswith("app_usage: unexpected LookupError. What to do: ")
    assert run.error.endswith(f" {NOTHING_SENT} Run again once this is fixed.")
    assert KEY not in run.error


def fail_to_write(monkeypatch: pytest.MonkeyPatch, end: BaseException) -> None:
    """Make the first write of any partition raise `end`."""

    def write(*_: object) -> None:
        raise end

    monkeypatch.setattr(Partition, "write", write)


def test_stop_while_writing_tells_what_each_stream_is_missing(sync: Sync, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_to_write(monkeypatch, Stop("Cannot write."))
    run = sync(catalog=all_streams(), start_date=START)
    assert run.error == f"Cannot write. {ALL_MISSING}"


def test_signal_tells_what_each_stream_is_missing(sync: Sync, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_to_write(monkeypatch, Interrupted("Stopped by SIGTERM."))
    with pytest.raises(Interrupted, match="SIGTERM") as interrupted:
        sync(catalog=all_streams(), start_date=START)
    assert str(interrupted.value) == f"Stopped by SIGTERM. {ALL_MISSING}"
