"""Run the tap: `tap-usagestats`, or `python -m tap_usagestats`."""

import os

from tap_usagestats.signals import end_on_signals, interruption_in, write_last_line


def main() -> None:
    """Run the command line and end the process.

    Only this function and what it calls change the process, such as its signal handlers and standard output; importing
    the package does not. Signals are handled before the slow imports.
    """
    end_on_signals()
    try:
        from tap_usagestats.command_line import run  # noqa: PLC0415

        exit_code = run()
    except BaseException as error:  # a signal, before run() could handle it
        if not (interruption := interruption_in(error)):
            raise
        write_last_line(str(interruption))
        exit_code = 1
    # Not sys.exit(): Python flushes again at exit, which can hang or turn a failure into exit code 120.
    os._exit(exit_code)


if __name__ == "__main__":
    main()
