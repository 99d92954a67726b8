# What the words of the page mean. In every message, $days is from how many days without a visit on an app counts as not
# visited (90), and $used_days is one less.

word-used = Used
meaning-used = Of an app: visited within the last { $used_days } days. If it was never visited, the days count from its creation.
word-unattended = Unattended
meaning-unattended = Of an app: not visited for { $days } days or more, but still at work: in the last { $period } days, automations ran in it, attachments were uploaded or its records grew.
word-idle = Idle
meaning-idle = Of an app: not visited for { $days } days or more, and in the last { $period } days nothing ran, nothing was uploaded and its records did not grow.
word-unattended-or-idle = Unattended or idle
meaning-unattended-or-idle = Of an app: not visited for { $days } days or more, and whether it still works is not known.
word-since = Since
meaning-since = Of an unattended or idle app: the day of its last visit, or of its creation if it was never visited. Of an app that may lack an administrator: the first loaded day on which the creator was gone or not named.
word-creator-left = Creator has left
meaning-creator-left = The creator is no longer among the members. The API names creators, not administrators: check who administers the app.
word-no-creator = No creator named
meaning-no-creator = The API names nobody who created the app.
word-records = Records
meaning-records = All entries of all forms, as the vendor counts them.
word-growth = Growth
meaning-growth = Records now minus records { $period } days before. A new app counts from 0.
word-parts = Stayed, new, deleted
meaning-parts = An app stayed if it is there now and was { $period } days before; it is new if it was not there then, and deleted if it is not there now. The three parts add up to the total growth.
word-runs = Automation runs
meaning-runs = Runs of Smart Assistant Pro automations, counted per day.
word-average = 7-day average
meaning-average = The average of a day and the 6 days before it, which evens out weekends.
word-uploads = Uploads
meaning-uploads = Bytes of attachments uploaded; 1 GB is 1,000,000,000 bytes.
word-contract-year = Contract year
meaning-contract-year = The year for which the contract limits attachments. It begins on the day that the variable contract_year_starts of the models sets, January 1 by default.
word-public-links = Public links
meaning-public-links = Enabled links of an app: anyone who has one can open it.
word-day = Day
meaning-day = A day in UTC+8, as the vendor counts days.
