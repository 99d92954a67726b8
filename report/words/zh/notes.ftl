# 读者需要了解的数据情况，在页首说明一次。

title-of-many = { COUNTED($organizations) } 个企业的用量统计
title-of-one = { $organization } 用量统计
title = 全部应用的用量统计

data-up-to = 数据截至 { day }
# 接在最新日期之后；$age：天数，大于 2；以后再打开页面时，page.js 会重新填入
days-ago = ，距今 { $age } 天
figures-from = { DAY($first) }至 { DAY($last) }，共 { n-days }
# 打印时，接在数据日期之后
made-on = ；页面生成于 { day }

one-day = 目前只同步了一天的数据；增长、变动和趋势线需要多天数据。
no-daily-figures = API 未提供每日的智能助手 Pro 执行次数和附件上传量，因此不显示这两部分。
no-runs = API 未提供每日的智能助手 Pro 执行次数，因此不显示这一部分。
no-uploads = API 未提供每日的附件上传量，因此不显示这一部分。

# $day：第一个有数据的日子；$days：此前有多少天已同步但没有数据。只有一天时，原因不明
days-without-figures =
    { $days ->
        [1] 数据从 { day }开始，此前一天没有数据。
       *[other] 数据从 { day }开始；此前 { n-days }没有数据，因为当时尚未在管理后台打开过“使用统计”（Usage Statistics）。
    }
no-figures-of-days = 已同步 { n-days }的数据，但数值全部为 0。请在管理后台打开一次“使用统计”（Usage Statistics）：API 从打开当天起才有数据。

no-members = 未同步成员数据，因此无法判断哪些创建者已离开。
no-members-since = 成员数据只同步到 { day }，因此无法判断哪些创建者已离开。

# $named：缺少的日子，或其中最近的几天
missing-days = 缺少 { n-days }的数据：{ $named }。
missing-days-latest = 缺少 { n-days }的数据，其中最近的是：{ $named }。
