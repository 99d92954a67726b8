"""The fixed words of the page: headings, captions, labels, terms, and why there is nothing to show."""

from report.figures import PERIOD_DAYS

LANGUAGE = "en"

# The head of the page
NO_DATA = "No data yet"
WHY_NO_DATA = "The models hold no day of usage. Load app_usage, build the models, and make this page again."
ORGANIZATIONS = "Organizations"
ORGANIZATION = "Organization"
ALL_APPS = "Usage of all apps"
DATA_UP_TO = "Data up to"
ONE_DAY = "One day is loaded. Growth, changes and lines over time need more days."

# Figures at the top, columns of tables, and lines of tooltips
APP = "App"
APPS = "Apps"
APP_ID = "App ID"
AUTOMATION_RUNS = "Automation runs"
BYTES_SO_FAR = "Bytes so far"
BYTES_THAT_DAY = "Bytes that day"
CHANGE = "Change"
CHANGED_FROM = "Before"
CHANGED_TO = "After"
CREATOR = "Creator"
DATA = "Data"
DAY = "Day"
DAYS = "Days"
FORMS = "Forms"
GROWTH = "Growth"
INACTIVE_APPS = "Inactive apps"
LAST_KNOWN_CREATOR = "Last known creator"
LAST_VISIT = "Last visit"
MEAN_RUNS = "Mean of 7 days"
MEMBER_ID = "Member ID"
NEVER = "never"
NOT_KNOWN = "not known"
NO_CREATOR = "no creator"
ORPHANED_APPS = "Orphaned apps"
PUBLIC_LINKS = "Public links"
RECORDS = "Records"
RECORDS_OF_DATA = "Records of data"
RUNS = "Runs"
SHARE = "Share"
UNNAMED = "(no name)"

# Questions
GROWTH_QUESTION = "Is data growing, and where?"
UNOPENED_QUESTION = "What does nobody open?"
OWNERSHIP_QUESTION = "Who owns what?"
AUTOMATION_QUESTION = "What runs?"
UPLOADS_QUESTION = "What is uploaded?"
BUILD_UP_QUESTION = "How is the platform built up?"

# Pictures, and what stands in the place of one that has nothing to draw
DATA_IN_ALL_APPS = "Data in all apps"
GREW_MOST = f"Apps that grew most in {PERIOD_DAYS} days"
NO_GROWTH = f"No app grew in {PERIOD_DAYS} days."
INACTIVE_WITH_MOST_DATA = "Inactive apps with the most data"
NONE_INACTIVE = "No app is inactive."
CREATORS_BY_DATA = "Creators by data"
NO_CREATORS = "No app has a creator."
LARGEST_APPS = "The largest apps"
OWNERS = "Data with and without an owner"
CREATOR_IS_KNOWN = "creator is known"
CREATOR_HAS_LEFT = "creator has left"
NO_DATA_TO_OWN = "The apps hold no data."
RUNS_A_DAY = "Automation runs a day, with their 7-day mean"
COMINGS_AND_GOINGS = "Apps that appeared and vanished, in steps of 7 days"
NO_COMINGS_AND_GOINGS = "No app appeared or vanished."
APPEARED = "appeared"
VANISHED = "vanished"
LINE_NEEDS_DAYS = "A line needs two days or more, and one is loaded."
FIGURE_NOT_KNOWN = "This figure is not known."

# What the numbers on the axis of a picture count
AXES = {
    "apps": "apps",
    "bytes": "bytes",
    "changes": "apps in 7 days",
    "forms": "forms",
    "records": "records",
    "runs": "runs a day",
    "share": "% of all records",
}

# Tables
CHANGES = f"Changes of the last {PERIOD_DAYS} days"
PUBLIC_APPS = "Apps with public links"
NO_ROWS = "None."

# The terms of the page, each explained by the description of a column of the models
TERMS_HEADING = "What the terms mean"
TERMS_NOTE = "Each figure comes from a column of the models."
TERMS = {
    "organization_days.apps": APPS,
    "organization_days.forms": FORMS,
    "organization_days.data": DATA,
    "apps.data_share": "Share of data",
    "apps.data_growth_30_days": GROWTH,
    "organization_days.automation_runs": AUTOMATION_RUNS,
    "organization_days.attachment_bytes": "Attachments",
    "app_days.is_inactive": "Inactive",
    "app_days.is_orphaned": "Orphaned",
    "apps.last_known_creator_name": LAST_KNOWN_CREATOR,
    "apps.last_visit_on": LAST_VISIT,
    "app_changes.change": CHANGE,
    "apps.public_links": PUBLIC_LINKS,
}
