# 套餐各项额度的使用情况，以及预计用满的日期。

section-limits = 套餐额度
limits-used = 各项额度的使用占比
limits-none = 按目前趋势，两年内不会用满任何一项额度。
limits-first = 预计最先用满的是{ $limit }，约在 { DAY($day) }。
limits-reached = { $limit }已用满，自 { DAY($day) }起。

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

limit-is-reached = 自 { DAY($day) }起已用满。
limit-trend-not-known = 数据天数不足，暂时无法预测用满日期。
limit-not-reached = 按目前趋势，两年内不会用满。
limit-reached = 预计约 { DAY($day) }用满。
limit-reached-by-apps = 预计约 { DAY($day) }用满；增长的 { PERCENT($share) } 来自 { $apps } 个应用：{ $names }。
limit-gained = 如清理全部闲置应用，可推迟 { COUNTED($days) } 天。

column-limit = 额度
column-used = 已用
column-allowed = 上限
column-trend = 每日趋势
column-reached = 用满日期
