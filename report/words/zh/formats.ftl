# 数字、日期和数量；其他文件中的句子会引用。
#
# 函数见 en/formats.ftl。$period：页面对比所用的天数；$periods：它的两倍。
# 中文不分单复数，数字不需要选择器；数字、英文与汉字之间空一格，标点用全角。

# 句与句之间、列表各项之间
between-sentences = { "" }
between-parts = { "、" }

# $day（日期）：用于句中。表格在各种语言中都用 ISO 日期。
day = { DAY($day) }
month = { DAY($day, pattern: "M月") }
month-and-year = { DAY($day, pattern: "y年M月") }
month-and-day = { DAY($day, pattern: "M月d日") }

# $number：一千万及以上；也是“plus”中的数字
large-number = { COMPACT($number) }
plus = +{ $number }
tiny-share = <0.1%
up-tiny-share = 上升不到 0.1%
down-tiny-share = 下降不到 0.1%

n-bytes = { COUNTED($bytes) } 字节
n-days = { ROUNDED($days) } 天
# 两年及以上的时长，保留一位小数
n-years = { NUMBER($years, minimumFractionDigits: 1, maximumFractionDigits: 1) } 年
n-apps = { ROUNDED($apps) } 个应用
n-records = { ROUNDED($records) } 条数据
n-links = { ROUNDED($links) } 个外链
n-people = { ROUNDED($people) } 人
# 智能助手 Pro 执行了多少次
n-runs = { ROUNDED($runs) } 次
# 多个名称
listed = { $names }
