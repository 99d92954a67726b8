"""The streams: name, keys, endpoint and columns, each column with its description.

Source of the fields and their meaning: Jodoo help, "Get App Resource Usage Statistics API", and Jiandaoyun's pages of
the same endpoint and its two siblings.
"""

from __future__ import annotations

from tap_usagestats.client import UsageStream
from tap_usagestats.day_reader import Endpoint
from tap_usagestats.records import DAY, EXTRA, INSTANT, INTEGER, KEY, TEXT, Column, RecordLayout

DATE_COLUMN = Column("date", (), DAY, "The day of the figures, in UTC+8.")

METRICS = {
    "app": "Number of apps; for a single app usually 1.",
    "form_coop": "Number of standard forms.",
    "form_workflow": "Number of workflow forms.",
    "dash": "Number of dashboards.",
    "etl": "Number of Data Factories.",
    "aggregate": "Number of aggregate tables.",
    "public_link": "Number of enabled public links.",
    "data_trigger": "Number of Smart Assistants.",
    "automation": "Number of Smart Assistant Pro automations.",
    "bpa": "Number of Process Analyses.",
    "data": "Total data volume.",
    "daily_automation_exec": "Smart Assistant Pro runs on that day.",
    "daily_attachment_upload": "Bytes of attachments uploaded on that day.",
}
METRIC_COLUMNS = [Column(f"metrics_{name}", ("metrics", name), INTEGER, text) for name, text in METRICS.items()]

EXTRA_COLUMN = Column(
    EXTRA,
    (),
    TEXT,
    "JSON text of all that the API sent and no column holds, in the API's own nesting; null where there is nothing.",
)


def layout(*columns: Column) -> RecordLayout:
    """Return the layout of a stream: the date, its own `columns`, the metrics, and the rest."""
    return RecordLayout([DATE_COLUMN, *columns, *METRIC_COLUMNS, EXTRA_COLUMN])


class AppUsage(UsageStream):
    """A record for each app and day."""

    name = "app_usage"
    primary_keys = ("date", "app_id")
    endpoint = Endpoint(
        noun="app",
        path="/v1/corp_usage/app_metrics",
        id_column="app_id",
        ids_field="app_ids",
        layout=layout(
            Column("app_id", ("app_id",), KEY, "The app's ID."),
            Column("app_name", ("app_name",), TEXT, "The app's name."),
            Column("creator_member_id", ("creator", "member_id"), TEXT, "Member ID of the app's creator."),
            Column("creator_name", ("creator", "name"), TEXT, "Name of the app's creator."),
            Column("created_at", ("created_at",), INSTANT, "When the app was created, in UTC."),
            Column("last_edit_at", ("last_edit_at",), INSTANT, "When the app was last edited, in UTC."),
            Column("last_visit_at", ("last_visit_at",), INSTANT, "When the app was last visited, in UTC."),
        ),
    )


class MemberUsage(UsageStream):
    """A record for each member and day."""

    name = "member_usage"
    primary_keys = ("date", "member_id")
    selected_by_default = False
    endpoint = Endpoint(
        noun="member",
        path="/v1/corp_usage/member_metrics",
        id_column="member_id",
        ids_field="member_ids",
        layout=layout(
            Column("member_id", ("member", "member_id"), KEY, "The member's ID."),
            Column("member_name", ("member", "name"), TEXT, "The member's name."),
        ),
    )


class PlatformUsage(UsageStream):
    """A record for each day: the figures of the whole organization."""

    name = "platform_usage"
    primary_keys = ("date",)
    selected_by_default = False
    endpoint = Endpoint(
        noun="organization",
        path="/v1/corp_usage/overview",
        id_column="date",
        ids_field="",
        layout=layout(),
    )


STREAMS = (AppUsage, MemberUsage, PlatformUsage)
