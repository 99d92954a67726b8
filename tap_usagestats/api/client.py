"""The client: sends one request, once, and tells what the answer is: data, a fault worth a retry, or a refusal."""

import json
import math
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import msgspec

from tap_usagestats import errors
from tap_usagestats.api.connection import Connection
from tap_usagestats.api.pacing import Pace, Traffic
from tap_usagestats.errors import Action, Fault, Refusal, RequestFault, ShapeFault

MSG_LENGTH = 200  # characters of the vendor's msg shown in an error
BODY_LENGTH = 80  # characters of a non-JSON answer shown in an error
NO_ERROR = (None, 0, "0", "")  # values of `code` that do not mean an error
REDIRECTS = range(300, 400)
ABSOLUTE_URL = re.compile(r"(?:[\w+.-]+:)?//(?:[^/?#]*@)?([^/?#]+)")  # the group is the host
TEMPORARY = frozenset({408, 421, 425, 429, *range(500, 600)})  # by RFC 9110, 8470 and 6585; 413 if it has Retry-After


class Client:
    """Sends requests to the Usage Statistics API, no faster than its pace allows, and counts them in `traffic`."""

    def __init__(self, base_url: str, api_key: str, timeout_seconds: float, pace: Pace, traffic: Traffic) -> None:
        self._connection = Connection(base_url, api_key, timeout_seconds)
        self.host = self._connection.host
        self.redact = self._connection.redact
        self.pace = pace
        self.traffic = traffic

    def close(self) -> None:
        """End the connection and its thread."""
        self._connection.close()

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send `body` to the endpoint `path` and return its answer, a JSON object without an error code.

        Raise RequestFault if another attempt may succeed, and Refusal if not. The pace keeps to a server's Retry-After.
        """
        self.traffic.waited_seconds += self.pace.wait(path)
        self.traffic.requests += 1
        status, content, headers = self._connection.exchange(path, body)
        try:
            return self._checked(status, content, headers)
        except Fault as fault:
            seconds = retry_after_seconds(headers.get("Retry-After"), self.pace.clock.now())
            if fault.code in errors.COMPANY_LIMIT_CODES:
                self.pace.share()
                self.pace.postpone("", max(1, seconds))
            elif seconds:
                self.pace.postpone(path, seconds)
            raise

    def _checked(self, status: int, content: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
        """Return the JSON object in an answer; if the answer is an error, raise what it means."""
        try:
            answer = self._json_object(content)
        except RequestFault:
            if status == HTTPStatus.OK:
                raise
            answer = {}
        what = f"HTTP {status} from {self.host}"
        if (code := answer.get("code")) not in NO_ERROR:
            what += f", code {self.redact(code, MSG_LENGTH)}, msg '{self.redact(answer.get('msg'), MSG_LENGTH)}'"
        elif status in REDIRECTS and (target := ABSOLUTE_URL.match(headers.get("Location", ""))):
            what += f", a redirect to {self.redact(target[1], MSG_LENGTH)}"
        elif content and HTTPStatus.OK < status < HTTPStatus.INTERNAL_SERVER_ERROR:
            what += f", {self._beginning_of(content)}"
        if status in TEMPORARY or (status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and "Retry-After" in headers):
            raise RequestFault(what)
        if code not in NO_ERROR:
            known = errors.VENDOR_CODES.get(str(code), errors.UNKNOWN_CODE)
            failure = Refusal if known.action is Action.STOP else RequestFault
            raise failure(f"{what}: {known.meaning}", known.advice, code=str(code))
        if status == HTTPStatus.BAD_REQUEST:
            raise RequestFault(f"{what}, without the `code` of an API error")
        if status != HTTPStatus.OK:
            raise Refusal(what, errors.CHECK_URL)
        return answer

    def _beginning_of(self, content: bytes) -> str:
        return f"{len(content)} bytes that begin with '{self.redact(content.decode(errors='replace'), BODY_LENGTH)}'"

    def _json_object(self, content: bytes) -> dict[str, Any]:
        """Return the JSON object in `content`; raise RequestFault if it is not one."""
        try:
            value = parsed(content)
        except (ValueError, RecursionError) as error:
            what = f"expected JSON from {self.host}, got {self._beginning_of(content)}"
            raise RequestFault(what, errors.CHECK_FOR_LOGIN_PAGE) from error
        if not isinstance(value, dict):
            what = f"expected a JSON object from {self.host}, got a {type(value).__name__}"
            raise ShapeFault(what, errors.UPGRADE_OR_REPORT)
        return value


def parsed(content: bytes) -> Any:  # noqa: ANN401  # any JSON
    """Return the JSON value in `content`; raise ValueError or RecursionError if it is not JSON.

    msgspec is fast and strict. What it refuses, json may still read: 1e400, half of a surrogate pair, a BOM, UTF-16.
    """
    with suppress(ValueError, RecursionError):
        return msgspec.json.decode(content)
    return json.loads(content, parse_float=finite, parse_constant=int)  # int("NaN") raises ValueError


def finite(text: str) -> float | str:
    """Return `text` as a float, or unchanged if it does not fit into one, such as 1e400."""
    return text if math.isinf(float(text)) else float(text)


def retry_after_seconds(header: str | None, now: datetime) -> float:
    """Return the seconds that a Retry-After header asks for, or 0 if it is missing or cannot be parsed."""

    def seconds_until(date: str) -> float:
        return (parsedate_to_datetime(date) - now).total_seconds()

    for seconds in (float, seconds_until):
        with suppress(TypeError, ValueError, OverflowError):
            return max(0.0, seconds(header or ""))
    return 0
