from __future__ import annotations

import dataclasses
import logging
from datetime import date
from typing import Any

import pytest
from plans import DEFAULTS, days_planned
from scripted_api import KEY, NOW, OLDEST, YESTERDAY, TurnedClock, days_before

from tap_usagestats.api.day import Day, DayContent, Lines
from tap_usagestats.api.pacing import Traffic
from tap_usagestats.redaction import Redactor
from tap_usagestats.streams import AppUsage
from tap_usagestats.sync.organization import Organization
from tap_usagestats.sync.plan import DayPlan
from tap_usagestats.sync.progress import LINE_INTERVAL_SECONDS, Progress

WEEK = [days_before(YESTERDAY, back) for back in range(6, -1, -1)]


@pytest.fixture(autouse=True)
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO)
    return caplog


def progress_of(
    plan: DayPlan,
    interval_seconds: float = 1,
    clock: TurnedClock | None = None,
    loaded_up_to: date | None = None,
    app_ids: list[str] | None = None,
    **traffic: Any,
) -> Progress:
    settings = dataclasses.replace(DEFAULTS, request_interval=interval_seconds, app_ids=app_ids)
    organization = Organization(settings, clock or TurnedClock(), Redactor(KEY))
    progress = Progress("app_usage", AppUsage.endpoint, plan, loaded_up_to, organization)
    progress.traffic = Traffic(**{"requests": 9, "retries": 1, "waited_seconds": 300, **traffic})
    return progress


def content_of(records: int, *, messages: int | None = None, has_figures: bool = True) -> DayContent:
    """So many records, with the IDs a0, a1 and so on, and what is sent of them."""
    content = DayContent()
    ids = {f"a{number}" for number in range(records)}
    assert all(map(content.add_id, ids))
    content.add(Lines("", records if messages is None else messages))
    content.has_figures = has_figures and records > 0
    content.seal(ids)
    return content


def add(progress: Progress, day: date, records: int | None, pages: int = 1) -> None:
    """Tell of a day with so many records, all of which have gone out."""
    progress.add(Day(day, None if records is None else content_of(records), pages))


def progress_of_week(
    *records: int | None, loaded_up_to: date | None = None, app_ids: list[str] | None = None
) -> Progress:
    """The progress of a week of which days with so many `records` have gone out."""
    plan = days_planned(NOW, start_date=WEEK[0])
    progress = progress_of(plan, clock=TurnedClock(seconds=-1), loaded_up_to=loaded_up_to, app_ids=app_ids)
    for day, number in zip(WEEK, records, strict=False):
        add(progress, day, number)
    return progress


def warnings(log: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in log.records if record.levelno == logging.WARNING]


@pytest.mark.parametrize(
    ("first", "requests", "interval_seconds", "line"),
    [
        (OLDEST, 180, 1, "app_usage: 2025-09-02 to 2026-02-28, 180 days, at least 3 min at 1 request/s"),
        (WEEK[0], 14, 0.3, "app_usage: 2026-02-22 to 2026-02-28, 7 days, at least 4 s at 3.33 request/s"),
        (WEEK[0], 14, 0, "app_usage: 2026-02-22 to 2026-02-28, 7 days"),
        (YESTERDAY, 1, 1, "app_usage: 2026-02-28, 1 day, at least 1 s at 1 request/s"),
    ],
)
def test_first_line_gives_days_and_minimum_duration(
    log: pytest.LogCaptureFixture, first: date, requests: int, interval_seconds: float, line: str
) -> None:
    progress_of(days_planned(NOW, start_date=first), interval_seconds).announce(requests)
    assert log.messages == [line]


def test_progress_line_gives_position_and_time_left(log: pytest.LogCaptureFixture) -> None:
    clock = TurnedClock()
    progress = progress_of(days_planned(NOW), clock=clock)
    add(progress, OLDEST, 142, 2)
    clock.seconds += 60
    add(progress, days_before(OLDEST, -1), 1)
    clock.seconds += 90
    add(progress, days_before(OLDEST, -2), None)
    assert log.messages == [
        "app_usage: 2025-09-02, 142 apps, 2 pages; 1 of 180 days (0%), about 6 min left",  # by the pace of its pages
        "app_usage: 2025-09-03, 1 app, 1 page; 2 of 180 days (1%), about 89 min left",
        "app_usage: 2025-09-04, 0 apps, 1 page; 3 of 180 days (1%), about 2 h 28 min left",
    ]


def test_progress_of_a_single_day_says_1_day(log: pytest.LogCaptureFixture) -> None:
    add(progress_of(days_planned(NOW, start_date=YESTERDAY)), YESTERDAY, 142, 2)
    assert log.messages == ["app_usage: 2026-02-28, 142 apps, 2 pages; 1 of 1 day (100%), about 0 s left"]


def test_progress_lines_are_seconds_apart(log: pytest.LogCaptureFixture) -> None:
    clock = TurnedClock()
    plan = days_planned(NOW)
    progress = progress_of(plan, clock=clock)
    for day in plan.days:
        add(progress, day, 1)
        clock.seconds += 1
    assert len(log.messages) == 180 / LINE_INTERVAL_SECONDS


def test_hole_is_a_warning_with_how_to_read_it_again(
    log: pytest.LogCaptureFixture,
) -> None:
    progress = progress_of_week(0, 3, 0, 0, 3, 0, 3)
    progress.warn_of_missing_figures(complete=True)
    tail = (
        ", although the days before and after have some. To read these days again, set start_date and end_date to "
        "them and run without state"
    )
    assert warnings(log) == [
        f"app_usage: no records for 2026-02-24 to 2026-02-25{tail}",
        f"app_usage: no records for 2026-02-27{tail}",
    ]


def test_empty_last_days_are_read_again_by_the_next_run(log: pytest.LogCaptureFixture) -> None:
    progress = progress_of_week(0, 3, 3, 3, 3, 0, 0)
    assert warnings(log) == []
    progress.warn_of_missing_figures(complete=True)
    assert warnings(log) == [
        "app_usage: no records for 2026-02-27 to 2026-02-28 yet, after two requests. The next run will read them again"
    ]


def test_empty_days_before_the_first_records_are_no_hole(
    log: pytest.LogCaptureFixture,
) -> None:
    progress_of_week(0, 0, None, 3, 3, 3, 3).warn_of_missing_figures(complete=True)
    assert warnings(log) == []


@pytest.mark.parametrize(
    ("records", "what"),
    [(1, "every metric in this sync is 0"), (0, "this sync had no records")],
)
def test_sync_without_figures_hints_at_the_admin_console(
    log: pytest.LogCaptureFixture, records: int, what: str
) -> None:
    progress = progress_of(days_planned(NOW, start_date=YESTERDAY))
    progress.add(Day(YESTERDAY, content_of(records, has_figures=False), 1))
    progress.warn_of_missing_figures(complete=True)
    [warning] = warnings(log)
    never_used = 'open "Admin Console > Management Tools > Usage Statistics" once; until then, there may be no figures'
    assert warning == f"app_usage: {what}: {never_used}"


def test_sync_without_days_hints_at_nothing(log: pytest.LogCaptureFixture) -> None:
    progress_of(days_planned(NOW, start_date=YESTERDAY)).warn_of_missing_figures(complete=True)
    assert log.messages == []


@pytest.mark.parametrize(
    ("records", "line"),
    [
        (
            (3, 3, 3, 3, 3, 3, 3),
            (
                "app_usage: 7 days, 21 records, 0 days without records, 0 days no longer served, 9 requests, 1 retry, "
                "5 min waited"
            ),
        ),
        (
            (None, 0, 1, 0, 0, 0, 0),
            (
                "app_usage: 7 days, 1 record, 5 days without records (2026-02-23, 2026-02-25 to 2026-02-28), 1 day no "
                "longer served, 9 requests, 1 retry, 5 min waited"
            ),
        ),
    ],
)
def test_summary_counts_days_records_and_requests(
    log: pytest.LogCaptureFixture, records: tuple[int | None, ...], line: str
) -> None:
    progress_of_week(*records).summarize()
    assert log.messages[-1] == line


def test_summary_counts_unserved_days(log: pytest.LogCaptureFixture) -> None:
    progress = progress_of(days_planned(NOW, start_date=days_before(OLDEST, 10), end_date=OLDEST), retries=0)
    add(progress, OLDEST, 1)
    progress.summarize()
    assert log.messages[-1] == (
        "app_usage: 1 day, 1 record, 0 days without records, 10 days no longer served, 9 requests, 0 retries, "
        "5 min waited"
    )


def test_stream_without_days_has_no_summary(log: pytest.LogCaptureFixture) -> None:
    progress_of(days_planned(NOW, bookmark=date(2026, 3, 1))).summarize()
    assert log.messages == []


@pytest.mark.parametrize(
    ("records", "tail"),
    [
        ((), "Nothing was sent; missing 2026-02-22 to 2026-02-28."),
        ((3, 3), "Sent up to 2026-02-23; missing 2026-02-24 to 2026-02-28."),
        ((3, 3, 3, 3, 3, 3), "Sent up to 2026-02-27; missing 2026-02-28."),
        ((3, 3, 3, 3, 3, 3, 3), "Sent up to 2026-02-28; nothing is missing."),
        ((0, 0), "Nothing was sent up to 2026-02-23; missing 2026-02-24 to 2026-02-28."),
        ((None,), "Nothing was sent up to 2026-02-22; missing 2026-02-23 to 2026-02-28."),
        ((0, 0, 3, 0), "Sent up to 2026-02-25; missing 2026-02-26 to 2026-02-28."),
    ],
)
def test_missing_says_what_was_sent_and_what_was_not(records: tuple[int, ...], tail: str) -> None:
    assert progress_of_week(*records).missing() == tail


@pytest.mark.parametrize(
    ("records", "tail"),
    [
        ((), "Nothing was sent; missing 2026-02-25 to 2026-02-28."),
        ((3,), "Sent up to 2026-02-22; missing 2026-02-25 to 2026-02-28."),
        ((3, 3, 3, 3), "Sent up to 2026-02-25; missing 2026-02-26 to 2026-02-28."),
    ],
)
def test_day_that_an_earlier_run_has_loaded_is_not_missing(records: tuple[int, ...], tail: str) -> None:
    assert progress_of_week(*records, loaded_up_to=WEEK[2]).missing() == tail


def test_nothing_is_missing_if_an_earlier_run_has_loaded_every_day() -> None:
    assert progress_of_week(loaded_up_to=WEEK[-1]).missing() == "Nothing was sent; nothing is missing."


def test_day_after_those_of_an_earlier_run_is_expected_to_have_records(log: pytest.LogCaptureFixture) -> None:
    progress = progress_of_week(3, 3, 3, 3, 0, 0, 0, loaded_up_to=WEEK[4])
    progress.warn_of_missing_figures(complete=True)
    assert warnings(log) == [
        (
            "app_usage: no records for 2026-02-26 in two requests, although an earlier run had some. "
            "The next run reads this day again"
        ),
        "app_usage: no records for 2026-02-27 to 2026-02-28 yet, after two requests. The next run will read them again",
    ]


def test_records_are_counted_as_written(log: pytest.LogCaptureFixture) -> None:
    progress = progress_of(days_planned(NOW, start_date=YESTERDAY))
    progress.add(Day(YESTERDAY, content_of(3, messages=1), 1))
    progress.summarize()
    assert "2026-02-28, 3 apps, 1 page" in log.messages[0]
    assert log.messages[-1].startswith("app_usage: 1 day, 1 record, 0 days without records,")
    assert progress.missing() == "Sent up to 2026-02-28; nothing is missing."


@pytest.mark.parametrize(("count", "tail"), [(3, "x0, x1, x2"), (10, "x8, x9"), (12, "x6, x7 and 2 more")])
def test_ids_without_a_record_are_named(log: pytest.LogCaptureFixture, count: int, tail: str) -> None:
    progress = progress_of_week(*[2] * 7, app_ids=["a0", *(f"x{number}" for number in range(count))])
    progress.warn_of_missing_figures(complete=True)
    [warning] = warnings(log)
    assert warning.startswith("app_usage: app_ids: no record for x0, ")
    assert f"{tail}. What to do: check these IDs" in warning


def test_ids_of_empty_answers_are_named_instead_of_unused_statistics(log: pytest.LogCaptureFixture) -> None:
    progress_of_week(*[0] * 7, app_ids=["typo", KEY]).warn_of_missing_figures(complete=True)
    [warning] = warnings(log)
    assert warning.startswith("app_usage: app_ids: no record for ***, typo. What to do: ")


def test_ids_of_a_stream_that_stopped_are_not_named(log: pytest.LogCaptureFixture) -> None:
    progress_of_week(1, app_ids=["a0", "a7"]).warn_of_missing_figures(complete=False)
    progress_of_week(app_ids=["a7"]).warn_of_missing_figures(complete=True)
    assert warnings(log) == []


def test_history_of_new_ids_is_said_to_need_a_full_refresh(log: pytest.LogCaptureFixture) -> None:
    plan = days_planned(NOW, bookmark=YESTERDAY)
    for loaded_up_to, ids in ((YESTERDAY, ["a1"]), (YESTERDAY, None), (None, ["a1"])):
        progress_of(plan, loaded_up_to=loaded_up_to, app_ids=ids).announce(1)
    [line] = [message for message in log.messages if "app_ids" in message]
    assert line == (
        "app_usage: new IDs in app_ids are read from 2026-02-28 on. To read their earlier days too, run a full refresh"
    )
