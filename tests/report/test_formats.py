"""Numbers and names are written as a reader expects them, also where they are odd, huge or missing."""

from __future__ import annotations

from datetime import date

import pytest

from report.language import (
    LANGUAGES,
    age,
    counted,
    in_bytes,
    language,
    percent,
    phrase,
    rounded,
    signed,
    signed_percent,
)
from report.names import name_of

in_english = language("en").text


@pytest.mark.parametrize(
    ("number", "exact", "short"),
    [
        (None, "–", "–"),
        (0, "0", "0"),
        (-1234, "−1,234", "−1,234"),
        (9_999_999, "9,999,999", "9,999,999"),
        (12_340_000, "12,340,000", "12.3 million"),
        (-12_340_000, "−12,340,000", "−12.3 million"),
        (5_000_000_000, "5,000,000,000", "5 billion"),
        (999_949_999, "999,949,999", "999.9 million"),
        (999_999_999, "999,999,999", "1 billion"),
    ],
)
def test_large_numbers_get_a_word(number: int | None, exact: str, short: str) -> None:
    assert (counted(number), in_english(rounded(number))) == (exact, short)


@pytest.mark.parametrize(("number", "text"), [(2, "+2"), (0, "0"), (-2, "−2"), (10**7, "+10 million")])
def test_a_change_has_its_sign(number: int, text: str) -> None:
    assert in_english(signed(number)) == text


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
    assert in_english(in_bytes(number)) == text


def test_one_has_a_singular() -> None:
    assert [in_english(phrase("n-apps", apps=number)) for number in (0, 1, 2)] == ["0 apps", "1 app", "2 apps"]


@pytest.mark.parametrize(
    ("share", "text"),
    [(None, "–"), (0, "0.0%"), (0.0004, "less than 0.1%"), (0.125, "12.5%"), (-0.25, "−25.0%"), (-0.0004, "0.0%")],
)
def test_a_share_is_never_rounded_to_nothing(share: float | None, text: str) -> None:
    assert in_english(percent(share)) == text


@pytest.mark.parametrize(("name", "text"), [(None, "(no name)"), (" \n ", "(no name)"), (" a\n b ", "a b")])
def test_a_name_can_be_seen(name: str | None, text: str) -> None:
    assert in_english(name_of(name)) == text


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
    assert in_english(name_of(name)) == text


def test_a_share_of_a_change_has_its_sign() -> None:
    assert [in_english(signed_percent(ratio)) for ratio in (0.122, 0, -0.25)] == ["+12.2%", "0.0%", "−25.0%"]
    assert [in_english(signed_percent(ratio)) for ratio in (0.0004, -0.0004)] == [
        "up less than 0.1%",
        "down less than 0.1%",
    ]


@pytest.mark.parametrize(("days", "text"), [(None, "–"), (1, "1 day"), (730, "730 days"), (731, "2.0 years")])
def test_an_age_is_in_years_when_it_is_long(days: int | None, text: str) -> None:
    assert in_english(age(days)) == text


@pytest.mark.parametrize(
    ("key", "english", "chinese"),
    [
        ("day", "2026-03-05", "2026年3月5日"),
        ("month", "Mar", "3月"),
        ("month-and-year", "Mar 2026", "2026年3月"),
        ("month-and-day", "Mar 5", "3月5日"),
    ],
)
def test_days_are_written_as_their_language_does(key: str, english: str, chinese: str) -> None:
    said = phrase(key, day=date(2026, 3, 5))
    assert (in_english(said), language("zh").text(said)) == (english, chinese)


def test_a_day_has_its_month_in_words() -> None:
    assert [language(code).day(date(2027, 3, 14)) for code in LANGUAGES] == ["14 March 2027", "2027年3月14日"]


@pytest.mark.parametrize(("number", "text"), [(9_999_999, "9,999,999"), (12_340_000, "1234万"), (2 * 10**9, "20亿")])
def test_large_numbers_have_the_units_of_their_language(number: int, text: str) -> None:
    assert language("zh").text(rounded(number)) == text


@pytest.mark.parametrize(
    ("records", "text"), [(1234, "1,234 条数据"), (12_340_000, "1234万条数据"), (2 * 10**9, "20亿条数据")]
)
def test_no_blank_stands_between_a_chinese_unit_and_what_is_counted(records: int, text: str) -> None:
    assert language("zh").text(phrase("n-records", records=records)) == text
