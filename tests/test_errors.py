from __future__ import annotations

import re

import pytest

from tap_usagestats import errors
from tap_usagestats.errors import INVALID_REQUEST_CODES, VENDOR_CODES, Action, Stop, StreamStop, VendorCode, explain

# What a run does about the codes of the vendor's developer guide and manual; a code of its own row may join them.
DOCUMENTED = {
    "8303": Action.RETRY_TOGETHER,
    "8304": Action.RETRY,
    **dict.fromkeys(
        ["8301", "17018", "8302", "17052", "17053", "17054", "8017", "7103", "7206", "2004", "1", "17017"], Action.STOP
    ),
}
ADVICE = {name: text for name, text in vars(errors).items() if name.isupper() and isinstance(text, str)}


def test_every_documented_code_has_a_row_with_its_action() -> None:
    actions = {code: row.action for code, row in VENDOR_CODES.items()}
    assert actions | DOCUMENTED == actions


@pytest.mark.parametrize("row", [*VENDOR_CODES.values(), errors.UNKNOWN_CODE], ids=[*VENDOR_CODES, "unknown"])
def test_meaning_and_advice_fit_into_a_sentence(row: VendorCode) -> None:
    assert_fits_into_a_sentence(row.meaning)
    assert_fits_into_a_sentence(row.advice)


@pytest.mark.parametrize("advice", ADVICE.values(), ids=ADVICE)
def test_advice_fits_into_a_sentence(advice: str) -> None:
    assert_fits_into_a_sentence(advice)


def assert_fits_into_a_sentence(text: str) -> None:
    """It follows a colon and ends before a full stop, so it has neither a capital nor a stop of its own."""
    assert re.fullmatch(r"(?:[a-z]|API |REQUESTS_CA_BUNDLE )[\x20-\x7e]*[^\s.:;,]", text), text


def test_codes_for_a_day_outside_the_window_stop() -> None:
    assert all(VENDOR_CODES[code].action is Action.STOP for code in INVALID_REQUEST_CODES)


def test_codes_are_digits() -> None:
    assert all(code.isdecimal() for code in VENDOR_CODES)


@pytest.mark.parametrize("stop", [Stop("Setting x: expected y."), StreamStop("Setting x: expected y.")])
def test_stop_explains_itself(stop: Stop) -> None:
    assert explain(stop, "app_usage") == "Setting x: expected y."


def test_unexpected_error_is_explained_without_its_text() -> None:
    assert explain(KeyError("k3y"), "app_usage") == (
        "app_usage: unexpected KeyError. What to do: run again with TAP_USAGESTATS_LOGLEVEL=DEBUG to see where it was "
        "raised, and report it."
    )
    assert explain(KeyError("k3y")).startswith("tap-usagestats: unexpected KeyError.")
