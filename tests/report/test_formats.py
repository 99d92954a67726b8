"""Numbers and names are written as a reader expects them, also where they are odd, huge or missing."""

from __future__ import annotations

from datetime import date

import pytest

from report.words.formats import age, counted, in_bytes, month, name_of, noun, percent, rounded, signed, signed_percent


@pytest.mark.parametrize(
    ("number", "exact", "short"),
    [
        (None, "–", "–"),
        (0, "0", "0"),
        (-1234, "−1,234", "−1,234"),
        (9_999_999, "9,999,999", "9,999,999"),
        (12_340_000, "12,340,000", "12.3 million"),
        (-12_340_000, "−12,340,000", "−12.3 million"),
        (5_000_000_000, "5,000,000,000", "5.0 billion"),
        (999_949_999, "999,949,999", "999.9 million"),
        (999_999_999, "999,999,999", "1.0 billion"),
    ],
)
def test_large_numbers_get_a_word(number: int | None, exact: str, short: str) -> None:
    assert (counted(number), rounded(number)) == (exact, short)


@pytest.mark.parametrize(("number", "text"), [(2, "+2"), (0, "0"), (-2, "−2"), (10**7, "+10.0 million")])
def test_a_change_has_its_sign(number: int, text: str) -> None:
    assert signed(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, "–"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 KB"),
        (2_500_000, "2.5 MB"),
        (960_000, "960.0 KB"),
        (999_999, "1.0 MB"),
        (-2500, "−2.5 KB"),
        (-5, "−5 bytes"),
    ],
)
def test_bytes_have_decimal_units(number: int | None, text: str) -> None:
    assert in_bytes(number) == text


def test_one_has_a_singular() -> None:
    assert [noun(number, "app") for number in (0, 1, 2)] == ["0 apps", "1 app", "2 apps"]


@pytest.mark.parametrize(
    ("share", "text"),
    [(None, "–"), (0, "0.0%"), (0.0004, "less than 0.1%"), (0.125, "12.5%"), (-0.25, "−25.0%"), (-0.0004, "0.0%")],
)
def test_a_share_is_never_rounded_to_nothing(share: float | None, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(("name", "text"), [(None, "(no name)"), (" \n ", "(no name)"), (" a\n b ", "a b")])
def test_a_name_can_be_seen(name: str | None, text: str) -> None:
    assert name_of(name) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("\u202eabc", "\u2068\u202eabc\u2069"),
        ("a\u2069\u202eb\u2066", "\u2068a\u202eb\u2069"),
        ("a\u200f", "\u2068a\u200f\u2069"),
        ("\u202e \u2066", "(no name)"),
        ("\u200b\u00ad", "(no name)"),
        ("\u115f\u1160 \u3164\uffa0", "(no name)"),
        ("\u200ba", "\u200ba"),
    ],
)
def test_what_nobody_sees_is_no_name_and_turns_nothing(name: str, text: str) -> None:
    assert name_of(name) == text


def test_a_share_of_a_change_has_its_sign() -> None:
    assert [signed_percent(ratio) for ratio in (0.122, 0, -0.25)] == ["+12.2%", "0.0%", "−25.0%"]
    assert [signed_percent(ratio) for ratio in (0.0004, -0.0004)] == ["up less than 0.1%", "down less than 0.1%"]


@pytest.mark.parametrize(("days", "text"), [(None, "–"), (1, "1 day"), (730, "730 days"), (731, "2.0 years")])
def test_an_age_is_in_years_when_it_is_long(days: int | None, text: str) -> None:
    assert age(days) == text


def test_months_have_names() -> None:
    assert (month(date(2026, 3, 1), with_year=True), month(date(2026, 12, 1), with_year=False)) == ("Mar 2026", "Dec")
