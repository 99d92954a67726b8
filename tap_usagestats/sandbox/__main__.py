"""Serve the sandbox until interrupted: python -m tap_usagestats.sandbox."""

import argparse
import threading
from contextlib import suppress

from tap_usagestats.sandbox.server import Limit, Sandbox


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description="The Usage Statistics API with a made-up organization, on loopback.")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default: 8000; 0 for any)")
    parser.add_argument("--key", default="sandbox", help="the API key it accepts")
    parser.add_argument("--latency", type=float, default=0, metavar="SECONDS", help="wait before each answer")
    limits = parser.add_mutually_exclusive_group()
    for flag, limit in (("--rate-limit", Limit.ENDPOINT), ("--company-limit", Limit.COMPANY)):
        limited, code, _ = limit.value
        what = f"accept one request a second for {limited} (code {code} for more)"
        limits.add_argument(flag, dest="limit", action="store_const", const=limit, default=Limit.NONE, help=what)
    options = parser.parse_args()
    with Sandbox(options.key, port=options.port, limit=options.limit, latency_seconds=options.latency) as sandbox:
        print(f"api_url: {sandbox.url}, api_key: {options.key}", flush=True)  # noqa: T201  # its only output
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
