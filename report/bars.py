"""The pictures with bars: rankings of apps, the parts of the growth, and shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from report.growth import Growth
from report.language import Phrase, Text, counted, percent, phrase, signed
from report.names import name_of
from report.organization import PERIOD_GROWTH, PERIOD_RUNS, PERIOD_UPLOADS, Row, total
from report.pictures import Bar, Picture

TOP = 8
ID_END = 6
RANKINGS = {  # by columns: the captions, and the headings of their numbers
    PERIOD_GROWTH: ("ranking-growth", phrase("column-growth")),
    "records": ("ranking-records", phrase("column-records")),
    PERIOD_RUNS: ("ranking-runs", phrase("column-runs-of-period")),
    PERIOD_UPLOADS: ("ranking-uploads", phrase("column-bytes")),
}


def ranking(
    apps: list[Row], column: str, number: Callable[[int], Text], tag: Callable[[Row], Text] = lambda _: ""
) -> Picture:
    """Show the apps with the largest figures in a column."""
    key, heading = RANKINGS[column]
    caption = phrase(key)
    top = sorted((app for app in apps if (app[column] or 0) > 0), key=lambda app: -app[column])[:TOP]
    if not top:
        is_unknown = bool(apps) and total(apps, column) is None
        return Picture(caption, "nothing", reason=phrase("figures-not-known" if is_unknown else f"{key}-nothing"))
    drawn = [
        Bar(
            name_of(app["app_name"]),
            number(app[column]),
            100 * app[column] / top[0][column],
            hint=short_id(app["app_id"]),
            tag=tag(app),
        )
        for app in top
    ]
    rows = [(name_of(app["app_name"]), app["app_id"], counted(app[column])) for app in top]
    return Picture(caption, "bars", drawn, (phrase("column-app"), phrase("column-app-id"), heading), rows)


def parts_of_growth(grown: Growth) -> Picture:
    """Show the three parts of the growth as a waterfall that ends with their sum."""
    sums = [0, grown.stayed, grown.stayed + grown.new, grown.total]
    low, high = min(sums), max(sums)
    spread = (high - low) or 1
    steps = [
        (phrase("part-stayed", apps=grown.stayed_apps), sums[0], sums[1]),
        (phrase("part-new", apps=grown.new_apps), sums[1], sums[2]),
        (phrase("part-deleted", apps=grown.deleted_apps), sums[2], sums[3]),
        (phrase("in-all"), 0, grown.total),
    ]
    drawn = [
        Bar(
            name,
            signed(end - start),
            100 * abs(end - start) / spread,
            100 * (min(start, end) - low) / spread,
            is_alert=end < start,
        )
        for name, start, end in steps
    ]
    rows = [(bar.name, bar.number) for bar in drawn]
    head = (phrase("column-part"), phrase("column-records"))
    return Picture(phrase("parts-of-growth"), "bars", drawn, head, rows, zero=-100 * low / spread)


def shares(caption: Phrase, parts: Sequence[tuple[Bar, Text]], head: tuple[Phrase, Phrase, Phrase]) -> Picture:
    """Show parts of a whole, each with the number that its share is of."""
    rows = [(bar.name, number, bar.number) for bar, number in parts]
    return Picture(caption, "bars", [bar for bar, _ in parts], head, rows)


def shares_of_records(caption: Phrase, groups: Sequence[tuple[Text, list[Row]]]) -> Picture:
    """Show the share of each group of creators; those whose creators are all gone, or not named, are alerts."""
    groups = [(name, rows) for name, rows in groups if rows]
    sizes = [total(rows, "records_share") for _, rows in groups]
    if not any(sizes):
        return Picture(caption, "nothing", reason=phrase("no-records"))
    largest = max(size or 0 for size in sizes)
    bars = [
        Bar(
            name,
            percent(share),
            100 * (share or 0) / largest,
            hint=id_end(rows),
            tag=has_left(rows),
            is_alert=are_gone(rows),
        )
        for (name, rows), share in zip(groups, sizes, strict=True)
    ]
    numbers = [counted(total(rows, "records")) for _, rows in groups]
    parts = list(zip(bars, numbers, strict=True))
    return shares(caption, parts, (phrase("column-creator"), phrase("column-records"), phrase("column-share")))


def short_id(whole_id: str | None) -> str:
    """Return the end of an id, by which two with one name are told apart."""
    return f"…{whole_id[-ID_END:]}" if whole_id else ""


def are_gone(rows: list[Row]) -> bool:
    """Tell whether none of the creators is there any longer, or was ever named."""
    return all(row["creator_member_id"] is None or row["is_member"] is False for row in rows)


def id_end(rows: list[Row]) -> str:
    """Return the end of the id of a single creator."""
    return short_id(rows[0]["creator_member_id"]) if len(rows) == 1 else ""


def has_left(rows: list[Row]) -> Text:
    """Say of a single creator that they have left."""
    return phrase("has-left") if len(rows) == 1 and rows[0]["is_member"] is False else ""
