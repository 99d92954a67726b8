"""Each chat shows any name as it is, takes what is posted to it, and its refusals are told in one line."""

from __future__ import annotations

import html
import re
import socket
import unicodedata
from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any

import pytest
from chats import SECRET, UNKNOWN, Answer, Chats, open_chats

from report import webhooks
from report.webhooks import FORMS, MARKDOWN, form_of, post

NAMES = (
    "*a* _b_ `c` ~d~ ~~e~~ | \\ \\* {f} $g$",
    "[x](http://evil.example) ![y](http://evil.example/z.png)",
    "<@all> <!channel> <!here> @all @everyone #general",
    "<http://evil.example|safe> <at id=all></at>",
    "<font color='warning'>red</font> &lt;b&gt; &#42; &",
    "客户回访 🎧 طلبات :tada:",
)
MARKUPS = {"markdown": MARKDOWN, **FORMS}
SHOWN: dict[str, Callable[[str], str]] = {
    "markdown": lambda text: re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text),
    "dingtalk": lambda text: unicodedata.normalize("NFKC", text),
    "wecom": lambda text: unicodedata.normalize("NFKC", text),
    "feishu": lambda text: html.unescape(text).replace("\u223c", "~"),
    "slack": lambda text: html.unescape(unicodedata.normalize("NFKC", text)),
}
ACTIVE = {  # what would be taken as markup, a mention or a link
    "markdown": r"(?<!\\)(?:\\\\)*[*_`~\[\]<>|@:&#!]",
    "dingtalk": r"[\\*_`~\[\]<>|@:&#]",
    "wecom": r"[\\*_`~\[\]<>|@:&#]",
    "feishu": r"[^\w\s&#;\U0001f3a7]|&(?!#\d+;|sim;)|(?<!&)#",
    "slack": r"[*_`~<>|:]|&(?!amp;|lt;|gt;)",
}


@pytest.fixture
def chats() -> Iterator[Chats]:
    with open_chats() as opened:
        yield opened


def message(form: webhooks.Form, *parts: str) -> bytes:
    return form.body("Apps that need somebody", [*parts, "text"])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", MARKUPS)
def test_any_name_is_shown_as_it_is_and_does_nothing(form: str, name: str) -> None:
    escaped = MARKUPS[form].escape(name)
    assert SHOWN[form](escaped) == name
    assert re.search(ACTIVE[form], escaped) is None
    assert re.search(ACTIVE[form], name), "a name that tries nothing"


def test_a_link_is_not_ended_by_its_address() -> None:
    address = "https://example.com/app?id=1&x=a b)>|<"
    assert FORMS["wecom"].linked("App", address) == "[App](https://example.com/app?id=1&x=a%20b%29%3E%7C%3C)"
    assert FORMS["slack"].linked("App", address) == "<https://example.com/app?id=1&x=a%20b%29%3E%7C%3C|App>"
    assert MARKDOWN.linked("App", None) == "App"


@pytest.mark.parametrize("name", FORMS)
def test_each_chat_takes_a_message(chats: Chats, name: str) -> None:
    url = chats.url(name)
    assert form_of(url) is FORMS[name]
    assert post(FORMS[name], url, message(FORMS[name])) == chats.host
    assert len(chats.taken) == 1


@pytest.mark.parametrize(("name", "other"), list(permutations(FORMS, 2)))
def test_no_chat_takes_the_message_of_another(chats: Chats, name: str, other: str) -> None:
    with pytest.raises(SystemExit, match="did not take it"):
        post(FORMS[name], chats.url(name), message(FORMS[other]))
    assert chats.taken == []


@pytest.mark.parametrize("name", FORMS)
def test_a_refusal_is_told_with_the_words_of_the_vendor_and_without_the_secret(chats: Chats, name: str) -> None:
    status, answer = UNKNOWN[name]
    with pytest.raises(SystemExit) as stopped:
        post(FORMS[name], chats.url(name) + "-wrong", message(FORMS[name]))
    told = str(stopped.value)
    assert told.startswith(f"{chats.host} did not take it, and answered HTTP {status}: ")
    assert all(str(value) in told for value in (answer.values() if isinstance(answer, dict) else [answer]))
    assert SECRET not in told


@pytest.mark.parametrize(
    ("name", "answer", "taken"),
    [
        ("dingtalk", (200, {"errcode": 0, "errmsg": "ok"}), True),
        ("dingtalk", (200, {"errcode": 130101, "errmsg": "send too fast"}), False),
        ("dingtalk", (200, {"success": True}), False),
        ("wecom", (200, {"errcode": 45009, "errmsg": "api freq out of limit"}), False),
        ("wecom", (500, {"errcode": 0}), False),
        ("feishu", (200, {"StatusCode": 0, "StatusMessage": "success"}), True),
        ("feishu", (200, {"code": 0, "msg": "success", "data": {}}), True),
        ("feishu", (200, {"code": 11232, "msg": "frequency limited"}), False),
        ("feishu", (200, [0]), False),
        ("feishu", (200, "[" * 100_000), False),
        ("slack", (200, "ok\n"), True),
        ("slack", (200, "<html>ok</html>"), False),
        ("slack", (403, "action_prohibited"), False),
        ("slack", (200, ""), False),
    ],
)
def test_only_the_vendor_s_own_answer_counts_as_taken(chats: Chats, name: str, answer: Answer, taken: bool) -> None:  # noqa: FBT001
    chats.answer = answer
    if taken:
        assert post(FORMS[name], chats.url(name), message(FORMS[name])) == chats.host
    else:
        with pytest.raises(SystemExit, match="did not take it, and answered HTTP"):
            post(FORMS[name], chats.url(name), message(FORMS[name]))


def test_an_answer_is_told_on_one_line_not_whole_and_not_with_the_secret(chats: Chats) -> None:
    chats.answer = (502, f"<html>\n<p>No /robot/send?access_token={SECRET}\n" + "long " * 5000)
    with pytest.raises(SystemExit) as stopped:
        post(FORMS["dingtalk"], chats.url("dingtalk"), message(FORMS["dingtalk"]))
    told = str(stopped.value)
    assert "answered HTTP 502: <html> <p>No /robot/send?access_token=… long long" in told
    assert len(told) < 500
    assert "\n" not in told


def test_a_redirect_is_not_followed(chats: Chats) -> None:
    with open_chats() as other:
        chats.answer, chats.location = (302, "moved"), other.url("slack")
        with pytest.raises(SystemExit, match="answered HTTP 302: moved"):
            post(FORMS["slack"], chats.url("slack"), message(FORMS["slack"]))
        assert (chats.asked, other.asked) == (1, 0)


def test_a_chat_that_cannot_be_reached_is_told() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # nobody listens
        host = f"127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(SystemExit) as stopped:
            post(FORMS["slack"], f"http://{host}/services/T0/B0/{SECRET}", b"{}")
    assert str(stopped.value) == f"cannot post to {host}: [Errno 111] Connection refused"


def test_a_chat_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "TIMEOUT_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host = f"127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(SystemExit, match=rf"^cannot post to {host}: timed out$"):
            post(FORMS["slack"], f"http://{host}/services/T0/B0/{SECRET}", b"{}")


@pytest.mark.parametrize(
    ("url", "form", "told"),
    [
        (
            "https://chat.example.com/hooks/" + SECRET,
            None,
            "cannot tell which chat chat.example.com is: add --form, one",
        ),
        (f"file:///etc/{SECRET}", None, "expected an http"),
        (f"https://user:{SECRET}@oapi.dingtalk.com/robot/send", None, "expected an http"),
        (f"https://oapi.dingtalk.com/robot/send?access_token={SECRET} x", None, "expected an http"),
        (f"oapi.dingtalk.com/robot/send?access_token={SECRET}", "dingtalk", "expected an http"),
    ],
)
def test_a_url_that_cannot_be_used_is_told_and_not_shown(url: str, form: Any, told: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        form_of(url, form)
    assert str(stopped.value).startswith(told)
    assert SECRET not in str(stopped.value)


@pytest.mark.parametrize("host", ["a" * 70, "a..b"])
def test_a_host_that_is_none_is_told(host: str) -> None:
    with pytest.raises(SystemExit, match=f"cannot post to {host}: "):
        post(FORMS["slack"], f"http://{host}/services/T0/B0/{SECRET}", b"{}")


def test_the_form_can_be_named() -> None:
    assert form_of("https://proxy.example.com/any", "feishu") is FORMS["feishu"]
