from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from scripted_api import KEY, YESTERDAY, TurnedClock, days_before
from summary import SUMMARY

from tap_usagestats.api.day import Day, DayContent, Lines
from tap_usagestats.errors import Refusal, StreamStop
from tap_usagestats.sync.organizations_log import LINE_INTERVAL_SECONDS, MAX_NAMES, MAX_REASONS, OrganizationsLog
from tap_usagestats.sync.partition import Partition
from tap_usagestats.sync.run_log import RunLog
from tap_usagestats.tap import TapUsageStats

WEEK = [days_before(YESTERDAY, back) for back in range(6, -1, -1)]
START = WEEK[0].isoformat()
Parts = list[tuple[Partition, ...]]
PartsOf = Callable[..., Parts]


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO)
    return caplog


def lines(log: pytest.LogCaptureFixture) -> list[str]:
    """What the modules of the tap have logged."""
    return [record.getMessage() for record in log.records if record.name.startswith("tap_usagestats.")]


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def parts_of(clock: TurnedClock) -> PartsOf:
    """Make the partitions of a tap with these settings, by organization."""

    def make(streams: int = 3, **settings: Any) -> Parts:
        tap = TapUsageStats(config={"api_key": KEY, "start_date": START, **settings}, clock=clock)
        return list(zip(*(stream.parts for stream in tap.usage_streams[:streams]), strict=True))

    return make


def organizations(number: int) -> list[dict[str, str]]:
    return [{"name": f"o{one}", "api_key": f"key-of-{one}"} for one in range(number)]


def write(part: Partition, day: date, records: int) -> None:
    """Let `day` with so many records be out."""
    content = DayContent()
    for number in range(records):
        content.add_id(number)
    content.add(Lines("", records))
    content.has_figures = records > 0
    content.seal([])
    part.progress.add(Day(day, content, 1))


def refused(part: Partition, what: str = "no permission") -> Refusal:
    return Refusal(what, "ask for it", where=f"{part.name}: {START}, skip 0", code="8302")


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({}, "3 streams side by side, 21 requests: at least 7 s"),
        ({"request_interval": 30}, "3 streams side by side, 21 requests: at least 4 min"),
        ({"request_interval": 0}, "3 streams side by side, 21 requests"),
        ({"start_date": "2026-03-01"}, None),
        ({"streams": 1}, None),
    ],
)
def test_total_line_gives_the_minimum_duration_of_the_slowest(
    log: pytest.LogCaptureFixture, clock: TurnedClock, parts_of: PartsOf, settings: dict[str, Any], line: str | None
) -> None:
    parts = parts_of(**settings)
    RunLog(parts, clock).announce_organization(parts[0])
    totals = [message for message in lines(log) if "side by side" in message]
    assert totals == ([line] if line else [])


@pytest.mark.parametrize(
    ("weeks", "failed", "seconds", "line"),
    [
        ([(3, 3), (1,)], 0, 150, "Summary: 2 of 2 streams complete, 2 days, 7 records, 2 min"),
        ([(3, 3), (1,), ()], 2, 45, "Summary: 1 of 3 streams complete, 2 days, 7 records, 45 s"),
        ([(1,)], 0, 0, "Summary: 1 of 1 stream complete, 1 day, 1 record, 0 s"),
        ([()], 1, 7300, "Summary: 0 of 1 stream complete, 0 days, 0 records, 2 h 2 min"),
        ([(3000,) * 7], 0, 1, "Summary: 1 of 1 stream complete, 7 days, 21000 records, 1 s"),
    ],
)
def test_summary_of_a_run_is_one_line_of_a_fixed_form(
    log: pytest.LogCaptureFixture,
    clock: TurnedClock,
    parts_of: PartsOf,
    weeks: list[tuple[int, ...]],
    failed: int,
    seconds: float,
    line: str,
) -> None:
    """examples/why and examples/organizations read it."""
    parts = parts_of(streams=len(weeks))
    run = RunLog(parts, clock)
    for part, week in zip(parts[0], weeks, strict=True):
        for day, records in zip(WEEK, week, strict=False):
            write(part, day, records)
    clock.seconds += seconds
    run.summarize({part: LookupError() for part in parts[0][:failed]})
    assert lines(log)[-1] == line
    assert SUMMARY.match(line)


def test_streams_that_failed_have_no_summary_of_their_own(
    log: pytest.LogCaptureFixture, clock: TurnedClock, parts_of: PartsOf
) -> None:
    parts = parts_of()
    RunLog(parts, clock).end_organization(parts[0], {parts[0][1]: LookupError()})
    assert [message.partition(":")[0] for message in lines(log)] == ["app_usage", "platform_usage"]


def test_last_line_has_each_failure_and_what_is_missing(clock: TurnedClock, parts_of: PartsOf) -> None:
    parts = parts_of()
    write(parts[0][0], WEEK[0], 3)
    run = RunLog(parts, clock)
    failures = {parts[0][0]: refused(parts[0][0]), parts[0][2]: LookupError(KEY)}
    assert run.last_line(failures) == (
        f"app_usage: {START}, skip 0: no permission. What to do: ask for it. Sent up to {START}; missing 2026-02-23 to "
        "2026-02-28. platform_usage: unexpected LookupError. What to do: run again with TAP_USAGESTATS_LOGLEVEL=DEBUG "
        "to see where it was raised, and report it. Nothing was sent; missing 2026-02-22 to 2026-02-28. Run again once "
        "this is fixed."
    )


@pytest.mark.parametrize(
    ("number", "settings", "line"),
    [
        (1000, {}, "1000 organizations, 50 at a time, 3 streams each: 21000 requests, at least 2 min"),
        (3, {}, "3 organizations, 3 at a time, 3 streams each: 63 requests, at least 7 s"),
        (1, {"organizations_at_once": 1}, "1 organization, 1 at a time, 3 streams each: 21 requests, at least 7 s"),
        (30, {"request_interval": 0, "streams": 1}, "30 organizations, 30 at a time, 1 stream each: 210 requests"),
    ],
)
def test_first_line_on_many_organizations_gives_the_minimum_duration(
    log: pytest.LogCaptureFixture,
    clock: TurnedClock,
    parts_of: PartsOf,
    number: int,
    settings: dict[str, Any],
    line: str,
) -> None:
    run = OrganizationsLog(parts_of(organizations=organizations(number), **settings), clock)
    run.announce()
    for parts in run.organizations[:3]:
        run.announce_organization(parts)
    assert lines(log) == [line]


NEVER_USED = 'open "Admin Console > Management Tools > Usage Statistics" once; until then, there may be no figures'


@pytest.mark.parametrize(
    ("records", "expected"),
    [(3, []), (0, [f"o1: app_usage; member_usage; platform_usage: this sync had no records: {NEVER_USED}."])],
)
def test_only_an_organization_without_figures_has_a_line(
    log: pytest.LogCaptureFixture, clock: TurnedClock, parts_of: PartsOf, records: int, expected: list[str]
) -> None:
    parts = parts_of(organizations=organizations(2), start_date=str(YESTERDAY))
    run = OrganizationsLog(parts, clock)
    for part in parts[1]:
        write(part, YESTERDAY, records)
    run.end_organization(parts[1], {})
    assert lines(log) == expected


def test_organization_that_failed_has_one_line_with_each_reason_and_what_is_missing(
    log: pytest.LogCaptureFixture, clock: TurnedClock, parts_of: PartsOf
) -> None:
    parts = parts_of(organizations=organizations(2))
    run = OrganizationsLog(parts, clock)
    apps, members, platform = parts[1]
    write(apps, WEEK[0], 3)
    write(platform, WEEK[0], 1)
    run.end_organization(parts[1], {part: refused(part) for part in (members, platform)})
    [line] = lines(log)
    assert line == (
        f"o1: member_usage: {START}, skip 0: no permission. What to do: ask for it. Nothing was sent; missing "
        f"2026-02-22 to 2026-02-28. platform_usage: {START}, skip 0: no permission. What to do: ask for it. Sent up to "
        "2026-02-22; missing 2026-02-23 to 2026-02-28."
    )


def test_line_on_all_organizations_comes_now_and_then(
    log: pytest.LogCaptureFixture, clock: TurnedClock, parts_of: PartsOf
) -> None:
    parts = parts_of(organizations=organizations(10), start_date=str(YESTERDAY))
    run = OrganizationsLog(parts, clock)
    clock.seconds += LINE_INTERVAL_SECONDS
    run.tick()  # none has ended yet
    for part in parts[0]:
        write(part, YESTERDAY, 3)
    run.end_organization(parts[0], {})
    run.tick()
    run.tick()
    clock.seconds += LINE_INTERVAL_SECONDS
    run.tick()
    assert lines(log) == [
        "Read 1 of 10 organizations (0 failed), 9 records; about 2 min left",
        "Read 1 of 10 organizations (0 failed), 9 records; about 3 min left",
    ]
    assert run.unfinished() == "1 of 10 organizations had been read."


def test_summary_counts_organizations(log: pytest.LogCaptureFixture, clock: TurnedClock, parts_of: PartsOf) -> None:
    parts = parts_of(organizations=organizations(4))
    OrganizationsLog(parts, clock).summarize({parts[1][0]: LookupError(), parts[1][2]: LookupError()})
    assert lines(log) == ["Summary: 3 of 4 organizations complete, 0 days, 0 records, 0 s"]
    assert SUMMARY.match(lines(log)[0])


def failure_line(parts: Parts, clock: TurnedClock, failures: Mapping[Partition, StreamStop]) -> str:
    return OrganizationsLog(parts, clock).last_line(failures)


def test_last_line_names_a_failed_organization_and_where_it_failed(clock: TurnedClock, parts_of: PartsOf) -> None:
    parts = parts_of(organizations=organizations(3))
    part = parts[2][1]
    assert failure_line(parts, clock, {part: refused(part)}) == (
        f"o2: member_usage: {START}, skip 0: no permission. What to do: ask for it. Run again once this is fixed."
    )


def test_last_line_has_each_reason_once_with_the_organizations(clock: TurnedClock, parts_of: PartsOf) -> None:
    parts = parts_of(organizations=organizations(5))
    failures = {part: refused(part) for organization in parts[1:4] for part in organization}
    failures[parts[4][0]] = refused(parts[4][0], "another reason")
    assert failure_line(parts, clock, failures) == (
        f"o1, o2, o3 (app_usage: {START}, skip 0, and 8 more): no permission. What to do: ask for it. "
        f"o4: app_usage: {START}, skip 0: another reason. What to do: ask for it. Run again once this is fixed."
    )


def test_last_line_does_not_grow_without_bounds(clock: TurnedClock, parts_of: PartsOf) -> None:
    parts = parts_of(organizations=organizations(MAX_NAMES + 100))
    line = failure_line(parts, clock, {parts[0]: refused(parts[0]) for parts in parts})
    assert f"o{MAX_NAMES - 1} and 100 more (app_usage: {START}, skip 0, and {MAX_NAMES + 99} more): " in line
    line = failure_line(parts, clock, {one[0]: refused(one[0], f"reason {one[0].name}") for one in parts})
    assert line.count("What to do") == MAX_REASONS
    assert f"{len(parts) - MAX_REASONS} more reasons are in the log. Run again" in line
