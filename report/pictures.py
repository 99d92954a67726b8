"""The pictures of the page: what each one shows, in words and as a chart, or why there is nothing to draw."""

from __future__ import annotations

from dataclasses import dataclass

from report import charts
from report.charts import Line, Spec
from report.figures import Organization, Row, total
from report.names import Names
from report.words import labels, sentences
from report.words.formats import NOTHING, counted, name_of, percent


@dataclass(frozen=True)
class Picture:
    """A chart with its caption, or the reason why there is nothing to draw."""

    caption: str
    spec: Spec | None
    reason: str = ""


def line(organization: Organization, caption: str, look: Line) -> Picture:
    """Show a column over time."""
    shown = [(day["date"], day[look.column]) for day in organization.days if day[look.column] is not None]
    if len(organization.days) < 2:
        return Picture(caption, None, labels.LINE_NEEDS_DAYS)
    if not shown:
        return Picture(caption, None, labels.FIGURE_NOT_KNOWN)
    description = sentences.described_line(caption, labels.AXES[look.axis], (shown[0], shown[-1]))
    return Picture(caption, charts.over_time(organization.days, look, description))


def ranking(caption: str, rows: list[Row], axis: str, color: str, reason: str) -> Picture:
    """Show the rows as bars, in their order."""
    if not rows:
        return Picture(caption, None, reason)
    description = sentences.described_bars(caption, ((row["name"], row["text"]) for row in rows))
    return Picture(caption, charts.bars(rows, axis, color, description))


def app_bar(app: Row, names: Names, column: str, text: str) -> Row:
    """Return an app as a bar of a ranking; the tooltip has its exact figures."""
    tooltip = {
        labels.APP: name_of(app["app_name"]),
        labels.DATA: sentences.records(app["data"]),
        labels.SHARE: percent(app["data_share"]),
        labels.GROWTH: sentences.growth_of_app(app["data_growth_30_days"]),
        labels.LAST_VISIT: sentences.last_visit(app["last_visit_on"], is_inactive=app["is_inactive"]),
        labels.CREATOR: creator_of(app),
        labels.APP_ID: app["app_id"],
    }
    return {"id": app["app_id"], "name": names.app(app), "value": app[column] or 0, "text": text, "tooltip": tooltip}


def creator_of(app: Row) -> str:
    """Return the name of the creator, or that there is none, if that is known."""
    if app["creator_name"] or app["creator_member_id"]:
        return name_of(app["creator_name"])
    return labels.NO_CREATOR if app["is_orphaned"] else NOTHING


def creator_bar(creator: Row, names: Names) -> Row:
    """Return a creator as a bar of a ranking."""
    tooltip = {
        labels.CREATOR: name_of(creator["creator_name"]),
        labels.DATA: sentences.records(creator["data"]),
        labels.SHARE: percent(creator["data_share"]),
        labels.APPS: counted(creator["apps"]),
        labels.INACTIVE_APPS: counted(creator["inactive_apps"]),
        labels.MEMBER_ID: creator["creator_member_id"],
    }
    return {
        "id": creator["creator_member_id"], "name": names.creator(creator), "value": creator["data"] or 0,
        "text": counted(creator["data"]), "tooltip": tooltip,
    }  # fmt: skip


def owners(organization: Organization) -> Picture:
    """Show how much of the data has an owner. Apps without a creator stand apart: together they dwarf every creator."""
    parts = []
    for part, color, apps in (
        (labels.CREATOR_IS_KNOWN, "var(--people)", organization.owned),
        (labels.CREATOR_HAS_LEFT, "var(--idle)", organization.left_behind),
        (labels.NO_CREATOR, "var(--nobody)", organization.without_creator),
    ):
        if not apps:
            continue
        share = total(apps, "data_share")
        text, data = sentences.part_of_data(part, len(apps), share), sentences.records(total(apps, "data"))
        parts.append({"part": text, "share": share, "data": data, "color": color})
    if not any(part["share"] for part in parts):
        reason = sentences.nothing(organization.stock("data").now, labels.NO_DATA_TO_OWN)
        return Picture(labels.OWNERS, None, sentences.nothing(organization.stock("orphaned_apps").now, reason))
    description = sentences.described_parts(labels.OWNERS, (str(part["part"]) for part in parts))
    return Picture(labels.OWNERS, charts.shares(parts, description))


def comings_and_goings(organization: Organization) -> Picture:
    """Show how many apps appeared and vanished."""
    caption, days = labels.COMINGS_AND_GOINGS, organization.days
    appeared, vanished = total(days, "apps_appeared"), total(days, "apps_vanished")
    if len(days) < 2:
        return Picture(caption, None, labels.LINE_NEEDS_DAYS)
    if not appeared and not vanished:
        return Picture(caption, None, labels.NO_COMINGS_AND_GOINGS)
    first, last = days[0]["date"], organization.newest_day
    description = sentences.described_changes(caption, appeared, vanished, first, last)
    return Picture(caption, charts.comings_and_goings(days, description))
