"""Serve the sandbox until interrupted: python -m tap_usagestats.sandbox."""

import argparse
import threading
from contextlib import suppress

from tap_usagestats.sandbox.server import Limit, Sandbox


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description="The Usage Statistics API with a made-up organization, on loopback.")
    parser.add_argument(
        "--port", type=int, default=8000, help="the port to listen on (default: 8000; 0 for any free port)"
    )
    parser.add_argument("--key", default="sandbox", help="the API key it accepts")
    parser.add_argument("--latency", type=float, default=0, metavar="SECONDS", help="wait before each answer")
    limit = parser.add_mutually_exclusive_group()
    limit.add_argument(
        "--rate-limit",
        dest="limit",
        action="store_const",
        const=Limit.ENDPOINT,
        default=Limit.NONE,
        help="accept one request a second for each endpoint, as the API does (code 8304 for more)",
    )
    limit.add_argument(
        "--company-limit",
        dest="limit",
        action="store_const",
        const=Limit.COMPANY,
        help="accept one request a second over all endpoints (code 8303 for more)",
    )
    options = parser.parse_args()
    with Sandbox(options.key, port=options.port, limit=options.limit, latency_seconds=options.latency) as sandbox:
        print(f"api_url: {sandbox.url}, api_key: {options.key}", flush=True)  # noqa: T201  # its only output
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
