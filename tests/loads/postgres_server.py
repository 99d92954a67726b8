"""A PostgreSQL of our own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from running import free_port, missing, run


@contextmanager
def postgres_server(folder: Path) -> Iterator[Callable[[str], str]]:
    """Start a PostgreSQL of our own on loopback, and stop it again; gives what runs SQL on it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [
        Path(shutil.which("initdb") or "/nowhere/initdb").parent
    ]
    if not (found[-1] / "initdb").exists():
        missing("PostgreSQL is not installed: apt-get install postgresql")
    as_owner: list[str] = []
    if os.geteuid() == 0:  # it refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]
    port = str(free_port())
    data = folder / "data"

    def command(name: str, *arguments: str) -> str:
        return run(*as_owner, found[-1] / name, *arguments, cwd=folder)

    command("initdb", "--pgdata", str(data), "--username=loader", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c timezone=UTC"
    command("pg_ctl", "--pgdata", str(data), "--wait", "--log", str(folder / "log"), "--options", options, "start")
    try:
        yield lambda sql: command("psql", "-h", "127.0.0.1", "-p", port, "-U", "loader", "-At", "-c", sql, "postgres")
    finally:
        command("pg_ctl", "--pgdata", str(data), "--wait", "--mode=immediate", "stop")
