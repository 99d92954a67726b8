# 图中的文字，以及供屏幕阅读器朗读的说明。

# 增长的三个部分
part-stayed = { ROUNDED($apps) } 个原有应用
part-new = { ROUNDED($apps) } 个新增应用
part-deleted = { ROUNDED($apps) } 个已删除应用

# 只有部分日期有数据的月份：一天、从 $first 到 $last（当月的日，中间不换行），或若干天。$month：月份，可带年份
month-one-day = { $month }{ $first }日
month-span = { $month }{ $first }{ "\u2060" }–{ "\u2060" }{ $last }日
month-days = { $month }（{ n-days }）

# $parts：图中第一天和最后一天及其数值
described = { $caption }：{ $parts }。

# 没有逐一列出的创建者
other-creators = 其他 { ROUNDED($people) } 位创建者
