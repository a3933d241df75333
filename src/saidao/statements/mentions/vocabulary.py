"""Word lists that tell names from common nouns; each is a set of whole words."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    """Return the words of `text`."""
    return frozenset(text.split())


# Words that the dictionary takes for names and that plans use as common nouns.
COMMON = _words(
    """
    智慧 深度 数字 绿色 创新 高端 智能 未来 新型 国际 东方 中央 全国 国家 国家级 省级 市级 县级 区级
    中外
    新区 滨海新区 开发区 园区 新城 高新区 高新 经开区 老区 特区 城区 郊区 山区 矿区 港区 湖区 林区
    牧区
    江河 长江 黄河 沿海 沿江 沿边 流域 大学 高校 科技 金融 文化 生态 健康 康养 文旅 旅游 生物 医药
    谷 港 岛 城 湾 湖 山 江 河 海 洲 岸 桥 高地 中部 西部 东部 南部 北部 北方 南方 华中 华南 华北
    中国 我国 全球 世界 亚洲 欧洲 一带 一路 丝路 双碳 元宇宙 明珠 金字塔 高质量 高水平 高标准
    王牌 明星 金牌 名牌 名优 名特优 老字号 双创 双一流 专精 特新 小巨人 独角兽 瞪羚 雏鹰 链主 龙头
    云 芯 新 大 小 老 高 精 尖 特 优 强 AI 5G 6G VR AR IT ICT IP APP SUV LED CBD R&D ESG GDP
    中介 白名单 黑土 北斗 安全 和谐 富民 惠民 便民 利民 康复 康 安康 永续 和平 幸福 美丽 平安 长寿
    卫星 屠宰 慈善 博士后 西翼 东翼 南翼 北翼 城市 港口 多式联运 多式 防沙 治沙 防沙治沙 三县 两县
    通讯 温室 马铃薯
    石化 石油化工 石油 天然气 海洋 海上 陆海 空港 水港 陆港 铁路 公铁 高铁 宽带 蓝色 黑色
    央行 央企 国企 城投 农商 信用社 合作社 政务 财政 税务 民营 私营 上市 挂牌 控股 投资 担保 融资
    小贷
    全域 全链 全链条 全产业链 双循环 双向 双招双引 双万 双千 双百 千亿 百亿 万亩 成果 技术 高能级
    策源
    """
)

# Places that the dictionary takes for other words: prefectures of GB/T 2260, the counties and
# new areas that lend their names to zones most often.
PLACES = _words(
    """
    保定 信阳 包头 合肥 周口 商丘 大同 大理 大连 天水 孝感 宝鸡 平凉 开封 怀化 恩施 文山 新余 日照
    毕节 河源 海口 清远 烟台 焦作
    百色 自贡 茂名 营口 资阳 运城 通化 遵义 酒泉 铜仁 银川 长治 天府 横琴 前海 临港 虹桥 张江 中关村
    亦庄 顺义 房山 大兴 平谷 门头沟
    双流 六合 曹妃甸 增城 从化 仪征 句容 常熟 即墨 盐田 海盐 海门 兴化 宝应 射阳 句容 平湖 义乌 安吉
    德清 余杭 萧山 桐庐 仙居 天台 玉环
    庐江 长丰 肥东 肥西 当涂 博望 无为 天长 宁国 浮梁 樟树 分宜 进贤 于都 章丘 长清 黄岛 平度 乳山
    寿光 高密 禹城 垦利 中牟 新密 登封
    大冶 应城 赤壁 枝江 宜都 当阳 浏阳 望城 湘江 资兴 醴陵 南沙 斗门 三水 高要 四会 钦北 九台 公主岭
    瓦房店 长兴岛 金普 法库 兰考
    大足 铜梁 永川 江津 两江 龙兴 简阳 郫都 新都 射洪 江油 西咸 沣东 沣西 泾河 秦汉 神木 靖边 贵安
    观山湖 滇中 安宁 兰白 宁东 准东 独山子
    两河 洋浦 博鳌 崖州 崖州湾 松山湖 光明 坪山 粤港澳 长三角 珠三角 京津冀 成渝 环渤海 海峡 闽台
    台中 台南 高雄 桃园 新竹 基隆 彰化 花莲 河套 桥头 路竹 沙仑 后里 二林 虎尾 铜锣 嘉义 屏东
    宜兰 云林 苗栗 将军澳 新田 洪水桥
    苏台 苏滁 平潭 厦漳泉 东北 西北 西南 东南
    """
)

STOPS = _words(
    """
    建设 打造 推进 推动 支持 加快 依托 围绕 创建 建成 建立 设立 组建 引进 引入 引导 培育 发展 壮大
    做强 做大
    做优 扩建 新建 新设 新增 改造 提升 推广 实施 开展 落实 完善 优化 强化 加强 深化 促进 鼓励 争创
    申创 申建
    谋划 规划 布局 扩大 聚焦 利用 发挥 充分发挥 入驻 落户 位于 入选 获批 列入 纳入 面向 包括 涵盖
    形成 实现
    带动 辐射 覆盖 启动 开工 完成 推出 联动 整合 盘活 对接 承接 服务 保障 统筹 参与 加入 投资 收购
    并购 重组
    联合 携手 委托 授权 批准 同意 确保 力争 争取 继续 积极 大力 全力 全面 着力 重点 主动 稳步 有序
    加大 高标准
    高质量 高水平 高起点 率先 优先 逐步 持续 进一步 抓好 抓紧 抓实 办好 建好 用好 管好 做好 做实
    扶持 指导 督促
    组织 选择 选取 集聚发展 充分 通过 协调 请求 减免 免收 提供 给予 拓展 探索 构建 构筑 塑造 擦亮
    唱响 聚力 奋力
    聚力打造 全力打造 积极推进 各类 各级 各个 每个 多个 若干 一批 系列 部分 所有 其他 其它 有关 相关
    主要 现有 目前
    已有 全省 全市 全区 全县 本市 本省 我省 我市 我区 其中 以及 围绕着 经 由 在 以 于 向 对 将 把 为
    至 到 从 与 和
    及 或 等 的 了 是 有 并 也 还 又 让 使 令 促 推 促使 扩容 出台 制定 编制 印发 发布 公布 举办
    承办 参观 考察 前往
    作为 属于 来自 来源于 分布 散布 坐落 集中 主攻 鼓励支持 扎实推进 深入推进 深入实施 加快推进
    加快建设 统筹推进
    协同推进 持续推进 协同 共建 共同 分别 同时 累计 超过 达到 突破 增至 扩至 建有 拥有 具有
    现代化建设 延伸 申报 新添 投产 主导 涌现
    """
)

# Terms younger than the dictionary; without them they fall apart at 和 or look like names.
TERMS = _words(
    """
    碳中和 碳达峰 元宇宙 科创 智算 算力 氢能 储能 康养 产城 文旅 农旅 新材料 新能源 脑机接口
    生物制造
    低空经济 数智 网联 信创 专精特新 链主 城投 交投 建投 多式联运 光储充
    """
)

# Names of places that the dictionary cuts in two.
LONG_PLACES = _words(
    """
    台中 台南 攀枝花 崖州湾 粤港澳 观山湖 曹妃甸 张家港 漕河泾 松山湖 京津冀 长三角 珠三角 于家堡
    临港新片区 南部科学园区 中部科学园区 新竹科学园区 落马洲 数码港
    """
)

# What the short name of a listed firm ends with, behind its brand.
TRADES = _words(
    """
    种业 高科 股份 药业 制药 医药 重工 重机 光电 微电子 新材 精工 汽车 客车 动力 电气 电器 科技 石化
    钢铁
    特钢 水泥 乳业 酒业 矿业 铜业 铝业 锂业 钴业 钛业 稀土 船舶 机电 精机 电缆 通信 智能 生物 能源
    环保
    船务 航运 造船 修造船 海工 生物制药
    电子 半导体 显示 航空 航天 传媒 速运 快递 软件 信息 证券 期货 保险 物流 控股
    """
)

# What the name of a zone ends with.
ZONE_SUFFIXES = _words(
    """
    自由贸易试验区 自由贸易港 自由贸易区 自贸试验区 自贸片区 自贸港 自贸区 保税港区 综合保税区
    综保区 保税区 工业园区 工业园 产业园区 产业园 科技园区 科技园 科学园区 科学园 软件园
    工业区 块区 区块 物流枢纽
    物流园区 物流园 创业园 创新园 示范园区 示范园 科创园 农业园 化工园区 化工园 大学科技园
    数码港 科学城 科技城 大学城 航天城 汽车城 未来城 开发区 高新区 经开区 高开区 示范区 先行区
    先导区 试验区 实验区 合作区 集聚区 集中区 承载区 策源区 联动区 核心区 功能区 创新区 商务区
    商贸区 度假区 加工区 引领区 改革区 聚集区 矿区 两区 新片区 片区 港区 新区 新城 经济区 园区 基地
    科创走廊 创新走廊 走廊 创新带 产业带 经济圈 产业集群 集群 装备港 物流港 数字港 科创港 创新港
    信息港 智慧港 文化港 生态港 产业港 服务港 空港 陆港 创新岛 科学岛 科创岛 智谷 声谷 云谷 硅谷
    药谷 光谷 氢谷 芯谷 数谷 能谷 创谷 未来谷 生命谷 健康谷 科技谷 科创谷 产业小镇 基金小镇
    特色小镇 小镇 产业城 生物城 新材料城 生态城 数字城
    """
)

# Kinds of company, not companies: 上市公司, 平台公司.
COMPANY_KINDS = _words(
    """
    上市 平台 担保 保险 国有 民营 私营 跨国 外资 合资 子 母 分 总 本 该 我 各
    投资 控股 物流 能源 科技 建设 运营 管理 项目 小额贷款 融资担保 再担保 融资租赁
    租赁 基金 信托 资产管理 商业 政策性 农村商业 城市商业 村镇 开发性 股份制 大型
    骨干 龙头 头部 知名 产业 企业 民用 通用 低空 人民 中央 世界 亚洲 开发 合作
    中外合资 城商 农商 国资 省属 市属 区属 县属 高新技术 互联网 软件 电力 电网
    供水 供电 供气 燃气 自来水 水电气 热力 电信 通信 快递 航运 航空 证券 期货
    咨询 设计 施工 生产 加工 销售 贸易 外贸 物业 房地产 旅游 文化 传媒
    """
)

# First words of places that English texts set beside firms.
ENGLISH_PLACES = _words(
    """
    Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii
    Idaho Illinois Indiana Iowa Kansas
    Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana
    Nebraska Nevada Ohio Oklahoma Oregon
    Pennsylvania Tennessee Texas Utah Vermont Virginia Washington Wisconsin Wyoming China Japan
    Korea India Singapore Malaysia Thailand
    Vietnam Indonesia Philippines Australia Canada Mexico Brazil Argentina Chile Germany France
    Italy Spain Portugal Netherlands Belgium
    Sweden Norway Denmark Finland Poland Ireland Scotland Wales England Britain Europe Asia Africa
    America Russia Ukraine Turkey Israel Egypt
    Kenya Nigeria Beijing Shanghai Shenzhen Guangzhou Hong Kong Taiwan Macao London Paris Berlin
    Tokyo Seoul Delhi Mumbai Sydney Melbourne
    Toronto Montreal Ottawa Chicago Detroit Boston Houston Dallas Seattle Denver Atlanta
    """
)
