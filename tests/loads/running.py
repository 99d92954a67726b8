"""Commands that run to their end, servers that are waited for, and what to do if something is not installed."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from processes import Finished


def attempt(
    *command: str | Path, stdin: Path | None = None, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Finished:
    """Run a command to its end, with the variables of `env` besides those that are there, and return how it ended."""
    with (stdin or Path(os.devnull)).open() as standard_input:
        return subprocess.run(
            [str(word) for word in command],
            stdin=standard_input,
            capture_output=True,
            text=True,
            check=False,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            timeout=300,
        )


def run(*command: str | Path, **options: Any) -> str:
    """Run a command as `attempt` does, and return its standard output; fail with what it said."""
    done = attempt(*command, **options)
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def missing(what: str) -> None:
    """Skip, but never in CI."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until a server listens."""
    for _ in range(600):
        assert server.poll() is None, "the server ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"nothing listens on port {port}")
