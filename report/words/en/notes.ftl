# What the reader has to know of the data, said once at the head of the page.

title-of-many = Usage of { COUNTED($organizations) } organizations
title-of-one = Usage of { $organization }
title = Usage of all apps

data-up-to = Data up to { day }
# After the newest day; $age: days, more than 2; page.js puts it in again when the page is opened later
days-ago = , { $age } days ago
figures-from = { n-days } from { DAY($first, pattern: "y-MM-dd") } to { DAY($last, pattern: "y-MM-dd") }
# After the days that the figures are of, on paper
made-on = ; page made on { day }

one-day = One day is loaded. Growth, changes and lines over time need more days.
no-daily-figures = The API delivers no daily automation runs and uploads here, so those sections are left out.
no-runs = The API delivers no daily automation runs here, so that section is left out.
no-uploads = The API delivers no daily uploads here, so that section is left out.

# $day: the first day with figures; $days: how many loaded days before it had none
days-without-figures =
    { $days ->
        [one] Figures begin on { day }. The day before that had none.
       *[other] Figures begin on { day }. The { n-days } before that had none: Usage Statistics had not been opened yet.
    }
no-figures-of-days =
    { $days ->
        [one] { n-days } is loaded, and every figure is 0. Open Usage Statistics in the admin console once: the API has figures from that day on.
       *[other] { n-days } are loaded, and every figure is 0. Open Usage Statistics in the admin console once: the API has figures from that day on.
    }

no-members = Members are not loaded, so the page cannot tell which creators have left.
no-members-since = Members are loaded up to { day } only, so the page cannot tell which creators have left.

# $named: the missing days, or the latest of them
missing-days =
    { $days ->
        [one] One day is missing: { $named }.
       *[other] { n-days } are missing: { $named }.
    }
missing-days-latest =
    { $days ->
        [one] One day is missing: { $named }.
       *[other] { n-days } are missing: the latest are { $named }.
    }
