"""The sections of the page with pictures: each says in a few sentences what its pictures show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report import answers, bars, limits, pictures
from report.bars import TOP
from report.growth import growth
from report.language import Phrase, counted, in_bytes, named, percent, phrase, signed
from report.metrics import Metric, metrics
from report.names import name_of
from report.organization import PERIOD_GROWTH, PERIOD_RUNS, PERIOD_UPLOADS, STATUS_BEFORE, Organization, total
from report.pictures import Bar, Picture
from report.plots import Look
from report.uploads import contract_year_from, months

TOLD_OF_RECORDS = {  # in the table of the picture, by columns
    "records": phrase("column-records"),
    "records_growth_stayed_apps": phrase("column-stayed-apps"),
    "records_growth_new_apps": phrase("column-new-apps"),
    "records_growth_deleted_apps": phrase("column-deleted-apps"),
}
TOLD_OF_RUNS = {"automation_runs": phrase("column-runs"), "automation_runs_mean": phrase("mean")}


@dataclass(frozen=True)
class Section:
    """A part of the page: its sentences and pictures; `metrics` are the rows of its table of small lines.

    Its heading is the phrase with its key.
    """

    key: str
    answer: list[Phrase]
    pictures: list[Picture]
    metrics: Sequence[Metric] = ()

    @property
    def heading(self) -> Phrase:
        """What it is called."""
        return phrase(f"section-{self.key}")


def limits_of_plan(organization: Organization) -> Section:
    """How much of each limit is used, and when it is reached."""
    return Section("limits", limits.answer(organization), [limits.picture(organization)])


def records(organization: Organization) -> Section:
    """How many records there are, and in which three parts their number changed."""
    grown = growth(organization)
    look = Look("records", phrase("unit-records"), losses="records_growth_deleted_apps")
    shown = [pictures.over_time(organization, phrase("records-over-time"), look, TOLD_OF_RECORDS)]
    if grown is not None:
        most = bars.ranking(
            organization.current, PERIOD_GROWTH, signed, lambda app: phrase("new") if app[STATUS_BEFORE] is None else ""
        )
        shown += [bars.parts_of_growth(grown), most]
    return Section("records", answers.records(organization.newest["records"], grown), shown)


def use(organization: Organization) -> Section:
    """How many apps are used, and how many nobody visits."""
    newest, apps = organization.newest, organization.current
    used, days = newest["visited_apps_7_days"], organization.about["inactive_after_days"]
    numbers = {status: len(organization.with_status(status)) for status in ("used", "unattended", "idle", "inactive")}
    answer = answers.use(used, len(apps), numbers, days)
    if used is None:
        return Section("use", answer, [])
    parts = [
        (
            Bar(named("status", status), counted(number), 100 * number / len(apps), is_alert=status != "used"),
            percent(number / len(apps)),
        )
        for status, number in numbers.items()
        if number or status != "inactive"
    ]
    head = (phrase("column-status"), phrase("column-share"), phrase("column-apps"))
    return Section(
        "use",
        answer,
        [
            bars.shares(phrase("apps-by-status"), parts, head),
            bars.ranking(organization.unvisited, "records", counted),
        ],
    )


def creators(organization: Organization) -> Section:
    """Who created the apps with the records, and who of them has left; the shares add up to all records."""
    if not organization.creators:
        return Section("creators", [phrase("creators-not-known")], [])
    named = organization.named_creators
    unnamed = [row for row in organization.creators if row["creator_member_id"] is None]
    gone = [row for row in named if row["is_member"] is False]
    left = len(gone) if organization.members_are_known else None
    top = [(name_of(row["creator_name"]), [row]) for row in named[:TOP]]
    rest = [(phrase("other-creators", people=len(named) - TOP), named[TOP:]), (phrase("no-creator"), unnamed)]
    shown = [bars.shares_of_records(phrase("records-by-creator"), [*top, *rest])]
    if left is not None:
        members = [row for row in named if row["is_member"]]
        groups = [(phrase("members"), members), (phrase("former-members"), gone), (phrase("no-creator"), unnamed)]
        shown.insert(0, bars.shares_of_records(phrase("records-by-status"), groups))
    answer = answers.creators(len(named), left, total(named, "apps"), total(unnamed, "apps") or 0)
    return Section("creators", answer, shown)


def automation(organization: Organization) -> Section:
    """How often automations run, and in which apps."""
    runs = organization.flow("automation_runs")
    busiest = max(organization.current, key=lambda app: app[PERIOD_RUNS] or 0)
    share = (busiest[PERIOD_RUNS] or 0) / runs.now if runs.now else 0
    look = Look("automation_runs_mean", phrase("unit-runs"), bars="automation_runs")
    shown = [
        pictures.over_time(organization, phrase("runs-a-day"), look, TOLD_OF_RUNS),
        bars.ranking(organization.current, PERIOD_RUNS, counted),
    ]
    return Section("automation", answers.automation(runs, busiest["app_name"], share), shown)


def uploads(organization: Organization) -> Section:
    """How much is uploaded, by month and in the contract year."""
    first, is_cut = contract_year_from(organization)
    newest = organization.newest
    answer = answers.uploads(
        organization.flow("attachment_bytes"), newest["contract_year"], newest["attachment_bytes_contract_year"],
        first, is_cut=is_cut,
    )  # fmt: skip
    shown = [
        pictures.uploads(months(organization)),
        bars.ranking(organization.current, PERIOD_UPLOADS, in_bytes),
    ]
    return Section("uploads", answer, shown)


def build_up(organization: Organization) -> Section:
    """How many apps, forms and other parts there are."""
    newest = organization.newest
    answer = answers.parts(newest["apps"], newest["forms"], growth(organization))
    return Section("parts", answer, [], metrics(organization))


def sections(organization: Organization) -> list[Section]:
    """Return the sections, without those that the API delivers no figures for."""
    parts = [limits_of_plan] if organization.limits else []
    parts += [records, use, creators]
    parts += [automation] if organization.has_any("automation_runs") else []
    parts += [uploads] if organization.has_any("attachment_bytes") else []
    return [section(organization) for section in (*parts, build_up)]
