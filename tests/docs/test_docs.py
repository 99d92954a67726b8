"""The documentation is up to date, its links work, and everything that can be run is run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import metadata
from pathlib import Path

import pytest
import yaml
from documented import PAGES, ROOT, anchors, blocks, links
from scripted_api import ScriptedApi
from syncs import Sync, all_streams

from tap_usagestats.streams import STREAMS
from tap_usagestats.sync.stream import UsageStream

README = ROOT / "README.md"
REGENERATE = ".venv/bin/cog -r @docs/generated.txt"
SECTIONS = [
    "Try it in a minute",
    "See it as a page",
    "Set it up for your organization",
    "Settings",
    "Streams",
    "How a sync behaves",
    "Errors",
    "Load it into Snowflake",
    "More",
    "Development",
]


def page_id(page: Path) -> str:
    return str(page.relative_to(ROOT))


def test_generated_parts_are_up_to_date() -> None:
    check = [sys.executable, "-m", "cogapp", "--check", "--diff", "--verbosity=1", "@docs/generated.txt"]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"Run this, and commit what it changes: {REGENERATE}\n{done.stdout}{done.stderr}"


def test_every_file_with_generated_parts_is_in_the_list() -> None:
    listed = {line.split()[0] for line in (ROOT / "docs/generated.txt").read_text().splitlines()}
    folders = ("docs", "examples", "plugins", "tests", "transform", "report")
    files = [*ROOT.glob("*.*"), *(file for folder in folders for file in (ROOT / folder).rglob("*.*"))]
    # dbt writes a folder for each file of tests
    texts = [file for file in files if file.suffix in {".md", ".yml", ".yaml", ".txt", ".sql"} and file.is_file()]
    assert listed == {page_id(file) for file in texts if "[[[cog " in file.read_text(encoding="utf-8")}


@pytest.mark.parametrize("stream", STREAMS, ids=lambda stream: str(stream.__name__))
def test_columns_of_every_stream_are_documented(stream: type[UsageStream]) -> None:
    name = vars(stream)["name"]
    cog = f'[[[cog import generated_parts as parts; cog.out(parts.columns("{name}")) ]]]'
    section = f"\n## {name}\n\n<!-- {cog} -->\n"
    assert section in (ROOT / "docs/columns.md").read_text(), f"add to docs/columns.md: {section}<!-- [[[end]]] -->"


def test_readme_is_short_and_in_order() -> None:
    text = README.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 200
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS


def test_readme_has_two_commands_for_a_fresh_clone() -> None:
    lines = [line for line in README.read_text().splitlines() if line.startswith("python3 -m venv .venv && ")]
    assert len(lines) == 2
    assert lines[0].endswith("meltano --environment=sandbox run quickstart")
    assert lines[1].endswith("pytest --quiet")


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_resolve(page: Path) -> None:
    broken = []
    for link in links(page):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_is_reachable_from_the_readme() -> None:
    reached, found = {README}, [README]
    while found:
        page = found.pop()
        linked = {(page.parent / link.partition("#")[0]).resolve() for link in links(page)}
        new = {target for target in linked if target.suffix == ".md" and target.exists()} - reached
        reached |= new
        found += new
    assert {page_id(page) for page in PAGES} - {page_id(page) for page in reached} == set()


def test_package_description_has_no_relative_links() -> None:
    description = metadata("tap-usagestats")["Description"]
    assert "# tap-usagestats" in description
    assert re.findall(r"\]\((?!https?://|#)[^)]*\)", description) == []


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_commands_and_queries_say_what_runs_them(page: Path) -> None:
    runnable = [block for block in blocks(page) if block.language in {"sh", "sql"}]
    unmarked = [block.text for block in runnable if not block.mark]
    assert unmarked == [], "write <!-- run: loads -->, <!-- run: FILE --> or <!-- not run: REASON --> above each"
    runners = {block.by.split(",")[0] for block in runnable if block.mark == "run"} - {"loads"}
    assert [runner for runner in runners if not (ROOT / runner).is_file()] == []


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_json_and_yaml_blocks_are_valid(page: Path) -> None:
    for block in blocks(page):
        if block.language == "json":
            json.loads(block.text)
        elif block.language == "yaml":
            yaml.safe_load(block.text)


def test_recipe_for_personal_data_is_the_same_in_its_three_forms() -> None:
    texts = {block.language: block.text for block in blocks(ROOT / "docs/columns.md")}
    maps = json.loads(texts["json"].replace("null", '"__NULL__"'))["stream_maps"]
    (variable,) = re.findall(r"STREAM_MAPS='(.*?)'", texts["sh"], re.DOTALL)
    assert maps == json.loads(variable) == yaml.safe_load(texts["yaml"])["extractors"][0]["config"]["stream_maps"]
    of_creator, of_member = maps["app_usage"]["creator_member_id"], maps["member_usage"]["member_id"]
    assert of_creator == of_member.replace("member_id", "creator_member_id")


def test_log_in_sync_md_is_a_real_log(api: ScriptedApi, sync: Sync) -> None:
    """All but the figures."""
    api.apps = lambda _: 128
    log = sync(None, all_streams(), start_date="2026-02-24", request_interval=1.0).log
    text = next(block.text for block in blocks(ROOT / "docs/sync.md") if block.language == "text")
    assert set(shapes(text.replace("…\n", "").splitlines())) <= set(
        shapes(re.findall(r"(?:\w+_usage: |\d streams|Summary: ).*", log))
    )


def shapes(lines: Iterable[str]) -> list[str]:
    """The lines without their figures and units."""
    return [re.sub(r"[\d-]+( [a-z]+)?", "N", line) for line in lines]
