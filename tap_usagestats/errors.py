"""What can go wrong, whether to try again, and what a user can do about it.

    BaseException
    ├── Interrupted           a signal ended the run
    └── Exception
        └── Stop              the run cannot continue; its text is the last line that the user reads
            └── StreamStop    one stream cannot continue, the others can; it says where, what, and what to do
                ├── Refusal   the API or its host says no, and would say so again
                └── Fault     one attempt failed and another may succeed; the stream stops once all have failed
                    ├── RequestFault   the request is repeated
                    │   └── ShapeFault     only twice: the structure is unexpected
                    └── DayFault       all pages of the day are read again

Source of the codes: the vendor's developer guide and manual. The API reports every error, including an exceeded rate
limit, as HTTP 400 with a code.
"""

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple


class Action(Enum):
    """What the tap does when the API answers with a code."""

    RETRY = "retries, then stops"
    RETRY_TOGETHER = "all streams wait and share one pace; retries, then stops"
    STOP = "stops"


class VendorCode(NamedTuple):
    """An error code of the API: the vendor's `meaning`, and our `advice` to the user."""

    action: Action
    meaning: str
    advice: str


CHECK_KEY = "check api_key, and that api_url is the host of the account: api.jodoo.com or api.jiandaoyun.com"
SET_KEY = "set the key of this organization in the setting organizations, or its variable in the environment"
CHECK_PERMISSION = "extend the plan or the key's scope to cover this stream; deselect it only if you no longer want it"
CHECK_LIMIT = "find out which other client uses this API with the same account, or raise request_interval"
CHECK_REQUEST = "if the API serves fewer than 180 days, set a later start_date; check end_date, the IDs and the clock"
ADD_ADDRESS = "add this machine's address to the key"
CHECK_SCOPE = "check the key's app scope, and app_ids"
ADD_API = "add the Usage Statistics API to the key's API scope"
UPGRADE_PLAN = "ask an administrator to upgrade the plan"
RETRY, RETRY_TOGETHER, STOP = Action  # in the order of the class

VENDOR_CODES = {
    "8303": VendorCode(RETRY_TOGETHER, "company request limit exceeded", CHECK_LIMIT),
    "8304": VendorCode(RETRY, "API request limit exceeded", CHECK_LIMIT),
    "8301": VendorCode(STOP, "API key failed verification", CHECK_KEY),
    "17018": VendorCode(STOP, "API key is invalid", CHECK_KEY),
    "8302": VendorCode(STOP, "no permission for this API", CHECK_PERMISSION),
    "17052": VendorCode(STOP, "the caller's address is not in the key's IP allow-list", ADD_ADDRESS),
    "17053": VendorCode(STOP, "the app is not among the key's authorized apps", CHECK_SCOPE),
    "17054": VendorCode(STOP, "the API is not among the key's authorized APIs", ADD_API),
    "8017": VendorCode(STOP, "company or team does not exist or was closed", "check that the key's owner exists"),
    "7103": VendorCode(STOP, "usage exceeds the plan, upgrade required", UPGRADE_PLAN),
    "7206": VendorCode(STOP, "usage exceeds the plan, the system is suspended", UPGRADE_PLAN),
    "2004": VendorCode(STOP, "app does not exist", "check app_ids"),
    "1": VendorCode(STOP, "invalid request", CHECK_REQUEST),
    "17017": VendorCode(STOP, "invalid parameter(s)", CHECK_REQUEST),
}
UNKNOWN_CODE = VendorCode(STOP, "a code that is not documented", "look the code up in the vendor's developer guide")

COMPANY_LIMIT_CODES = frozenset(code for code, row in VENDOR_CODES.items() if row.action is RETRY_TOGETHER)
INVALID_REQUEST_CODES = frozenset({"1", "17017"})  # with which the API may refuse a day that has left its window

CHECK_URL = "check api_url, for HTTP 401 or 403 also api_key, and for HTTP 407 the proxy variables in the environment"
CHECK_URL_AND_PROXY = "check api_url and the proxy variables in the environment"
CHECK_CERTIFICATE = "check api_url, or set REQUESTS_CA_BUNDLE to the certificate file of your network's authority"
CHECK_NETWORK = "if it keeps failing, check api_url, the network, and the vendor's status page"
CHECK_TLS = "if it keeps failing, check that the host and port in api_url serve HTTPS, and check any proxy in between"
CHECK_PROXY = "check the proxy variables in the environment, and whether the proxy lets this machine reach the API"
UPGRADE_OR_REPORT = "the API may have changed: upgrade tap-usagestats, or report this"
CHECK_FOR_LOGIN_PAGE = "look for a proxy or a login page between this machine and the API; check api_url"
FREE_SPACE = "free space in this folder, or set TMPDIR to another one that can be written"
REPORT = "run again with TAP_USAGESTATS_LOGLEVEL=DEBUG to see where it was raised, and report it"
RETRY_LATER = "the data may be changing; run again later, and ask the vendor if it keeps failing"


class Interrupted(BaseException):
    """A signal ended the run. Not an Exception, so that libraries do not swallow it."""


class Stop(Exception):
    """The run cannot continue. Its text is the one line that the user reads; the exit code is 1."""


class StreamStop(Stop):
    """One stream cannot continue; the others can. `where` can be added later; `code` is the vendor's."""

    def __init__(self, what: str, advice: str = CHECK_NETWORK, *, where: str = "", code: str = "") -> None:
        super().__init__(what)
        self.what, self.advice, self.where, self.code = what, advice, where, code

    @property
    def reason(self) -> str:
        """What happened and what to do, which may be the same elsewhere."""
        return f"{self.what}. What to do: {self.advice}."

    def __str__(self) -> str:
        """Return the line for the user."""
        return f"{self.where}: {self.reason}"


class Refusal(StreamStop):
    """A final refusal by the API or its host: repeating the request would not help."""


class Fault(StreamStop):
    """A failed attempt that may succeed when repeated."""


class RequestFault(Fault):
    """One request must be repeated."""


class ShapeFault(RequestFault):
    """A complete answer of an unexpected structure: a retry rarely helps."""


class DayFault(Fault):
    """All pages of a day must be read again."""


def as_stream_stop(error: BaseException, where: str) -> StreamStop:
    """Return `error` as the end of a stream; `where` is used if it does not say where it was raised."""
    if not isinstance(error, StreamStop):
        return StreamStop(f"unexpected {type(error).__name__}", REPORT, where=where)
    error.where = error.where or where
    return error


def explain(error: BaseException, where: str = "tap-usagestats") -> str:
    """Return the line about `error` for the user: its own text if it is meant for the user, else how to learn more."""
    is_for_user = isinstance(error, (Stop, Interrupted)) and not isinstance(error, StreamStop)
    return str(error if is_for_user else as_stream_stop(error, where))


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    """Yield `error` and what it was raised from."""
    while error:
        yield error
        error = error.__cause__ or error.__context__
