# What the contents of a page of several organizations say.

contents-order = Organizations with old data come first, then those with the most apps that need attention: apps that nobody visits, whose creator has left or is not named, or that were deleted with records in { $period } days.

# Beside the name of an organization, in place of its number of apps that need attention
no-figures = no figures

contents-first-parts = This page has the figures of the first { COUNTED($parts) } of { COUNTED($organizations) } organizations. For any other, make a page of that one alone.

# What opens the rest of the contents; on paper, that the contents are cut
contents-more =
    { $organizations ->
        [one] { ROUNDED($organizations) } more organization
       *[other] { ROUNDED($organizations) } more organizations
    }
contents-more-on-screen =
    { $organizations ->
        [one] The page on screen names { ROUNDED($organizations) } more organization.
       *[other] The page on screen names { ROUNDED($organizations) } more organizations.
    }
