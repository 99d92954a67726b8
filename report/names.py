"""What to call an app or a member: names can be null, and can occur twice."""

from __future__ import annotations

from collections import Counter

from report.figures import Organization, Row
from report.words.formats import name_of
from report.words.labels import UNNAMED

LONGEST_NAME = 60  # columns; the place of the picture limits it further


class Names:
    """The names of an organization. Where one does not tell two apps apart, the id does."""

    def __init__(self, organization: Organization) -> None:
        """Count the names."""
        self.apps = Counter(name_of(app["app_name"]) for app in organization.apps)
        self.creators = Counter(name_of(row["creator_name"]) for row in organization.creators)

    def app_id(self, app: Row) -> str:
        """Return the id of an app whose name does not tell it apart, or nothing."""
        name = name_of(app["app_name"])
        return app["app_id"] if name == UNNAMED or self.apps[name] > 1 else ""

    def app(self, app: Row) -> str:
        """Return the name of an app in a picture, before it the end of its id if that is needed."""
        app_id = self.app_id(app)
        return (f"…{app_id[-6:]} · " if app_id else "") + name_of(app["app_name"], LONGEST_NAME)

    def creator(self, row: Row) -> str:
        """Return the name of a creator in a picture, before it the end of the id if that is needed."""
        name = name_of(row["creator_name"])
        member_id = "" if name != UNNAMED and self.creators[name] == 1 else row["creator_member_id"]
        return (f"…{member_id[-6:]} · " if member_id else "") + name_of(row["creator_name"], LONGEST_NAME)
