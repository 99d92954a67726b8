# Numbers, days and things that are counted; the sentences of the other rooms use them.
#
# Functions: COUNTED (every digit), ROUNDED (in large units from ten million on), SIGNED (ROUNDED, with its sign),
# BYTES, PERCENT (of a share of 1), SIGNED_PERCENT, COMPACT (a large number in large units), DAY (with the month in words,
# or by a pattern of Babel). Numbers without a function are written by Fluent, with groups of three digits.
# In every message, $period is the number of days over which the page compares, and $periods that of two.

# What stands between two sentences, and between the parts of a list
between-sentences = { " " }
between-parts = { ", " }

# $day (date): in sentences. Tables have ISO dates in every language.
day = { DAY($day, pattern: "y-MM-dd") }
month = { DAY($day, pattern: "MMM") }
month-and-year = { DAY($day, pattern: "MMM y") }
month-and-day = { DAY($day, pattern: "MMM d") }

# $number: ten million or more; also the number in "plus"
large-number = { COMPACT($number) }
plus = +{ $number }
tiny-share = less than 0.1%
up-tiny-share = up less than 0.1%
down-tiny-share = down less than 0.1%

n-bytes =
    { $bytes ->
        [one] { COUNTED($bytes) } byte
       *[other] { COUNTED($bytes) } bytes
    }
n-days =
    { $days ->
        [one] { ROUNDED($days) } day
       *[other] { ROUNDED($days) } days
    }
# An age of two years or more, with one decimal
n-years = { NUMBER($years, minimumFractionDigits: 1, maximumFractionDigits: 1) } years
n-apps =
    { $apps ->
        [one] { ROUNDED($apps) } app
       *[other] { ROUNDED($apps) } apps
    }
n-records =
    { $records ->
        [one] { ROUNDED($records) } record
       *[other] { ROUNDED($records) } records
    }
n-links =
    { $links ->
        [one] { ROUNDED($links) } public link
       *[other] { ROUNDED($links) } public links
    }
n-people =
    { $people ->
        [one] { ROUNDED($people) } person
       *[other] { ROUNDED($people) } people
    }
# How often automations ran
n-runs =
    { $runs ->
        [one] { ROUNDED($runs) } time
       *[other] { ROUNDED($runs) } times
    }
# Several names
listed = { $names }
