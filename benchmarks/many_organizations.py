"""Measure a run of many organizations: python benchmarks/many_organizations.py --organizations 1000.

Each has a key of its own, three streams, two days and the apps of the sandbox. The server, a process of its own, lets
each key ask each endpoint once a second. CPU, memory and threads are those of the tap alone. With --into COMMAND, its
output is piped into a loader, whose CPU is printed, too: --into 'target-postgres --config config.json'.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from run import TODAY, catalog, cost_of
from server import BenchmarkApi

from tap_usagestats.sandbox.http_server import Answer
from tap_usagestats.streams import ALL

DAYS = 2
LIMIT_SECONDS = 1


class Accounts(BenchmarkApi):
    """An API for any number of keys, each of which has limits of its own."""

    def __init__(self, apps: int) -> None:
        """Serve the same `apps` to each key."""
        super().__init__(apps, 0)
        self.refused = 0
        self._served: dict[tuple[str, str], float] = {}
        self._keys_lock = threading.Lock()

    def answer(self, path: str, authorization: str, raw_body: bytes) -> Answer:
        """Answer, unless this key has asked this endpoint within the last second."""
        with self._keys_lock:
            now, asked = time.monotonic(), (path, authorization)
            if now - self._served.get(asked, -LIMIT_SECONDS) < LIMIT_SECONDS:
                self.refused += 1
                return Answer(400, b'{"code": 8304, "msg": "API request limit exceeded"}')
            self._served[asked] = now
        return super().answer(path, "Bearer sandbox", raw_body)


def serve(apps: int) -> None:
    """Serve until standard input ends, then print how many requests came and how many were refused."""
    with Accounts(apps) as api:
        print(api.url, flush=True)
        sys.stdin.read()
    print(f"{len(api.arrivals)} requests, {api.refused} refused")


def run_tap(config: dict[str, Any], into: list[str]) -> str:
    """Run the tap with `config`, `into` a loader if there is one, and return a row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = [sys.executable, "-m", "tap_usagestats"]
        for option in ("config", "catalog"):
            file = Path(folder, f"{option}.json")
            file.write_text(json.dumps(config if option == "config" else catalog(ALL, *arguments[3:])))
            arguments += [f"--{option}", str(file)]
        started = time.monotonic()
        log = Path(folder, "log")
        with log.open("w") as stderr:
            output = subprocess.PIPE if into else subprocess.DEVNULL
            tap = subprocess.Popen(arguments, stdout=output, stderr=stderr)
        loader = subprocess.Popen(into, stdin=tap.stdout, stdout=subprocess.DEVNULL) if into else None
        if tap.stdout:
            tap.stdout.close()  # the loader has it
        threads: list[int] = []
        watch = threading.Thread(target=count_threads, args=(tap.pid, threads))
        watch.start()
        costs = [cost_of(process, started) for process in (tap, loader) if process]
        watch.join()
        print(log.read_text().splitlines()[-1], file=sys.stderr)
    wall = f"{costs[-1].wall_seconds:.0f} s"
    cpu = [f"{one.cpu_seconds:.1f} s" for one in costs]
    return " | ".join([wall, cpu[0], f"{costs[0].peak_mib:.0f} MiB", str(max(threads)), *cpu[1:]])


def count_threads(pid: int, threads: list[int]) -> None:
    """Add the number of threads of a process, as it changes, until it ends."""
    status = Path(f"/proc/{pid}/task")
    try:
        while True:
            threads.append(len(list(status.iterdir())))
            time.sleep(0.2)
    except (FileNotFoundError, ProcessLookupError):
        return


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organizations", type=int, nargs="+", default=[1000])
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--apps", type=int, default=129)
    parser.add_argument("--into", default="", help="the command of a loader")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.apps)
        return
    print(
        "| organizations | at once | wall time | CPU of the tap | its peak memory | its threads | CPU of the loader |"
    )
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for number in options.organizations:
        server = [sys.executable, __file__, "--serve", f"--apps={options.apps}"]
        with subprocess.Popen(server, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as serving:
            assert serving.stdout  # noqa: S101  # it is a pipe
            assert serving.stdin  # noqa: S101
            config = {
                "api_url": serving.stdout.readline().strip(),
                "organizations": [{"name": f"o{one}", "api_key": f"key-of-{one}"} for one in range(number)],
                "organizations_at_once": options.at_once,
                "request_interval": LIMIT_SECONDS,
                "start_date": str(TODAY - timedelta(days=DAYS)),
            }
            row = run_tap(config, shlex.split(options.into))
            print(f"| {number:,} | {options.at_once} | {row} |", flush=True)
            print(serving.communicate()[0].strip(), file=sys.stderr)


if __name__ == "__main__":
    main()
