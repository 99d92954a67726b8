"""The client: sends one request and tells what the answer is: data, a fault worth a retry, or a refusal."""

from __future__ import annotations

import json
import math
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, NoReturn
from urllib.parse import urlsplit

import requests

from tap_usagestats import errors
from tap_usagestats.api.connection import Connection, failure_of
from tap_usagestats.api.deadline import Deadline
from tap_usagestats.api.pacing import Pace, Traffic
from tap_usagestats.errors import Action, Refusal, RequestFault
from tap_usagestats.redaction import Redactor

MSG_LENGTH = 200  # characters of the vendor's msg shown in an error
BODY_LENGTH = 80  # characters of a non-JSON answer shown in an error
MAX_BODY_BYTES = 16 * 1024 * 1024  # after decompression; a page of 100 items has about 0.1 MiB
CHUNK_BYTES = 64 * 1024
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
NO_ERROR = (None, 0, "0", "")  # values of `code` that do not mean an error


class Client:
    """Sends requests to the Usage Statistics API at one base URL, no faster than its pace allows."""

    def __init__(self, base_url: str, api_key: str, *, timeout_seconds: float, pace: Pace, traffic: Traffic) -> None:
        """Prepare a connection; nothing is sent yet. Requests are counted in `traffic`."""
        self.host = urlsplit(base_url).hostname or base_url
        self.redact = Redactor(api_key)
        self._base_url = base_url
        self._timeout_seconds = timeout_seconds
        self._pace = pace
        self._traffic = traffic
        self._deadline = Deadline(timeout_seconds)
        self._connection = Connection(api_key)
        self._proxies = {"no_proxy": self.host} if self.host in LOOPBACK else None  # a proxy cannot reach it

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send `body` to the endpoint `path` and return its answer, a JSON object without an error code.

        Raise RequestFault if this attempt failed and another may succeed, and Refusal if a retry would not help.
        """
        self._traffic.waited_seconds += self._pace.wait(path)
        self._traffic.requests += 1
        try:
            response, content = self._deadline.call(lambda: self._exchange(path, body))
        except Exception as error:  # depending on what a server sends, the HTTP libraries raise many types
            raise failure_of(error, self.host, self._timeout_seconds, self.redact) from error
        return self._checked_answer(response, content)

    def _exchange(self, path: str, body: dict[str, Any]) -> tuple[requests.Response, bytes]:
        """Send a request and return its response and body; stop reading beyond MAX_BODY_BYTES."""
        with self._connection.post(
            self._base_url + path,
            json=body,
            timeout=self._timeout_seconds,
            proxies=self._proxies,
            allow_redirects=False,  # a redirected POST becomes a GET, and the key would travel with it
            stream=True,
        ) as response:
            content = bytearray()
            for chunk in response.iter_content(CHUNK_BYTES):
                content += chunk
                if len(content) > MAX_BODY_BYTES:
                    break
            return response, bytes(content)

    def _checked_answer(self, response: requests.Response, content: bytes) -> dict[str, Any]:
        """Return the JSON object in an answer; if the answer is an error, raise what it means."""
        status = response.status_code
        retry_after = retry_after_seconds(response.headers.get("Retry-After"), self._pace.clock.now())
        if len(content) > MAX_BODY_BYTES:
            raise RequestFault(f"the answer from {self.host} is larger than {MAX_BODY_BYTES // 1024**2} MiB")
        try:
            answer = self._json_object(content)
        except RequestFault:
            if status == HTTPStatus.OK:
                raise
            answer = {}
        what = self._summary(status, answer)
        if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise RequestFault(what, retry_after_seconds=retry_after)
        if answer.get("code") not in NO_ERROR:
            self._raise_for_code(what, str(answer["code"]), retry_after)
        if status == HTTPStatus.BAD_REQUEST:
            raise RequestFault(f"{what}, without the `code` of an API error", retry_after_seconds=retry_after)
        if status != HTTPStatus.OK:
            raise Refusal(what, errors.CHECK_URL)
        return answer

    def _raise_for_code(self, what: str, code: str, retry_after: float) -> NoReturn:
        """Raise the fault or refusal that the vendor's `code` means."""
        known = errors.VENDOR_CODES.get(code, errors.UNKNOWN_CODE)
        if known.action is Action.STOP:
            raise Refusal(f"{what}: {known.meaning}", known.advice, code)
        if known.action is Action.RETRY_TOGETHER:
            self._pace.share(max(1, retry_after))
        raise RequestFault(f"{what}: {known.meaning}", known.advice, retry_after)

    def _summary(self, status: int, answer: dict[str, Any]) -> str:
        """Return the status and host, with the vendor's code and msg if present."""
        what = f"HTTP {status} from {self.host}"
        if "code" in answer:
            code, msg = (self.redact(answer.get(field), MSG_LENGTH) for field in ("code", "msg"))
            what += f", code {code}, msg '{msg}'"
        return what

    def _json_object(self, content: bytes) -> dict[str, Any]:
        """Return the JSON object in `content`; raise RequestFault if it is not one."""
        try:
            # Not response.json(): it uses simplejson if that is installed, which is slower.
            answer = json.loads(content, parse_float=_finite, parse_constant=int)  # int("NaN") raises ValueError
        except (ValueError, RecursionError) as error:
            begins = self.redact(content.decode(errors="replace"), BODY_LENGTH)
            what = f"expected JSON from {self.host}, got {len(content)} bytes that begin with '{begins}'"
            raise RequestFault(what, errors.CHECK_FOR_LOGIN_PAGE) from error
        if not isinstance(answer, dict):
            raise RequestFault(f"expected a JSON object from {self.host}, got a {type(answer).__name__}")
        return answer


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
