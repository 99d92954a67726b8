"""The streams: name, endpoint and columns, each column with its description.

Source of the fields and their meaning: Jodoo help, "Get App Resource Usage Statistics API", and Jiandaoyun's pages of
the same endpoint and its two siblings.
"""

from typing import NamedTuple

from tap_usagestats.api.columns import DAY, EXTRA, INSTANT, INTEGER, TEXT, TEXT_KEY, Column
from tap_usagestats.api.pages import Endpoint
from tap_usagestats.sync.stream import UsageStream

APPS, MEMBERS, PLATFORM = "app_usage", "member_usage", "platform_usage"
ALL, DAILY = (APPS, MEMBERS, PLATFORM), (APPS, PLATFORM)


class Metric(NamedTuple):
    """A metric: what the API and what the models call it, and the streams whose endpoint documents it."""

    name: str
    plain_name: str
    streams: tuple[str, ...]
    description: str


METRICS = (
    Metric("app", "apps", ALL, "Number of apps; usually 1 for a single app."),
    Metric("form_coop", "standard_forms", ALL, "Number of standard forms."),
    Metric("form_workflow", "workflow_forms", ALL, "Number of workflow forms."),
    Metric("dash", "dashboards", ALL, "Number of dashboards."),
    Metric("etl", "data_factories", ALL, "Number of Data Factories."),
    Metric("aggregate", "aggregate_tables", ALL, "Number of aggregate tables."),
    Metric("public_link", "public_links", ALL, "Number of enabled public links."),
    Metric("data_trigger", "smart_assistants", ALL, "Number of Smart Assistants."),
    Metric("automation", "automations", ALL, "Number of Smart Assistant Pro automations."),
    Metric("bpa", "process_analyses", ALL, "Number of Process Analyses."),
    Metric("data", "records", ALL, "Total data volume; judging by the vendor's samples, the number of records."),
    Metric("daily_automation_exec", "automation_runs", DAILY, "Smart Assistant Pro runs on that day."),
    Metric("daily_attachment_upload", "attachment_bytes", DAILY, "Bytes of attachments uploaded on that day."),
)


def columns_of(stream: str, *own: Column) -> tuple[Column, ...]:
    """Return the columns of `stream`: the date, its `own`, its metrics, and `extra`."""
    metrics = (
        Column(f"metrics_{metric.name}", ("metrics", metric.name), INTEGER, metric.description)
        for metric in METRICS
        if stream in metric.streams
    )
    rest = "JSON text of all that the API sent and no column holds, nested as in the API; null if there is nothing."
    return (Column("date", (), DAY, "The day of the figures, in UTC+8."), *own, *metrics, Column(EXTRA, (), TEXT, rest))


class AppUsage(UsageStream):
    """One record for each app and day."""

    name = APPS
    selected_by_default = True
    endpoint = Endpoint("app", "/v1/corp_usage/app_metrics", ids_field="app_ids", id_column="app_id")
    columns = columns_of(
        APPS,
        Column("app_id", ("app_id",), TEXT_KEY, "The app's ID."),
        Column("app_name", ("app_name",), TEXT, "The app's name."),
        Column("creator_member_id", ("creator", "member_id"), TEXT, "Member ID of the app's creator."),
        Column("creator_name", ("creator", "name"), TEXT, "Name of the app's creator."),
        Column("created_at", ("created_at",), INSTANT, "When the app was created, in UTC."),
        Column("last_edit_at", ("last_edit_at",), INSTANT, "When the app was last edited, in UTC."),
        Column("last_visit_at", ("last_visit_at",), INSTANT, "When the app was last visited, in UTC."),
    )


class MemberUsage(UsageStream):
    """One record for each member and day."""

    name = MEMBERS
    endpoint = Endpoint("member", "/v1/corp_usage/member_metrics", ids_field="member_ids", id_column="member_id")
    columns = columns_of(
        MEMBERS,
        Column("member_id", ("member", "member_id"), TEXT_KEY, "The member's ID."),
        Column("member_name", ("member", "name"), TEXT, "The member's name."),
    )


class PlatformUsage(UsageStream):
    """One record for each day: the figures of the whole organization."""

    name = PLATFORM
    endpoint = Endpoint("organization", "/v1/corp_usage/overview", paged=False, ids_field=None, id_column="date")
    columns = columns_of(PLATFORM)


STREAMS = (AppUsage, MemberUsage, PlatformUsage)
