# What needs attention: a sentence for each thing that somebody should look at.

# $age: days, more than 2; page.js puts it in again when the page is opened later
attention-old-data = The newest figures are { $age } days old; the nightly run has probably stopped.

attention-missing-days =
    { $days ->
        [one] { n-days } of the last { $period } is missing; load it while the API still serves it.
       *[other] { n-days } of the last { $period } are missing; load them while the API still serves them.
    }

attention-links =
    { $links ->
        [one] { n-links } leads to { n-apps } that nobody visits, or whose creator has left or is not named; close it if nobody needs it.
       *[other] { n-links } lead to { n-apps } that nobody visits, or whose creator has left or is not named; close those that nobody needs.
    }

# $people: the creators who have left; $apps: what they created
attention-creators-left =
    { $people ->
        [one]
            { $apps ->
                [one] The creator of { n-apps } has left; check who administers it.
               *[other] The creator of { n-apps } has left; check who administers them.
            }
       *[other] The creators of { n-apps } ({ n-people }) have left; check who administers them.
    }

attention-deleted =
    { $apps ->
        [one] { ROUNDED($apps) } app with records was deleted in { $period } days; it held { ROUNDED($records) } when last seen.
       *[other] { ROUNDED($apps) } apps with records were deleted in { $period } days; they held { ROUNDED($records) } when last seen.
    }

# $days: from how many days without a visit on an app counts as not visited
attention-unattended-runs =
    { $apps ->
        [one] { n-apps } is unattended: not visited for { $days } days or more, but automations ran { n-runs } in { $period } days.
       *[other] { n-apps } are unattended: not visited for { $days } days or more, but automations ran { n-runs } in { $period } days.
    }
attention-unattended =
    { $apps ->
        [one] { n-apps } is unattended: not visited for { $days } days or more, but attachments were uploaded or records grew in { $period } days.
       *[other] { n-apps } are unattended: not visited for { $days } days or more, but attachments were uploaded or records grew in { $period } days.
    }
attention-unattended-or-idle =
    { $apps ->
        [one] { n-apps } has not been visited for { $days } days or more; whether it still works is not known.
       *[other] { n-apps } have not been visited for { $days } days or more; whether they still work is not known.
    }

attention-idle =
    { $apps ->
        [one] { n-apps } is idle and holds { n-records }.
       *[other] { n-apps } are idle and hold { n-records }.
    }
attention-idle-share =
    { $apps ->
        [one] { n-apps } is idle and holds { n-records }, { PERCENT($share) } of all.
       *[other] { n-apps } are idle and hold { n-records }, { PERCENT($share) } of all.
    }
attention-idle-records-unknown =
    { $apps ->
        [one] { n-apps } is idle; its number of records is not known.
       *[other] { n-apps } are idle; their number of records is not known.
    }

attention-no-creator =
    { $apps ->
        [one] { n-apps } names no creator; check who administers it.
       *[other] { n-apps } name no creator; check who administers them.
    }
