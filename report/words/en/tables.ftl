# What the page says of its lists.

about-public = Anyone with such a link can open it. Apps that nobody visits, and those whose creator has left or is not named, come first.
about-check = Their creator has left, or none is named. An app can have other administrators, whom the API does not name: check who administers it.
about-deleted = The API no longer lists them: they were deleted, or the API key's app scope hides them. Apps added and deleted within these days count as 0 before.
# $days: from how many days without a visit on an app counts as not visited
about-unattended = Nobody has visited them for { $days } days or more, but in the last { $period } days automations ran, attachments were uploaded or records grew.
about-idle = Nobody has visited them for { $days } days or more, and in the last { $period } days nothing ran, nothing was uploaded and their records did not grow.
about-either = Nobody has visited them for { $days } days or more. Whether they still work is not known: that needs { $period } days, and automation runs or uploads.
about-creators-list = The shares add up to 100%, including apps that name no creator.
about-changes = What happened to apps, their names, creators, visits and public links.

# Who created an app when somebody was named
last-known = last known: { $creator }

# $model: where all rows of a table that is cut are
first-rows = These are the first { COUNTED($shown) } of { COUNTED($rows) } rows; the model { $model } has all of them.
show-all = Show all { COUNTED($rows) } rows
printed-rows = The first { COUNTED($shown) } of { COUNTED($rows) } rows; the page on screen has more.
table-caption = { $list }, { COUNTED($rows) } in all
