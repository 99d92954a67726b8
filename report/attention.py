"""What needs attention, in the order of how much harm it does while nobody looks."""

from __future__ import annotations

from typing import NamedTuple

from report import limits
from report.language import Phrase, phrase
from report.notes import no_members
from report.organization import PERIOD_DAYS, PERIOD_RUNS, Organization, is_unwatched, total

MOST_SENTENCES = 6


class Matter(NamedTuple):
    """A sentence, and the key of the list that it leads to."""

    sentence: Phrase
    leads_to: str


def matters(organization: Organization) -> list[Matter]:
    """Return what is wrong.

    First what may mislead (missing days and members), then what the plan no longer allows, what is open to anyone, what
    nobody may be in charge of, what is lost, what works unwatched, and what could be archived. page.html.j2 puts old
    data in front of all; page.css hides a seventh if the data is old.
    """
    found = [
        missing_days(organization),
        missing_members(organization),
        *limits_of_plan(organization),
        public_links(organization),
        left_creators(organization),
        deleted(organization),
        unattended(organization),
        unattended_or_idle(organization),
        idle(organization),
        no_creator(organization),
    ]
    return [matter for matter in found if matter][:MOST_SENTENCES]


def missing_days(organization: Organization) -> Matter | None:
    """Say that days of the last period are not loaded."""
    missing = sum(day["apps"] is None for day in organization.days[-PERIOD_DAYS:])
    return Matter(phrase("attention-missing-days", days=missing), "about") if missing else None


def missing_members(organization: Organization) -> Matter | None:
    """Say that members are no longer loaded: nobody is seen to leave."""
    until = organization.members_until
    return Matter(no_members(until), "about") if organization.lacks_members and until else None


def limits_of_plan(organization: Organization) -> list[Matter]:
    """Say that limits of the plan are reached, or will be soon."""
    return [Matter(limits.reached(limit), "limits") for limit in limits.told(organization) if limits.is_near(limit)]


def public_links(organization: Organization) -> Matter | None:
    """Say that links are open that nobody may know of."""
    apps = [app for app in organization.public if is_unwatched(app)]
    links = total(apps, "public_links")
    return Matter(phrase("attention-links", links=links, apps=len(apps)), "public") if apps else None


def left_creators(organization: Organization) -> Matter | None:
    """Say that creators have left."""
    left = [row for row in organization.named_creators if row["is_member"] is False]
    said = phrase("attention-creators-left", people=len(left), apps=total(left, "apps"))
    return Matter(said, "check") if left else None


def deleted(organization: Organization) -> Matter | None:
    """Say that apps with records were deleted."""
    apps = [app for app in organization.deleted if app["records"]]
    said = phrase("attention-deleted", apps=len(apps), records=total(apps, "records"))
    return Matter(said, "deleted") if apps else None


def unattended(organization: Organization) -> Matter | None:
    """Say that apps work which nobody visits."""
    apps, days = organization.with_status("unattended"), organization.about["inactive_after_days"]
    said, runs = {"apps": len(apps), "days": days}, total(apps, PERIOD_RUNS)
    work = phrase("attention-unattended-runs", **said, runs=runs) if runs else phrase("attention-unattended", **said)
    return Matter(work, "unattended") if apps else None


def unattended_or_idle(organization: Organization) -> Matter | None:
    """Say that nobody can tell whether apps still work."""
    apps, days = organization.with_status("inactive"), organization.about["inactive_after_days"]
    return Matter(phrase("attention-unattended-or-idle", apps=len(apps), days=days), "either") if apps else None


def idle(organization: Organization) -> Matter | None:
    """Say that apps could be archived."""
    apps = organization.with_status("idle")
    held, share = total(apps, "records"), total(apps, "records_share")
    if held is None:
        said = phrase("attention-idle-records-unknown", apps=len(apps))
    elif share is None:
        said = phrase("attention-idle", apps=len(apps), records=held)
    else:
        said = phrase("attention-idle-share", apps=len(apps), records=held, share=share)
    return Matter(said, "idle") if apps else None


def no_creator(organization: Organization) -> Matter | None:
    """Say that apps name no creator."""
    unnamed = sum(app["creator_member_id"] is None for app in organization.orphaned)
    return Matter(phrase("attention-no-creator", apps=unnamed), "check") if unnamed else None
