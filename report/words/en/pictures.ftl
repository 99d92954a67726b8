# What stands in pictures, and what is said to those who cannot see them.

# The three parts of the growth
part-stayed =
    { $apps ->
        [one] { ROUNDED($apps) } app that stayed
       *[other] { ROUNDED($apps) } apps that stayed
    }
part-new =
    { $apps ->
        [one] { ROUNDED($apps) } new app
       *[other] { ROUNDED($apps) } new apps
    }
part-deleted =
    { $apps ->
        [one] { ROUNDED($apps) } deleted app
       *[other] { ROUNDED($apps) } deleted apps
    }

# A month of which only some days have a figure: one day, a span from $first to $last (numbers of days of the month,
# between which no line breaks), or a number of days. $month: its name, with its year or without
month-one-day = { $month }, { $first }
month-span = { $month }, { $first }{ "\u2060" }–{ "\u2060" }{ $last }
month-days = { $month }, { n-days }

# $parts: the first and the last day of a picture, each with its numbers
described = { $caption }: { $parts }.

# Those who are not shown one by one
other-creators =
    { $people ->
        [one] { ROUNDED($people) } other creator
       *[other] { ROUNDED($people) } other creators
    }
