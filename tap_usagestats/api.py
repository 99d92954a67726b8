"""One request to the API: sent at the pace, and its answer told apart into data, a fault to try again, or a refusal."""

from __future__ import annotations

import json
import logging
import math
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, NoReturn
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from requests.exceptions import InvalidSchema, InvalidURL, RequestException, SSLError, Timeout

from tap_usagestats import errors
from tap_usagestats.deadline import DeadlineExceeded, deadline
from tap_usagestats.errors import Action, Refusal, RequestFault
from tap_usagestats.pacing import Pace

MSG_LENGTH = 200  # characters of the vendor's msg that an error shows
SHORTEST_KEY = 6  # characters

# urllib3 logs a malformed header with a traceback, and with what the server sent.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class BearerKey(AuthBase):
    """The API key as a Bearer token. As an auth object, so that no .netrc of the machine replaces it."""

    def __init__(self, api_key: str) -> None:
        """Send `api_key`."""
        self._api_key = api_key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sign `request`."""
        request.headers["Authorization"] = f"Bearer {self._api_key}"
        return request


class UsageApi:
    """The Usage Statistics API at one base URL."""

    def __init__(self, base_url: str, api_key: str, *, timeout_seconds: float, pace: Pace) -> None:
        """Prepare a session; nothing is sent yet."""
        self.host = urlsplit(base_url).hostname or base_url
        self.requests = 0
        self._base_url = base_url
        self._api_key = api_key
        self._timeout_seconds = timeout_seconds
        self._pace = pace
        self._session = requests.Session()
        self._session.auth = BearerKey(api_key)
        self._session.headers["User-Agent"] = "tap-usagestats"
        self._session.trust_env = self.host not in LOOPBACK  # a proxy of the environment can't reach it

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send `body` to the endpoint `path` and return its answer, a JSON object.

        Raises:
            RequestFault: This try failed; another may succeed.
            Refusal: The API or its host said no, and will say so again.
        """
        self._pace.wait()
        self.requests += 1
        try:
            with deadline(self._timeout_seconds):
                response = self._session.post(
                    self._base_url + path,
                    json=body,
                    timeout=self._timeout_seconds,
                    allow_redirects=False,  # a redirected POST becomes a GET, and the key would travel with it
                )
        except (OSError, DeadlineExceeded) as error:
            self._raise_for_failure(error)
        if response.status_code != HTTPStatus.OK:
            self._raise_for_status(response)
        answer = self._json_object(response)
        # An error with HTTP 200; no page has a code.
        if "code" in answer and "items" not in answer and "metrics" not in answer:
            self._raise_for_code(answer, response.status_code)
        return answer

    def shown(self, text: str) -> str:
        """Return `text` as it may be shown: in one line, printable, and without the key.

        A key as short as a word is no real one, and is left: without it, the text could not be read.
        """
        printable = "".join(char for char in " ".join(text.split()) if char.isprintable())
        return printable.replace(self._api_key, "***") if len(self._api_key) >= SHORTEST_KEY else printable

    def _raise_for_failure(self, error: OSError | DeadlineExceeded) -> NoReturn:
        """Raise what a request without an answer means. Of most, only the kind is told: their text may hold the URL."""
        # requests wraps what happened: a body that stalls is a ConnectionError(ReadTimeoutError(...)), and no Timeout.
        cause = error.args[0] if error.args else error
        kind = type(getattr(cause, "reason", cause)).__name__
        if isinstance(error, SSLError):
            raise Refusal(f"the certificate of {self.host} can't be trusted", errors.CHECK_CERTIFICATE) from error
        if isinstance(error, (InvalidURL, InvalidSchema)):
            raise Refusal(f"no request can be sent to {self.host}", errors.CHECK_URL_AND_PROXY) from error
        if isinstance(error, (Timeout, DeadlineExceeded)) or kind == "ReadTimeoutError":
            what = f"no answer from {self.host} within {self._timeout_seconds:g} s (request_timeout)"
            raise RequestFault(what) from error
        # A plain OSError is no failure of the network: requests raises it where REQUESTS_CA_BUNDLE names no file.
        if not isinstance(error, RequestException):
            raise Refusal(f"no request can be sent to {self.host}: {error}", errors.CHECK_CERTIFICATE) from error
        raise RequestFault(f"lost the connection to {self.host}, or got none ({kind})") from error

    def _raise_for_status(self, response: requests.Response) -> NoReturn:
        """Raise what an answer other than HTTP 200 means."""
        status = response.status_code
        retry_after_seconds = _retry_after(response.headers.get("Retry-After"), self._pace.clock.now())
        try:
            answer = self._json_object(response)
        except RequestFault:
            answer = {}
        told = self._told(status, answer)
        if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise RequestFault(told, retry_after_seconds=retry_after_seconds)
        if "code" in answer:
            self._raise_for_code(answer, status, retry_after_seconds)
        if status == HTTPStatus.BAD_REQUEST:
            raise RequestFault(
                f"{told}, without the `code` that the API sends with it", retry_after_seconds=retry_after_seconds
            )
        raise Refusal(told, errors.CHECK_URL)

    def _raise_for_code(self, answer: dict[str, Any], status: int, retry_after_seconds: float = 0) -> NoReturn:
        """Raise what the vendor's code in `answer` means."""
        told, code = self._told(status, answer), str(answer["code"])
        known = errors.VENDOR_CODES.get(code, errors.UNKNOWN_CODE)
        if known.action is Action.RETRY:
            raise RequestFault(f"{told}: {known.meaning}", known.advice, retry_after_seconds)
        if known is errors.UNKNOWN_CODE and status == HTTPStatus.OK:
            raise RequestFault(f"{told}, and no `items`")
        raise Refusal(f"{told}: {known.meaning}", known.advice, code)

    def _told(self, status: int, answer: dict[str, Any]) -> str:
        """Return status and host, and the vendor's code and msg where there are any."""
        told = f"HTTP {status} from {self.host}"
        if "code" in answer:
            code, msg = (self.shown(str(answer.get(field)))[:MSG_LENGTH] for field in ("code", "msg"))
            told += f", code {code}, msg '{msg}'"
        return told

    def _json_object(self, response: requests.Response) -> dict[str, Any]:
        """Return the JSON object in the body of `response`; raise RequestFault, without the body, where it is none."""
        try:
            # Not response.json(): it takes simplejson where that is installed, which is slower.
            answer = json.loads(response.content, parse_float=_finite, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            kind = self.shown(response.headers.get("Content-Type", "unknown type").split(";")[0])[:40]
            what = f"{self.host} sent no valid JSON, but {len(response.content)} bytes of {kind}"
            raise RequestFault(what) from error
        if not isinstance(answer, dict):
            raise RequestFault(f"{self.host} sent JSON that is no object, but a {type(answer).__name__}")
        return answer


def _finite(text: str) -> float | str:
    """Return the number `text`, or the text itself where no float can hold it, as with 1e400."""
    number = float(text)
    return number if math.isfinite(number) else text


def _no_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python reads and JSON does not know."""
    raise ValueError(name)


def _retry_after(header: str | None, now: datetime) -> float:
    """Return the seconds a Retry-After header asks for, 0 where there is none that can be understood."""
    if header is None:
        return 0
    try:
        return max(0, float(header))
    except ValueError:
        pass
    try:
        return max(0, (parsedate_to_datetime(header) - now).total_seconds())
    except (TypeError, ValueError):
        return 0
