"""The sandbox as a command: python -m tap_usagestats.sandbox."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests
from processes import SECONDS


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let a child be interrupted: it would inherit that this process ignores SIGINT, as one in the background does."""
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, previous)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize(("option", "answers"), [((), [None, None]), (("--company-limit",), [None, 8303])])
def test_sandbox_serves_until_interrupted(option: tuple[str, ...], answers: list[int | None]) -> None:
    command = [sys.executable, "-m", "tap_usagestats.sandbox", "--port=0", "--key=a-key", *option]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = re.fullmatch(r"api_url: (\S+), api_key: a-key\n", process.stdout.readline())
            assert line is not None
            for endpoint, code in zip(("app_metrics", "overview"), answers, strict=True):
                answer = requests.post(
                    f"{line[1]}/v1/corp_usage/{endpoint}",
                    headers={"Authorization": "Bearer a-key"},
                    json={},
                    timeout=SECONDS,
                )
                assert answer.json().get("code") == code
            process.send_signal(signal.SIGINT)
            assert process.communicate(timeout=SECONDS) == ("", "")
        finally:
            process.kill()  # or a failure would wait for ever
    assert process.returncode == 0
