# 摘要。机器人的自定义关键词为“应用”，标题中始终包含该词：见 docs/digest.md。

digest-title = 待处理应用
digest-apps = 根据 { DAY($day) }的数据，共有 { COUNTED($apps) } 个应用需要处理。
digest-no-apps = 根据 { DAY($day) }的数据，目前没有需要处理的应用。
digest-no-figures = 暂无数据，无法判断哪些应用需要处理。
digest-old = 最新数据距今已有 { COUNTED($days) } 天，夜间同步可能已中断。
digest-old-organizations = { $organizations ->
    [one] { $oldest }的数据距今已有 { COUNTED($days) } 天，夜间同步可能已中断。
   *[other] 有 { COUNTED($organizations) } 个组织的数据未及时更新，其中{ $oldest }的数据距今已有 { COUNTED($days) } 天，夜间同步可能已中断。
}
digest-since = { $reason }（自 { DAY($since) }起）
digest-also = 其他原因：{ $reasons }
digest-records = 数据量：{ ROUNDED($records) }
digest-links = 公开链接：{ COUNTED($links) } 个
digest-person = 最后已知的创建者：{ $person }
digest-more = 另有 { COUNTED($apps) } 个应用需要处理，完整清单见模型 usagestats__actions。
digest-exempt = 另有 { COUNTED($apps) } 个应用已豁免，未列入清单。
