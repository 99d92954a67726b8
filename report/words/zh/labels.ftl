# 页面上固定的文字：标题、图注、标签、列名，以及没有内容可显示的原因。
#
# 用语：idle 闲置；unattended 无人值守；not visited 无人访问；creator 创建者；has left 已离开；public link 外链；
# records 数据量（条数据）；automation 智能助手 Pro；run 执行；organization 企业；stayed 原有；archive 清理；
# limit 额度；contract year 合同年度；exempt 豁免；last known 最后已知；load 同步；model 数据模型；
# usage 用量统计（管理后台的菜单叫“使用统计”）。指标名以 metrics.ftl 为准。

# HTML 中的语言代码
html-language = zh-CN

# 页首
no-data = 暂无数据
why-no-data = 数据模型中还没有用量数据。请先同步 app_usage，再构建数据模型并重新生成本页。
contents = 目录

# 各部分
attention = 需要关注
key-figures = 关键指标
section-records = 数据量
section-use = 使用情况
section-creators = 创建者
section-automation = 智能助手 Pro
section-uploads = 附件上传
section-parts = 应用与表单
definitions = 名词解释

# 图注，以及没有内容可画时的说明
records-over-time = 全部应用的数据量，以及含数据的应用被删除的日期
parts-of-growth = { $period } 天内数据量变化的原因
apps-by-status = 各状态的应用数
records-by-status = 按创建者状态划分的数据量占比
records-by-creator = 各创建者的数据量占比
runs-a-day = 智能助手 Pro 每日执行次数及 7 日均值
uploads-a-month = 每月附件上传量
every-metric = 各项指标随时间的变化
no-records = 数据量未知。
figures-not-known = 没有这些应用的相关数据。
line-needs-days = 有数据的天数不足 2 天，无法绘制折线图。
show-as-table = 查看表格
mean = 7 日均值
in-all = 合计
unit-records = 数据量（条）
unit-runs = 次/天
new = 新增

# 应用排行：图注，以及没有应用可列时的说明
ranking-growth = { $period } 天内数据量增长最多的应用
ranking-growth-nothing = { $period } 天内没有应用的数据量增长。
ranking-records = 数据量最大的无人值守和闲置应用
ranking-records-nothing = 未发现存有数据的无人值守或闲置应用。
ranking-runs = { $period } 天内执行次数最多的应用
ranking-runs-nothing = { $period } 天内智能助手 Pro 没有执行过。
ranking-uploads = { $period } 天内附件上传量最大的应用
ranking-uploads-nothing = { $period } 天内没有附件上传。

# 列表
list-public = 外链
list-check = 可能无人管理的应用
list-deleted = { $period } 天内删除的应用
list-unattended = 无人值守的应用
list-idle = 闲置的应用
list-either = 无人值守或闲置的应用
list-creators-list = 应用的创建者
list-changes = { $period } 天内的变动
filter = 筛选
# $list：列表标题；供屏幕阅读器朗读
filter-list = 筛选：{ $list }
download = 下载 CSV
no-row-matches = 没有符合条件的结果。

# 表格的列
column-age = 创建至今
column-app = 应用
column-app-id = 应用 ID
column-apps = 应用数
column-before = { $period } 天前
column-before-and-after = 变动前后
column-bytes = 上传量（字节）
column-change = 变动
column-creator = 创建者
column-day = 日期
column-deleted-apps = 已删除应用
column-growth = 增长
column-held = 最后一次统计的数据量
column-held-before = { $period } 天前的数据量
column-idle = 闲置
column-last-seen = 最后统计日
column-last-visit = 最后访问
column-links = 外链数
column-member-id = 成员 ID
column-metric = 指标
column-month = 月份
column-new-apps = 新增应用
column-now = 现在
column-part = 构成
column-records = 数据量
column-runs = 智能助手 Pro 执行次数
column-runs-of-period = 执行次数
column-share = 占比
column-since = 起始日
column-status = 状态
column-stayed-apps = 原有应用
column-unattended = 无人值守
column-uploads = 附件上传量

# 对应用、创建者或名称的说明；用于表格，所以 $day 是 ISO 日期
has-left = 已离开
has-left-on = { $day } 离开
member = 成员
members = 成员
former-members = 已离开的创建者
never = 从未访问
no-creator = 未注明创建者
unnamed = （未命名）
status-used = 在用
status-unattended = 无人值守
status-idle = 闲置
status-inactive = 无人值守或闲置
status-deleted = 已删除
status-unknown = 未知

# 变动的种类
happened-appeared = 新增
happened-vanished = 删除
happened-renamed = 改名
happened-creator-changed = 创建者变更
happened-creator-left = 创建者已离开
happened-public-links-changed = 外链数变化
happened-became-idle = 转为闲置
happened-used-again = 恢复使用
# 变动前后的值：名称、数字或日期
before-and-after = { $before } → { $after }
