# 应用为何需要处理，以及怎么做：与模型 usagestats__actions 一致。

reason-public-link-opened = 新开公开链接
reason-unattended-with-public-links = 无人访问但仍有公开链接
reason-vanished = 应用消失
reason-sudden-growth = 数据量突增
reason-creator-left = 创建者已离开
reason-idle = 闲置

action-public-link-opened = 请确认公开链接由谁开启、给谁使用；如无外部使用需要，请关闭。
action-unattended-with-public-links = 请为该应用指定负责人，或关闭其公开链接。
action-vanished = 请确认是否为主动删除；如非主动删除，请立即联系厂商，确认能否恢复。
action-sudden-growth = 请确认数据来源：批量导入、自动化重复执行，还是使用量上升。
action-creator-left = 请确认该应用目前由谁管理，并指定负责人。
action-idle = 请确认能否归档；需要保留的数据请先导出。
