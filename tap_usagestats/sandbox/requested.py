"""What a request asks for: its day, IDs, and page; anything else is refused with a code of the vendor."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta, timezone
from typing import Any

CHINA_STANDARD_TIME = timezone(timedelta(hours=8))
WINDOW = timedelta(days=180)
DEFAULT_LIMIT, MAX_ITEMS, MAX_IDS = 20, 100, 10
INVALID_REQUEST, INVALID_PARAMETER, APP_DOES_NOT_EXIST = 1, 17017, 2004

Json = dict[str, Any]


class ApiError(Exception):
    """An HTTP 400 answer with a code of the vendor."""

    def __init__(self, code: int, msg: str) -> None:
        """Set the body of the answer."""
        super().__init__(msg)
        self.body = {"code": code, "msg": msg}


def requested_day(request: Json, now: datetime) -> date:
    """Return the requested day: by default yesterday in UTC+8, never later, and at most 180 days ago."""
    today = now.astimezone(CHINA_STANDARD_TIME).date()
    text = request.get("date") or (today - timedelta(days=1)).isoformat()
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ApiError(INVALID_PARAMETER, "date must be yyyy-MM-dd")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ApiError(INVALID_PARAMETER, "date does not exist") from error
    if not today - WINDOW <= day < today:
        raise ApiError(INVALID_PARAMETER, "date must be within the last 180 days and not later than T-1")
    return day


def json_object(raw_body: bytes) -> Json:
    """Return the JSON object in the body of a request."""
    try:
        request: Json = {} | json.loads(raw_body)
    except (ValueError, TypeError) as error:
        raise ApiError(INVALID_REQUEST, "Invalid request") from error
    return request


def requested_ids(request: Json, field: str) -> list[str]:
    """Return the requested IDs; an empty list means all."""
    ids = request.get(field) or []
    if not isinstance(ids, list) or len(ids) > MAX_IDS or not all(isinstance(item, str) for item in ids):
        raise ApiError(INVALID_PARAMETER, f"{field} must be at most {MAX_IDS} strings")
    if field == "app_ids" and not all(re.fullmatch(r"[0-9a-f]{24}", item) for item in ids):
        raise ApiError(APP_DOES_NOT_EXIST, "App does not exist")
    return ids


def requested_page(request: Json, items: list[Json]) -> Json:
    """Return the page of `items` that skip and limit ask for."""
    skip, limit = request.get("skip", 0), request.get("limit", DEFAULT_LIMIT)
    if not isinstance(skip, int) or skip < 0 or not isinstance(limit, int) or not 1 <= limit <= MAX_ITEMS:
        raise ApiError(INVALID_PARAMETER, f"skip must be 0 or more, limit 1 to {MAX_ITEMS}")
    return {"has_next": skip + limit < len(items), "items": items[skip : skip + limit]}
