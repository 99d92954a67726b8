"""The changes of apps that the models should find, written from the descriptions in marts.yml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app_histories import Histories, Row


def app_changes(known: Histories) -> Iterator[Row]:
    for app_id, history in known.of_app.items():
        for day in known.apps:
            for change, name, before, after in changes(history, day, known.day_before(day)):
                values = [None if value is None else str(value) for value in (before, after)]
                row = {"app_id": app_id, "date": day, "change": change, "app_name": name}
                yield row | {"value_before": values[0], "value_after": values[1]}


def changes(history: dict[date, Row], day: date, previous_day: date | None) -> Iterator[tuple[object, ...]]:
    """Yield the changes of an app on a day: kind, name, value before, value after."""
    if previous_day in history and day not in history:
        name = history[previous_day]["app_name"]
        yield "vanished", name, name, None
    if previous_day and previous_day not in history and day in history:
        name = history[day]["app_name"]
        yield "appeared", name, None, name
    earlier = [history[one] for one in history if one < day]
    if earlier and day in history:
        yield from since_its_previous_day(history[day], earlier)


def since_its_previous_day(app: Row, earlier: list[Row]) -> Iterator[tuple[object, ...]]:
    name, before = app["app_name"], earlier[-1]
    if name != before["app_name"]:
        yield "renamed", name, before["app_name"], name
    if app["creator_member_id"] != before["creator_member_id"]:
        names = [before["creator_name"], app["creator_name"]]
        shown = names if names[0] != names[1] else [None, None]
        yield "creator changed", name, shown[0] or before["creator_member_id"], shown[1] or app["creator_member_id"]
    known_before = [one for one in earlier if one["creator_is_member"] is not None][-1:]
    if app["creator_is_member"] is False and any(
        one["creator_is_member"] and one["creator_member_id"] == app["creator_member_id"] for one in known_before
    ):
        yield "creator left", name, known_before[0]["creator_name"] or app["creator_member_id"], None
    if app["public_links"] != before["public_links"]:
        yield "public links changed", name, before["public_links"], app["public_links"]
    if app["is_idle"] and before["is_idle"] is False:
        yield "became idle", name, None, None
    if before["is_inactive"] and not app["is_inactive"]:
        yield "used again", name, before["last_visit_on"], app["last_visit_on"]
