"""The process: `tap-usagestats`, or `python -m tap_usagestats`. What goes wrong becomes one line and exit code 1."""

import gc

gc.disable()  # importing 600 modules makes no garbage, and looking for it would take a tenth of the start-up

import logging
import os
import sys
import traceback
import warnings
from contextlib import suppress

import click

from tap_usagestats.errors import chain_of, explain
from tap_usagestats.signals import end_on_signals, end_process_soon, ignore_signals
from tap_usagestats.sync.standard_output import cannot_write
from tap_usagestats.tap import TapUsageStats

PIPE_BYTES = 65_536  # what a pipe holds

gc.freeze()
gc.enable()
logger = logging.getLogger(TapUsageStats.name)


def main() -> None:
    """Run the command line, then end the process; this changes its output, its log and its signals."""
    exit_code = 0
    try:
        end_on_signals()
        run_command()
    except BaseException as error:  # noqa: BLE001  # this is the net for everything
        ignore_signals()
        report(error)
        exit_code = 1
    # Not sys.exit(): Python flushes again at exit, which can hang or turn a failure into exit code 120.
    os._exit(exit_code)


def run_command() -> None:
    """Run what the command line asks for."""
    # Each write lets another thread go on; with Python's buffer of 8 KiB, that would cost a quarter of a sync's CPU.
    sys.stdout = open(sys.stdout.fileno(), "w", buffering=PIPE_BYTES, encoding="utf-8", closefd=False)  # noqa: SIM115
    # They log a malformed header with a traceback and what the server sent, and expressions, which may hold a secret.
    for talkative in ("urllib3.connection", "singer_sdk.mapper"):
        logging.getLogger(talkative).setLevel(logging.ERROR)
    # The SDK says at each start that Python is old, and that it does not read the environment, which the tap does.
    warnings.filterwarnings("ignore", "Python 3", FutureWarning)
    logger.addFilter(lambda record: not str(record.msg).startswith("Skipping parse of env var"))
    try:
        TapUsageStats.cli.main(standalone_mode=False)
    except SystemExit as end:  # the SDK's, after --about
        if end.code:
            raise
    sys.stdout.flush()


def report(error: BaseException) -> None:
    """Log the line about `error`, and write the Singer messages that are still buffered."""
    end_process_soon()
    for cause in chain_of(error):  # without the texts, which could hold the key
        logger.debug("%s raised at\n%s", type(cause).__name__, "".join(traceback.format_tb(cause.__traceback__)))
    if isinstance(error, OSError) and not error.filename:  # a write: it names no file
        error = cannot_write(error)
    line = error.format_message() if isinstance(error, click.ClickException) else explain(error)
    for handler in logging.getLogger().handlers:
        handler.acquire()  # no other thread writes to the log after the last line
    logger.error("%s", " ".join(line.split()))
    with suppress(OSError, AttributeError):  # the target has gone, or there is no standard output
        sys.stdout.flush()


if __name__ == "__main__":
    main()
