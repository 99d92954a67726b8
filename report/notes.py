"""What the reader has to know of the data, said once at the head of the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from report.language import Phrase, phrase
from report.names import name_of
from report.organization import Organization

NAMED_DAYS = 5


def title(organizations: list[str]) -> Phrase:
    """Say whose usage it is. A single organization may have no name."""
    if len(organizations) > 1:
        return phrase("title-of-many", organizations=len(organizations))
    return phrase("title-of-one", organization=name_of(organizations[0])) if any(organizations) else phrase("title")


def no_members(until: date | None) -> Phrase:
    """Say that the newest day has no members."""
    return phrase("no-members-since", day=until) if until else phrase("no-members")


def missing_days(missing: Sequence[date]) -> Phrase:
    """Say which days are not loaded."""
    key = "missing-days" if len(missing) <= NAMED_DAYS else "missing-days-latest"
    return phrase(key, days=len(missing), named=[phrase("day", day=day) for day in missing[-NAMED_DAYS:]])


def notes(organization: Organization) -> list[Phrase]:
    """Return what the reader has to know of the data, each thing once."""
    without, has_runs = organization.about["days_without_figures"], organization.has_any("automation_runs")
    if not organization.days:
        return [phrase("no-figures-of-days", days=without)]
    has_uploads = organization.has_any("attachment_bytes")
    missing = organization.missing_days
    said = [
        (without, phrase("days-without-figures", days=without, day=organization.days[0]["date"])),
        (len(organization.days) == 1, phrase("one-day")),
        (missing, missing_days(missing)),
        (not has_runs and not has_uploads, phrase("no-daily-figures")),
        (not has_runs and has_uploads, phrase("no-runs")),
        (has_runs and not has_uploads, phrase("no-uploads")),
        (organization.lacks_members, no_members(organization.members_until)),
    ]
    return [note for applies, note in said if applies]
