# 读者需要了解的数据情况，在页首说明一次。

title-of-many = { COUNTED($organizations) } 个企业的使用统计
title-of-one = { $organization } 使用统计
title = 全部应用的使用统计

data-up-to = 数据截至 { day }
# 接在最新日期之后；$age：天数，大于 2；以后再打开页面时，page.js 会重新填入
days-ago = ，距今 { $age } 天
figures-from = { DAY($first) }至 { DAY($last) }，共 { n-days }
# 打印时，接在数据日期之后
made-on = ；页面生成于 { day }

one-day = 只加载了一天的数据。增长、变动和趋势线需要更多天。
no-daily-figures = API 未提供每日的智能助手 Pro 执行次数和附件上传量，因此不显示这两部分。
no-runs = API 未提供每日的智能助手 Pro 执行次数，因此不显示这一部分。
no-uploads = API 未提供每日的附件上传量，因此不显示这一部分。

# $day：第一个有数据的日子；$days：此前有多少天已加载但没有数据。只有一天时，原因不明
days-without-figures =
    { $days ->
        [1] 数据从 { day }开始，前一天没有数据。
       *[other] 数据从 { day }开始；此前 { n-days }没有数据，因为管理后台尚未打开过使用统计（Usage Statistics）。
    }
no-figures-of-days = 已加载 { n-days }，但数值全部为 0。请在管理后台打开一次使用统计（Usage Statistics），从那天起 API 才有数据。

no-members = 未加载成员数据，因此无法判断哪些创建者已离开。
no-members-since = 成员数据只加载到 { day }，因此无法判断哪些创建者已离开。

# $named：缺少的日子，或其中最近的几天
missing-days = 缺少 { n-days }的数据：{ $named }。
missing-days-latest = 缺少 { n-days }的数据，最近的是：{ $named }。
