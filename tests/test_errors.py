from __future__ import annotations

import re

import pytest

from tap_usagestats import errors
from tap_usagestats.errors import (
    INVALID_REQUEST_CODES,
    VENDOR_CODES,
    Action,
    Interrupted,
    Stop,
    StreamStop,
    VendorCode,
    chain_of,
    explain,
)

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


def test_tree_in_the_docstring_is_that_of_the_classes() -> None:
    parents: list[tuple[int, str]] = []
    drawn = set()
    for branch, name in re.findall(r"^([ │├└─]+)(\w+)", errors.__doc__ or "", re.MULTILINE):
        parents = [(depth, parent) for depth, parent in parents if depth < len(branch)]
        drawn |= {(name, parent) for _, parent in parents[-1:]}
        parents.append((len(branch), name))
    declared = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, BaseException)]
    assert drawn == {("Exception", "BaseException"), *((one.__name__, one.__bases__[0].__name__) for one in declared)}


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (Stop("Setting x: expected y."), "Setting x: expected y."),
        (Interrupted("Stopped by SIGTERM."), "Stopped by SIGTERM."),
        (StreamStop("it broke", "mind it", where="app_usage"), "app_usage: it broke. What to do: mind it."),
    ],
)
def test_error_for_the_user_explains_itself(error: BaseException, line: str) -> None:
    assert explain(error, "app_usage") == line


def test_chain_has_causes_and_contexts() -> None:
    innermost, cause, error = KeyError(), ValueError(), LookupError()
    error.__cause__, cause.__context__ = cause, innermost
    assert list(chain_of(error)) == [error, cause, innermost]
    assert list(chain_of(None)) == []


def test_unexpected_error_is_explained_without_its_text() -> None:
    assert explain(KeyError("k3y"), "app_usage") == (
        "app_usage: unexpected KeyError. What to do: run again with TAP_USAGESTATS_LOGLEVEL=DEBUG to see where it was "
        "raised, and report it."
    )
    assert explain(KeyError("k3y")).startswith("tap-usagestats: unexpected KeyError.")
