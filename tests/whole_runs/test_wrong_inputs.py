"""Settings, catalogs and states that cannot be used: a run says so, and shows no value that could be a secret."""

from __future__ import annotations

from typing import Any, NoReturn

import pytest
from scripted_api import KEY, YESTERDAY, ScriptedApi, app_item
from syncs import Sync, all_streams, bookmarks_in, catalog_of, state_at

from tap_usagestats.api.day_reader import DayReader

LAST_DAY = YESTERDAY.isoformat()
PASSWORD = "p4ssword-in-a-wrong-place"  # noqa: S105  # a made-up one


@pytest.mark.parametrize("name", ["start_date", "end_date", "api_url"])
@pytest.mark.parametrize("value", [KEY, KEY[:8], f"https://user:{PASSWORD}@api.example.com:0/", PASSWORD])
def test_possible_secret_is_not_shown(sync: Sync, name: str, value: str) -> None:
    run = sync(**{name: value})
    assert run.error.startswith(f"Setting {name}: expected ")
    for secret in (KEY[:8], PASSWORD):
        assert secret not in run.error + run.log


@pytest.mark.parametrize("value", ["2026-02-30", "2026/02/01", "2026-02-30T00:00:00Z", "yesterday"])
def test_harmless_value_is_not_shown_either(sync: Sync, value: str) -> None:
    assert sync(start_date=value).error == "Setting start_date: expected a day (YYYY-MM-DD) or a date-time."


@pytest.mark.parametrize(
    ("maps", "words"),
    [
        ({"app_usages": {"creator_name": None}}, "got app_usages"),
        ({"app_usage": {"creator": None}}, "app_usage drops creator, which is not a column of app_usage"),
        ({"app_usage": {"creator": "__NULL__"}}, "app_usage drops creator, which is not a column of app_usage"),
    ],
)
def test_map_that_hides_nothing_ends_the_run_before_its_first_record(
    api: ScriptedApi, sync: Sync, maps: dict[str, Any], words: str
) -> None:
    run = sync(stream_maps=maps)
    assert words in run.error
    assert (run.messages, api.requests) == ([], [])


def test_map_of_a_deselected_stream_does_not_end_the_run(sync: Sync) -> None:
    maps = {"member_usage": {"member_name": None}, "app_usage": {"creator_name": None}}
    run = sync(catalog=catalog_of("app_usage"), start_date=LAST_DAY, stream_maps=maps)
    assert (run.error, len(run.records)) == ("", 3)
    assert all("creator_name" not in record for record in run.records)


def test_failing_expression_ends_only_its_stream(api: ScriptedApi, sync: Sync) -> None:
    api.apps = lambda day: [app_item(0, day), app_item(1, day, creator=None)]
    run = sync(catalog=all_streams(), start_date=LAST_DAY, stream_maps={"app_usage": {"x": "md5(creator_name)"}})
    assert "skip 0: stream_maps: an expression failed on a record of " in run.error
    assert f"Nothing was sent; missing {YESTERDAY}." in run.error
    assert "Traceback" not in run.log
    assert bookmarks_in(run.state) == {"member_usage": LAST_DAY, "platform_usage": LAST_DAY}


@pytest.mark.parametrize("catalog", [{"streams": []}, catalog_of()], ids=["no-streams", "none-selected"])
def test_empty_selection_is_one_line(api: ScriptedApi, sync: Sync, catalog: dict[str, Any]) -> None:
    run = sync(catalog=catalog)
    assert run.error.startswith("No stream is selected. What to do: select one in the catalog")
    assert (run.messages, api.requests) == ([], [])


def test_wrapped_state_is_unwrapped_and_logged(api: ScriptedApi, sync: Sync) -> None:
    run = sync({"value": state_at(YESTERDAY)})
    assert api.days_asked == [LAST_DAY]
    assert "the state is wrapped in `value`; its content is used" in run.log


@pytest.mark.parametrize("error", [ZeroDivisionError(KEY), KeyError("x"), RecursionError(), MemoryError()])
def test_unexpected_error_ends_its_stream_with_one_line(
    sync: Sync, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def read(*_: object) -> NoReturn:
        raise error

    monkeypatch.setattr(DayReader, "read", read)
    run = sync(start_date=LAST_DAY)
    assert run.error.startswith(f"app_usage: unexpected {type(error).__name__}. What to do: run again with TAP_USAGE")
    assert KEY not in run.error + run.log
