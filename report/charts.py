"""The pictures, as Vega-Lite specifications. Colors are the page's CSS variables, so one picture fits light and dark."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

import altair as alt
from figures import Row, total
from formats import axis_unit

Spec = dict[str, Any]

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans CJK SC', sans-serif"
CONFIG = {
    "background": None,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "domain": False, "ticks": False, "labelColor": "var(--muted)", "labelFontSize": 11, "labelPadding": 6,
        "gridColor": "var(--rule)", "titleColor": "var(--muted)", "titleFontSize": 11, "titleFontWeight": "normal",
    },
    "padding": {"left": 0, "right": 1, "top": 4, "bottom": 0},
    "axisX": {"grid": False, "titleAnchor": "start", "titlePadding": 8},
    "axisY": {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "start", "titleX": 0, "titleY": -12},
    "legend": {"labelColor": "var(--text)", "labelFontSize": 12, "title": None, "orient": "bottom", "direction": "horizontal", "symbolType": "square", "labelLimit": 0},
    "text": {"fill": "var(--text)", "fontSize": 12},
}  # fmt: skip


class Line(NamedTuple):
    """A column over time: its unit and color, the columns that its tooltip tells, and one that stands behind it."""

    column: str
    unit: str
    color: str
    told: dict[str, str]
    bars: str | None = None
    height: int = 220


def finished(chart: alt.Chart | alt.LayerChart, height: int, description: str) -> Spec:
    """Return a specification as wide as its place in the page."""
    size = alt.AutoSizeParams(type="fit-x", contains="padding")
    spec: Spec = chart.properties(width="container", height=height, autosize=size, description=description).to_dict()
    spec.pop("config", None)  # the page has one for all pictures
    return spec


def unit_axis(largest: float, unit: str, **options: Any) -> alt.Axis:
    """Return an axis whose title says the unit of its numbers."""
    size, title = axis_unit(largest, unit)
    return alt.Axis(title=title, labelExpr=f"format(datum.value / {size}, ',~r')", tickMinStep=1, **options)


def day_axis(days: int) -> alt.Axis:
    """Return an axis of days in UTC, as dates without a time are; with its months where there are many."""
    month = "utcFormat(datum.value, '%b')"
    starts = f"datum.index == 0 || utcmonth(datum.value) == 0 ? [{month}, utcFormat(datum.value, '%Y')] : {month}"
    if days > 62:
        return alt.Axis(title=None, labelExpr=starts, tickCount={"interval": "month", "step": 1}, labelOverlap=True)
    return alt.Axis(title=None, format="%b %-d", tickCount=6, labelOverlap=True)


def over_time(days: list[Row], look: Line, description: str) -> Spec:
    """Draw a line over the days, filled down to zero or in front of daily bars."""
    shown = {look.column, *look.told}
    values = [{"date": str(day["date"]), **{name: day[name] for name in shown}} for day in days]
    largest = max(abs(row[name] or 0) for row in values for name in (look.column, look.bars or look.column))
    axis = unit_axis(largest, look.unit, tickCount=4)
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("date:T", scale=alt.Scale(type="utc"), axis=day_axis(len(days)))
    )
    front = base.encode(y=alt.Y(f"{look.column}:Q", axis=axis, scale=alt.Scale(zero=True)))
    edge = {"color": look.color, "strokeWidth": 2}
    layers = [front.mark_area(color=look.color, fillOpacity=0.12, line=edge)]
    if look.bars:
        width = {"expr": f"max(1, 0.7 * width / {len(values)})"}
        daily = base.mark_bar(color=look.color, opacity=0.35, width=width)
        layers = [daily.encode(y=alt.Y(f"{look.bars}:Q", axis=axis)), front.mark_line(**edge)]
    return finished(alt.layer(*layers, pointer(base, look.told)), look.height, description)


def pointer(base: alt.Chart, told: dict[str, str]) -> alt.Chart:
    """Return a line at the day next to the mouse, with a tooltip of exact numbers."""
    tooltip = [alt.Tooltip("date:T", timeUnit="utcyearmonthdate", format="%Y-%m-%d", title="Day")]
    tooltip += [alt.Tooltip(f"{name}:Q", format=",.0f", title=title) for name, title in told.items()]
    near = {"on": "pointerover", "clear": "pointerout", "nearest": True, "fields": ["date"], "empty": False}
    pointed = alt.selection_point(name="day", **near)
    opacity = alt.when(pointed).then(alt.value(1)).otherwise(alt.value(0))
    return base.mark_rule(color="var(--muted)", aria=False).encode(opacity=opacity, tooltip=tooltip).add_params(pointed)


def bars(rows: list[Row], unit: str, color: str, description: str) -> Spec:
    """Draw a bar for each row, its name above it and its exact number beside the name.

    Each row has `id`, `name`, `value`, `text`, and `tooltip`, a dictionary of what to show.
    """
    values = [{key: row[key] for key in ("id", "name", "value", "text")} | row["tooltip"] for row in rows]
    largest = max(row["value"] for row in values)
    if unit.startswith("%"):
        axis = alt.Axis(title=unit, format=".0%", tickCount=4)
    else:
        axis = unit_axis(largest, unit, tickCount=4)
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("id:N", sort=None, axis=None), tooltip=[alt.Tooltip(f"{title}:N") for title in rows[0]["tooltip"]]
    )
    bar = base.mark_bar(color=color, height=9, yOffset=9, cornerRadiusEnd=2).encode(x=alt.X("value:Q", axis=axis))
    name = base.mark_text(align="left", baseline="middle", dy=-6, limit={"expr": "width - 96"}).encode(
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
    chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_bar(height=22)
        .encode(
            x=alt.X(
                "share:Q",
                stack="zero",
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(title="% of all records", format=".0%", tickCount=4),
            ),
            color=alt.Color("part:N", scale=colors, legend=alt.Legend(columns=1, rowPadding=6)),
            order=alt.Order("place:Q"),
            tooltip=[alt.Tooltip("part:N", title="Apps"), alt.Tooltip("data:N", title="Data")],
        )
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
    chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_bar(xOffset=1.5, x2Offset=-1.5)
        .encode(
            x=alt.X("from:T", scale=alt.Scale(type="utc"), axis=day_axis(len(days))),
            x2="to:T",
            y=alt.Y("signed:Q", axis=axis),
            y2=alt.datum(0),
            color=alt.Color("change:N", scale=colors),
            tooltip=[alt.Tooltip(f"{field}:N", title=field.capitalize()) for field in ("days", "change", "apps")],
        )
    )
    return finished(chart, 180, description)
