"""From the rows of the models, an organization takes its own, and of the changes those of the last period."""

from __future__ import annotations

from datetime import timedelta

from organizations import DAY, NEWEST, Row

from report.models import first_reached, organizations
from report.organization import PERIOD_DAYS


def test_changes_are_those_of_the_last_period_and_of_organizations_that_are_known() -> None:
    """A build that stopped half-way can leave rows of an organization that another model no longer has."""
    change = {"app_id": "a", "app_name": "App", "change": "renamed", "value_before": None, "value_after": "App"}
    ages = (0, PERIOD_DAYS - 1, PERIOD_DAYS)
    tables: dict[str, list[Row]] = {
        "organizations": [{"organization": "Acme"}],
        "organization_days": [{**DAY, "organization": "Acme", "date": NEWEST}],
        "apps": [],
        **{model: [] for model in ("creators", "limits", "actions", "app_reasons")},
        "app_changes": [
            {**change, "organization": name, "date": NEWEST - timedelta(age)}
            for name in ("Acme", "Forgotten")
            for age in ages
        ],
    }
    (acme,) = organizations(tables)
    assert [NEWEST - row["date"] for row in acme.changes] == [timedelta(age) for age in ages[:-1]]


def test_limits_are_in_the_order_in_which_they_are_reached_however_they_are_read() -> None:
    ordered = [
        ("records", "total", NEWEST, 1.0),
        ("apps", "total", NEWEST + timedelta(1), 0.5),
        ("forms", "total", NEWEST + timedelta(1), 0.4),
        ("automation_runs", "month", None, 0.9),
        ("automation_runs", "day", None, None),
        ("dashboards", "total", None, 0),
    ]
    rows = [dict(zip(("metric", "period", "reached_on", "share"), limit, strict=True)) for limit in ordered]
    as_read = rows[::-1]
    assert sorted(as_read, key=first_reached) == rows
