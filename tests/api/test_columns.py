from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_usagestats.api.columns import INT64, TEXT_KEY, as_integer, as_text, utc_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-01T00:00:00+08:00", "2025-12-31T16:00:00Z"),
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        ("2026-01-01T00:00:00.250-05:00", "2026-01-01T05:00:00.250000Z"),
        ("2026-01-01T00:00:00", "2025-12-31T16:00:00Z"),
        ("2026-01-01 08:00:00", "2026-01-01T00:00:00Z"),
    ],
)
def test_date_times_become_utc_and_default_to_utc_plus_8(text: str, expected: str) -> None:
    assert utc_text(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *[(0, 0), (-(2**63), -(2**63)), (2**63 - 1, 2**63 - 1), (1200.0, 1200), (-0.0, 0), (2.0**62, 2**62)],
        *[("200", 200), ("-7", -7), ("007", 7), ("200.0", 200), (str(2**63 - 1), 2**63 - 1)],
    ],
)
def test_whole_64_bit_number_is_an_integer(value: float | str, expected: int) -> None:
    assert as_integer(value) == expected
    assert type(as_integer(value)) is int


@given(
    value=st.integers().filter(lambda number: number not in INT64) | st.floats().filter(lambda n: not n.is_integer())
)
def test_larger_or_fractional_number_is_rejected(value: int | float) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        as_integer(value)


@pytest.mark.parametrize("value", [None, 7, b"x", ["x"]])
def test_non_text_value_is_rejected_as_text_and_as_key(value: object) -> None:
    for convert_value in (as_text, TEXT_KEY.convert):
        with pytest.raises(ValueError, match=r"^$"):
            convert_value(value)
