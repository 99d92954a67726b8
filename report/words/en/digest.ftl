# The digest: which apps need somebody, as a text for a chat. What an app needs is in actions.ftl.

# The robots of chats may demand a word: it is "Apps" here, and docs/digest.md says so
digest-title = Apps that need somebody

# $day: the newest day with figures; $apps: how many apps are on the list
digest-apps =
    { $apps ->
        [one] { n-apps } needs somebody, by the figures of { DAY($day) }.
       *[other] { n-apps } need somebody, by the figures of { DAY($day) }.
    }
digest-no-apps = No app needs somebody, by the figures of { DAY($day) }.
digest-no-figures = There are no figures yet, so nobody can tell which apps need somebody.

# $days: the age of the oldest figures, more than 2; $organizations: how many have old ones; $oldest: whose are oldest
digest-old = The newest figures are { n-days } old; the nightly run has probably stopped.
digest-old-organizations =
    { $organizations ->
        [one] The figures of one organization, { $oldest }, are { n-days } old; its nightly run has probably stopped.
       *[other] The figures of { COUNTED($organizations) } organizations are old, up to { n-days } ({ $oldest }); their nightly runs have probably stopped.
    }

# What is known of an app, one after another, with dots between them. $reason, $reasons: of actions.ftl
digest-since = { $reason } since { DAY($since) }
digest-also = also: { $reasons }
digest-records = { n-records }
digest-links = { n-links }
digest-person = last known creator: { $person }

digest-more =
    { $apps ->
        [one] { COUNTED($apps) } more app needs somebody; the model usagestats__actions has all.
       *[other] { COUNTED($apps) } more apps need somebody; the model usagestats__actions has all.
    }
