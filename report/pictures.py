"""The pictures of the page: what each one shows, in words and as a chart, or why there is nothing to draw."""

from __future__ import annotations

from dataclasses import dataclass

from report import charts
from report.charts import Line, Spec
from report.figures import Organization, Row, total
from report.formats import counted, name_of, noun, percent, shortened, signed
from report.names import Names

LONGEST_NAME = 60  # columns; the place of the picture limits it further
ONE_DAY = "A line needs two days or more, and one is loaded."


@dataclass(frozen=True)
class Picture:
    """A chart with its caption, or the reason why there is nothing to draw."""

    caption: str
    spec: Spec | None
    reason: str = ""


def records(number: int | None) -> str:
    """Return an exact number of records."""
    return f"{counted(number)} {'record' if number == 1 else 'records'}"


def last_visit(app: Row) -> str:
    """Return the day of the last visit."""
    return str(app["last_visit_on"] or "never")


def line(organization: Organization, caption: str, look: Line) -> Picture:
    """Show a column over time."""
    shown = [day for day in organization.days if day[look.column] is not None]
    if len(organization.days) < 2:
        return Picture(caption, None, ONE_DAY)
    if not shown:
        return Picture(caption, None, "The API has not reported this figure.")
    first, last = shown[0], shown[-1]
    description = f"{caption}, {look.unit}: {counted(round(first[look.column]))} on {first['date']}, "
    description += f"{counted(round(last[look.column]))} on {last['date']}."
    return Picture(caption, charts.over_time(organization.days, look, description))


def ranking(caption: str, rows: list[Row], unit: str, color: str, reason: str) -> Picture:
    """Show the rows as bars, in their order."""
    if not rows:
        return Picture(caption, None, reason)
    shown = [row | {"name": shortened(row["name"], LONGEST_NAME)} for row in rows]
    description = f"{caption}: {', '.join('{name} {text}'.format(**row) for row in shown)}."
    return Picture(caption, charts.bars(shown, unit, color, description))


def app_bar(app: Row, names: Names, column: str, text: str) -> Row:
    """Return an app as a bar of a ranking; the tooltip has its exact figures."""
    tooltip = {
        "App": name_of(app["app_name"]),
        "Data": records(app["data"]),
        "Share": percent(app["data_share"]),
        "Growth": "–" if app["data_growth_30_days"] is None else f"{signed(app['data_growth_30_days'])} in 30 days",
        "Last visit": last_visit(app),
        "Creator": name_of(app["creator_name"]) if app["creator_member_id"] else "no creator",
        "App ID": app["app_id"],
    }
    return {"id": app["app_id"], "name": names.app(app), "value": app[column] or 0, "text": text, "tooltip": tooltip}


def creator_bar(creator: Row, names: Names) -> Row:
    """Return a creator as a bar of a ranking."""
    tooltip = {
        "Creator": name_of(creator["creator_name"]),
        "Data": records(creator["data"]),
        "Share": percent(creator["data_share"]),
        "Apps": counted(creator["apps"]),
        "Inactive apps": counted(creator["inactive_apps"]),
        "Member ID": creator["creator_member_id"],
    }
    return {
        "id": creator["creator_member_id"], "name": names.creator(creator), "value": creator["data"] or 0,
        "text": counted(creator["data"]), "tooltip": tooltip,
    }  # fmt: skip


def owners(organization: Organization) -> Picture:
    """Show how much of the data has an owner. Apps without a creator stand apart: together they dwarf every creator."""
    caption = "Data with and without an owner"
    parts = []
    for part, color, apps in (
        ("creator is known", "var(--people)", organization.owned),
        ("creator has left", "var(--idle)", organization.left_behind),
        ("no creator", "var(--nobody)", organization.without_creator),
    ):
        if not apps:
            continue
        share = total(apps, "data_share")
        text = f"{part}: {noun(len(apps), 'app')}, {percent(share)}"
        parts.append({"part": text, "share": share, "data": records(total(apps, "data")), "color": color})
    if not any(part["share"] for part in parts):
        return Picture(caption, None, "The apps hold no data.")
    description = f"{caption}: {'; '.join(str(part['part']) for part in parts)}."
    return Picture(caption, charts.shares(parts, description))


def comings_and_goings(organization: Organization) -> Picture:
    """Show how many apps appeared and vanished."""
    caption = "Apps that appeared and vanished, in steps of 7 days"
    appeared, vanished = (total(organization.days, f"apps_{change}") for change in ("appeared", "vanished"))
    if len(organization.days) < 2:
        return Picture(caption, None, ONE_DAY)
    if not appeared and not vanished:
        return Picture(caption, None, "No app appeared or vanished.")
    description = f"{caption}: {counted(appeared)} appeared and {counted(vanished)} vanished"
    description += f" from {organization.days[0]['date']} to {organization.newest_day}."
    return Picture(caption, charts.comings_and_goings(organization.days, description))
