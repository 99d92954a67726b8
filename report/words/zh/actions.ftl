# 应用为什么需要有人处理，以及该怎么做；与模型 usagestats__actions 中的英文一一对应。

reason-public-link-opened = 新开外链
reason-unattended-with-public-links = 无人值守但有外链
reason-vanished = 应用消失
reason-sudden-growth = 数据量突增
reason-creator-left = 创建者已离开
reason-idle = 闲置

action-public-link-opened = 请确认外链由谁开启、给谁使用；如无外部人员需要，请关闭。
action-unattended-with-public-links = 请为应用指定负责人，或关闭外链。
action-vanished = 请确认是否为有意删除；如果不是，请立即联系官方客服，询问能否恢复。
action-sudden-growth = 请确认新增数据的来源：批量导入、智能助手 Pro 重复执行，还是业务量增长。
action-creator-left = 请确认应用现在由谁管理，并指定负责人。
action-idle = 请确认能否清理；清理前，请先导出需要保留的数据。

# 种子 exempt 中的应用
apps-exempt = 另有 { n-apps }已豁免，未列入清单。

list-actions = 待处理应用
about-actions = 本周需要找人跟进的应用，按紧急程度排列：数据可能外泄的在前，其次是数据可能丢失的，最后是仅占用资源的；风险相同的，数据量大的在前。
column-reason = 原因
column-person = 最后已知创建者
column-what-to-do = 处理建议
