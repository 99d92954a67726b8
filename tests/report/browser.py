"""A page in headless Chromium, and what it said and asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page
from raw_tables import NEWEST


@dataclass
class Opened:
    """A page, with every line of its console and every request it made."""

    page: Page
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def texts(self, selector: str) -> list[str]:
        """Return the text of each element, as it stands in the document."""
        return self.page.locator(selector).all_text_contents()

    def sizes(self) -> tuple[int, int]:
        """Return the width of what the page holds, and of the window."""
        content, window = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        return content, window


@contextmanager
def open_page(
    browser: Browser, path: Path, *, width: int = 1280, today: date = NEWEST + timedelta(1), **options: Any
) -> Iterator[Opened]:
    """Open a page from disk at noon in UTC+8 on some day."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    page = context.new_page()
    page.clock.set_fixed_time(datetime(today.year, today.month, today.day, 4, tzinfo=timezone.utc))
    opened = Opened(page)
    page.on("console", lambda message: opened.console.append(message.text))
    page.on("pageerror", lambda error: opened.console.append(str(error)))
    page.on("request", lambda request: opened.requests.append(request.url))
    page.goto(path.as_uri())
    yield opened
    context.close()
