"""The lists of the page: complete, and to be sorted, filtered and taken along."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from browser import Opened, open_page
from pages import Tables, draw_page
from playwright.sync_api import Browser, Locator
from raw_tables import ONE

pytest_plugins = ["report_fixtures"]

# What each list has, as a query over the models of one organization.
ROWS = {
    "actions": "usagestats__actions where true",
    "public": "usagestats__apps where is_current and public_links > 0",
    "check": "usagestats__apps where is_orphaned",
    "deleted": "usagestats__apps where last_seen_on between '2026-02-10' and '2026-03-09'",
    "unattended": "usagestats__apps where is_unattended",
    "idle": "usagestats__apps where is_idle",
    "creators-list": "usagestats__creators where true",
    "changes": "usagestats__app_changes where date > '2026-02-10'",
}
JIANDAOYUN = "https://api.jiandaoyun.com/api"
CONSOLE = "https://www.jiandaoyun.com/dashboard/app/"


def table(opened: Opened, key: str) -> Locator:
    return opened.page.locator(f"#o1-{key} table")


def column(opened: Opened, key: str, number: int) -> list[str]:
    return table(opened, key).locator(f"tbody td:nth-child({number})").all_inner_texts()


@pytest.mark.parametrize("key", ROWS)
def test_it_has_every_row(one: Opened, databases: dict[str, Path], key: str) -> None:
    with duckdb.connect(str(databases["many"]), read_only=True) as connection:
        connection.execute("use usagestats_models")
        ((rows,),) = connection.execute(f"select count(*) from {ROWS[key]} and organization = '{ONE}'").fetchall()
    assert rows > 0
    assert len(column(one, key, 1)) == rows


def test_it_says_who_created_an_app_to_check(one: Opened) -> None:
    rows = dict(zip(column(one, "check", 1), column(one, "check", 2), strict=True))
    assert {name.split("\n")[0]: creator for name, creator in rows.items()} == {
        "Forgotten": "Member 9 <b> has left",
        "Left behind": "Member 9 <b> has left",
        "Ownerless": "no creator named",
    }


def test_it_says_what_unattended_apps_do(one: Opened) -> None:
    headings = table(one, "unattended").locator("th").all_inner_texts()
    assert headings == ["App", "Creator", "Since", "Age", "Records", "Growth", "Runs", "Uploads", "Links"]
    (row,) = table(one, "unattended").locator("tr", has_text="Stock").all()
    assert row.locator("td").all_inner_texts()[1:] == [
        "Member 2 <b>", "2025-12-10", "433 days", "3,000", "+28", "600", "200.0 MB", "1",
    ]  # fmt: skip


def test_it_says_which_apps_need_somebody_and_how_many_are_exempt(one: Opened) -> None:
    rows = [row.locator("td").all_inner_texts() for row in table(one, "actions").locator("tbody tr").all()]
    assert [(name.split("\n")[0], *rest[:-1]) for name, *rest in rows] == [
        ("Forgotten", "Unattended with public links, Creator left", "2025-11-30", "Member 9 <b>", "11,000", "1"),
        ("Gone", "Vanished", "2026-02-19", "Member 1 <b>", "7,980", "0"),
        ("Left behind", "Creator left", "2026-02-24", "Member 9 <b>", "5,000", "1"),
        ("Asleep", "Idle", "2025-11-10", "Member 1 <b>", "13,000", "1"),
    ]
    assert rows[0][-1] == "Find somebody who looks after the app, or close its public links."
    assert one.texts("#o1-actions .answer")[0].endswith(" 1 app is exempt and not listed.")


def test_exempt_apps_are_told_where_no_app_needs_anybody(
    tables: dict[str, Tables], tmp_path: Path, browser: Browser
) -> None:
    path = draw_page({**tables["one"], "actions": []}, tmp_path / "page.html")
    with open_page(browser, path) as opened:
        exempt = {row["app_id"] for row in tables["one"]["app_reasons"] if row["is_exempt"]}
        assert opened.texts("#o1-actions .answer")[0].endswith(f" {len(exempt)} app is exempt and not listed.")
        assert column(opened, "actions", 1) == []


def test_it_says_what_changed(one: Opened) -> None:
    changes = [row.locator("td").all_inner_texts() for row in table(one, "changes").locator("tbody tr").all()]
    assert {(name.split("\n")[0], *rest) for _, name, *rest in changes} == {
        ("New", "appeared", "–"),
        ("Newest", "appeared", "–"),
        ("Gone", "deleted", "–"),
        ("Came back", "deleted", "–"),
        ("Came back", "appeared", "–"),
        ("Sales", "renamed", "Vente → Sales"),
        ("Left behind", "creator has left", "Member 9 <b> → –"),
        ("Forgotten", "creator has left", "Member 9 <b> → –"),
    }


def test_a_click_sorts_numbers_as_numbers(one: Opened) -> None:
    button = table(one, "public").get_by_role("button", name="Records")
    button.click()
    down = column(one, "public", 6)
    assert down == sorted(down, key=lambda text: -int(text.replace(",", "")))
    button.click()
    assert column(one, "public", 6) == down[::-1]
    assert down != sorted(down, reverse=True)  # as texts they have another order


def test_the_keyboard_sorts_too(one: Opened) -> None:
    header = table(one, "unattended").locator("th").first
    header.get_by_role("button").focus()
    one.page.keyboard.press("Enter")
    assert header.get_attribute("aria-sort") == "ascending"
    assert column(one, "unattended", 1) == sorted(column(one, "unattended", 1))
    one.page.keyboard.press("Space")
    assert header.get_attribute("aria-sort") == "descending"
    assert table(one, "unattended").locator("th[aria-sort]").count() == 1


def test_what_is_unknown_comes_last(one: Opened) -> None:
    button = table(one, "changes").get_by_role("button", name="Before and after")
    for _ in range(2):
        button.click()
        assert column(one, "changes", 4)[-1] == "–"
        assert column(one, "changes", 4)[0] != "–"


@pytest.fixture
def long(browser: Browser, tables: dict[str, Tables], tmp_path: Path) -> Iterator[Opened]:
    """A page with long lists, one app of which has a name that a spreadsheet would run."""
    (app,) = (app for app in tables["one"]["apps"] if app["app_name"] == "Stock")
    names = ["=1+1", "+1", "-1", "@x", "\t=1", "\u200b=1", "\u3164+1", "\u202e@x", 'a "quoted", name', "客户"]
    apps = [
        {**app, "app_id": f"65f{number:021x}", "app_name": names[number] if number < len(names) else f"App {number}"}
        for number in range(1200)
    ]
    page = draw_page({**tables["one"], "apps": apps}, tmp_path / "page.html", api_url=JIANDAOYUN)
    with open_page(browser, page, accept_downloads=True) as opened:
        yield opened


def visible(opened: Opened) -> int:
    return table(opened, "unattended").locator("tbody tr:visible").count()


def test_a_long_list_is_cut_and_says_where_all_is(long: Opened) -> None:
    assert long.page.locator("#o1-unattended .cut").inner_text() == (
        "These are the first 1,000 of 1,200 rows; the model usagestats__apps has all of them."
    )
    assert visible(long) == 20
    long.page.locator("#o1-unattended").get_by_role("button", name="Show all 1,000 rows").click()
    assert visible(long) == 1000


def test_a_filter_looks_at_every_row(long: Opened) -> None:
    field = long.page.get_by_label("Filter Unattended apps")
    field.fill("APP 99")
    assert visible(long) == 11
    field.fill("no such app")
    assert (visible(long), long.page.locator(".none:visible").all_inner_texts()) == (0, ["No row matches."])
    field.fill("")
    assert (visible(long), long.page.locator(".none:visible").count()) == (20, 0)


def test_a_filter_does_not_shorten_what_was_shown(long: Opened) -> None:
    long.page.locator("#o1-unattended .all").click()
    field = long.page.get_by_label("Filter Unattended apps")
    field.fill("App 99")
    field.fill("")
    assert visible(long) == 1000


def test_a_filter_is_not_printed(long: Opened) -> None:
    long.page.get_by_label("Filter Unattended apps").fill("App 999")
    assert visible(long) == 1
    long.page.emulate_media(media="print")
    assert visible(long) == 12
    assert long.page.locator("#o1-unattended .tools").is_hidden()


def test_the_csv_is_complete_and_safe(long: Opened) -> None:
    with long.page.expect_download() as waiting:
        long.page.locator("#o1-unattended .csv").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    first, *rows = csv.reader(io.StringIO(text))
    assert waiting.value.suggested_filename == "unattended.csv"
    assert first[:3] == ["App", "App ID", "Creator"]
    assert len(rows) == 1000
    assert {row[1]: row[0] for row in rows if int(row[1][3:], 16) < 10} == {
        f"65f{number:021x}": name
        for number, name in enumerate(
            [
                "'=1+1",
                "'+1",
                "'-1",
                "'@x",
                "'=1",
                "'\u200b=1",
                "'\u3164+1",
                "'\u2068\u202e@x\u2069",
                'a "quoted", name',
                "客户",
            ]
        )
    }
    assert rows[0][2:] == ["Member 2 <b>", "2025-12-10", "433", "3000", "28", "600", "200000000", "1"]


def test_the_csv_has_what_the_filter_leaves(long: Opened) -> None:
    long.page.get_by_label("Filter Unattended apps").fill("App 99")
    with long.page.expect_download() as waiting:
        long.page.locator("#o1-unattended .csv").click()
    assert len(Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()) == 12


def links(opened: Opened) -> dict[str, str | None]:
    """Return where the names of apps lead, by their names."""
    all_links = opened.page.locator(".list td a").all()
    return {link.inner_text(): link.get_attribute("href") for link in all_links}


def test_names_lead_to_the_apps(browser: Browser, tables: dict[str, Tables], tmp_path: Path) -> None:
    ids = {"Stock": "../65f?x#", "Archive": "\u200b65f"}  # which are not part of an address
    apps = [{**app, "app_id": ids.get(app["app_name"], app["app_id"])} for app in tables["one"]["apps"]]
    page = draw_page({**tables["one"], "apps": apps}, tmp_path / "page.html", api_url=JIANDAOYUN)
    with open_page(browser, page) as opened:
        found = links(opened)
        assert opened.console == []
    assert found["Forgotten"] == f"{CONSOLE}65f00000000000000000000b"
    assert not {"Stock", "Archive", "Gone"} & set(found)  # Gone is deleted


@pytest.mark.parametrize(
    ("name", "api_url", "has_links"),
    [
        ("one", JIANDAOYUN, True),
        ("many", JIANDAOYUN, False),  # the page cannot tell which organizations are of which API
        ("one", "https://api.jodoo.com/api", False),
        ("one", "https://api.jiandaoyun.com.example.org/api", False),
        ("one", "https://[api.jiandaoyun.com/api", False),
        ("one", "sandbox", False),
        ("one", None, False),
    ],
)
def test_names_lead_to_the_apps_only_where_their_pages_are_known(
    tables: dict[str, Tables], tmp_path: Path, name: str, api_url: str | None, *, has_links: bool
) -> None:
    page = draw_page(tables[name], tmp_path / "page.html", api_url=api_url).read_text(encoding="utf-8")
    assert ("https://" in page, "<a>" in page) == (has_links, has_links)
