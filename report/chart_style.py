"""What all pictures of the page have in common.

Their colors are CSS variables of the page, so that one drawing fits light, dark and paper.
"""

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
