"""The command line: whatever goes wrong becomes one line, the last one on standard error, and exit code 1."""

from __future__ import annotations

import gc
import logging
import sys
import traceback
from collections.abc import Iterator

from tap_usagestats.api.deadline import Deadline, DeadlineExceeded
from tap_usagestats.errors import Stop, explain
from tap_usagestats.signals import chain_of, ignore_signals, interruption_in

PIPE_BYTES = 65_536  # what a pipe holds
LAST_WORDS_SECONDS = 1  # for a target that does not read, when the tap has to stop

logger = logging.getLogger("tap-usagestats")


def run() -> int:
    """Run what the command line asks for and return the exit code."""
    try:
        run_command()
    except BaseException as error:  # noqa: BLE001  # this is the net for everything
        ignore_signals()
        return report(error)
    ignore_signals()
    return 0


def run_command() -> None:
    """Run what the command line asks for; raise Stop if it could not be done, or its output not be written."""
    gc.disable()  # importing 600 modules makes no garbage, and looking for it would take a tenth of the start-up
    from tap_usagestats.sync.messages import write_failure  # noqa: PLC0415  # the net of run() has to be there before it
    from tap_usagestats.tap import TapUsageStats  # noqa: PLC0415

    gc.freeze()
    gc.enable()
    if sys.stdout is None:
        raise Stop("Standard output is closed. What to do: pipe it into a target.")
    # Each write lets another thread go on; with Python's 8 KiB, that would take a quarter of a sync's CPU.
    sys.stdout = open(sys.stdout.fileno(), "w", buffering=PIPE_BYTES, encoding="utf-8", closefd=False)  # noqa: SIM115
    try:
        command = TapUsageStats.cli  # the SDK sets up its logging here
    except (ValueError, TypeError, AttributeError, ImportError, OSError) as error:
        what = "Logging: expected a level in LOGLEVEL, and a configuration in the file SINGER_SDK_LOG_CONFIG"
        raise Stop(f"{what} ({type(error).__name__}).") from error
    # It logs a malformed header with a traceback, and with what the server sent.
    logging.getLogger("urllib3.connection").setLevel(logging.ERROR)
    try:
        command.main(standalone_mode=False)
        sys.stdout.flush()
    except OSError as error:
        raise write_failure(error) from error


def report(error: BaseException) -> int:
    """Write the Singer messages that are still buffered, then the line about `error`; return the exit code."""
    if isinstance(error, SystemExit) and not error.code:
        return 0
    try:
        Deadline(LAST_WORDS_SECONDS).call(sys.stdout.flush)
    except (OSError, AttributeError, RuntimeError, DeadlineExceeded) as flush_error:
        logger.debug("Standard output could not be flushed: %s", type(flush_error).__name__)
    for place in trace_of(error):
        logger.debug("%s", place)
    line = " ".join(describe(error).split())
    if logging.getLogger().handlers:
        logger.error("%s", line)
    elif sys.stderr:
        sys.stderr.write(f"{line}\n")
    return 1


def describe(error: BaseException) -> str:
    """Return the line about `error`: its own text if it is meant for the user."""
    if interruption := interruption_in(error):
        return str(interruption)
    format_message = getattr(error, "format_message", None)  # click's errors have it: they are about the command line
    return str(format_message()) if format_message else explain(error)


def trace_of(error: BaseException | None) -> Iterator[str]:
    """Yield where `error` and its causes were raised, without their texts, which could hold the key."""
    for cause in chain_of(error):
        yield type(cause).__name__
        yield from (line.rstrip() for line in traceback.format_tb(cause.__traceback__))
