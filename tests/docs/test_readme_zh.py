"""README.zh-CN.md says nothing that README.md does not, and uses the product's own names."""

from __future__ import annotations

import re
from pathlib import Path

from documented import ROOT, blocks, links

from tap_usagestats.errors import VENDOR_CODES, Action
from tap_usagestats.streams import METRICS

ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
COLUMNS = (ROOT / "docs/columns.md").read_text("utf-8")
CODE = re.compile(r"`([^`\n]+)`")
ACTIONS = {
    Action.RETRY: "重试后停止",
    Action.RETRY_TOGETHER: "全部数据流统一限速、重试后停止",
    Action.STOP: "停止",
}
OFFICIAL_NAMES = (  # of Jiandaoyun's manual
    "应用数",
    "普通表单数",
    "流程表单数",
    "仪表盘数",
    "数据工厂数",
    "聚合表数",
    "外链开启数",
    "智能助手数",
    "智能助手 Pro 数",
    "流程分析数",
    "数据总量",
    "智能助手 Pro 日执行次数",
    "日附件上传量",
)


def table(page: Path, head: str) -> list[list[str]]:
    """The rows of the table on `page` whose first heading is `head`."""
    tables = re.findall(r"(?:^\|.*\n)+", page.read_text("utf-8"), re.MULTILINE)
    (text,) = (text for text in tables if text.startswith(f"| {head} |"))
    return [row.strip("| ").split(" | ") for row in text.splitlines()[2:]]


def test_it_is_short() -> None:
    assert len(CHINESE.read_text("utf-8").splitlines()) <= 120


def test_commands_are_those_of_the_readme() -> None:
    run = {(block.mark, block.by, block.text) for block in blocks(ENGLISH) if block.language == "sh"}
    runs = [(block.mark, block.by, block.text) for block in blocks(CHINESE) if block.language == "sh"]
    assert len(runs) == 4
    assert set(runs) <= run


def test_code_is_that_of_the_readme() -> None:
    english, chinese = (page.read_text("utf-8") for page in (ENGLISH, CHINESE))
    lines = [line for block in blocks(CHINESE) for line in block.text.splitlines()]
    assert [code for code in [*CODE.findall(chinese), *lines] if code not in english] == []


def test_settings_are_those_of_the_readme() -> None:
    chinese, english = table(CHINESE, "配置项"), table(ENGLISH, "Setting")
    assert [row[:2] for row in chinese] == [row[:2] for row in english]


def test_streams_are_those_of_the_readme() -> None:
    chinese, english = table(CHINESE, "数据流"), table(ENGLISH, "Stream")
    selected = {"yes": "是", "no": "否"}
    assert [[row[0], *row[2:]] for row in chinese] == [[row[0], *row[2:4], selected[row[4]]] for row in english]


def test_error_codes_are_those_of_the_tap() -> None:
    actions = {code: row[2] for row in table(CHINESE, "错误码") for code in row[0].split(", ")}
    assert actions == {code: ACTIONS[known.action] for code, known in VENDOR_CODES.items()}


def test_the_two_lead_to_each_other() -> None:
    assert links(ENGLISH)[0] == CHINESE.name
    assert links(CHINESE)[0] == ENGLISH.name


def test_address_of_jiandaoyun_comes_first() -> None:
    first, *_ = re.findall(r"https://api\.\w+\.com/api", CHINESE.read_text("utf-8"))
    assert first == "https://api.jiandaoyun.com/api"


def test_metrics_have_their_official_names() -> None:
    assert "、".join(OFFICIAL_NAMES) in CHINESE.read_text("utf-8").replace("、\n", "、")


def test_columns_have_their_official_names() -> None:
    columns = re.findall(r"^\| `(metrics_\w+)` \|(?:[^|]*\|){3} ([^|]+) \|", COLUMNS, re.MULTILINE)
    names = dict(zip([f"metrics_{metric.name}" for metric in METRICS], OFFICIAL_NAMES, strict=True))
    assert len(columns) == sum(len(metric.streams) for metric in METRICS)
    assert set(columns) == set(names.items())
