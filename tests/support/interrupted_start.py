"""Run the tap, and send this process a signal at a certain call of a function.

python interrupted_start.py 15 json.loads 3 --config …: SIGTERM at the third call of that function since main() began;
with "any", at the third call of all. So a test can end the tap at any moment, on a machine of any speed.
"""

from __future__ import annotations

import os
import sys
from itertools import count
from types import FrameType
from typing import Any

from tap_usagestats.__main__ import main


def interrupt_at(name: str, nth: int, number: int) -> None:
    """Send this process the signal `number` at the `nth` call of the function `name`, with its module, from now on."""
    calls = count(1)

    def profile(frame: FrameType, event: str, _: Any) -> None:
        called = f"{frame.f_globals.get('__name__')}.{frame.f_code.co_name}"
        if event == "call" and name in {"any", called} and next(calls) == nth:
            sys.setprofile(None)
            os.kill(os.getpid(), number)

    sys.setprofile(profile)


if __name__ == "__main__":
    number, name, nth = sys.argv[1:4]
    del sys.argv[1:4]
    interrupt_at(name, int(nth), int(number))
    main()
