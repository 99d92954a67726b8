"""A sentence says what is known, in the singular where it is one, and nothing of what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from organizations import Row, organization

from report import answers, key_figures, notes
from report.attention import matters
from report.cells import Cell, creator
from report.growth import Growth
from report.language import language
from report.organization import Compared

in_english = language("en").text
DAY = date(2026, 3, 10)
EXAMPLE = Growth(11_526, 201, -21_784, 94_355, stayed_apps=120, new_apps=10, deleted_apps=12)


def test_growth_of_the_example() -> None:
    assert in_english(answers.records(106_082, EXAMPLE)) == (
        "All apps together hold 106,082 records, −10,057 in 28 days. The 120 apps that stayed grew by 12.2% (11,526"
        " records). 10 new apps added 201 records. 12 deleted apps removed 21,784 records."
    )
    assert in_english(key_figures.change_of_records(EXAMPLE)) == "+12.2% in 28 days in apps that stayed"


@pytest.mark.parametrize(
    ("grown", "answer"),
    [
        (None, "Growth is not known: the day 28 days before is not loaded."),
        (Growth(0, 0, 0, 7, 1, 0, 0), "did not grow. No app is new. None of the apps of 28 days ago was deleted."),
        (Growth(-1, 1, -1, 4, 2, 1, 1), "shrank by 25.0% (1 record). 1 new app added 1 record. 1 deleted app removed"),
        (Growth(0, 7, -9, 0, 0, 2, 1), "No app stayed. 2 new apps added 7 records. 1 deleted app removed 9 records."),
        (Growth(3, 0, 0, 0, 1, 0, 0), "The 1 app that stayed grew by 3 records. No app is new."),
    ],
)  # fmt: skip
def test_growth(grown: Growth | None, answer: str) -> None:
    assert answer in in_english(answers.records(7, grown))


@pytest.mark.parametrize(
    ("runs", "change"),
    [
        (Compared(90, 60, 28), "+50.0% compared with the previous 28 days"),
        (Compared(90, 0, 28), "none in the previous 28 days"),
        (Compared(0, 60, 28), "−100.0% compared with the previous 28 days"),
        (Compared(90, None, 28), "a comparison needs figures of 56 days"),
    ],
)
def test_a_sum_is_compared_with_the_period_before(runs: Compared, change: str) -> None:
    assert in_english(key_figures.change_of_sum(runs)) == change


def test_apps_that_nobody_visits_need_only_the_day_a_period_ago() -> None:
    assert in_english(key_figures.moves((2, 0))) == "2 entered and 0 left in 28 days"
    assert in_english(key_figures.moves(None)) == "no figure 28 days ago"


def test_records_that_are_not_known() -> None:
    assert in_english(answers.records(None, None)) == "The number of records is not known."


@pytest.mark.parametrize(
    ("figures", "answer"),
    [
        ((None, 3, 0, 0, 0), "The last visits are not known, so the page cannot tell which apps are used."),
        (
            (3, 3, 0, 0, 0),
            "3 of 3 apps were visited in the last 7 days. None has gone 90 days or more without a visit.",
        ),
        ((0, 1, 0, 0, 0), "0 of 1 app was visited in the last 7 days. None has gone 90 days or more without a visit."),
        (
            (1, 2, 1, 0, 0),
            (
                "1 of 2 apps was visited in the last 7 days. 1 has not been visited for 90 days or more: 1 unattended"
                " (work goes on) and 0 idle (nothing runs, is uploaded or grows)."
            ),
        ),
        (
            (4, 9, 0, 1, 2),
            (
                "4 of 9 apps were visited in the last 7 days. 3 have not been visited for 90 days or more: 0 unattended"
                " (work goes on), 1 idle (nothing runs, is uploaded or grows) and 2 that may be either."
            ),
        ),
    ],
)
def test_use(figures: tuple[int | None, int, int, int, int], answer: str) -> None:
    used, apps, unattended, idle, inactive = figures
    numbers = {"unattended": unattended, "idle": idle, "inactive": inactive}
    assert in_english(answers.use(used, apps, numbers, 90)) == answer


@pytest.mark.parametrize(
    ("figures", "answer"),
    [
        ((0, None, 0, 2), "2 apps name no creator."),
        ((1, None, 1, 1), "1 person created 1 app. 1 app names no creator."),
        ((29, 4, 120, 9), "29 people, 4 of whom have left, created 120 apps. 9 apps name no creator."),
    ],
)
def test_creators(figures: tuple[int, int | None, int, int], answer: str) -> None:
    assert in_english(answers.creators(*figures)) == answer


@pytest.mark.parametrize(
    ("runs", "answer"),
    [
        (Compared(None, None, 0), "The number of runs in the last 28 days is not known."),
        (
            Compared(1, None, 1),
            "Automations ran 1 time in 1 day. An app without a name ran most, with 100.0% of all runs.",
        ),
        (
            Compared(90, 60, 28),
            (
                "Automations ran 90 times in 28 days, 50.0% more than in the 28 days before. An app without a name ran"
                " most, with 100.0% of all runs."
            ),
        ),
    ],
)
def test_automation(runs: Compared, answer: str) -> None:
    assert in_english(answers.automation(runs, None, 1 if runs.now else 0)) == answer


@pytest.mark.parametrize(
    ("runs", "answer"),
    [
        (Compared(0, 0, 28), "Automations ran 0 times in 28 days, the same as in the 28 days before."),
        (Compared(0, 8, 28), "Automations ran 0 times in 28 days, 100.0% less than in the 28 days before."),
        (Compared(8, 0, 28), "Automations ran 8 times in 28 days, after none in the 28 days before."),
        (Compared(8, None, 28), "Automations ran 8 times in 28 days."),
    ],
)
def test_a_period_before_without_runs_is_known(runs: Compared, answer: str) -> None:
    assert in_english(answers.automation(runs, None, 0)) == answer


def test_uploads() -> None:
    lately = "1.0 KB of attachments were uploaded in 28 days, the same as in the 28 days before."
    same = Compared(1000, 1000, 28)
    assert in_english(answers.uploads(same, 2026, 5000, DAY, is_cut=False)) == (
        f"{lately} In contract year 2026, 5.0 KB have been uploaded since it began on 2026-03-10."
    )
    assert in_english(answers.uploads(same, 2026, 5000, DAY, is_cut=True)) == (
        f"{lately} In contract year 2026, 5.0 KB have been uploaded since 2026-03-10, its first day with figures."
    )


def test_uploads_that_are_not_known() -> None:
    unknown = Compared(None, None, 0)
    said = "How much was uploaded in the last 28 days is not known."
    assert in_english(answers.uploads(unknown, 2026, None, None, is_cut=True)) == (
        f"{said} Nor is it known for contract year 2026."
    )
    assert in_english(answers.uploads(unknown, 2026, 5000, DAY, is_cut=False)) == (
        f"{said} In contract year 2026, 5.0 KB have been uploaded since it began on 2026-03-10."
    )


@pytest.mark.parametrize(
    ("app", "sentence"),
    [
        ({"records": None, "records_share": None}, "1 app is idle; its number of records is not known."),
        ({"records": 0, "records_share": None}, "1 app is idle and holds 0 records."),
        ({"records": 9, "records_share": 0.5}, "1 app is idle and holds 9 records, 50.0% of all."),
    ],
)
def test_records_of_idle_apps(app: Row, sentence: str) -> None:
    (matter,) = matters(organization(apps=[{**app, "status": "idle"}]))
    assert in_english(matter.sentence) == sentence


def test_build_up() -> None:
    assert in_english(answers.parts(1, 2, None)) == "1 app has 2 forms."
    assert in_english(answers.parts(130, 9, EXAMPLE)) == (
        "130 apps have 9 forms. Compared with 28 days ago, 10 apps are new and 12 were deleted."
    )
    assert in_english(answers.parts(3, None, Growth(0, 0, 0, 0, 2, 1, 0))) == (
        "The organization has 3 apps. Compared with 28 days ago, 1 app is new and 0 were deleted."
    )


def test_notes() -> None:
    noted = notes.notes(replace(organization(), about={"days_without_figures": 9}))
    assert in_english(noted[0]) == (
        "Figures begin on 2026-03-10. The 9 days before that had none: Usage Statistics had not been opened yet."
    )
    assert in_english(notes.missing_days([DAY])) == "One day is missing: 2026-03-10."
    assert in_english(notes.missing_days([DAY] * 6)).startswith("6 days are missing: the latest are 2026-03-10, ")


def test_nothing_needs_attention_where_nothing_is_wrong() -> None:
    assert matters(organization(apps=[{"public_links": 3}], creators=[{}])) == []


def test_what_is_wrong_is_ranked() -> None:
    """What is open to anyone comes before what nobody is in charge of, what is lost, and what could be archived."""
    apps: list[Row] = [
        {"status": "idle", "public_links": 2, "records": 10, "records_share": 0.1},
        {"status": "unattended", "automation_runs_28_days": 45_775},
        {"is_orphaned": True, "creator_member_id": None},
        {"is_current": False, "status": "deleted", "records": 21_784},
    ]
    days: list[Row] = [{}] * 26 + [{"apps": None}, {}]
    found = matters(organization(days, apps, creators=[{}, {"is_member": False, "apps": 2}]))
    assert [matter.leads_to for matter in found] == ["about", "public", "check", "deleted", "unattended", "idle"]
    assert [in_english(matter.sentence) for matter in found] == [
        "1 day of the last 28 is missing; load it while the API still serves it.",
        (
            "2 public links lead to 1 app that nobody visits, or whose creator has left or is not named; close those"
            " that nobody needs."
        ),
        "The creator of 2 apps has left; check who administers them.",
        "1 app with records was deleted in 28 days; it held 21,784 when last seen.",
        "1 app is unattended: not visited for 90 days or more, but automations ran 45,775 times in 28 days.",
        "1 app is idle and holds 10 records, 10.0% of all.",
    ]


@pytest.mark.parametrize(("number", "said"), [(1, "1 app has not"), (2, "2 apps have not")])
def test_apps_that_may_be_idle_need_attention(number: int, said: str) -> None:
    (matter,) = matters(organization(apps=[{"status": "inactive"}] * number))
    assert matter.leads_to == "either"
    assert in_english(matter.sentence).startswith(f"{said} been visited for 90 days or more; whether ")


def test_members_that_are_no_longer_loaded_need_attention() -> None:
    days: list[Row] = [{"creators_left": 0}, {"creators_left": 1}, {"creators_left": None}]
    matters_found = matters(organization(days, apps=[{}], creators=[{"is_member": None}]))
    said = "Members are loaded up to 2026-03-09 only, so the page cannot tell which creators have left."
    assert [(in_english(matter.sentence), matter.leads_to) for matter in matters_found] == [(said, "about")]
    assert matters(organization(days[2:], apps=[{}], creators=[{"is_member": None}])) == []


def test_deleted_apps_count_with_their_records_when_last_seen() -> None:
    """Whether the day a period ago is loaded or not, and whatever they held then."""
    held: list[int | None] = [500_000, 20, 0, None]
    apps: list[Row] = [{"is_current": False, "records": records, "records_growth_28_days": None} for records in held]
    (matter,) = matters(organization(apps=apps))
    assert (
        in_english(matter.sentence) == "2 apps with records were deleted in 28 days; they held 500,020 when last seen."
    )


def test_creators_who_have_left_are_counted() -> None:
    (matter,) = matters(organization(apps=[{}], creators=[{"is_member": False, "apps": 5}] * 4))
    assert in_english(matter.sentence) == "The creators of 20 apps (4 people) have left; check who administers them."


def test_an_app_without_a_creator_needs_attention() -> None:
    (matter,) = matters(organization(apps=[{"is_orphaned": True, "creator_member_id": None}]))
    assert in_english(matter.sentence) == "1 app names no creator; check who administers it."


@pytest.mark.parametrize(
    ("app", "cell"),
    [
        (
            {"creator_member_id": "m1", "creator_name": "Tom", "creator_is_member": False},
            Cell("Tom", warning="has left"),
        ),
        ({"creator_member_id": None, "creator_name": "Tom", "is_orphaned": None}, Cell("Tom")),
        (
            {"creator_member_id": None, "creator_name": None, "is_orphaned": True},
            Cell("last known: Tom", warning="no creator named"),
        ),
    ],
)
def test_the_creator_of_an_app(app: Row, cell: Cell) -> None:
    made = creator({"creator_is_member": None, "is_orphaned": False, "last_known_creator_name": "Tom", **app})
    assert Cell(in_english(made.text), warning=in_english(made.warning)) == cell
