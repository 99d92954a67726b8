# 指标的官方名称（简道云手册），按模型中的指标名排列；docs/columns.md 由此生成。

metric-apps = 应用数
metric-standard-forms = 普通表单数
metric-workflow-forms = 流程表单数
metric-dashboards = 仪表盘数
metric-data-factories = 数据工厂数
metric-aggregate-tables = 聚合表数
metric-public-links = 外链开启数
metric-smart-assistants = 智能助手数
metric-automations = 智能助手 Pro 数
metric-process-analyses = 流程分析数
metric-records = 数据总量
metric-automation-runs = 智能助手 Pro 日执行次数
metric-attachment-bytes = 日附件上传量
