# 摘要：哪些应用需要有人处理，发到群聊的文字。原因和做法见 actions.ftl。

# 群机器人可能要求消息中带有关键词：这里是“应用”，docs/digest.md 中有说明
digest-title = 待处理应用

# $day：最新数据的日期；$apps：清单上的应用数
digest-apps = 截至 { DAY($day) }，共有 { n-apps }需要处理。
digest-no-apps = 截至 { DAY($day) }，没有需要处理的应用。
digest-no-figures = 暂无数据，无法判断哪些应用需要处理。

# $days：数据是几天前的，大于 2；有多个企业时，$organizations 是数据过旧的企业数，$oldest 是其中最旧的企业
digest-old = 最新数据停留在 { n-days }前，每晚的同步可能已中断。
digest-old-organizations =
    { $organizations ->
        [1] 企业“{ $oldest }”的最新数据停留在 { n-days }前，每晚的同步可能已中断。
       *[other] { COUNTED($organizations) } 个企业的数据过旧，其中“{ $oldest }”的最新数据停留在 { n-days }前；这些企业每晚的同步可能已中断。
    }

# 应用的情况，逐项列出，以圆点分隔。$reason、$reasons：见 actions.ftl
digest-since = { $reason }（{ DAY($since) }起）
digest-also = 同时：{ $reasons }
digest-records = { n-records }
digest-links = { n-links }
digest-person = 最后已知创建者：{ $person }

digest-more = 还有 { n-apps }需要处理，完整清单见数据模型 usagestats__actions。
