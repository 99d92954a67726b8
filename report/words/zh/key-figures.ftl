# 关键指标：名称，以及旁边和下方的文字。

figure-used = 最近 7 天访问过的应用
figure-records = 数据量
figure-runs = 智能助手 Pro 执行次数
figure-runs-mean = 智能助手 Pro 执行次数，7 日均值
figure-unvisited = 无人值守和闲置的应用
figure-creators-left = 已离开的创建者

# 数字旁：占多少个应用中的一部分、多少天的合计，或未知
figure-of-all = 共 { ROUNDED($apps) } 个
figure-in-days = { n-days }合计
figure-not-known = 未知

# 数字下：变化
change-not-known = { $period } 天前无数据
change-unchanged = 较 { $period } 天前无变化
change-in-period = 较 { $period } 天前 { SIGNED($change) }

# 一段时间的合计，数字下：与上一段时间相比
sum-not-compared = 需要 { $periods } 天的数据才能对比
sum-after-none = 此前 { $period } 天为 0
sum-compared = { SIGNED_PERCENT($ratio) }（较此前 { $period } 天）

# 数据量下：原有应用的增长
growth-of-stayed = { SIGNED($growth) }（原有应用，较 { $period } 天前）
growth-of-stayed-share = { SIGNED_PERCENT($ratio) }（原有应用，较 { $period } 天前）

# 无人访问的应用下：其中多少是新增的，又有多少不再是
moves = { $period } 天内新增 { COUNTED($entered) } 个，减少 { COUNTED($left) } 个
