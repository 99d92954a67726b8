"""The HTTP connection: a requests session that sends the key and stores nothing, and what its failures mean."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidProxyURL, InvalidSchema, InvalidURL, RequestException, Timeout
from urllib3.exceptions import ReadTimeoutError

from tap_usagestats import errors
from tap_usagestats.api.deadline import DeadlineExceeded
from tap_usagestats.errors import Fault, Refusal, RequestFault
from tap_usagestats.redaction import Redactor

# OpenSSL's names for a certificate that fails verification, and for a REQUESTS_CA_BUNDLE file without certificates.
UNTRUSTED = frozenset({"CERTIFICATE_VERIFY_FAILED", "NO_CERTIFICATE_OR_CRL_FOUND"})


class NoCookies(HTTPAdapter):
    """An adapter that drops cookies: the API sets none, and an absurd expiry date makes the jar log a traceback."""

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:  # noqa: ANN401  # urllib3's
        """Build the response without the cookies of `resp`."""
        if original := getattr(resp, "_original_response", None):  # where requests takes them from
            del original.msg["Set-Cookie"]
        return super().build_response(req, resp)


class Connection(requests.Session):
    """A session that sends the key, follows no redirect and keeps no cookie."""

    def __init__(self, api_key: str) -> None:
        """Send `api_key` with each request."""
        super().__init__()
        self.auth = self._authorize  # not a header, which a .netrc file would replace
        self._api_key = api_key
        self.headers["User-Agent"] = "tap-usagestats"
        self.mount("https://", NoCookies())
        self.mount("http://", NoCookies())

    def _authorize(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the key to `request`."""
        request.headers["Authorization"] = f"Bearer {self._api_key}"
        return request

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return None: requests parses Location even if it does not follow it, and raises if it is invalid."""


def failure_of(error: Exception, host: str, timeout_seconds: float, redact: Redactor) -> Fault | Refusal:
    """Return the fault or refusal for a request to `host` that ended in `error`, without a complete answer.

    Most errors are shown by their type only: their text may contain the URL, and with it a password.
    """
    causes = list(causes_of(error))
    tls = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None)
    tls_reason = getattr(tls, "reason", None)  # which an error from outside OpenSSL lacks
    if tls_reason in UNTRUSTED:
        return Refusal(f"the certificate of {host} cannot be trusted", errors.CHECK_CERTIFICATE)
    if tls:
        reason = redact(tls_reason or type(tls).__name__, 80)
        return RequestFault(f"the TLS connection to {host} failed ({reason})", errors.CHECK_TLS)
    if isinstance(error, (InvalidURL, InvalidSchema, InvalidProxyURL)):
        return Refusal(f"could not send a request to {host}", errors.CHECK_URL_AND_PROXY)
    if any(isinstance(cause, (Timeout, ReadTimeoutError, DeadlineExceeded)) for cause in causes):
        return RequestFault(f"no complete answer from {host} within {timeout_seconds:g} s (request_timeout)")
    # A plain OSError is not a failure of the network: requests raises it if REQUESTS_CA_BUNDLE names a missing file.
    if isinstance(error, OSError) and not isinstance(error, RequestException):
        return Refusal(f"could not send a request to {host}: {redact(error)}", errors.CHECK_CERTIFICATE)
    return RequestFault(f"lost the connection to {host}, or could not connect ({type(causes[-1]).__name__})")


def causes_of(error: object) -> Iterator[object]:
    """Yield `error` and its causes, which requests and urllib3 keep in `reason` or in the arguments."""
    while isinstance(error, BaseException):
        yield error
        reason = getattr(error, "reason", None)
        inner = (reason, *error.args, error.__cause__)
        error = next((cause for cause in inner if isinstance(cause, BaseException)), None)
