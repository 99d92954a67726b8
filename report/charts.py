"""The pictures, as Vega-Lite specifications.

Their colors are CSS variables of the page, so that one drawing fits light, dark and paper.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

import altair as alt

from report.figures import Row, total
from report.formats import axis_unit

Spec = dict[str, Any]

CONFIG = {
    "background": None,
    "padding": {"left": 0, "right": 1, "top": 4, "bottom": 0},
    "font": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans CJK SC', sans-serif",
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "gridColor": "var(--rule)",
        "labelColor": "var(--muted)",
        "labelFontSize": 11,
        "labelPadding": 6,
        "titleColor": "var(--muted)",
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "titleAnchor": "start",
    },
    "axisX": {"grid": False, "titlePadding": 8},
    "axisY": {"titleAngle": 0, "titleAlign": "left", "titleX": 0, "titleY": -12},
    "legend": {
        "labelColor": "var(--text)",
        "labelFontSize": 12,
        "labelLimit": 0,
        "title": None,
        "orient": "bottom",
        "direction": "horizontal",
        "symbolType": "square",
    },
    "text": {"fill": "var(--text)", "fontSize": 12},
}
MONTH = "utcFormat(datum.value, '%b')"
MONTHS = f"datum.index == 0 || utcmonth(datum.value) == 0 ? [{MONTH}, utcFormat(datum.value, '%Y')] : {MONTH}"


class Line(NamedTuple):
    """A column over time: its unit and color, the columns that its tooltip tells, and one that stands behind it."""

    column: str
    unit: str
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


def unit_axis(largest: float, unit: str) -> alt.Axis:
    """Return an axis whose title says the unit of its numbers."""
    size, title = axis_unit(largest, unit)
    return alt.Axis(title=title, labelExpr=f"format(datum.value / {size}, ',~r')", tickMinStep=1, tickCount=4)


def share_axis() -> alt.Axis:
    """Return an axis of shares of all records."""
    return alt.Axis(title="% of all records", format=".0%", tickCount=4)


def day(field: str, days: int) -> alt.X:
    """Return days from left to right, in UTC as dates without a time are; with their months where they are many."""
    axis = alt.Axis(title=None, format="%b %-d", tickCount=6, labelOverlap=True)
    if days > 62:
        step = alt.TimeIntervalStep(interval="month", step=1)
        axis = alt.Axis(title=None, labelExpr=MONTHS, tickCount=step, labelOverlap=True)
    return alt.X(f"{field}:T", scale=alt.Scale(type="utc"), axis=axis)


def over_time(days: list[Row], look: Line, description: str) -> Spec:
    """Draw a line over the days, filled down to zero or in front of daily bars."""
    values = [{"date": str(row["date"]), **{name: row[name] for name in look.told}} for row in days]
    largest = max(abs(row[name] or 0) for row in days for name in (look.column, look.bars or look.column))
    axis = unit_axis(largest, look.unit)
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
    tooltip = [alt.Tooltip("date:T", timeUnit="utcyearmonthdate", format="%Y-%m-%d", title="Day")]
    tooltip += [alt.Tooltip(f"{name}:Q", format=",.0f", title=title) for name, title in told.items()]
    opacity = alt.when(near).then(alt.value(1)).otherwise(alt.value(0))
    rule: alt.Chart = base.mark_rule(color="var(--muted)").encode(opacity=opacity, tooltip=tooltip).add_params(near)
    return rule


def bars(rows: list[Row], unit: str, color: str, description: str) -> Spec:
    """Draw a bar for each row, above it its name and its number.

    A row has `id`, `name`, `value`, `text`, and `tooltip`, a dictionary of what to tell.
    """
    values = [{key: row[key] for key in ("id", "name", "value", "text")} | row["tooltip"] for row in rows]
    axis = share_axis() if unit == "share" else unit_axis(max(row["value"] for row in rows), unit)
    tooltip = [alt.Tooltip(f"{title}:N") for title in rows[0]["tooltip"]]
    base = alt.Chart(alt.InlineData(values=values)).encode(y=alt.Y("id:N", sort=None, axis=None), tooltip=tooltip)
    bar = base.mark_bar(color=color, height=9, yOffset=9, cornerRadiusEnd=2).encode(x=alt.X("value:Q", axis=axis))
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
        x=alt.X("share:Q", stack="zero", scale=alt.Scale(domain=[0, 1]), axis=share_axis()),
        order=alt.Order("place:Q"),
        color=alt.Color("part:N", scale=colors, legend=alt.Legend(columns=1, rowPadding=6)),
        tooltip=[alt.Tooltip("part:N", title="Apps"), alt.Tooltip("data:N", title="Data")],
    )
    return finished(chart, 26, description)


def comings_and_goings(days: list[Row], description: str) -> Spec:
    """Draw how many apps appeared (up) and vanished (down), in steps of 7 days that end with the newest day."""
    values = []
    for end in range(len(days), 0, -7):
        week = days[max(end - 7, 0) : end]
        first, last = week[0]["date"], week[-1]["date"]
        step = {"from": str(first), "to": str(last + timedelta(1)), "days": f"{first} to {last}"}
        for change, sign in (("appeared", 1), ("vanished", -1)):
            apps = total(week, f"apps_{change}")
            values.append({**step, "change": change, "apps": apps, "signed": sign * apps})
    colors = alt.Scale(domain=["appeared", "vanished"], range=["var(--appeared)", "var(--vanished)"])
    axis = alt.Axis(title="apps in 7 days", labelExpr="abs(datum.value)", tickMinStep=1, tickCount=5)
    chart = alt.Chart(alt.InlineData(values=values)).mark_bar(xOffset=1.5, x2Offset=-1.5)
    chart = chart.encode(
        x=day("from", len(days)),
        x2="to:T",
        y=alt.Y("signed:Q", axis=axis),
        y2=alt.datum(0),
        color=alt.Color("change:N", scale=colors),
        tooltip=[alt.Tooltip(f"{field}:N", title=field.capitalize()) for field in ("days", "change", "apps")],
    )
    return finished(chart, 180, description)
