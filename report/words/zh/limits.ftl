# 套餐各项额度的使用情况，以及预计用满的日期。

section-limits = 套餐额度
limits-used = 各项额度的使用率
limits-none = 按目前趋势，各项额度两年内都不会用满。
limits-first = 按目前趋势，最先用满的将是{ $limit }的额度，预计在 { DAY($day) }前后。
limits-reached = { $limit }的额度已于 { DAY($day) }用满。

limit =
    { $column ->
        [attachment_bytes] 附件上传量
        [automation_runs] 智能助手 Pro 执行次数
       *[other] { $metric }
    }{ $period ->
        [day] （每日）
        [month] （每月）
        [contract_year] （合同年度）
       *[total] { "" }
    }
limit-used = 已用 { $used }，上限 { $allowed }。

limit-is-reached = 已于 { DAY($day) }用满。
limit-trend-not-known = 数据天数不足，暂无法预测用满日期。
limit-not-reached = 按目前趋势，两年内不会用满。
limit-reached = 预计 { DAY($day) }前后用满。
limit-reached-by-apps = 预计 { DAY($day) }前后用满；{ PERCENT($share) } 的增长来自以下 { $apps } 个应用：{ $names }。
limit-gained = 清理全部闲置应用，可将用满日期推迟 { COUNTED($days) } 天。

column-limit = 额度
column-used = 已用
column-allowed = 上限
column-trend = 日均增量
column-reached = 用满日期
