# The fixed words of the page: headings, captions, labels, columns, and why there is nothing to show.

# The language as HTML names it
html-language = en

# The head of the page
no-data = No data yet
why-no-data = The models hold no day of usage. Load app_usage, build the models, and make this page again.
contents = Contents

# Sections
attention = Needs attention
key-figures = Key figures
section-records = Records
section-use = Use
section-creators = Creators
section-automation = Automation
section-uploads = Uploads
section-parts = Apps and forms
definitions = What the words mean

# Captions of pictures, and what stands in the place of one that has nothing to draw
records-over-time = Records in all apps, and the days on which apps with records were deleted
parts-of-growth = Why the number of records changed in { $period } days
apps-by-status = Apps by status
records-by-status = Share of all records by who created the app
records-by-creator = Share of all records by creator
runs-a-day = Automation runs per day, with the 7-day average
uploads-a-month = Attachments uploaded per month
every-metric = Each metric over time
no-records = No records are known.
figures-not-known = The figures of these apps are not known.
line-needs-days = There are figures for fewer than two days, so no line can be drawn.
show-as-table = Show as table
mean = 7-day average
in-all = Total
unit-records = records
unit-runs = runs per day
new = new

# Rankings of apps: their captions, and what is said if there is no app to show
ranking-growth = Apps that grew most in { $period } days
ranking-growth-nothing = No app grew in { $period } days.
ranking-records = Unattended and idle apps with the most records
ranking-records-nothing = No unvisited app is known to hold records.
ranking-runs = Apps that ran most in { $period } days
ranking-runs-nothing = No automation ran in { $period } days.
ranking-uploads = Apps that uploaded most in { $period } days
ranking-uploads-nothing = Nothing was uploaded in { $period } days.

# Lists
list-public = Public links
list-check = Apps that may lack an administrator
list-deleted = Apps deleted in { $period } days
list-unattended = Unattended apps
list-idle = Idle apps
list-either = Unattended or idle apps
list-creators-list = Creators of apps
list-changes = Changes in { $period } days
filter = Filter
# $list: the heading of the list; said to those who cannot see
filter-list = Filter { $list }
download = Download CSV
no-row-matches = No row matches.

# Columns of tables
column-age = Age
column-app = App
column-app-id = App ID
column-apps = Apps
column-before = { $period } days ago
column-before-and-after = Before and after
column-bytes = Bytes
column-change = Change
column-creator = Creator
column-day = Day
column-deleted-apps = Deleted apps
column-growth = Growth
column-held = Records when last seen
column-held-before = Records { $period } days ago
column-idle = Idle
column-last-seen = Last seen
column-last-visit = Last visit
column-links = Links
column-member-id = Member ID
column-metric = Metric
column-month = Month
column-new-apps = New apps
column-now = Now
column-part = Part
column-records = Records
column-runs = Automation runs
column-runs-of-period = Runs
column-share = Share
column-since = Since
column-status = Status
column-stayed-apps = Apps that stayed
column-unattended = Unattended
column-uploads = Uploads

# What is said of an app, a creator or a name; in tables, so $day is an ISO date
has-left = has left
has-left-on = has left { $day }
member = member
members = members
former-members = creators who have left
never = never
no-creator = no creator named
unnamed = (no name)
status-used = used
status-unattended = unattended
status-idle = idle
status-inactive = unattended or idle
status-deleted = deleted
status-unknown = not known

# Kinds of changes
happened-appeared = appeared
happened-vanished = deleted
happened-renamed = renamed
happened-creator-changed = creator changed
happened-creator-left = creator has left
happened-public-links-changed = public links changed
happened-became-idle = became idle
happened-used-again = used again
# Both values of a change: names, numbers or days
before-and-after = { $before } → { $after }
