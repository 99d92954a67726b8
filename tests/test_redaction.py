from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted_api import KEY

from tap_usagestats.redaction import MIN_KEY_LENGTH, Redactor

redact = Redactor(KEY)


def test_key_is_masked_everywhere() -> None:
    assert redact(f"Bearer {KEY}, {KEY}{KEY}") == "Bearer ***, ******"


def test_key_is_masked_before_the_cut() -> None:
    assert redact("a" * 15 + KEY, 20) == "a" * 15 + "***"


def test_text_is_one_printable_line() -> None:
    assert redact(" two\r\n\tlines \x1b[31m\u202e\ud83d\0 ") == "two lines [31m"


def test_key_with_unprintable_characters_inside_is_masked() -> None:
    assert redact(f"{KEY[:5]}\0{KEY[5:]}") == "***"


def test_non_text_is_shown_as_text() -> None:
    assert redact(ValueError(f"bad {KEY}")) == "bad ***"
    assert redact(8303) == "8303"


def test_very_short_key_is_not_masked() -> None:
    assert Redactor("e" * (MIN_KEY_LENGTH - 1))("e" * MIN_KEY_LENGTH) == "e" * MIN_KEY_LENGTH
    assert Redactor("e" * MIN_KEY_LENGTH)("e" * MIN_KEY_LENGTH) == "***"


def test_all_keys_are_masked_even_if_one_is_a_part_of_another() -> None:
    assert Redactor("abcdef", "abcdefghi", "", "short")("abcdefghi abcdef short") == "*** *** short"


@pytest.mark.parametrize("longest", [1, 5, 1000])
@given(before=st.text(), after=st.text())
def test_no_text_shows_the_key_or_exceeds_the_limit(longest: int, before: str, after: str) -> None:
    shown = redact(before + KEY + after, longest)
    assert KEY not in shown
    assert len(shown) <= longest
    assert not shown or shown.isprintable()
