# 需要关注：每一件需要有人去看的事，一句话说明。

# $age：天数，大于 2；以后再打开页面时，page.js 会重新填入
attention-old-data = 最新数据已是 { $age } 天前的，每晚的同步可能已中断。

attention-missing-days = 最近 { $period } 天中有 { n-days }缺数据，请趁 API 仍能提供时补齐。

attention-links = { n-apps }无人访问、创建者已离开或未注明创建者，却仍开着 { n-links }；请关闭不再需要的外链。

# $people：已离开的创建者；$apps：他们创建的应用
attention-creators-left = { n-apps }的创建者（共 { n-people }）已离开；请确认应用现在由谁管理。

attention-deleted = { $period } 天内有 { ROUNDED($apps) } 个含数据的应用被删除，最后一次统计时共有 { ROUNDED($records) } 条数据。

# $days：多少天没有访问才算无人访问
attention-unattended-runs = { n-apps }无人值守：至少 { $days } 天无人访问，但 { $period } 天内智能助手 Pro 仍执行了 { n-runs }。
attention-unattended = { n-apps }无人值守：至少 { $days } 天无人访问，但 { $period } 天内仍有附件上传或数据增长。
attention-unattended-or-idle = { n-apps }至少 { $days } 天无人访问，无法判断是否仍在运行。

attention-idle = { n-apps }闲置，存有 { n-records }。
attention-idle-share = { n-apps }闲置，存有 { n-records }，占总量的 { PERCENT($share) }。
attention-idle-records-unknown = { n-apps }闲置，数据量未知。

attention-no-creator = { n-apps }未注明创建者；请确认应用由谁管理。
