"""On the sandbox, each reason occurs on any day; the models know the addresses of apps, and which are exempt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import duckdb
import pytest
from app_histories import Histories
from expected_actions import MACRO, RISKS, WHAT_TO_DO, app_reasons
from pages import ROOT, build_models
from random_histories import History
from raw_tables import App, Organization, typical, write

from report.page import APP_PAGES
from tap_usagestats.sandbox import organization

DAYS = 70  # as many as it takes to judge whether growth is sudden, and some more
NEWEST_DAYS = [date(2024, 2, 29) + timedelta(601 * number) for number in range(12)]


def in_utc(instant: str | None) -> str | None:
    return instant and str(datetime.fromisoformat(instant).astimezone(timezone.utc).replace(tzinfo=None))


def app_row(day: date, item: dict[str, Any]) -> dict[str, Any]:
    creator = item["creator"] or {}
    return {
        "date": str(day),
        "app_id": item["app_id"],
        "app_name": item["app_name"],
        "creator_member_id": creator.get("member_id"),
        "creator_name": creator.get("name"),
        **{name: in_utc(item[name]) for name in ("created_at", "last_edit_at", "last_visit_at")},
        **{f"metrics_{name}": value for name, value in item["metrics"].items()},
    }


def sandbox(newest: date) -> History:
    """Return what the loader writes of the sandbox's organization."""
    days = [newest - timedelta(age) for age in range(DAYS)]
    members = [(day, item["member"]) for day in days for item in organization.member_items(day)]
    return History(
        tables={
            "app_usage": [app_row(day, item) for day in days for item in organization.app_items(day)],
            "member_usage": [
                {"date": str(day), "member_id": member["member_id"], "member_name": member["name"]}
                for day, member in members
            ],
            "platform_usage": [],
        }
    )


@pytest.mark.parametrize("newest", NEWEST_DAYS, ids=str)
def test_each_reason_occurs_on_any_day_of_the_sandbox(newest: date) -> None:
    assert {row["reason"] for row in app_reasons(Histories(sandbox(newest)))} == set(RISKS)


def database(folder: Path, organizations: Mapping[str, Organization], changed: Mapping[str, str] | None = None) -> Path:
    """Return a database with the models."""
    path = folder / "usage.duckdb"
    write(path, organizations)
    build_models(path, folder / "dbt", changed)
    return path


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_the_models_find_each_reason_on_the_sandbox(tmp_path: Path) -> None:
    path = database(tmp_path, {"": sandbox(date(2026, 11, 28))})
    assert query(path, "select distinct reason from usagestats_models.usagestats__actions order by 1") == [
        (reason,) for reason in sorted(RISKS)
    ]


@pytest.mark.parametrize(
    ("api_url", "names", "start"),
    [
        ("https://API.jiandaoyun.com:443/api", ("acme",), "https://www.jiandaoyun.com/dashboard/app/"),
        ("https://api.jiandaoyun.com/api", ("acme", "other"), None),  # nobody knows whose API it is
        ("https://api.jodoo.com/api", ("acme",), None),
    ],
)
def test_link_leads_to_the_app_where_its_address_is_known(
    api_url: str, names: tuple[str, ...], start: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAP_USAGESTATS_API_URL", api_url)
    path = database(tmp_path, dict.fromkeys(names, Organization((App(3, days_since_visit=100),))))
    ((app_id, link),) = query(path, "select distinct app_id, link from usagestats_models.usagestats__actions")
    assert link == (start and start + app_id)


EXEMPT = """\
app_id,reason,until,note
65f00000000000000000000b,unattended with public links,2026-03-10,"Ann looks after it, says Tom"
65f000000000000000000003,,2026-03-09,
65f000000000000000000008,,,deleted on purpose
65f00000000000000000000d,idle,2026-12-31,
"""


def test_exempt_apps_are_not_on_the_list(tmp_path: Path) -> None:
    path = database(tmp_path, {"": typical()}, {"seeds/exempt.csv": EXEMPT})
    assert query(path, "select app_name, reason from usagestats_models.usagestats__actions order by rank") == [
        ("Stock", "unattended with public links"),
        ("Forgotten", "creator left"),
        ("Left behind", "creator left"),
    ]
    exempt = "select count(distinct app_id) from usagestats_models.usagestats__app_reasons where is_exempt"
    assert query(path, exempt) == [(3,)]


def test_exempt_reason_that_is_none_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="accepted_values_exempt"):
        database(tmp_path, {"": typical()}, {"seeds/exempt.csv": "app_id,reason,until,note\na,asleep,,\n"})


def test_address_that_is_none_stops_the_run(tmp_path: Path) -> None:
    project = (ROOT / "transform/dbt_project.yml").read_text("utf-8")
    with pytest.raises(AssertionError, match="app_pages: expected the address of an app without its ID, such as"):
        database(
            tmp_path, {"": typical()}, {"dbt_project.yml": project.replace('app_pages: ""', 'app_pages: "its page"')}
        )


def test_reasons_have_the_same_names_everywhere() -> None:
    risks = {reason: int(risk) for reason, risk in re.findall(r"'([a-z ]+)': {\n\s+'risk': (\d)", MACRO)}
    assert risks == RISKS
    assert WHAT_TO_DO.keys() == risks.keys()
    for file in ("models/marts/actions.yml", "seeds/exempt.yml"):
        lists = re.findall(r"values: (?:&reasons )?\[(?:'', )?(.+)\]", (ROOT / "transform" / file).read_text("utf-8"))
        assert [one.split(", ") for one in lists] == [list(risks)]


def test_addresses_of_apps_are_those_of_the_page() -> None:
    for host, start in APP_PAGES.items():
        assert f"'{host}': '{start}'" in MACRO
