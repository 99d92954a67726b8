"""The pictures, as Vega-Lite specifications."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

import altair as alt

from report.axes import day, number_axis
from report.figures import Row, total
from report.words import labels
from report.words.sentences import from_to

Spec = dict[str, Any]


class Line(NamedTuple):
    """A column over time: its axis and color, the columns that its tooltip tells, and one that stands behind it."""

    column: str
    axis: str
    color: str
    told: dict[str, str]
    bars: str | None = None
    height: int = 220


def finished(chart: alt.TopLevelMixin, height: int, description: str) -> Spec:
    """Return a specification as wide as its place in the page."""
    spec: Spec = chart.to_dict()
    del spec["config"]  # the page has one for all pictures
    size = {"width": "container", "height": height, "autosize": {"type": "fit-x", "contains": "padding"}}
    return {**spec, **size, "description": description}


def over_time(days: list[Row], look: Line, description: str) -> Spec:
    """Draw a line over the days, filled down to zero or in front of daily bars."""
    values = [{"date": str(row["date"]), **{name: row[name] for name in look.told}} for row in days]
    largest = max(abs(row[name] or 0) for row in days for name in (look.column, look.bars or look.column))
    axis = number_axis(look.axis, largest)
    base = alt.Chart(alt.InlineData(values=values)).encode(x=day("date", len(days)))
    front = base.encode(y=alt.Y(f"{look.column}:Q", axis=axis, scale=alt.Scale(zero=True)))
    line = front.mark_line(color=look.color, strokeWidth=2)
    behind = front.mark_area(color=look.color, fillOpacity=0.12)
    if look.bars:
        width = alt.ExprRef(f"max(1, 0.7 * width / {len(values)})")
        daily = base.mark_bar(color=look.color, opacity=0.35, width=width)
        behind = daily.encode(y=alt.Y(f"{look.bars}:Q", axis=axis))
    return finished(alt.layer(behind, line, pointer(base, look.told)), look.height, description)


def pointer(base: alt.Chart, told: dict[str, str]) -> alt.Chart:
    """Return an upright line at the day next to the mouse, with a tooltip of exact numbers."""
    near = alt.selection_point(
        name="day", on="pointerover", clear="pointerout", nearest=True, fields=["date"], empty=False
    )
    tooltip = [alt.Tooltip("date:T", timeUnit="utcyearmonthdate", format="%Y-%m-%d", title=labels.DAY)]
    tooltip += [alt.Tooltip(f"{name}:Q", format=",.0f", title=title) for name, title in told.items()]
    opacity = alt.when(near).then(alt.value(1)).otherwise(alt.value(0))
    rule: alt.Chart = base.mark_rule(color="var(--muted)").encode(opacity=opacity, tooltip=tooltip).add_params(near)
    return rule


def bars(rows: list[Row], axis: str, color: str, description: str) -> Spec:
    """Draw a bar for each row, above it its name and its number.

    A row has `id`, `name`, `value`, `text`, and `tooltip`, a dictionary of what to tell.
    """
    values = [{key: row[key] for key in ("id", "name", "value", "text")} | row["tooltip"] for row in rows]
    numbers = number_axis(axis, max(row["value"] for row in rows))
    tooltip = [alt.Tooltip(f"{title}:N") for title in rows[0]["tooltip"]]
    base = alt.Chart(alt.InlineData(values=values)).encode(y=alt.Y("id:N", sort=None, axis=None), tooltip=tooltip)
    bar = base.mark_bar(color=color, height=9, yOffset=9, cornerRadiusEnd=2).encode(x=alt.X("value:Q", axis=numbers))
    name = base.mark_text(align="left", baseline="middle", dy=-6, limit=alt.ExprRef("width - 96")).encode(
        x=alt.value(0), text="name:N"
    )
    number = base.mark_text(align="right", baseline="middle", dy=-6, fill="var(--muted)").encode(
        x=alt.value("width"), text="text:N"
    )
    return finished(alt.layer(bar, name, number), 37 * len(rows), description)


def shares(parts: list[Row], description: str) -> Spec:
    """Draw one bar that is divided among the parts: `part`, `share`, `data`, `color`."""
    values = [{"place": place, **part} for place, part in enumerate(parts)]
    colors = alt.Scale(domain=[part["part"] for part in parts], range=[part["color"] for part in parts])
    chart = alt.Chart(alt.InlineData(values=values)).mark_bar(height=22)
    chart = chart.encode(
        x=alt.X("share:Q", stack="zero", scale=alt.Scale(domain=[0, 1]), axis=number_axis("share", 1)),
        order=alt.Order("place:Q"),
        color=alt.Color("part:N", scale=colors, legend=alt.Legend(columns=1, rowPadding=6)),
        tooltip=[alt.Tooltip("part:N", title=labels.APPS), alt.Tooltip("data:N", title=labels.DATA)],
    )
    return finished(chart, 26, description)


def comings_and_goings(days: list[Row], description: str) -> Spec:
    """Draw how many apps appeared (up) and vanished (down), in steps of 7 days that end with the newest day."""
    values = []
    for end in range(len(days), 0, -7):
        week = days[max(end - 7, 0) : end]
        first, last = week[0]["date"], week[-1]["date"]
        step = {"from": str(first), "to": str(last + timedelta(1)), "days": from_to(first, last)}
        for column, change, sign in (
            ("apps_appeared", labels.APPEARED, 1),
            ("apps_vanished", labels.VANISHED, -1),
        ):
            apps = total(week, column) or 0
            values.append({**step, "change": change, "apps": apps, "signed": sign * apps})
    colors = alt.Scale(domain=[labels.APPEARED, labels.VANISHED], range=["var(--appeared)", "var(--vanished)"])
    axis = alt.Axis(title=labels.AXES["changes"], labelExpr="abs(datum.value)", tickMinStep=1, tickCount=5)
    told = {"days": labels.DAYS, "change": labels.CHANGE, "apps": labels.APPS}
    chart = alt.Chart(alt.InlineData(values=values)).mark_bar(xOffset=1.5, x2Offset=-1.5)
    chart = chart.encode(
        x=day("from", len(days)),
        x2="to:T",
        y=alt.Y("signed:Q", axis=axis),
        y2=alt.datum(0),
        color=alt.Color("change:N", scale=colors),
        tooltip=[alt.Tooltip(f"{field}:N", title=title) for field, title in told.items()],
    )
    return finished(chart, 180, description)
