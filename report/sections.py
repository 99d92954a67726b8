"""The sections of the page with pictures: each says in a few sentences what its pictures show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report import bars, pictures
from report.bars import TOP
from report.growth import growth
from report.metrics import Metric, metrics
from report.organization import PERIOD_GROWTH, PERIOD_RUNS, PERIOD_UPLOADS, STATUS_BEFORE, Organization, total
from report.pictures import Bar, Picture
from report.plots import Look
from report.uploads import contract_year_from, months
from report.words import labels
from report.words import sections as words
from report.words.formats import counted, in_bytes, name_of, percent, signed


@dataclass(frozen=True)
class Section:
    """A heading of the page, its sentences and pictures; `metrics` are the rows of its table of small lines."""

    key: str
    heading: str
    answer: str
    pictures: list[Picture]
    metrics: Sequence[Metric] = ()


def records(organization: Organization) -> Section:
    """How many records there are, and in which three parts their number changed."""
    grown = growth(organization)
    look = Look("records", labels.UNIT_RECORDS, losses="records_growth_deleted_apps")
    shown = [pictures.over_time(organization, labels.RECORDS_IN_ALL_APPS, look, labels.TOLD_OF_RECORDS)]
    if grown is not None:
        most = bars.ranking(
            organization.current, PERIOD_GROWTH, signed, lambda app: labels.NEW if app[STATUS_BEFORE] is None else ""
        )
        shown += [bars.parts_of_growth(grown), most]
    return Section("records", labels.RECORDS, words.records(organization.newest["records"], grown), shown)


def use(organization: Organization) -> Section:
    """How many apps are used, and how many nobody visits."""
    newest, apps = organization.newest, organization.current
    used, days = newest["visited_apps_7_days"], organization.about["inactive_after_days"]
    numbers = {status: len(organization.with_status(status)) for status in ("used", "unattended", "idle", "inactive")}
    answer = words.use(used, len(apps), numbers, days)
    if used is None:
        return Section("use", labels.USE, answer, [])
    parts = [
        (
            Bar(labels.STATUSES[status], counted(number), 100 * number / len(apps), is_alert=status != "used"),
            percent(number / len(apps)),
        )
        for status, number in numbers.items()
        if number or status != "inactive"
    ]
    return Section(
        "use",
        labels.USE,
        answer,
        [
            bars.shares(labels.STATUS_OF_APPS, parts, (labels.STATUS, labels.SHARE, labels.APPS)),
            bars.ranking(organization.unvisited, "records", counted),
        ],
    )


def creators(organization: Organization) -> Section:
    """Who created the apps with the records, and who of them has left; the shares add up to all records."""
    if not organization.creators:
        return Section("creators", labels.CREATORS, words.CREATORS_NOT_KNOWN, [])
    named = organization.named_creators
    unnamed = [row for row in organization.creators if row["creator_member_id"] is None]
    gone = [row for row in named if row["is_member"] is False]
    left = len(gone) if organization.members_are_known else None
    top = [(name_of(row["creator_name"]), [row]) for row in named[:TOP]]
    rest = [(words.other_creators(len(named) - TOP), named[TOP:]), (labels.NO_CREATOR, unnamed)]
    shown = [bars.shares_of_records(labels.RECORDS_BY_CREATOR, [*top, *rest])]
    if left is not None:
        members = [row for row in named if row["is_member"]]
        groups = [(labels.MEMBERS, members), (labels.FORMER_MEMBERS, gone), (labels.NO_CREATOR, unnamed)]
        shown.insert(0, bars.shares_of_records(labels.CREATORS_BY_STATUS, groups))
    answer = words.creators(len(named), left, total(named, "apps"), total(unnamed, "apps") or 0)
    return Section("creators", labels.CREATORS, answer, shown)


def automation(organization: Organization) -> Section:
    """How often automations run, and in which apps."""
    runs = organization.flow("automation_runs")
    busiest = max(organization.current, key=lambda app: app[PERIOD_RUNS] or 0)
    share = (busiest[PERIOD_RUNS] or 0) / runs.now if runs.now else 0
    look = Look("automation_runs_mean", labels.UNIT_RUNS, bars="automation_runs")
    shown = [
        pictures.over_time(organization, labels.RUNS_A_DAY, look, labels.TOLD_OF_RUNS),
        bars.ranking(organization.current, PERIOD_RUNS, counted),
    ]
    return Section("automation", labels.AUTOMATION, words.automation(runs, busiest["app_name"], share), shown)


def uploads(organization: Organization) -> Section:
    """How much is uploaded, by month and in the contract year."""
    first, is_cut = contract_year_from(organization)
    newest = organization.newest
    answer = words.uploads(
        organization.flow("attachment_bytes"), newest["contract_year"], newest["attachment_bytes_contract_year"],
        first, is_cut=is_cut,
    )  # fmt: skip
    shown = [
        pictures.uploads(months(organization)),
        bars.ranking(organization.current, PERIOD_UPLOADS, in_bytes),
    ]
    return Section("uploads", labels.UPLOADS, answer, shown)


def build_up(organization: Organization) -> Section:
    """How many apps, forms and other parts there are."""
    newest = organization.newest
    answer = words.build_up(newest["apps"], newest["forms"], growth(organization))
    return Section("parts", labels.BUILD_UP, answer, [], metrics(organization))


def sections(organization: Organization) -> list[Section]:
    """Return the sections, without those that the API delivers no figures for."""
    parts = [records, use, creators]
    parts += [automation] if organization.has_any("automation_runs") else []
    parts += [uploads] if organization.has_any("attachment_bytes") else []
    return [section(organization) for section in (*parts, build_up)]
