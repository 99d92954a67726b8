# 页面对各列表的说明。

about-public = 任何拿到外链的人都能打开。无人访问的应用，以及创建者已离开或未注明创建者的应用，排在最前。
about-check = 创建者已离开，或未注明创建者。应用可能另有管理员，但 API 不提供管理员信息，请确认应用现在由谁管理。
about-deleted = API 不再返回这些应用：可能已被删除，也可能不在 API Key 的应用授权范围内。这 { $period } 天内新增又删除的应用，{ $period } 天前的数据量按 0 计算。
# $days：多少天没有访问才算无人访问
about-unattended = 至少 { $days } 天无人访问，但最近 { $period } 天内仍有智能助手 Pro 执行、附件上传或数据量增长。
about-idle = 至少 { $days } 天无人访问，且最近 { $period } 天内没有智能助手 Pro 执行、附件上传或数据量增长。
about-either = 至少 { $days } 天无人访问，是否仍在运行尚无法判断：需要 { $period } 天的数据，且包含执行次数或附件上传量。
about-creators-list = 占比合计为 100%，其中包括未注明创建者的应用。
about-changes = 应用的增删，以及名称、创建者、访问情况和外链的变动。

# 曾经注明的创建者
last-known = 最后已知：{ $creator }

# $model：完整列表所在的模型
first-rows = 仅显示前 { COUNTED($shown) } 行，共 { COUNTED($rows) } 行；完整列表见数据模型 { $model }。
show-all = 显示全部 { COUNTED($rows) } 行
printed-rows = 仅显示前 { COUNTED($shown) } 行，共 { COUNTED($rows) } 行；其余见网页版。
table-caption = { $list }，共 { COUNTED($rows) } 行
