# The digest. The keyword of a robot is "Apps", which stands in the title: docs/digest.md says so.

digest-title = Apps that need somebody
digest-apps = { $apps ->
    [one] { COUNTED($apps) } app needs somebody, by the figures of { DAY($day) }.
   *[other] { COUNTED($apps) } apps need somebody, by the figures of { DAY($day) }.
}
digest-no-apps = Nobody has to be asked about any app, by the figures of { DAY($day) }.
digest-no-figures = There are no figures yet, so nobody can tell which apps need somebody.
digest-old = The newest figures are { COUNTED($days) } days old; the nightly run has probably stopped.
digest-old-organizations = { $organizations ->
    [one] The figures of { COUNTED($organizations) } organization, { $oldest }, are { COUNTED($days) } days old; its nightly run has probably stopped.
   *[other] The figures of { COUNTED($organizations) } organizations are old, those of { $oldest } { COUNTED($days) } days; the nightly run has probably stopped.
}
digest-since = { $reason } since { DAY($since) }
digest-also = also: { $reasons }
digest-records = { $records ->
    [one] { ROUNDED($records) } record
   *[other] { ROUNDED($records) } records
}
digest-links = { $links ->
    [one] { COUNTED($links) } public link
   *[other] { COUNTED($links) } public links
}
digest-person = last known creator: { $person }
digest-more = { $apps ->
    [one] { COUNTED($apps) } more app needs somebody; the model usagestats__actions has all.
   *[other] { COUNTED($apps) } more apps need somebody; the model usagestats__actions has all.
}
digest-exempt = { $apps ->
    [one] { COUNTED($apps) } app is exempt and not listed.
   *[other] { COUNTED($apps) } apps are exempt and not listed.
}
