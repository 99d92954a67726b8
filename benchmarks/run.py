"""Measure the tap and what it can be compared with, on this machine: python benchmarks/run.py.

No network is needed; the sandbox is the server. Each figure is for a whole process, as the operating system counts it.
The contenders take turns, and the median of their runs is printed: ratios can be compared between machines, seconds
cannot. dlt and airbyte-cdk take part if they are installed. With --against FOLDER, only this checkout and the one in
that folder take turns: python benchmarks/run.py --against ../before --rounds 15. With --large-days, one run of the tap
reads one day of each size.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

from tap_usagestats.api.pacing import MARGIN

HERE = Path(__file__).parent
TODAY = datetime.now(timezone(timedelta(hours=8))).date()
TAP, SCRIPT = "tap-usagestats", "hand-written script"
CONTENDERS = {
    "bare loop": "bare_loop.py",
    SCRIPT: "naive_script.py",
    TAP: TAP,
    "plain SDK tap": "plain_sdk_tap.py",
    "dlt": "dlt_resource.py",
    "airbyte-cdk": "airbyte_source.py",
}
PYTHONS = dict.fromkeys(CONTENDERS, sys.executable)
STREAMS = ("app_usage", "member_usage", "platform_usage")
LARGE_DAYS = (100_000, 200_000, 1_000_000)  # records
NEEDED = {"dlt": "dlt", "airbyte-cdk": "airbyte_cdk"}
CHECKOUTS: dict[str, Path] = {}  # of a contender that is another version of the tap


class Cost(NamedTuple):
    """What a process cost."""

    cpu_seconds: float
    wall_seconds: float
    peak_mib: float


@contextmanager
def serving(*options: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the URL of a server, and a list that will hold its requests, refusals and seconds when it has stopped."""
    arguments = [sys.executable, str(HERE / "server.py"), *options]
    report: list[str] = []
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout  # noqa: S101  # it is a pipe
        try:
            yield server.stdout.readline().strip(), report
        finally:
            server.terminate()
        report.extend(server.stdout.read().split())


def command(contender: str, url: str, days: int, interval: float = 0, streams: Sequence[str] = ()) -> list[str]:
    """Return what reads the last `days` days from `url`, with no pacing but `interval`: the tap, of these `streams`."""
    first = str(TODAY - timedelta(days=days))
    if CONTENDERS[contender] != TAP:
        script = str(HERE / CONTENDERS[contender])
        return [PYTHONS[contender], script, url, first, str(days), str(interval)]
    config = {"api_key": "sandbox", "api_url": url, "start_date": first, "request_interval": interval}
    files = {"config": config, "catalog": catalog(streams)} if streams else {"config": config}
    arguments = [sys.executable, "-m", "tap_usagestats"]
    for option, content in files.items():
        file = Path(tempfile.gettempdir()) / f"benchmark-{os.getpid()}-{option}.json"
        file.write_text(json.dumps(content))
        arguments += [f"--{option}", str(file)]
    return arguments


def catalog(streams: Sequence[str], *options: str) -> dict[str, Any]:
    """Return the tap's catalog, discovered with these `options`, with these `streams` selected."""
    # In a process of its own: a child's peak memory is never less than that of the process that starts it.
    discover = [sys.executable, "-m", "tap_usagestats", "--discover", *options]
    discovered: dict[str, Any] = json.loads(subprocess.run(discover, capture_output=True, check=True).stdout)
    for entry in discovered["streams"]:
        for part in entry["metadata"]:
            part["metadata"] |= {} if part["breadcrumb"] else {"selected": entry["tap_stream_id"] in streams}
    return discovered


def cost(arguments: list[str], checkout: Path = HERE.parent) -> Cost:
    """Run a process in a checkout to its end and return what it cost; its output is thrown away.

    Raise CalledProcessError if it fails.
    """
    started = time.monotonic()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=checkout)
    return cost_of(process, started)


def cost_of(process: subprocess.Popen[bytes], started: float) -> Cost:
    """Wait for a process that has `started` at this monotonic time, and return what it cost, as cost does."""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - started, used.ru_maxrss / 1024)


def medians(names: list[str], url: str, days: int, rounds: int) -> dict[str, Cost]:
    """Return the median cost of each contender; they take turns, after a round that is not counted."""
    costs: dict[str, list[Cost]] = {name: [] for name in names}
    for turn in range(rounds + 1):
        for name in names:
            paid = cost(command(name, url, days), CHECKOUTS.get(name, HERE.parent))
            if turn:
                costs[name].append(paid)
    return {name: Cost(*map(statistics.median, zip(*paid, strict=True))) for name, paid in costs.items()}


def throughput(names: list[str], rounds: int) -> None:
    """Print CPU, memory and start-up."""
    with serving("--apps", "1000") as (url, _):
        large = medians(names, url, 30, rounds)
    with serving("--apps", "100") as (url, _):
        small = medians(names, url, 30, 1)
    with serving("--apps", "1") as (url, _):
        start = medians(names, url, 1, rounds)
    print("| | CPU, 30,000 records | in bare loops | peak memory, 30,000 | 3,000 records | start-up, 1 day of 1 app |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name in names:
        bare = large[name].cpu_seconds / large["bare loop"].cpu_seconds
        print(
            f"| {name} | {large[name].cpu_seconds:.2f} s | {bare:.1f} | {large[name].peak_mib:.0f} MiB "
            f"| {small[name].peak_mib:.0f} MiB | {start[name].wall_seconds:.2f} s |"
        )


def compare(other: str, rounds: int) -> None:
    """Print what the tap in another checkout costs, and this one in proportion."""
    for label, apps, days in (("30,000 records", 1000, 30), ("start-up, 1 day of 1 app", 1, 1)):
        with serving("--apps", str(apps)) as (url, _):
            costs = medians([other, TAP], url, days, rounds)
        ratios = [now / before for now, before in zip(costs[TAP], costs[other], strict=True)]
        print(f"{label}: before {costs[other]}, now {costs[TAP]}")
        print("now / before: CPU {:.3f}, wall {:.3f}, peak memory {:.3f}".format(*ratios))


def large_days(names: list[str], sizes: Sequence[int]) -> None:
    """Print what one day of each size costs, for each stream that can be large; one that is refused is shown so."""
    print(f"| one day of | {' | '.join(names)} |")
    print(f"| --- |{' ---: |' * len(names)}")
    for records in sizes:
        with serving("--apps", str(records)) as (url, _):
            for stream in STREAMS[:2]:
                paid = [one_day(name, url, stream) for name in names]
                print(f"| {records:,} records of {stream} | {' | '.join(paid)} |", flush=True)


def one_day(name: str, url: str, stream: str) -> str:
    """Return what the last day of a stream costs, as a cell."""
    try:
        paid = cost(command(name, url, 1, streams=[stream]), CHECKOUTS.get(name, HERE.parent))
    except subprocess.CalledProcessError as error:
        return f"exit code {error.returncode}"
    return f"{paid.peak_mib:,.0f} MiB, {paid.cpu_seconds:.1f} s of CPU"


def pace(names: list[str]) -> None:
    """Print how long reads take at a request a second, and how many requests the server refused."""
    print("| at 1 request/s, 200 ms latency, up to 20 ms of jitter | first to last request | requests | refused |")
    print("| --- | ---: | ---: | ---: |")
    for name in (TAP, SCRIPT):
        print_pace(f"{name}, one stream", "ENDPOINT", 50, lambda url, name=name: command(name, url, 15, 1.0))
    for name in {TAP, "dlt"} & set(names):
        print_pace(f"{name}, three streams", "ENDPOINT", 250, lambda url, name=name: three_streams(name, url))
    print_pace(f"{TAP}, three streams, one limit for all", "COMPANY", 50, lambda url: three_streams(TAP, url, days=7))


def three_streams(name: str, url: str, days: int = 6) -> list[str]:
    """Return what reads all three streams."""
    return command(name, url, days, 1.0 if name == TAP else MARGIN, STREAMS)


def print_pace(label: str, limit: str, apps: int, command_for: Callable[[str], list[str]]) -> None:
    """Print a row: what a command needed against a server with this `limit`."""
    options = ("--apps", str(apps), "--limit", limit, "--latency", "0.2", "--jitter", "0.02")
    with serving(*options) as (url, report):
        cost(command_for(url))
    requests, refused, seconds = report
    print(f"| {label} | {seconds} s | {requests} | {refused} |")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each contender, after one that is not counted")
    parser.add_argument(
        "--python",
        action="append",
        default=[],
        metavar="CONTENDER=PATH",
        help="the Python that has dlt or airbyte-cdk installed, if it is not this one",
    )
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="another checkout of the tap to compare with")
    parser.add_argument("--large-days", type=int, nargs="*", metavar="RECORDS", help=f"default: {LARGE_DAYS}")
    options = parser.parse_args()
    taps = [TAP]
    if options.against:
        taps.insert(0, f"{TAP} in {options.against}")
        CONTENDERS[taps[0]], CHECKOUTS[taps[0]] = TAP, options.against.resolve()
    if options.large_days is not None:
        large_days(taps, options.large_days or LARGE_DAYS)
    elif options.against:
        compare(taps[0], options.rounds)
    else:
        measure(options)


def measure(options: argparse.Namespace) -> None:
    """Measure all contenders and print."""
    others = dict(pair.split("=", 1) for pair in options.python)
    PYTHONS.update(others)
    names = [
        name for name in CONTENDERS if name not in NEEDED or name in others or importlib.util.find_spec(NEEDED[name])
    ]
    missing = ", ".join(sorted(set(CONTENDERS) - set(names)))
    print(f"{TODAY}, Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}")
    print(f"Not installed: {missing}\n" if missing else "")
    throughput(names, options.rounds)
    print()
    pace(names)


if __name__ == "__main__":
    main()
