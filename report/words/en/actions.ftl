# Why an app needs somebody, and what to do: the same words as in the model usagestats__actions.

reason-public-link-opened = Public link opened
reason-unattended-with-public-links = Unattended with public links
reason-vanished = Vanished
reason-sudden-growth = Sudden growth
reason-creator-left = Creator left
reason-idle = Idle

action-public-link-opened = Ask who opened the public link and for whom; close it if nobody outside needs it.
action-unattended-with-public-links = Find somebody who looks after the app, or close its public links.
action-vanished = Ask whether it was deleted on purpose; if not, ask the vendor at once whether it can be restored.
action-sudden-growth = Ask what fills the app: an import, an automation that repeats itself, or more use.
action-creator-left = Check who administers the app, and name somebody who is responsible for it.
action-idle = Ask whether it can be archived; export what has to be kept.

# Apps that the seed exempt takes off the list
apps-exempt =
    { $apps ->
        [one] { n-apps } is exempt and not listed.
       *[other] { n-apps } are exempt and not listed.
    }

list-actions = Apps that need somebody
about-actions = Whom to ask this week, the most urgent first: what strangers may read comes before what may be lost, then what only costs; large apps come before small ones.
column-reason = Reason
column-person = Last known person
column-what-to-do = What to do
