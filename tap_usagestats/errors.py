"""What went wrong, whether to try again, and what a user can do about it.

Source of the codes: the vendor's developer guide. Every error of the API, a broken rate limit included, is HTTP 400
with a code.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Action(Enum):
    """What the tap does about an answer that is not what it should be."""

    RETRY = "retry"
    STOP = "stop"


class VendorCode(NamedTuple):
    """What a `code` of the API means.

    `meaning` is the vendor's, `advice` tells a user what to do; STREAM in it stands for the name of the stream.
    """

    action: Action
    meaning: str
    advice: str


CHECK_KEY = "check api_key, and that api_url is the host of the account: api.jodoo.com or api.jiandaoyun.com"
CHECK_PLAN = (
    "the plan, or the scope of the key, lacks this part of Usage Statistics: extend it, "
    "or deselect the stream with '!STREAM.*' under select: in meltano.yml"
)
CHECK_LIMIT = "see which other client uses this API with the same account, or raise request_interval"
CHECK_REQUEST = "check start_date, end_date, app_ids and member_ids, and the clock of this machine"
CHECK_TEAM = "check that the company or team of this key still exists"

VENDOR_CODES = {
    "8303": VendorCode(Action.RETRY, "company request limit exceeded", CHECK_LIMIT),
    "8304": VendorCode(Action.RETRY, "API request limit exceeded", CHECK_LIMIT),
    "8301": VendorCode(Action.STOP, "API key failed verification", CHECK_KEY),
    "17018": VendorCode(Action.STOP, "API key is invalid", CHECK_KEY),
    "8302": VendorCode(Action.STOP, "no permission for this API", CHECK_PLAN),
    "8017": VendorCode(Action.STOP, "company or team does not exist or was closed", CHECK_TEAM),
    "7103": VendorCode(Action.STOP, "system limit exceeded, upgrade required", "the plan must be upgraded"),
    "2004": VendorCode(Action.STOP, "app does not exist", "check app_ids"),
    "1": VendorCode(Action.STOP, "invalid request", CHECK_REQUEST),
    "17017": VendorCode(Action.STOP, "invalid parameter(s)", CHECK_REQUEST),
}
UNKNOWN_CODE = VendorCode(
    Action.STOP, "a code nobody has described", "look the code up in the vendor's developer guide"
)

# The codes with which the API may refuse a day that its window has left behind.
INVALID_REQUEST_CODES = frozenset({"1", "17017"})

CHECK_URL = "check api_url"
CHECK_URL_AND_PROXY = "check api_url, and the proxy variables of the environment"
CHECK_CERTIFICATE = "check api_url, or set REQUESTS_CA_BUNDLE to the file of the network's own authority"
CHECK_NETWORK = "if it stays, check api_url, the network and the vendor's status"
RETRY_LATER = "the organization may be changing: run again later; if it stays, ask the vendor"


class Stop(SystemExit):
    """The end of the run: one line for the user, exit code 1.

    It is a SystemExit because singer-sdk 0.54 meets any Exception of a stream with a log line of its own and a
    traceback, and swallows some while it logs.
    """


class Fault(Exception):
    """A try that failed and may succeed when it is made again."""

    tries = 1

    def __init__(self, what: str, advice: str = CHECK_NETWORK, retry_after_seconds: float = 0) -> None:
        """Say what happened, what to do if it stays, and how long the server wants us to wait."""
        super().__init__(what)
        self.advice = advice
        self.retry_after_seconds = retry_after_seconds


class RequestFault(Fault):
    """One request has to be made again."""


class DayFault(Fault):
    """All pages of a day have to be read again."""


class Refusal(Exception):
    """The final word of the API or its host on a request: trying again would change nothing."""

    def __init__(self, what: str, advice: str, code: str = "") -> None:
        """Say what happened and what to do; `code` is the vendor's, or empty."""
        super().__init__(what)
        self.advice = advice
        self.code = code
