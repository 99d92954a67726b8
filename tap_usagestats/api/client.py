"""The client: sends one request and tells what the answer is: data, a fault worth a retry, or a refusal."""

import json
import math
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from tap_usagestats import errors
from tap_usagestats.api.connection import Answer, Connection
from tap_usagestats.api.pacing import Pace, Traffic
from tap_usagestats.errors import Action, Fault, Refusal, RequestFault

MSG_LENGTH = 200  # characters of the vendor's msg shown in an error
BODY_LENGTH = 80  # characters of a non-JSON answer shown in an error
NO_ERROR = (None, 0, "0", "")  # values of `code` that do not mean an error


class Client:
    """Sends requests to the Usage Statistics API at one base URL, no faster than its pace allows."""

    def __init__(self, base_url: str, api_key: str, *, timeout_seconds: float, pace: Pace, traffic: Traffic) -> None:
        """Prepare a connection; nothing is sent yet. Requests are counted in `traffic`."""
        self._connection = Connection(base_url, api_key, timeout_seconds)
        self.host = self._connection.host
        self.redact = self._connection.redact
        self.pace = pace
        self.traffic = traffic

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send `body` to the endpoint `path` and return its answer, a JSON object without an error code.

        Raise RequestFault if this attempt failed and another may succeed, and Refusal if a retry would not help. If the
        server says how long to wait, the pace keeps to it.
        """
        self.traffic.waited_seconds += self.pace.wait(path)
        self.traffic.requests += 1
        answer = self._connection.exchange(path, body)
        try:
            return self._checked(answer)
        except Fault:
            self.pace.postpone(path, retry_after_seconds(answer.retry_after, self.pace.clock.now()))
            raise

    def _checked(self, answer: Answer) -> dict[str, Any]:
        """Return the JSON object in `answer`; if it is an error, raise what it means."""
        status = answer.status
        try:
            content = self._json_object(answer.content)
        except RequestFault:
            if status == HTTPStatus.OK:
                raise
            content = {}
        what = f"HTTP {status} from {self.host}"
        if "code" in content:
            code, msg = (self.redact(content.get(field), MSG_LENGTH) for field in ("code", "msg"))
            what += f", code {code}, msg '{msg}'"
        if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise RequestFault(what)
        if content.get("code") not in NO_ERROR:
            raise self._meaning_of(str(content["code"]), what)
        if status == HTTPStatus.BAD_REQUEST:
            raise RequestFault(f"{what}, without the `code` of an API error")
        if status != HTTPStatus.OK:
            raise Refusal(what, errors.CHECK_URL)
        return content

    def _meaning_of(self, code: str, what: str) -> RequestFault | Refusal:
        """Return the fault or refusal that the vendor's `code` means; a limit of the company slows all streams."""
        known = errors.VENDOR_CODES.get(code, errors.UNKNOWN_CODE)
        if known.action is Action.STOP:
            return Refusal(f"{what}: {known.meaning}", known.advice, code=code)
        if known.action is Action.RETRY_TOGETHER:
            self.pace.share()
            self.pace.postpone("", 1)
        return RequestFault(f"{what}: {known.meaning}", known.advice)

    def _json_object(self, content: bytes) -> dict[str, Any]:
        """Return the JSON object in `content`; raise RequestFault if it is not one."""
        try:
            # Not response.json(): it uses simplejson if that is installed, which is slower.
            value = json.loads(content, parse_float=_finite, parse_constant=int)  # int("NaN") raises ValueError
        except (ValueError, RecursionError) as error:
            begins = self.redact(content.decode(errors="replace"), BODY_LENGTH)
            what = f"expected JSON from {self.host}, got {len(content)} bytes that begin with '{begins}'"
            raise RequestFault(what, errors.CHECK_FOR_LOGIN_PAGE) from error
        if not isinstance(value, dict):
            raise RequestFault(f"expected a JSON object from {self.host}, got a {type(value).__name__}")
        return value


def _finite(text: str) -> float | str:
    """Return `text` as a float, or unchanged if it does not fit into one, such as 1e400."""
    number = float(text)
    return number if math.isfinite(number) else text


def retry_after_seconds(header: str | None, now: datetime) -> float:
    """Return the seconds that a Retry-After header asks for, or 0 if it is missing or cannot be parsed."""
    if header is None:
        return 0
    with suppress(ValueError):
        return max(0, float(header))
    with suppress(TypeError, ValueError, OverflowError):
        return max(0, (parsedate_to_datetime(header) - now).total_seconds())
    return 0
