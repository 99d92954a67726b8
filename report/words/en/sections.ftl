# What each section says before its pictures. A section says one or more of these sentences, one after the other.

# Records
records-not-known = The number of records is not known.
records-held = All apps together hold { n-records }.
growth-not-known = Growth is not known: the day { $period } days before is not loaded.
records-grew = All apps together hold { n-records }, { SIGNED($growth) } in { $period } days.
stayed-none = No app stayed.
stayed-alike = The { n-apps } that stayed did not grow.
# $records: by how many records, without a sign; $share: of what these apps held
stayed-grew = The { n-apps } that stayed grew by { n-records }.
stayed-grew-share = The { n-apps } that stayed grew by { PERCENT($share) } ({ n-records }).
stayed-shrank = The { n-apps } that stayed shrank by { n-records }.
stayed-shrank-share = The { n-apps } that stayed shrank by { PERCENT($share) } ({ n-records }).
new-none = No app is new.
new-added =
    { $apps ->
        [one] { ROUNDED($apps) } new app added { n-records }.
       *[other] { ROUNDED($apps) } new apps added { n-records }.
    }
deleted-none = None of the apps of { $period } days ago was deleted.
deleted-removed =
    { $apps ->
        [one] { ROUNDED($apps) } deleted app removed { n-records }.
       *[other] { ROUNDED($apps) } deleted apps removed { n-records }.
    }

# Use; $days: from how many days without a visit on an app counts as not visited
use-not-known = The last visits are not known, so the page cannot tell which apps are used.
use =
    { $used ->
        [one] { ROUNDED($used) } of { n-apps } was visited in the last 7 days.
       *[other]
            { $apps ->
                [one] { ROUNDED($used) } of { n-apps } was visited in the last 7 days.
               *[other] { ROUNDED($used) } of { n-apps } were visited in the last 7 days.
            }
    }
unvisited-none = None has gone { $days } days or more without a visit.
unvisited =
    { $unvisited ->
        [one] { ROUNDED($unvisited) } has not been visited for { $days } days or more: { COUNTED($unattended) } unattended (work goes on) and { COUNTED($idle) } idle (nothing runs, is uploaded or grows).
       *[other] { ROUNDED($unvisited) } have not been visited for { $days } days or more: { COUNTED($unattended) } unattended (work goes on) and { COUNTED($idle) } idle (nothing runs, is uploaded or grows).
    }
# $either: how many may be unattended or idle
unvisited-either =
    { $unvisited ->
        [one] { ROUNDED($unvisited) } has not been visited for { $days } days or more: { COUNTED($unattended) } unattended (work goes on), { COUNTED($idle) } idle (nothing runs, is uploaded or grows) and { COUNTED($either) } that may be either.
       *[other] { ROUNDED($unvisited) } have not been visited for { $days } days or more: { COUNTED($unattended) } unattended (work goes on), { COUNTED($idle) } idle (nothing runs, is uploaded or grows) and { COUNTED($either) } that may be either.
    }

# Creators; $left: how many of the people have left
creators-not-known = Creators are not known.
creators = { n-people } created { n-apps }.
creators-left =
    { $left ->
        [one] { n-people }, { COUNTED($left) } of whom has left, created { n-apps }.
       *[other] { n-people }, { COUNTED($left) } of whom have left, created { n-apps }.
    }
creators-unnamed =
    { $apps ->
        [one] { n-apps } names no creator.
       *[other] { n-apps } name no creator.
    }

# Automation and uploads. $compared: how a sum compares with the period before; $share: by how much more or less
runs-not-known = The number of runs in the last { $period } days is not known.
runs =
    { $compared ->
        [same] Automations ran { n-runs } in { n-days }, the same as in the { $period } days before.
        [after-none] Automations ran { n-runs } in { n-days }, after none in the { $period } days before.
        [more] Automations ran { n-runs } in { n-days }, { PERCENT($share) } more than in the { $period } days before.
        [less] Automations ran { n-runs } in { n-days }, { PERCENT($share) } less than in the { $period } days before.
       *[not-compared] Automations ran { n-runs } in { n-days }.
    }
# $share: of all runs
runs-most = { $app } ran most, with { PERCENT($share) } of all runs.
runs-most-unnamed = An app without a name ran most, with { PERCENT($share) } of all runs.
uploads-not-known = How much was uploaded in the last { $period } days is not known.
uploads =
    { $compared ->
        [same] { BYTES($size) } of attachments were uploaded in { n-days }, the same as in the { $period } days before.
        [after-none] { BYTES($size) } of attachments were uploaded in { n-days }, after none in the { $period } days before.
        [more] { BYTES($size) } of attachments were uploaded in { n-days }, { PERCENT($share) } more than in the { $period } days before.
        [less] { BYTES($size) } of attachments were uploaded in { n-days }, { PERCENT($share) } less than in the { $period } days before.
       *[not-compared] { BYTES($size) } of attachments were uploaded in { n-days }.
    }
# $year: text, such as 2026; the first of these comes after uploads-not-known
uploads-year-not-known = Nor is it known for contract year { $year }.
uploads-year = In contract year { $year }, { BYTES($size) } have been uploaded since it began on { day }.
uploads-year-cut = In contract year { $year }, { BYTES($size) } have been uploaded since { day }, its first day with figures.

# Apps and forms
parts = The organization has { n-apps }.
parts-forms =
    { $apps ->
        [one] { n-apps } has { $forms ->
            [one] { ROUNDED($forms) } form
           *[other] { ROUNDED($forms) } forms
        }.
       *[other] { n-apps } have { $forms ->
            [one] { ROUNDED($forms) } form
           *[other] { ROUNDED($forms) } forms
        }.
    }
parts-changed =
    { $apps ->
        [one] Compared with { $period } days ago, { n-apps } is new and { $deleted ->
            [one] { COUNTED($deleted) } was deleted
           *[other] { COUNTED($deleted) } were deleted
        }.
       *[other] Compared with { $period } days ago, { n-apps } are new and { $deleted ->
            [one] { COUNTED($deleted) } was deleted
           *[other] { COUNTED($deleted) } were deleted
        }.
    }
