# 多个企业的页面，目录中的文字。

contents-order = 数据过旧的企业排在最前，其余按需要关注的应用数从多到少排列。需要关注的应用包括：无人访问的、创建者已离开或未注明创建者的，以及 { $period } 天内被删除、删除前存有数据的。

# 在企业名称旁，代替需要关注的应用数
no-figures = 无数据

contents-first-parts = 共 { COUNTED($organizations) } 个企业，本页只包含前 { COUNTED($parts) } 个的数据，其余企业请单独生成页面。

# 展开目录其余部分的文字；以及打印时说明目录不完整
contents-more = 还有 { ROUNDED($organizations) } 个企业
contents-more-on-screen = 另有 { ROUNDED($organizations) } 个企业，见网页版。
