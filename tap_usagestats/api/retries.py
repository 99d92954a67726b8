"""The retries: what is repeated, when, and how often."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import backoff

from tap_usagestats.api.client import Client
from tap_usagestats.api.pacing import ALL_WAITS_SECONDS
from tap_usagestats.errors import DayFault, Fault, RequestFault, ShapeFault

logger = logging.getLogger(__name__)

# Seconds before each retry of a request, 91 in total: enough for a limit that another client exhausts for a minute.
REQUEST_WAITS = (1, 2, 4, 8, 16, 30, 30)
DAY_WAITS = (1, 5, 15)  # seconds before a day is read again because its pages disagreed
WAITS = {RequestFault: REQUEST_WAITS, DayFault: DAY_WAITS}
SHAPE_ATTEMPTS = 3  # of a request whose answers have an unexpected structure


def attempts(
    fault: type[Fault], client: Client, path: str, where: Callable[[], str], retry_level: int
) -> Iterator[backoff.Attempt]:
    """Yield attempts at what may raise `fault`, with a wait before each retry, until one succeeds or all are used.

    A wait is longer if the pace or the server asks for it (Pace.postpone). But the waits of a request to `path`, beyond
    those of its pace, end within two minutes. Each is logged with `where`, at `retry_level`.
    """
    traffic, pace, waited_before, other_shapes = client.traffic, client.pace, 0.0, 0

    def wait(details: Any) -> None:  # noqa: ANN401  # backoff's, which waits when this returns
        nonlocal waited_before, other_shapes
        tries, failure = details["tries"], details["exception"]
        if tries == 1:
            waited_before, other_shapes = traffic.waited_seconds, 0
        other_shapes += isinstance(failure, ShapeFault)
        seconds = max(details["wait"], pace.delay(path))
        waits_seconds = traffic.waited_seconds - waited_before + seconds - tries * pace.step_seconds
        if fault is RequestFault and (other_shapes == SHAPE_ATTEMPTS or waits_seconds > ALL_WAITS_SECONDS):
            give_up(details)
            raise failure
        traffic.retries += 1
        traffic.waited_seconds += details["wait"]
        logger.log(retry_level, "%s: %s; retrying in %.0f s", where(), client.redact(failure.what), seconds)

    def give_up(details: Any) -> None:  # noqa: ANN401  # backoff's
        details["exception"].what += f"; gave up after {details['tries']} attempts"

    return backoff.retry_context(
        fault, backoff.constant, interval=WAITS[fault], jitter=None, logger=None, on_backoff=wait, on_giveup=give_up
    )
