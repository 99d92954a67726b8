# 各部分在图之前的说明。每部分由下面的一句或几句组成，前后相接。

# 数据量
records-not-known = 数据量未知。
records-held = 全部应用共有 { n-records }。
growth-not-known = 未同步 { $period } 天前的数据，无法计算增长。
records-grew = 全部应用共有 { n-records }，较 { $period } 天前变化 { SIGNED($growth) } 条。
stayed-none = 没有原有应用。
stayed-alike = 原有的 { n-apps }数据量没有变化。
# $records：增减多少条，不带符号；$share：占这些应用原数据量的比例
stayed-grew = 原有的 { n-apps }数据量增加 { ROUNDED($records) } 条。
stayed-grew-share = 原有的 { n-apps }数据量增长 { PERCENT($share) }（{ ROUNDED($records) } 条）。
stayed-shrank = 原有的 { n-apps }数据量减少 { ROUNDED($records) } 条。
stayed-shrank-share = 原有的 { n-apps }数据量减少 { PERCENT($share) }（{ ROUNDED($records) } 条）。
new-none = 没有新增应用。
new-added = 新增 { n-apps }，带来 { n-records }。
deleted-none = { $period } 天前的应用均未被删除。
deleted-removed = 删除 { n-apps }，减少 { n-records }。

# 使用情况；$days：多少天没有访问才算无人访问
use-not-known = 最后访问时间未知，因此无法判断哪些应用在用。
use = 最近 7 天内，{ n-apps }中有 { ROUNDED($used) } 个被访问过。
unvisited-none = 没有 { $days } 天及以上无人访问的应用。
unvisited = 有 { ROUNDED($unvisited) } 个至少 { $days } 天无人访问，其中 { COUNTED($unattended) } 个无人值守（仍在运行），{ COUNTED($idle) } 个闲置（没有执行、附件上传或数据量增长）。
# $either：无法判断是无人值守还是闲置的应用数
unvisited-either = 有 { ROUNDED($unvisited) } 个至少 { $days } 天无人访问，其中 { COUNTED($unattended) } 个无人值守（仍在运行），{ COUNTED($idle) } 个闲置（没有执行、附件上传或数据量增长），{ COUNTED($either) } 个无法判断。

# 创建者；$left：其中多少人已离开
creators-not-known = 创建者未知。
creators = { n-people }创建了 { n-apps }。
creators-left = { n-people }创建了 { n-apps }，其中 { COUNTED($left) } 人已离开企业。
creators-unnamed = { n-apps }未注明创建者。

# 智能助手 Pro 与附件上传。$compared：与上一段时间相比；$share：多或少的比例
runs-not-known = 最近 { $period } 天的执行次数未知。
runs =
    { $compared ->
        [same] { n-days }内，智能助手 Pro 执行了 { n-runs }，与此前 { $period } 天持平。
        [after-none] { n-days }内，智能助手 Pro 执行了 { n-runs }，此前 { $period } 天没有执行。
        [more] { n-days }内，智能助手 Pro 执行了 { n-runs }，比此前 { $period } 天多 { PERCENT($share) }。
        [less] { n-days }内，智能助手 Pro 执行了 { n-runs }，比此前 { $period } 天少 { PERCENT($share) }。
       *[not-compared] { n-days }内，智能助手 Pro 执行了 { n-runs }。
    }
# $share：占全部执行次数的比例
runs-most = 执行次数最多的应用是“{ $app }”，占总次数的 { PERCENT($share) }。
runs-most-unnamed = 执行次数最多的是一个未命名的应用，占总次数的 { PERCENT($share) }。
uploads-not-known = 最近 { $period } 天的附件上传量未知。
uploads =
    { $compared ->
        [same] { n-days }内上传附件 { BYTES($size) }，与此前 { $period } 天持平。
        [after-none] { n-days }内上传附件 { BYTES($size) }，此前 { $period } 天没有上传。
        [more] { n-days }内上传附件 { BYTES($size) }，比此前 { $period } 天多 { PERCENT($share) }。
        [less] { n-days }内上传附件 { BYTES($size) }，比此前 { $period } 天少 { PERCENT($share) }。
       *[not-compared] { n-days }内上传附件 { BYTES($size) }。
    }
# $year：文本，如 2026；下面第一句接在 uploads-not-known 之后
uploads-year-not-known = { $year } 合同年度的上传量也未知。
uploads-year = { $year } 合同年度自 { day }开始，至今已上传 { BYTES($size) }。
uploads-year-cut = { $year } 合同年度自 { day }起有数据，至今已上传 { BYTES($size) }。

# 应用与表单
parts = 企业共有 { n-apps }。
parts-forms = { n-apps }共有 { ROUNDED($forms) } 个表单。
parts-changed = 与 { $period } 天前相比，新增 { n-apps }，删除 { COUNTED($deleted) } 个。
