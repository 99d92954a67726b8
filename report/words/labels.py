"""The fixed words of the page: headings, captions, labels, and why there is nothing to show."""

from typing import NamedTuple

from report.organization import PERIOD_DAYS, PERIOD_GROWTH, PERIOD_RUNS, PERIOD_UPLOADS

LANGUAGE = "en"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# The head of the page
NO_DATA = "No data yet"
WHY_NO_DATA = "The models hold no day of usage. Load app_usage, build the models, and make this page again."
ALL_APPS = "Usage of all apps"
DATA_UP_TO = "Data up to"
CONTENTS = "Contents"

# Sections
ATTENTION = "Needs attention"
KEY_FIGURES = "Key figures"
RECORDS = "Records"
USE = "Use"
CREATORS = "Creators"
AUTOMATION = "Automation"
UPLOADS = "Uploads"
BUILD_UP = "Apps and forms"
DEFINITIONS = "What the words mean"

# Key figures
USED_LAST_WEEK = "Apps used in the last 7 days"
RUNS = "Automation runs"
UNVISITED = "Unattended and idle apps"
CREATORS_LEFT = "Creators who have left"
NOT_KNOWN = "not known"

# Captions of pictures, and what stands in the place of one that has nothing to draw
RECORDS_IN_ALL_APPS = "Records in all apps, and the days on which apps with records were deleted"
PARTS_OF_GROWTH = f"Why the number of records changed in {PERIOD_DAYS} days"
STATUS_OF_APPS = "Apps by status"
CREATORS_BY_STATUS = "Share of all records by who created the app"
RECORDS_BY_CREATOR = "Share of all records by creator"
RUNS_A_DAY = "Automation runs per day, with the 7-day average"
UPLOADS_A_MONTH = "Attachments uploaded per month"
EVERY_METRIC = "Each metric over time"
NO_RECORDS = "No records are known."
FIGURES_NOT_KNOWN = "The figures of these apps are not known."
LINE_NEEDS_DAYS = "There are figures for fewer than two days, so no line can be drawn."
SHOW_AS_TABLE = "Show as table"
MEAN = "7-day average"
MEAN_RUNS = "Automation runs, 7-day average"
IN_ALL = "Total"
UNIT_RECORDS = "records"
UNIT_RUNS = "runs per day"
NEW = "new"

# Lists
UNATTENDED = "Unattended"
UNATTENDED_APPS = "Unattended apps"
IDLE_APPS = "Idle apps"
UNATTENDED_OR_IDLE = "Unattended or idle apps"
APPS_TO_CHECK = "Apps that may lack an administrator"
PUBLIC_APPS = "Public links"
DELETED_APPS = f"Apps deleted in {PERIOD_DAYS} days"
CREATORS_OF_APPS = "Creators of apps"
CHANGES = f"Changes in {PERIOD_DAYS} days"
FILTER = "Filter"
DOWNLOAD = "Download CSV"
NO_ROW_MATCHES = "No row matches."

# Columns of tables
AGE = "Age"
APP = "App"
APP_ID = "App ID"
APPS = "Apps"
BEFORE = f"{PERIOD_DAYS} days ago"
BEFORE_AND_AFTER = "Before and after"
BYTES = "Bytes"
CHANGE = "Change"
CREATOR = "Creator"
DAY = "Day"
GROWTH = "Growth"
HELD = "Records when last seen"
HELD_BEFORE = f"Records {PERIOD_DAYS} days ago"
IDLE = "Idle"
LAST_SEEN = "Last seen"
LAST_VISIT = "Last visit"
LINKS = "Links"
MEMBER_ID = "Member ID"
METRIC = "Metric"
MONTH = "Month"
NOW = "Now"
PART = "Part"
RUNS_OF_PERIOD = "Runs"
SHARE = "Share"
SINCE = "Since"
STATUS = "Status"

# What is said of an app, a creator or a name
CREATOR_HAS_LEFT = "has left"
IS_MEMBER = "member"
MEMBERS = "members"
FORMER_MEMBERS = "creators who have left"
NEVER = "never"
NO_CREATOR = "no creator named"
UNNAMED = "(no name)"
STATUSES = {
    "used": "used",
    "unattended": "unattended",
    "idle": "idle",
    "inactive": "unattended or idle",
    "deleted": "deleted",
    "unknown": "not known",
}
KINDS_OF_CHANGES = {
    "appeared": "appeared",
    "vanished": "deleted",
    "renamed": "renamed",
    "creator changed": "creator changed",
    "creator left": "creator has left",
    "public links changed": "public links changed",
    "became idle": "became idle",
    "used again": "used again",
}
METRICS = {
    "apps": "Apps",
    "standard_forms": "Standard forms",
    "workflow_forms": "Workflow forms",
    "dashboards": "Dashboards",
    "data_factories": "Data factories",
    "aggregate_tables": "Aggregate tables",
    "smart_assistants": "Smart Assistants",
    "automations": "Smart Assistant Pro automations",
    "process_analyses": "Process analyses",
    "public_links": "Public links",
}

# What the tables of pictures tell, by the columns of the models
TOLD_OF_RECORDS = {
    "records": RECORDS,
    "records_growth_stayed_apps": "Apps that stayed",
    "records_growth_new_apps": "New apps",
    "records_growth_deleted_apps": "Deleted apps",
}
TOLD_OF_RUNS = {"automation_runs": RUNS, "automation_runs_mean": MEAN}


class Ranking(NamedTuple):
    """The caption of a picture of apps, the heading of their numbers, and what is said if there is none."""

    caption: str
    heading: str
    nothing: str


# By columns of the models
RANKINGS = {
    PERIOD_GROWTH: Ranking(f"Apps that grew most in {PERIOD_DAYS} days", GROWTH, f"No app grew in {PERIOD_DAYS} days."),
    "records": Ranking(
        "Unattended and idle apps with the most records", RECORDS, "No unvisited app is known to hold records."
    ),
    PERIOD_RUNS: Ranking(
        f"Apps that ran most in {PERIOD_DAYS} days", RUNS_OF_PERIOD, f"No automation ran in {PERIOD_DAYS} days."
    ),
    PERIOD_UPLOADS: Ranking(
        f"Apps that uploaded most in {PERIOD_DAYS} days", BYTES, f"Nothing was uploaded in {PERIOD_DAYS} days."
    ),
}
