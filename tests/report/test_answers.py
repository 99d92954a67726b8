"""An answer says what is known, in the singular where it is one, and nothing of what is not."""

from __future__ import annotations

import pytest

from report.figures import Compared
from report.words import answers


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (Compared(None, None), "The number of records is not known."),
        (Compared(1, None), "All apps together hold 1 record."),
        (Compared(5, 5), "All apps together hold 5 records."),
        (Compared(5, 0), "Data grew by 5 records in 30 days, to 5 records."),
        (Compared(3, 4), "Data shrank by 25.0% (1 record) in 30 days, to 3 records."),
    ],
)
def test_growth(data: Compared, answer: str) -> None:
    assert answers.growth(data, None, 0) == answer
    assert answers.growth(data, " Sales", 1) == f"{answer} Sales grew most, by 1 record."


@pytest.mark.parametrize(
    ("figures", "answer"),
    [
        ((None, 3, 0, 0), "Last visits are not known."),
        ((0, 3, 0, 0), "Every app is in use: none is inactive."),
        ((1, 3, 0.5, 0), "1 of 3 apps is inactive and holds 50.0% of all records."),
        ((1, 1, 1, 1), "1 of 1 app is inactive and holds 100.0% of all records. 1 of them has never been opened."),
        ((2, 3, 0, 2), "2 of 3 apps are inactive and hold 0.0% of all records. 2 of them have never been opened."),
    ],
)
def test_unopened(figures: tuple[int | None, int, float, int], answer: str) -> None:
    assert answers.unopened(*figures) == answer


def test_ownership() -> None:
    one = "The largest app holds – of all records. 1 member created 1 app; 1 app is orphaned."
    ten = "The ten largest apps hold 90.0% of all records. 2 members created 20 apps; 0 apps are orphaned."
    unknown = "The ten largest apps hold 90.0% of all records. Creators are not known."
    assert answers.ownership(1, None, 1, 1, 1) == one
    assert answers.ownership(10, 0.9, 0, 20, None) == unknown
    assert answers.ownership(10, 0.9, 2, 20, 0) == ten


@pytest.mark.parametrize(
    ("runs", "answer"),
    [
        (Compared(None, None, 0), "Automation runs are not known."),
        (Compared(1, None, 1), "Automations ran 1 time in 1 day."),
        (Compared(6, None, 4), "Automations ran 6 times in 4 days. That is 2 times a day."),
        (
            Compared(60, 60, 30),
            "Automations ran 60 times in 30 days, as many as in the 30 days before. That is 2 times a day.",
        ),
        (
            Compared(90, 60, 30),
            "Automations ran 90 times in 30 days, 50.0% more than in the 30 days before. That is 3 times a day.",
        ),
    ],
)
def test_automation(runs: Compared, answer: str) -> None:
    assert answers.automation(runs, None, 0) == answer
    if runs.now:
        assert answers.automation(runs, None, 1) == f"{answer} (no name) ran most, with 100.0% of all runs."


def test_uploads() -> None:
    assert answers.uploads(Compared(None, None, 0), 5, 0) == "Uploads are not known."
    few = "Attachments of 1.0 KB were uploaded in 5 days."
    assert answers.uploads(Compared(1000, None, 5), 5, 1000) == few
    less = "Attachments of 1.0 KB were uploaded in 30 days, 50.0% less than in the 30 days before."
    assert answers.uploads(Compared(1000, 2000, 30), 90, 9000) == f"{less} In all 90 days loaded, it was 9.0 KB."


def test_build_up() -> None:
    assert answers.build_up(1, None, 1, 0, 0) == "The platform has 1 app."
    more = "The platform has 3 apps with 1 form. In 2 days, 1 app appeared, 0 vanished."
    assert answers.build_up(3, 1, 2, 1, 0) == more
