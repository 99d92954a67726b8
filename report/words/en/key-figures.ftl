# The key figures: their names, and what stands beside and below them.

figure-used = Apps used in the last 7 days
figure-records = Records
figure-runs = Automation runs
figure-runs-mean = Automation runs, 7-day average
figure-unvisited = Unattended and idle apps
figure-creators-left = Creators who have left

# Beside a figure: of how many apps it is a part, of how many days it is the sum, or that it is not known
figure-of-all = of { ROUNDED($apps) }
figure-in-days = in { n-days }
figure-not-known = not known

# Below a figure: how it changed
change-not-known = no figure { $period } days ago
change-unchanged = unchanged in { $period } days
change-in-period = { SIGNED($change) } in { $period } days

# Below a sum of a period: how it compares with the period before
sum-not-compared = a comparison needs figures of { $periods } days
sum-after-none = none in the previous { $period } days
sum-compared = { SIGNED_PERCENT($ratio) } compared with the previous { $period } days

# Below the records: how the apps grew that stayed
growth-of-stayed = { SIGNED($growth) } in { $period } days in apps that stayed
growth-of-stayed-share = { SIGNED_PERCENT($ratio) } in { $period } days in apps that stayed

# Below the apps that nobody visits: how many are new among them, and how many no longer are
moves = { COUNTED($entered) } entered and { COUNTED($left) } left in { $period } days
