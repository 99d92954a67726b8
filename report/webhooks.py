"""How chats take a message: each has its markup, escapes, limit and answer, as its vendor documents them."""

from __future__ import annotations

import html
import json
import re
import string
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlsplit
from urllib.request import HTTPErrorProcessor, Request, build_opener

TIMEOUT_SECONDS = 30
MOST_ANSWER = 10_000  # bytes that are read of an answer
MOST_TOLD = 300  # characters of it that are shown
SECRET_LENGTH = 16  # the parts of a URL from this length on are not shown, even if the answer repeats them
WEB_URL = re.compile(r"https?://[\w.-]+(:\d{1,5})?/[!-~]*", re.ASCII)
FULL_WIDTH = 0xFEE0  # from a character of ASCII to the one that looks like it and formats nothing


def with_backslashes(text: str) -> str:
    """Return text as Markdown shows it."""
    return re.sub(r"[\\`*_\[\]<>#~|&@:.!$]", r"\\\g<0>", text)


def with_look_alikes(text: str, special: str = r"[\\`*_\[\]<>#~|&@:]") -> str:
    """Return text for a chat that has no escapes: what it would take as markup, a mention or a link is wider."""
    return re.sub(special, lambda found: chr(ord(found[0]) + FULL_WIDTH), text)


def for_slack(text: str) -> str:
    """Return text as Slack shows it, which has escapes for three characters only."""
    return with_look_alikes(html.escape(text, quote=False), "[*_~`|:]")


def for_feishu(text: str) -> str:
    """Return text as a card of Feishu shows it."""
    special = f"[{re.escape(string.punctuation)}]"
    return re.sub(special, lambda found: "&sim;" if found[0] == "~" else f"&#{ord(found[0])};", text)


@dataclass(frozen=True, kw_only=True)
class Markup:
    """What makes text bold, a heading or a link, and what keeps foreign text from doing so."""

    escape: Callable[[str], str]
    heading: str = "### {}"
    bold: str = "**{}**"
    link: str = "[{}]({})"
    line_break: str = "\n"

    def linked(self, text: str, address: str | None) -> str:
        """Return text that leads to an address, if there is one; nothing in the address ends the link."""
        return self.link.format(text, quote(address, safe=":/?#=&%+,;@")) if address else text


@dataclass(frozen=True, kw_only=True)
class Form(Markup):
    """A chat: how its URLs begin, the JSON and its most bytes, and the answer's keys that are 0 if it was taken."""

    path: str
    message: Callable[[str, list[str]], Any]
    most_bytes: int
    codes: tuple[str, ...]

    def body(self, title: str, parts: list[str]) -> bytes:
        """Return what is posted."""
        return json.dumps(self.message(title, parts), ensure_ascii=False).encode()

    def takes(self, answer: str) -> bool:
        """Tell whether an answer says that the message was taken; those of HTTP 200 need not."""
        if not self.codes:
            return answer.strip() == "ok"
        values = as_json(answer)
        given = [values[code] for code in self.codes if code in values] if isinstance(values, dict) else []
        return bool(given) and all(value == 0 for value in given)


def paragraphs(title: str, parts: list[str]) -> str:
    """Return a text that begins with its title."""
    return "\n\n".join([f"### {title}", *parts])


def section(text: str) -> dict[str, Any]:
    """Return a block of Slack, which makes no links and mentions of plain text if it is verbatim."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


MARKDOWN = Markup(escape=with_backslashes, heading="## {}", line_break="  \n   ")
FORMS = {
    "dingtalk": Form(
        path="/robot/send",
        escape=with_look_alikes,
        line_break="  \n",
        message=lambda title, parts: {
            "msgtype": "markdown",
            "markdown": {"title": title, "text": paragraphs(title, parts)},
            "at": {"isAtAll": False},
        },
        most_bytes=20_000,
        codes=("errcode",),
    ),
    "wecom": Form(
        path="/cgi-bin/webhook/send",
        escape=with_look_alikes,
        message=lambda title, parts: {"msgtype": "markdown", "markdown": {"content": paragraphs(title, parts)}},
        most_bytes=4096,
        codes=("errcode",),
    ),
    "feishu": Form(
        path="/open-apis/bot/v2/hook/",
        escape=for_feishu,
        heading="**{}**",
        message=lambda title, parts: {
            "msg_type": "interactive",
            "card": {
                "header": {"title": {"tag": "plain_text", "content": title}},
                "elements": [{"tag": "markdown", "content": part} for part in parts],
            },
        },
        most_bytes=20_000,
        codes=("code", "StatusCode"),
    ),
    "slack": Form(
        path="/services/",
        escape=for_slack,
        heading="*{}*",
        bold="*{}*",
        link="<{1}|{0}>",
        message=lambda title, parts: {
            "text": title,
            "blocks": [
                {"type": "header", "text": {"type": "plain_text", "text": title}},
                *(section(part) for part in parts),
            ],
        },
        most_bytes=12_000,  # Slack refuses some more than 13,000 characters, and 3,000 in a section
        codes=(),
    ),
}


def form_of(url: str, name: str | None = None) -> Form:
    """Return the form called `name`, or the one whose URLs have such a path, on any host; or say what is missing."""
    if not WEB_URL.fullmatch(url):
        raise SystemExit(
            "expected an http(s) URL as the chat shows it for its webhook: check --post or REPORT_DIGEST_URL"
        )
    known = [key for key, form in FORMS.items() if urlsplit(url).path.startswith(form.path)]
    if not name and not known:
        raise SystemExit(f"cannot tell which chat {urlsplit(url).netloc} is: add --form, one of {', '.join(FORMS)}")
    return FORMS[name or known[0]]


class AnyAnswer(HTTPErrorProcessor):
    """Returns every answer as it is: none is an error before its text is read, and no redirect is followed."""

    def http_response(self, request: Request, response: Any) -> Any:  # noqa: ANN401, ARG002
        """Return the response."""
        return response

    https_response = http_response


def post(form: Form, url: str, body: bytes) -> str:
    """Post a message and return the host, or stop with one line, in which nothing of the URL but the host is."""
    host = urlsplit(url).netloc
    request = Request(url, body, {"Content-Type": "application/json; charset=utf-8"})  # noqa: S310  # see form_of
    try:
        with build_opener(AnyAnswer).open(request, timeout=TIMEOUT_SECONDS) as answer:
            status, text = answer.status, answer.read(MOST_ANSWER).decode(errors="replace")
    except (OSError, HTTPException, ValueError) as error:
        raise SystemExit(
            f"cannot post to {host}: {without_secrets(str(getattr(error, 'reason', error)), url)}"
        ) from None
    if status != 200 or not form.takes(text):
        raise SystemExit(f"{host} did not take it, and answered HTTP {status}: {without_secrets(text, url)}")
    return host


def without_secrets(text: str, url: str) -> str:
    """Return the beginning of a text on one line, without the parts of the URL that may be secret."""
    values = as_json(text)
    told = text if values is None else json.dumps(values, ensure_ascii=False)
    for part in re.split(r"[/?&=]", url):
        if len(part) >= SECRET_LENGTH and part != urlsplit(url).netloc:
            told = told.replace(part, "…")
    return " ".join(told.split())[:MOST_TOLD]


def as_json(text: str) -> Any:  # noqa: ANN401
    """Return the value of a JSON text, or None if it is none, or nested too deep to be one that was asked for."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
