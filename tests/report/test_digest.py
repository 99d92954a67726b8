# ruff: noqa: RUF001  # Chinese has marks of its own
"""The digest says which apps need somebody, and is posted once for each change."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from action_rows import NEWEST, REASONS, TODAY, action, exempt, organization, write_rows
from chats import SECRET, Chats, open_chats, texts
from pages import ROOT, Tables
from test_webhooks import NAMES

from report import webhooks
from report.digest import LONGEST_NAME, Digest
from report.language import LANGUAGES, language, named
from report.webhooks import FORMS

pytest_plugins = ["report_fixtures"]

ACTIONS = [action(rank) for rank in range(1, 13)]


@pytest.fixture
def chats() -> Iterator[Chats]:
    with open_chats() as opened:
        yield opened


def run_digest(
    *arguments: str | Path, today: date = TODAY, variables: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the package as the command `digest` of the dbt utilities does."""
    command = [sys.executable, "-m", "report", "digest", *arguments, "--today", str(today)]
    environment = {**os.environ, "REPORT_LANGUAGE": "", "REPORT_DIGEST_URL": "", "LC_ALL": "C", **(variables or {})}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=60
    )


def printed(*arguments: str | Path, today: date = TODAY, variables: dict[str, str] | None = None) -> str:
    done = run_digest(*arguments, today=today, variables=variables)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    return write_rows(
        tmp_path / "usage.duckdb", actions=ACTIONS, app_reasons=[exempt("a"), exempt("b"), exempt("app1")]
    )


ENGLISH = """\
# Apps that need somebody

12 apps need somebody, by the figures of 9 March 2026.

1. **[App 1](https://www.jiandaoyun.com/dashboard/app/app1)**  
   Public link opened since 1 March 2026 · 1,000 records · 2 public links · last known creator: Person 1  
   Ask who opened the public link and for whom; close it if nobody outside needs it.

2. **[App 2]"""  # noqa: W291  # two blanks break a line
CHINESE = """\
# 待处理应用

截至 2026年3月9日，共有 12 个应用需要处理。

1. **[App 1](https://www.jiandaoyun.com/dashboard/app/app1)**  
   新开外链（2026年3月1日起） · 1,000 条数据 · 2 个外链 · 最后已知创建者：Person 1  
   请确认外链由谁开启、给谁使用；如无外部人员需要，请关闭。

2. **[App 2]"""  # noqa: W291


ENGLISH_END = """\
2 more apps need somebody; the model usagestats__actions has all.

2 apps are exempt and not listed.
"""
CHINESE_END = """\
还有 2 个应用需要处理，完整清单见数据模型 usagestats__actions。

另有 2 个应用已豁免，未列入清单。
"""


@pytest.mark.parametrize(
    ("code", "start", "end"), [("en", ENGLISH, ENGLISH_END), ("zh", CHINESE, CHINESE_END)], ids=LANGUAGES
)
def test_the_ten_first_apps_are_written_in_each_language(rows: Path, code: str, start: str, end: str) -> None:
    text = printed(rows, "--language", code)
    assert text.startswith(start)
    assert text.endswith(f"\n\n{end}")
    assert text.count(". **[App ") == 10
    assert printed(rows, variables={"REPORT_LANGUAGE": code}) == text


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_reason_has_its_name_and_what_to_do(code: str) -> None:
    said = language(code)
    names, actions = ({said.text(named(what, reason)) for reason in REASONS} for what in ("reason", "action"))
    assert len(names) == len(actions) == len(REASONS)
    row = action(reason=REASONS[0], other_reasons=", ".join(REASONS[1:]))
    text = Digest(TODAY, [organization()], [row], []).markdown(said)
    assert [name for name in names if name not in text] == []
    assert [one for one in actions if one in text] == [said.text(named("action", REASONS[0]))]


def test_what_to_do_is_what_the_models_say(tables: dict[str, Tables]) -> None:
    said = {row["reason"]: row["what_to_do"] for row in tables["many"]["actions"]}
    assert said
    assert said == {reason: language("en").text(named("action", reason)) for reason in said}


def test_what_is_not_known_is_left_out() -> None:
    rows = [action(since=None, records=None, public_links=None, last_known_person=None, link=None, app_name=None)]
    text = Digest(TODAY, [organization()], rows, []).markdown(language("en"))
    assert "1. **(no name)**  \n   Public link opened  \n   Ask who" in text


def test_a_name_is_on_one_line_and_of_limited_length() -> None:
    rows = [action(app_name="new\n\n# line\x1b[31m\u2028" + "x" * 300, last_known_person="\u202eevil")]
    text = Digest(TODAY, [organization()], rows, []).markdown(language("en"))
    assert f"[new \\# line \\[31m {'x' * (LONGEST_NAME - 17)}…](" in text
    assert "last known creator: \u2068\u202eevil\u2069" in text


def test_a_name_from_right_to_left_turns_no_number_after_it() -> None:
    text = Digest(TODAY, [organization()], [action(app_name="طلبات", last_known_person="Omar عمر 2")], []).markdown(
        language("en")
    )
    assert "[\u2068طلبات\u2069](" in text
    assert "last known creator: \u2068Omar عمر 2\u2069 " in text


def test_nobody_has_to_be_asked(tmp_path: Path) -> None:
    done = printed(write_rows(tmp_path / "usage.duckdb"))
    assert done.endswith("\n\nNo app needs somebody, by the figures of 9 March 2026.\n")


def test_without_figures_nobody_can_tell(tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "usage.duckdb", organizations=[organization("", None)])
    assert printed(rows).endswith("\n\nThere are no figures yet, so nobody can tell which apps need somebody.\n")


@pytest.mark.parametrize(("age", "is_old"), [(2, False), (3, True)])
def test_old_figures_are_said_first(rows: Path, age: int, is_old: bool) -> None:  # noqa: FBT001
    first = printed(rows, today=NEWEST + timedelta(age)).split("\n\n")[1]
    assert (first == "The newest figures are 3 days old; the nightly run has probably stopped.") is is_old


def test_each_of_several_organizations_shows_its_first_app_before_any_shows_its_second(tmp_path: Path) -> None:
    names = ["Zeta", "*Acme*", "Globex", "None"]
    ages = zip(names, (0, 9, 0, 0), strict=True)
    rows = write_rows(
        tmp_path / "usage.duckdb",
        organizations=[organization(name, NEWEST - timedelta(age)) for name, age in ages],
        actions=[
            action(rank, organization=name) for name in names[:3] for rank in range(1, 8 if name == "*Acme*" else 4)
        ],
    )
    blocks = printed(rows).split("\n\n")
    assert blocks[1] == (
        "The figures of one organization, \\*Acme\\*, are 10 days old; its nightly run has probably stopped."
    )
    assert [block[:8] for block in blocks[3:-1]] == [
        "## \\*Acm", "1. **[Ap", "2. **[Ap", "3. **[Ap", "4. **[Ap",
        "## Globe", "1. **[Ap", "2. **[Ap", "3. **[Ap",
        "## Zeta", "1. **[Ap", "2. **[Ap", "3. **[Ap",
    ]  # fmt: skip
    assert blocks[-1].startswith("3 more apps ")
    one = printed(rows, "--organization", "Globex").split("\n\n")
    assert [block[:8] for block in one[2:]] == ["1. **[Ap", "2. **[Ap", "3. **[Ap"]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", FORMS)
def test_it_is_posted_to_each_chat(rows: Path, tmp_path: Path, chats: Chats, name: str, code: str) -> None:
    state = tmp_path / "new/digest.json"
    told = printed(rows, "--post", chats.url(name), "--state", state, "--language", code)
    assert told == f"Posted the digest to {chats.host}.\n"
    (message,) = chats.taken
    assert "App 1" in texts(message)
    assert SECRET not in state.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", FORMS)
def test_a_message_that_would_be_too_long_has_fewer_apps(chats: Chats, name: str, code: str) -> None:
    """The longest that there can be, with characters that take the most bytes and escapes."""
    long = {"app_name": "*𠀀" * 500, "last_known_person": "<@𠀀>" * 500, "other_reasons": ", ".join(REASONS[1:])}
    names = [f"[{number}]" * 100 for number in range(4)]
    rows = [action(rank, organization=name, **long) for name in names for rank in range(1, 26)]
    digest = Digest(NEWEST + timedelta(9), [organization(name) for name in names], rows, [exempt("a")])
    post(chats, name, digest.body(FORMS[name], language(code)))
    (message,) = chats.taken
    shown = texts(message).count("https://www.jiandaoyun.com/dashboard/app/")
    assert 1 <= shown <= 10
    assert f"{100 - shown} " in texts(message).rsplit("usagestats__actions", 1)[0].splitlines()[-1]


def post(chats: Chats, name: str, body: bytes) -> None:
    """Post a message that the chat has to take."""
    webhooks.post(FORMS[name], chats.url(name), body)


@pytest.mark.parametrize("hostile", NAMES)
@pytest.mark.parametrize("name", FORMS)
def test_hostile_names_arrive_escaped(chats: Chats, name: str, hostile: str) -> None:
    row = action(app_name=hostile, last_known_person=hostile, organization=hostile)
    digest = Digest(TODAY, [organization(hostile), organization()], [row], [])
    post(chats, name, digest.body(FORMS[name], language("en")))
    shown = texts(chats.taken[0])
    assert shown.count(FORMS[name].escape(hostile)) == 3
    assert hostile not in shown
    sections = [block["text"] for block in chats.taken[0].get("blocks", []) if block["type"] == "section"]
    assert all(section["verbatim"] for section in sections), "Slack would make links and mentions of plain text"


def test_nothing_is_posted_where_nothing_has_changed(tmp_path: Path, chats: Chats) -> None:
    state, rows = tmp_path / "digest.json", tmp_path / "usage.duckdb"
    options: list[str | Path] = [rows, "--post", chats.url("wecom"), "--state", state]
    write_rows(rows, actions=ACTIONS)
    assert printed(*options).startswith("Posted")
    before = state.read_bytes()
    write_rows(rows, actions=[{**row, "records": 5, "rank": 13 - row["rank"]} for row in ACTIONS])
    assert printed(*options) == "Nothing has changed since the last digest, so none was sent.\n"
    assert chats.asked == 1
    assert state.read_bytes() == before
    assert printed(*options, "--always").startswith("Posted")
    assert printed(*options, "--language", "zh").startswith("Nothing")
    assert printed(*options, today=NEWEST + timedelta(3)).startswith("Posted"), "the figures have become old"
    for changed in (
        [*ACTIONS, action(13)],  # which the digest does not show
        [*ACTIONS[1:], action(1, reason="idle")],
        ACTIONS[1:],
        [action(1, reason="public link opened", since=NEWEST), *ACTIONS[1:]],
        [action(1, reason="public link opened", since=NEWEST - timedelta(1)), *ACTIONS[1:]],
    ):
        write_rows(rows, actions=changed)
        assert printed(*options).startswith("Posted")
        assert printed(*options).startswith("Nothing")


def test_two_channels_do_not_share_what_was_posted(rows: Path, tmp_path: Path, chats: Chats) -> None:
    state = ["--state", str(tmp_path / "digest.json")]
    for name in FORMS:
        assert printed(rows, "--post", chats.url(name), *state).startswith("Posted")
    assert printed(rows, "--post", chats.url("slack"), "--organization", "", *state).startswith("Posted")
    for name in FORMS:
        assert printed(rows, "--post", chats.url(name), *state).startswith("Nothing")


def test_writing_it_touches_no_state(rows: Path, tmp_path: Path) -> None:
    state = tmp_path / "digest.json"
    assert printed(rows, "--state", state) == printed(rows, "--state", state)
    assert list(tmp_path.iterdir()) == [rows]


@pytest.mark.parametrize("name", FORMS)
def test_what_was_not_taken_is_posted_again(rows: Path, tmp_path: Path, chats: Chats, name: str) -> None:
    state = tmp_path / "digest.json"
    options: list[str | Path] = [rows, "--post", chats.url(name), "--state", state]
    chats.answer = (200, {"errcode": 130101, "code": 11232, "errmsg": "too fast", "msg": "频率限制"})
    for _ in range(2):
        done = run_digest(*options)
        assert (done.returncode, done.stdout) == (1, "")
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"No digest: {chats.host} did not take it, and answered HTTP 200: ")
        assert SECRET not in line
    assert chats.asked == 2
    assert list(tmp_path.iterdir()) == [rows]
    chats.answer = None
    assert printed(*options).startswith("Posted")


@pytest.mark.parametrize("damage", [b"", b'{"half', b"[]", b"\xff\xfe", b"[" * 100_000], ids=len)
def test_a_damaged_state_means_that_it_is_posted(rows: Path, tmp_path: Path, chats: Chats, damage: bytes) -> None:
    state = tmp_path / "digest.json"
    state.write_bytes(damage)
    told = printed(rows, "--post", chats.url("slack"), "--state", state)
    assert told == (
        f"Posted the digest to {chats.host}. {state} was damaged, so nobody could tell what was sent before;"
        " it has been made anew.\n"
    )
    assert len(json.loads(state.read_text(encoding="utf-8"))) == 1


def test_a_state_that_cannot_be_written_is_told_before_anything_is_posted(
    rows: Path, tmp_path: Path, chats: Chats
) -> None:
    (tmp_path / "file").touch()
    done = run_digest(rows, "--post", chats.url("slack"), "--state", tmp_path / "file/digest.json")
    assert done.returncode == 1
    assert done.stderr.startswith("No digest: [Errno ")
    assert chats.asked == 0


def test_the_url_can_be_a_variable(rows: Path, tmp_path: Path, chats: Chats) -> None:
    variables = {"REPORT_DIGEST_URL": chats.url("feishu"), "REPORT_DIGEST_STATE": str(tmp_path / "digest.json")}
    assert printed(rows, variables=variables).startswith("Posted")
    assert printed(rows, "--post=", variables=variables).startswith("# Apps")
    assert chats.asked == 1
    done = run_digest("--help", variables=variables)
    assert SECRET not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--organization", "Acme"], "expected one of the organizations '', got 'Acme'"),
        (
            ["--post", f"https://chat.example.com/hooks/{SECRET}"],
            "cannot tell which chat chat.example.com is: add --form",
        ),
        (["--schema", "elsewhere"], "cannot read the models in elsewhere of "),
    ],
)
def test_one_line_says_why_there_is_none(rows: Path, arguments: list[str], told: str) -> None:
    done = run_digest(rows, *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"No digest: {told}")
    assert SECRET not in line


def test_a_language_that_there_is_not_is_told(rows: Path) -> None:
    done = run_digest(rows, variables={"REPORT_LANGUAGE": "fr"})
    assert done.returncode == 1
    assert done.stderr == "No digest: expected the language en or zh, not fr: see --language, REPORT_LANGUAGE\n"


def test_the_warehouse_is_that_of_duckdb_by_default(rows: Path) -> None:
    assert printed(variables={"TARGET_DUCKDB_FILEPATH": str(rows)}) == printed(rows)
