"""The contents of a page of several organizations: the worst first, and readable whatever their names and number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from browser import Opened, open_page
from organizations import Row, organization
from pages import Tables, draw_page, write_page
from playwright.sync_api import Browser
from raw_tables import NEWEST, ORGANIZATION_NAMES

from report.contents import MOST_PARTS, UNFOLDED, apps_in_need, contents, worst_first
from report.language import language
from report.organization import Organization

pytest_plugins = ["report_fixtures"]

BYTES_OF_A_NAME = 150


def named(name: str, idle_apps: int = 0, days: list[Row] | None = None) -> Organization:
    """Return an organization with so many idle apps, and one that is used."""
    apps: list[Row] = [{}] + [{"status": "idle"}] * idle_apps
    return replace(organization(days, apps if days is None or days else []), name=name)


def names_in_order(organizations: list[Organization], today: date = NEWEST) -> list[str]:
    """Return the names as the contents have them."""
    return [language("en").text(entry.name) for entry in contents(worst_first(organizations, today), today)]


@pytest.mark.parametrize(
    ("apps", "number"),
    [
        ([{}, {"public_links": 3}, {"status": "unknown"}, {"is_orphaned": None}], 0),
        ([{"status": "idle"}, {"status": "unattended"}, {"status": "inactive"}], 3),
        ([{"is_orphaned": True}, {"is_orphaned": True, "creator_member_id": None}], 2),
        ([{"status": "idle", "is_orphaned": True, "public_links": 3}], 1),
        ([{"is_current": False, "status": "deleted", "records": records} for records in (5, 0, None)], 1),
        ([{"is_current": False, "status": "deleted", "is_orphaned": True}], 1),
        ([{"is_current": False, "status": "deleted", "last_seen_on": NEWEST - timedelta(29)}], 0),
    ],
)  # fmt: skip
def test_apps_that_need_attention_count_once(apps: list[Row], number: int) -> None:
    assert apps_in_need(organization(apps=apps)) == number


def test_most_apps_first_then_by_name() -> None:
    found = [named("C", 2), named("A"), named("D", 10), named("B", 2), named("E", 9)]
    assert names_in_order(found) == ["D", "E", "B", "C", "A"]


def test_old_data_comes_first_and_no_figures_last() -> None:
    """What is old may be worse by now; of what has no figures, nothing is known."""
    old = replace(named("Old"), days=[{**named("Old").days[0], "date": NEWEST - timedelta(3)}])
    found = [named("Empty", days=[]), named("Bad", 5), named("Good"), old]
    assert names_in_order(found) == ["Old", "Bad", "Good", "Empty"]
    entries = contents(worst_first(found, NEWEST), NEWEST)
    assert [language("en").text(entry.beside) for entry in entries] == ["0 apps", "5 apps", "0 apps", "no figures"]
    assert [entry.stale_since for entry in entries] == [NEWEST - timedelta(3), None, None, None]
    assert names_in_order(found, NEWEST - timedelta(1)) == ["Bad", "Good", "Old", "Empty"]


def many_of(tables: Tables, number: int) -> Tables:
    """Return the tables of so many organizations; the first ones have more apps that nobody visits than the next."""
    day, app, about = (tables[table][0] for table in ("organization_days", "apps", "organizations"))
    names = [f"Acme {place:04}" for place in range(number)]
    idle = {**app, "is_current": True, "is_orphaned": False, "status": "idle"}
    return {
        "organizations": [{**about, "organization": name} for name in reversed(names)],
        "organization_days": [{**day, "organization": name, "date": NEWEST} for name in names],
        "apps": [
            {**idle, "organization": name, "app_id": str(app_number)}
            for place, name in enumerate(names)
            for app_number in range(max(5 - place, 1))
        ],
        **{key: [] for key in ("app_changes", "creators", "limits", "actions", "app_reasons")},
    }


def test_parts_are_in_the_order_of_the_contents(many: Opened) -> None:
    entries = many.page.locator("nav.organizations li")
    assert entries.locator("bdi").all_text_contents() == many.texts("h2.name")
    links = entries.locator("a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert links == many.page.locator("article").evaluate_all("all => all.map(one => '#' + one.id)")
    assert many.page.locator("nav.organizations details").count() == 0
    assert "come first" in many.page.locator("nav.organizations p").first.inner_text()


def test_the_number_beside_a_name_is_that_of_the_apps_in_its_lists(many: Opened) -> None:
    told = [int(text.removesuffix(" apps")) for text in many.texts("nav.organizations small")[:-1]]
    lists = ", ".join(
        f"[id$=-{key}] td:first-child small" for key in ("check", "deleted", "unattended", "idle", "either")
    )
    articles = many.page.locator("article:has(section)").all()
    assert told == [len(set(article.locator(lists).all_text_contents())) for article in articles]
    assert told == sorted(told, reverse=True)
    assert min(told) > 0


def test_old_data_is_marked(browser: Browser, tables: dict[str, Tables], tmp_path: Path) -> None:
    days = [
        day
        for day in tables["many"]["organization_days"]
        if day["organization"] != "Zeta" or day["date"] < NEWEST - timedelta(1)
    ]
    page = draw_page({**tables["many"], "organization_days": days}, tmp_path / "page.html")
    with open_page(browser, page) as opened:
        assert opened.texts("nav.organizations em") == ["Data up to 2026-03-08"]
        assert opened.texts("nav.organizations li:has(em) bdi") == [opened.texts("h2.name")[0]] == ["Zeta"]


def test_any_organization_is_shown_by_its_name(browser: Browser, databases: dict[str, Path]) -> None:
    """From the rows through the models to the page, alone and together."""
    with open_page(browser, write_page(databases["named"]), width=400) as opened:
        shown = [" ".join(name.split()) for name in ORGANIZATION_NAMES]
        assert opened.texts("nav.organizations bdi") == opened.texts("h2.name bdi") == shown
        assert opened.sizes() == (400, 400)
        assert opened.console == []
        assert opened.page.evaluate("window.broken") is None
        assert opened.page.locator("main script, main img").count() == 0
    with open_page(browser, write_page(databases["named"], "--organization", ORGANIZATION_NAMES[0])) as opened:
        assert opened.texts("h1 bdi") == [ORGANIZATION_NAMES[0]]
        assert opened.page.title() == f"Usage of {ORGANIZATION_NAMES[0]}"


def test_rows_of_an_organization_that_has_no_name(browser: Browser, tables: dict[str, Tables], tmp_path: Path) -> None:
    """They were loaded before the organization was given a name: they are not those of all apps of the page."""
    two = {table: [*rows, *many_of(tables["one"], 1)[table]] for table, rows in tables["one"].items()}
    with open_page(browser, draw_page(two, tmp_path / "page.html")) as opened:
        assert opened.texts("nav.organizations bdi") == opened.texts("h2.name") == ["(no name)", "Acme 0000"]


def test_a_thousand_organizations(browser: Browser, tables: dict[str, Tables], tmp_path: Path) -> None:
    page = draw_page(many_of(tables["one"], 1_000), tmp_path / "page.html")
    with open_page(browser, page, width=400) as opened:
        assert opened.texts("h1") == ["Usage of 1,000 organizations"]
        names = [f"Acme {place:04}" for place in range(1_000)]
        assert opened.texts("nav.organizations bdi") == names
        assert opened.texts("nav.organizations a bdi") == opened.texts("h2.name bdi") == names[:MOST_PARTS]
        visible = opened.page.locator("nav.organizations li:visible")
        assert visible.count() == UNFOLDED
        opened.page.locator("nav.organizations summary", has_text="980 more organizations").click()
        assert visible.count() == 1_000
        assert opened.sizes() == (400, 400)
        assert "the first 100 of 1,000 organizations" in opened.page.locator("nav.organizations").inner_text()
        opened.page.emulate_media(media="print")
        assert visible.count() == UNFOLDED
        assert "980 more organizations." in opened.page.locator("nav.organizations").inner_text()


def test_organizations_without_a_part_cost_a_line_each(tables: dict[str, Tables], tmp_path: Path) -> None:
    few, all_of_them = (
        draw_page(many_of(tables["one"], number), tmp_path / f"{number}.html").stat().st_size
        for number in (MOST_PARTS, 1_000)
    )
    assert few < all_of_them < few + BYTES_OF_A_NAME * (1_000 - MOST_PARTS)
