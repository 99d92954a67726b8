"""Answers that are not what they should be, and what the tap has to say of each if it stays."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any, NamedTuple

from scripted_api import Fault, Request

from tap_usagestats.errors import CHECK_FOR_LOGIN_PAGE, RETRY_LATER, UPGRADE_OR_REPORT, VENDOR_CODES, Action
from tap_usagestats.sandbox.http_server import Answer
from tap_usagestats.sandbox.requested import Json

HOST = "127.0.0.1"
MSG = "told by the vendor"


class Trouble(NamedTuple):
    """A wrong answer.

    Attributes:
        fault: What makes it.
        words: What the error must say if it stays.
        whole_day: Whether all pages of the day have to be read again.
        later_pages: Whether only a page after the first of its day can be wrong in this way.
        found_at: The `skip` that the error names, if it is not the one of the wrong answer.
    """

    fault: Fault
    words: tuple[str, ...]
    whole_day: bool = False
    later_pages: bool = False
    found_at: int | None = None


def status(code: int, body: bytes = b"upstream says no", **headers: str) -> Fault:
    return lambda _, __: Answer(code, body, {"Content-Type": "text/plain", **headers})


def vendor(code: Any, msg: str = MSG, http_status: int = 400, **more: Any) -> Fault:
    return lambda _, __: Answer(http_status, json.dumps({"code": code, "msg": msg, **more}).encode())


def changed(change: Callable[[Json], object]) -> Fault:
    """The right answer, but for one thing."""

    def fault(answer: Answer, _: Request) -> Answer:
        page = json.loads(answer.body)
        change(page)
        return Answer(200, json.dumps(page).encode())

    return fault


def with_headers(**headers: str) -> Fault:
    """The right answer, with more headers."""
    return lambda answer, _: answer._replace(headers={name.replace("_", "-"): text for name, text in headers.items()})


def cut_short(answer: Answer, _: Request) -> Answer:
    headers = {"Content-Length": str(len(answer.body)), "Connection": "close"}
    return Answer(200, answer.body[: len(answer.body) // 2], headers)


def json_breaks_off(answer: Answer, _: Request) -> Answer:
    return Answer(200, answer.body[: len(answer.body) // 2])


def negative_chunk_size(_: Answer, __: Request) -> Answer:
    return Answer(200, b"-5\r\n{}\r\n0\r\n\r\n", {"Transfer-Encoding": "chunked", "Connection": "close"})


def empty_page(_: Answer, request: Request) -> Answer:
    """A page without items in place of each page but the first of a day."""
    return Answer(200, json.dumps({"date": request.body["date"], "has_next": False, "items": []}).encode())


def only_later_pages(fault: Fault) -> Fault:
    return lambda answer, request: fault(answer, request) if request.body["skip"] else answer


def first_item_twice(page: Json) -> None:
    page["items"].append(page["items"][0])


def no_id(page: Json) -> None:
    """Take the ID from the first item, an app or a member."""
    page["items"][0].pop("app_id", None)
    page["items"][0].pop("member", None)


MAX_BODY_BYTES = 1024 * 1024  # what the tap reads at most, in tests of these answers: 16 of them take long
TOO_LARGE = gzip.compress(bytes(MAX_BODY_BYTES + 1))

RETRIED = {
    **{f"http-{code}": Trouble(status(code), (f"HTTP {code}", HOST)) for code in (408, 425, 429, 500, 502, 599)},
    **{
        f"code-{code}": Trouble(vendor(int(code)), (f"code {code}", MSG, known.meaning, known.advice))
        for code, known in VENDOR_CODES.items()
        if known.action is not Action.STOP
    },
    "code-8303-in-a-200": Trouble(vendor(8303, http_status=200), ("code 8303", MSG)),
    "code-8303-in-an-empty-page": Trouble(
        vendor(8303, http_status=200, items=[], has_next=False), ("code 8303", MSG, VENDOR_CODES["8303"].advice)
    ),
    "code-8304-in-a-right-page": Trouble(changed(lambda page: page.update(code=8304, msg=MSG)), ("code 8304", MSG)),
    "code-8303-as-text": Trouble(vendor("8303"), ("code 8303", MSG)),
    "code-0-without-a-page": Trouble(vendor(0, http_status=200), ("`date`",)),
    "429-with-an-overflowing-retry-after": Trouble(
        status(429, b"", **{"Retry-After": "Sun, 01 Mar 2026 02:30:25 +99999999999999"}), ("HTTP 429", HOST)
    ),
    "400-without-code": Trouble(status(400), ("HTTP 400", HOST, "without the `code`")),
    "html": Trouble(
        status(200, b"<html><body>Log in to\nHotel Wi-Fi</body></html>" + b" " * 999, **{"Content-Type": "text/html"}),
        ("expected JSON", HOST, "begin with '<html><body>Log in to Hotel Wi-Fi</body></html>'", CHECK_FOR_LOGIN_PAGE),
    ),
    "nothing": Trouble(status(200, b""), ("expected JSON", HOST, "0 bytes")),
    "json-list": Trouble(status(200, b"[]"), ("expected a JSON object", HOST, "list")),
    "json-nan": Trouble(status(200, b'{"items": NaN}'), ("expected JSON", HOST)),
    "cut-short": Trouble(cut_short, ("lost the connection", HOST)),
    "json-breaks-off": Trouble(json_breaks_off, ("expected JSON", HOST)),
    "negative-chunk-size": Trouble(negative_chunk_size, ("lost the connection", HOST)),
    "no-gzip": Trouble(status(200, b"{}", **{"Content-Encoding": "gzip"}), ("lost the connection", HOST)),
    "too-large": Trouble(status(200, TOO_LARGE, **{"Content-Encoding": "gzip"}), ("larger than 1 MiB", HOST)),
    "no-date": Trouble(changed(lambda page: page.pop("date")), ("`date`",)),
    "other-day": Trouble(changed(lambda page: page.update(date="2020-02-02")), ("2020-02-02",)),
}
RETRIED_PAGES = {
    "no-items": Trouble(changed(lambda page: page.pop("items")), ("`items`",)),
    "items-null": Trouble(changed(lambda page: page.update(items=None)), ("`items`",)),
    "items-of-text": Trouble(changed(lambda page: page.update(items=["x"])), ("`items`",)),
    "no-has-next": Trouble(changed(lambda page: page.pop("has_next")), ("`has_next`",)),
    "has-next-text": Trouble(changed(lambda page: page.update(has_next="true")), ("`has_next`",)),
    "empty-page-with-more": Trouble(
        changed(lambda page: page.update(has_next=True, items=[])), ("`has_next` is true",)
    ),
    "item-without-id": Trouble(changed(no_id), (" has no `", "its fields: ", UPGRADE_OR_REPORT)),
    "item-twice": Trouble(
        changed(first_item_twice), ("_id 0000", "was sent twice", RETRY_LATER), whole_day=True, found_at=0
    ),
    "empty-page-after-has-next": Trouble(
        only_later_pages(empty_page),
        ("promised more items", RETRY_LATER),
        whole_day=True,
        later_pages=True,
    ),
}
STOPPING = {
    **{
        f"code-{code}": Trouble(vendor(int(code)), (f"code {code}", MSG, known.meaning, known.advice))
        for code, known in VENDOR_CODES.items()
        if known.action is Action.STOP
    },
    "code-17018-in-an-empty-page": Trouble(
        vendor(17018, http_status=200, items=[], has_next=False), ("code 17018", MSG, VENDOR_CODES["17018"].advice)
    ),
    "unknown-code": Trouble(vendor(4711), ("code 4711", MSG, "not documented", "developer guide")),
    "endless-code": Trouble(vendor("9" * 5000), ("code 99999", "not documented")),
    "text-code": Trouble(vendor("E_NO"), ("code E_NO",)),
    "http-401": Trouble(status(401), ("HTTP 401", "check api_url")),
    "http-403": Trouble(status(403), ("HTTP 403", "check api_url")),
    "http-404": Trouble(status(404), ("HTTP 404", "check api_url")),
    "http-204": Trouble(status(204, b""), ("HTTP 204", "check api_url")),
    "redirect": Trouble(status(302, Location="http://127.0.0.1:1/"), ("HTTP 302", "check api_url")),
    "redirect-to-nowhere": Trouble(status(307, Location="http://[::1/\x80"), ("HTTP 307", "check api_url")),
    "redirect-without-location": Trouble(status(301), ("HTTP 301", "check api_url")),
}
HARMLESS = {
    "cookie-of-an-absurd-date": with_headers(Set_Cookie="a=b; expires=Mon, 01 Jan 99999999999999 00:00:00 GMT"),
    "cookie": with_headers(Set_Cookie="session=1; Path=/"),
    "code-0": changed(lambda page: page.update(code=0, msg="")),
    "code-null": changed(lambda page: page.update(code=None)),
    "unknown-content-type": with_headers(Content_Type="application/octet-stream"),
    "more-fields": changed(lambda page: page.update(total=3, request_id="x")),
    "gzip": lambda answer, _: Answer(200, gzip.compress(answer.body), {"Content-Encoding": "gzip"}),
}
