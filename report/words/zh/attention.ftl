# 需要关注：每件需要有人跟进的事，用一句话说明。

# $age：天数，大于 2；以后再打开页面时，page.js 会重新填入
attention-old-data = 最新数据停留在 { $age } 天前，每晚的同步可能已中断。

attention-missing-days = 最近 { $period } 天中有 { n-days }的数据缺失；请趁 API 仍能提供时尽快补齐。

attention-links = { n-apps }无人访问，或创建者已离开、未注明，却仍开着 { n-links }；请关闭不再需要的外链。

# $people：已离开的创建者；$apps：他们创建的应用
attention-creators-left = { n-apps }的创建者（共 { n-people }）已离开企业；请确认应用现在由谁管理。

attention-deleted = { $period } 天内有 { ROUNDED($apps) } 个含数据的应用被删除，删除前最后一次统计时共有 { ROUNDED($records) } 条数据。

# $days：多少天没有访问才算无人访问
attention-unattended-runs = { n-apps }无人值守：至少 { $days } 天无人访问，但最近 { $period } 天内智能助手 Pro 仍执行了 { n-runs }。
attention-unattended = { n-apps }无人值守：至少 { $days } 天无人访问，但最近 { $period } 天内仍有附件上传或数据量增长。
attention-unattended-or-idle = { n-apps }至少 { $days } 天无人访问，无法判断是否仍在运行。

attention-idle = { n-apps }已闲置，存有 { n-records }。
attention-idle-share = { n-apps }已闲置，存有 { n-records }，占总量的 { PERCENT($share) }。
attention-idle-records-unknown = { n-apps }已闲置，数据量未知。

attention-no-creator = { n-apps }未注明创建者；请确认应用现在由谁管理。
