"""The HTTP connection: it sends the key, limits the time and size of an answer, and says what its failures mean."""

import re
import ssl
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidProxyURL, InvalidSchema, InvalidURL, ProxyError, RequestException, Timeout
from urllib3.exceptions import MaxRetryError, ReadTimeoutError

from tap_usagestats import errors
from tap_usagestats.errors import Fault, Refusal, RequestFault, chain_of
from tap_usagestats.redaction import Redactor

MAX_BODY_BYTES = 16 * 1024 * 1024  # after decompression; a page of 100 items has about 0.1 MiB
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# OpenSSL's names for a certificate that fails verification, and for a REQUESTS_CA_BUNDLE file without certificates.
UNTRUSTED = frozenset({"CERTIFICATE_VERIFY_FAILED", "NO_CERTIFICATE_OR_CRL_FOUND"})
Answer = tuple[int, bytes, Mapping[str, str]]  # the status, the content, and the headers


class NoCookies(HTTPAdapter):
    """Drops cookies: the API sets none, and an absurd expiry date makes the jar log a traceback."""

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:  # noqa: ANN401  # urllib3's
        """Build the response without the cookies of `resp`."""
        if original := getattr(resp, "_original_response", None):  # where requests takes them from
            del original.msg["Set-Cookie"]
        return super().build_response(req, resp)


class Connection(requests.Session):
    """A session with one API. It follows no redirect: the POST would become a GET, and the key would travel along."""

    def __init__(self, base_url: str, api_key: str, timeout_seconds: float) -> None:
        super().__init__()
        self.host = urlsplit(base_url).hostname or base_url
        self.redact = Redactor(api_key)
        self.headers["User-Agent"] = "tap-usagestats"
        self.auth = self._authorize  # not a header, which a .netrc file would replace
        self.mount("https://", NoCookies())
        self.mount("http://", NoCookies())
        self._api_key = api_key
        self._base_url = base_url
        self._timeout_seconds = timeout_seconds
        self._prepared = cache(self._prepare)
        self._thread = ThreadPoolExecutor(max_workers=1)

    def close(self) -> None:
        """Close the connection, and end the thread."""
        self._thread.shutdown(wait=False)
        super().close()

    def exchange(self, path: str, body: dict[str, Any]) -> Answer:
        """Send `body` to `path` and return the answer; raise RequestFault or Refusal if it does not arrive whole.

        The timeout of requests restarts with each byte, so an answer that arrives byte by byte could hang the run
        forever. Here, a thread makes the request, and is abandoned when the time is up.
        """
        exchange = self._thread.submit(self._exchange, path, body)
        if not wait([exchange], self._timeout_seconds).done:
            self._thread.shutdown(wait=False)
            self._thread = ThreadPoolExecutor(max_workers=1)
            raise self.failure_of(Timeout())
        try:
            status, content, headers = exchange.result()
        except Exception as error:  # depending on what a server sends, the HTTP libraries raise many types
            raise self.failure_of(error) from error
        if len(content) > MAX_BODY_BYTES:
            raise RequestFault(f"the answer from {self.host} is larger than {MAX_BODY_BYTES // 1024**2} MiB")
        return status, content, headers

    def _exchange(self, path: str, body: dict[str, Any]) -> Answer:
        """Send a request and return its answer, cut off just above MAX_BODY_BYTES."""
        prepared, environment = self._prepared(self._base_url + path)
        request = prepared.copy()  # an abandoned thread may still be sending its own
        request.prepare_body(None, None, json=body)
        with self.send(request, timeout=self._timeout_seconds, allow_redirects=False, **environment) as answer:
            content = bytearray()
            for chunk in answer.iter_content(64 * 1024):
                content += chunk
                if len(content) > MAX_BODY_BYTES:
                    break
            return answer.status_code, bytes(content), answer.headers

    def _prepare(self, url: str) -> tuple[requests.PreparedRequest, dict[str, Any]]:
        """Return a request to `url` without its body, and how to send it, as the environment says.

        Both stay the same for all requests to a URL, and making them takes 12 times as long as adding the body.
        """
        request = self.prepare_request(requests.Request("POST", url))
        proxies = {"no_proxy": self.host} if self.host in LOOPBACK else {}  # a proxy cannot reach it
        return request, dict(self.merge_environment_settings(url, proxies, stream=True, verify=None, cert=None))

    def _authorize(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the key to `request`."""
        request.headers["Authorization"] = f"Bearer {self._api_key}"
        return request

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return None: requests parses Location even if it does not follow it, and raises if it is invalid."""

    def failure_of(self, error: Exception) -> Fault | Refusal:  # noqa: PLR0911  # one for each kind
        """Return what `error` means for a request. Most are shown by type: their text may hold a URL's password."""
        causes = [cause for cause in chain_of(error) if type(cause) is not ValueError] or [error]  # it says the least
        if isinstance(error, ProxyError):
            return self._proxy_failure(causes)
        tls = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None)
        tls_reason = getattr(tls, "reason", None)  # which an error from outside OpenSSL lacks
        if tls_reason in UNTRUSTED:
            return Refusal(f"the certificate of {self.host} cannot be trusted", errors.CHECK_CERTIFICATE)
        if tls:
            reason = self.redact(tls_reason or type(tls).__name__, 80)
            return RequestFault(f"the TLS connection to {self.host} failed ({reason})", errors.CHECK_TLS)
        if isinstance(error, (InvalidURL, InvalidSchema, InvalidProxyURL)):
            return Refusal(f"could not send a request to {self.host}", errors.CHECK_URL_AND_PROXY)
        if any(isinstance(cause, (Timeout, ReadTimeoutError)) for cause in causes):
            limit = f"{self._timeout_seconds:g} s (request_timeout)"
            return RequestFault(f"no complete answer from {self.host} within {limit}")
        # A plain OSError is not a failure of the network: requests raises it for a missing REQUESTS_CA_BUNDLE file.
        if isinstance(error, OSError) and not isinstance(error, RequestException):
            return Refusal(f"could not send a request to {self.host}: {self.redact(error)}", errors.CHECK_CERTIFICATE)
        return RequestFault(f"lost the connection to {self.host}, or could not connect ({type(causes[-1]).__name__})")

    def _proxy_failure(self, causes: Sequence[BaseException]) -> Fault | Refusal:
        """Return what the `causes` of a ProxyError mean. The proxy is shown without its user and password."""
        pools: list[Any] = [cause.pool for cause in causes if isinstance(cause, MaxRetryError)]
        proxy = self.redact(" ".join(pool.proxy.netloc for pool in pools), 80)
        what = f"could not connect to {self.host} through the proxy {proxy}"
        if status := re.search(r"^Tunnel connection failed: (\d+)", str(causes[-1])):
            failure = Refusal if status[1] in {"403", "407"} else RequestFault
            return failure(f"{what}, which answered HTTP {status[1]}", errors.CHECK_PROXY)
        return RequestFault(f"{what} ({type(causes[-1]).__name__})", errors.CHECK_PROXY)
