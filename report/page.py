"""The page: one file without any outside resource."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from report.attention import MOST_SENTENCES, matters
from report.contents import MOST_PARTS, STALE_AFTER_DAYS, UNFOLDED, contents, is_stale, worst_first
from report.key_figures import key_figures
from report.language import language as language_of
from report.language import phrase
from report.names import UNNAMED, name_of
from report.notes import notes, title
from report.organization import Organization
from report.pictures import whole
from report.sections import sections
from report.tables import tables

FOLDER = Path(__file__).parent
LONG_TABLE = 20  # rows that the page shows at first
PRINTED_ROWS = 12
DEFINED = (
    "used", "unattended", "idle", "unattended-or-idle", "since", "creator-left", "no-creator", "records", "growth",
    "parts", "runs", "average", "uploads", "contract-year", "public-links", "day",
)  # fmt: skip
APP_PAGES = {"api.jiandaoyun.com": "https://www.jiandaoyun.com/dashboard/app/"}  # by the host of the API


def render(organizations: list[Organization], today: date, *, api_url: str | None, language: str = "en") -> str:
    """Return the page in a language; the names of apps lead to the apps where the address of their pages is known.

    Organizations that need somebody most come first, and only so many have figures that the page opens quickly.
    """
    ranked = worst_first(organizations, today)
    text = language_of(language).text
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        finalize=text,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"whole": whole, "dated": lambda said: dated(text(said))}
    return environment.get_template("page.html.j2").render(
        articles=[article(organization, number, today) for number, organization in enumerate(ranked[:MOST_PARTS], 1)],
        contents=contents(ranked, today),
        defined=DEFINED,
        inactive_after_days=organizations[0].about["inactive_after_days"] if organizations else None,
        title=title([organization.name for organization in organizations]),
        today=today,
        unnamed=UNNAMED,
        app_pages=app_pages(organizations, api_url),
        phrase=phrase,
        stale_after_days=STALE_AFTER_DAYS,
        unfolded=UNFOLDED,
        most_matters=MOST_SENTENCES,
        long_table=LONG_TABLE,
        printed_rows=PRINTED_ROWS,
    )


def dated(sentence: str) -> Markup:
    """Return a sentence with its dates marked: no line breaks within them."""
    return Markup(re.sub(r"\d{4}-\d\d-\d\d", r"<time>\g<0></time>", str(escape(sentence))))  # noqa: S704


def app_pages(organizations: list[Organization], api_url: str | None) -> str:
    """Return what comes before an app's ID in the address of its page, or nothing where nobody knows that.

    Of several organizations, nobody knows which ones are of the API at `api_url`.
    """
    host = re.match(r"https?://([^/:?#]+)", api_url or "")
    return APP_PAGES.get(host[1].lower(), "") if host and len(organizations) == 1 else ""


def article(organization: Organization, number: int, today: date) -> dict[str, Any]:
    """Return what the template shows of one organization."""
    known = {
        "id": f"o{number}",
        "name": organization.name and name_of(organization.name),
        "has_figures": bool(organization.days),
        "notes": notes(organization),
    }
    if not organization.days:
        return known
    return {
        **known,
        "newest_day": organization.newest_day,
        "days": organization.days,
        "age": (today - organization.newest_day).days,
        "is_stale": is_stale(organization, today),
        "matters": matters(organization),
        "key_figures": key_figures(organization),
        "sections": sections(organization),
        "tables": tables(organization),
    }
