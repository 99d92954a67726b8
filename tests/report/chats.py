"""Chats on this machine, which take and refuse what those of the vendors take and refuse, by their documentation."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

SECRET = "0123456789abcdef-secret-of-the-robot"  # noqa: S105
PATHS = {
    "dingtalk": f"/robot/send?access_token={SECRET}",
    "wecom": f"/cgi-bin/webhook/send?key={SECRET}",
    "feishu": f"/open-apis/bot/v2/hook/{SECRET}",
    "slack": f"/services/T0/B0/{SECRET}",
}
KEYWORDS = ("Apps", "应用")  # one of which the robots of DingTalk and Feishu demand
Answer = tuple[int, Any]


def dingtalk(body: bytes, message: dict[str, Any]) -> Answer:
    if len(body) > 20_000:
        return 200, {"errcode": 460101, "errmsg": "message too long, exceed 20000 bytes"}
    markdown = message.get("markdown", {})
    if message.get("msgtype") != "markdown" or not markdown.get("title") or not markdown.get("text"):
        return 200, {"errcode": 40035, "errmsg": "缺少参数 json"}
    if not any(word in markdown["title"] + markdown["text"] for word in KEYWORDS):
        return 200, {"errcode": 310000, "errmsg": "keywords not in content"}
    return 200, {"errcode": 0, "errmsg": "ok"}


def wecom(_body: bytes, message: dict[str, Any]) -> Answer:
    if message.get("msgtype") != "markdown":
        return 200, {"errcode": 40008, "errmsg": "invalid message type"}
    content = message.get("markdown", {}).get("content", "")
    if not content:
        return 200, {"errcode": 44004, "errmsg": "empty content"}
    if len(content.encode()) > 4096:
        return 200, {"errcode": 40058, "errmsg": "markdown.content exceed max length 4096"}
    return 200, {"errcode": 0, "errmsg": "ok"}


def feishu(body: bytes, message: dict[str, Any]) -> Answer:
    if len(body) > 20 * 1024 or message.get("msg_type") != "interactive":
        return 400, {"code": 9499, "msg": "Bad Request", "data": {}}
    card = message.get("card", {})
    texts = [element.get("content") for element in card.get("elements", []) if element.get("tag") == "markdown"]
    if not texts or not all(texts) or len(texts) != len(card["elements"]):
        return 400, {"code": 11246, "msg": "Failed to create card content"}
    if not any(word in json.dumps(card, ensure_ascii=False) for word in KEYWORDS):
        return 200, {"code": 19024, "msg": "Key Words Not Found", "data": {}}
    return 200, {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}


def slack(_body: bytes, message: dict[str, Any]) -> Answer:
    blocks = message.get("blocks", [])
    if not message.get("text") and not blocks:
        return 400, "no_text"
    limits = {"header": 150, "section": 3000}
    lengths = [(limits[block["type"]], len(block["text"]["text"])) for block in blocks]
    kinds = {(block["type"], block["text"]["type"]) for block in blocks}
    if len(blocks) > 50 or not kinds <= {("header", "plain_text"), ("section", "mrkdwn")}:
        return 400, "invalid_blocks"
    if not all(0 < length <= limit for limit, length in lengths) or sum(length for _, length in lengths) > 13_000:
        return 400, "invalid_blocks"
    return 200, "ok"


VENDORS = {"dingtalk": dingtalk, "wecom": wecom, "feishu": feishu, "slack": slack}
UNKNOWN = {
    "dingtalk": (200, {"errcode": 300005, "errmsg": "token is not exist"}),
    "wecom": (200, {"errcode": 93000, "errmsg": "invalid webhook url"}),
    "feishu": (400, {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}),
    "slack": (404, "no_service"),
}


@dataclass
class Chats:
    """A server for all vendors, whose URLs differ in their paths; `answer` is given in place of theirs."""

    host: str
    taken: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0
    answer: Answer | None = None
    location: str = ""

    def url(self, name: str) -> str:
        return f"http://{self.host}{PATHS[name]}"

    def respond(self, path: str, content_type: str, body: bytes) -> Answer:
        self.asked += 1
        if self.answer:
            return self.answer
        name = next(name for name in PATHS if path.startswith(urlsplit(PATHS[name]).path.replace(SECRET, "")))
        if not path.endswith(SECRET):
            return UNKNOWN[name]
        if not content_type.startswith("application/json"):
            return 400, {"errcode": 43004, "code": 9499, "msg": "require json"}
        message = json.loads(body)
        status, answer = VENDORS[name](body, message)
        if answer == "ok" or (isinstance(answer, dict) and 0 in {answer.get("errcode"), answer.get("code")}):
            self.taken.append(message)
        return status, answer


@contextmanager
def open_chats() -> Iterator[Chats]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = chats.respond(self.path, self.headers["Content-Type"], body)
            text = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
            self.send_response(status)
            if chats.location:
                self.send_header("Location", chats.location)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        chats = Chats(f"127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield chats
        server.shutdown()
        thread.join()


def texts(message: dict[str, Any]) -> str:
    """All that a message shows, whichever chat it is for."""
    if "card" in message:
        return "\n".join(element["content"] for element in message["card"]["elements"])
    if "blocks" in message:
        return "\n".join(block["text"]["text"] for block in message["blocks"])
    return str(message["markdown"].get("text") or message["markdown"]["content"])
