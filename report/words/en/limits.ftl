# How much of each limit of the plan is used, and when it is reached.

section-limits = Limits of the plan
limits-used = Share of each limit that is used
limits-none = At the present trend, no limit is reached within two years.
limits-first = The next limit is reached on about { DAY($day) }: { $limit }.
limits-reached = A limit has been reached since { DAY($day) }: { $limit }.

# A limit by its metric; $period: total if it is for what is held at any time
limit =
    { $column ->
        [attachment_bytes] Attachments
       *[other] { $metric }
    }{ $period ->
        [day] { " per day" }
        [month] { " per month" }
        [contract_year] { " per contract year" }
       *[total] { "" }
    }
limit-used = { $used } of { $allowed }.

limit-is-reached = Reached on { DAY($day) }.
limit-trend-not-known = Nobody can tell yet when it is reached: the trend needs more days.
limit-not-reached = Not reached within two years at the present trend.
limit-reached = Reached on about { DAY($day) }.
# $share: of the growth of all apps that grow
limit-reached-by-apps =
    { $apps ->
        [one] Reached on about { DAY($day) }; this app causes { PERCENT($share) } of the growth: { $names }.
       *[other] Reached on about { DAY($day) }; these { $apps } apps cause { PERCENT($share) } of the growth: { $names }.
    }
limit-gained =
    { $days ->
        [one] Archiving all idle apps would buy 1 day.
       *[other] Archiving all idle apps would buy { COUNTED($days) } days.
    }

column-limit = Limit
column-used = Used
column-allowed = Allowed
column-trend = Trend per day
column-reached = Reached on
