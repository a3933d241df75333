"""Short names by which large firms are known; no form of words would tell them apart.

Names of the firms on the Fortune Global 500 and China 500 lists and of large listed firms,
as they are commonly written. Words that are common nouns too (理想, 苹果, 小米, 机器人) are
left out: they count only where the words around say that a firm is meant.
"""

from __future__ import annotations


def _names(text: str, separator: str) -> frozenset[str]:
    """Return the names in `text`, which stand between separators and line ends."""
    pieces = text.replace("\n", separator).split(separator)
    return frozenset(piece.strip() for piece in pieces if piece.strip())


CHINESE = _names(
    """
    联电 海思 纬创 广达 英业达 台达电 中华电信 力积电 环球晶 台湾中油 台湾电力公司
    阿里巴巴 腾讯 百度 京东 网易 字节跳动 美团 拼多多 华为 中兴通讯 联想 海尔 海信 格力 美的 长虹
    京东方 华星光电 中芯国际 华虹 长江存储 长鑫存储 寒武纪 科大讯飞 商汤科技 旷视科技 海康威视
    大华股份 蚂蚁集团 滴滴出行 哔哩哔哩 快手 宁德时代 比亚迪 蔚来 小鹏汽车 理想汽车 吉利 吉利汽车
    奇瑞 长安汽车 长城汽车 上汽 上汽集团 一汽 东风汽车 广汽 北汽 江淮汽车 赛力斯 特斯拉 丰田 本田
    日产 大众汽车 宝马 奔驰 通用汽车 福特汽车 现代汽车 博世 西门子 施耐德 巴斯夫 陶氏 埃克森美孚
    壳牌 沙特阿美 林德 三星 三星电子 海力士 台积电 英特尔 英伟达 高通 微软 谷歌 亚马逊 苹果公司
    特斯拉公司 霍尼韦尔 通用电气 空中客车 空客 波音 辉瑞 罗氏 诺华 默沙东 阿斯利康 拜耳 强生
    国家电网 南方电网 国家能源集团 中国华能 中国大唐 中国华电 国家电投 中国三峡集团 中广核
    中核集团 中国石油 中石油 中国石化 中石化 中国海油 中海油 中国移动 中国电信 中国联通 中国铁塔
    中国广电 中国电子 中国电科 中国商飞 中国航发 中航工业 航天科技 航天科工 中国船舶 中国兵器
    中国中车 中车集团 中国铁建 中国中铁 中国交建 中国建筑 中国化学工程 中国电建 中国能建 中国中化
    中化集团 中粮集团 中国五矿 中国铝业 中铝集团 中国宝武 宝武集团 宝钢 鞍钢 首钢 河钢 沙钢 华润
    招商局集团 保利集团 中信集团 光大集团 复星 国药集团 恒瑞医药 药明康德 迈瑞医疗 联影医疗
    百济神州 君实生物 信达生物 隆基绿能 通威股份 阳光电源 金风科技 远景能源 晶科能源 天合光能
    三一重工 三一集团 中联重科 徐工集团 徐工 潍柴动力 潍柴 万华化学 恒力石化 恒力集团 荣盛石化
    盛虹集团 桐昆集团 大疆 顺丰 顺丰速运 菜鸟网络 中通快递 圆通速递 万达集团 万科 茅台集团
    五粮液集团 伊利集团 伊利 蒙牛 双汇 海螺集团 中国建材 国家开发银行 国开行 中国进出口银行
    进出口银行 中国农业发展银行 农业发展银行 农发行 中国工商银行 工商银行 中国农业银行 农业银行
    中国银行 中国建设银行 建设银行 交通银行 中国邮政储蓄银行 邮储银行 招商银行 浦发银行 兴业银行
    中信银行 民生银行 光大银行 中国银联 银联 中国人寿 中国平安 中国太保 中国人保 中国信保
    中国出口信用保险公司 深交所集团 携程 华侨城 中国一拖 宇通客车 许继集团 延长石油 海螺水泥
    南方航空 东方航空 中国国航 富士康 鸿海 联发科 日月光 台塑 友达光电 群创光电 汇丰银行 渣打银行
    恒生银行 中银香港 港铁公司 国能 中煤 陕煤 晋能控股 国药 中建 中铁 中交 国投 中化 中国生物 巨化
    巨化集团 中国黄金 北方华创 中微公司 华润微 士兰微 长电科技 通富微电 华天科技 沪硅产业 澜起科技
    兆易创新 韦尔股份 卓胜微 拓荆科技 盛美上海 闻泰科技 立讯精密 歌尔股份 蓝思科技 龙芯中科
    海光信息 壁仞科技 摩尔线程 沐曦 燧原科技 天数智芯 地平线机器人 黑芝麻智能 宇树科技 优必选
    智元机器人 商飞 亿纬锂能 国轩高科 中创新航 孚能科技 蜂巢能源 欣旺达 恩捷股份 璞泰来 赣锋锂业
    天齐锂业 华友钴业 格林美 中伟股份 大全能源 协鑫 正泰 特变电工 明阳智能 运达股份 上海电气
    东方电气 哈电集团 亨通光电 烽火通信 紫光展锐 中科曙光 新华三 金蝶 用友 科大国盾 国盾量子
    本源量子 蓝箭航天 天兵科技 中国星网 垣信卫星 银河航天 吉林长光 小马智行 文远知行 亿航智能
    峰飞航空 沃飞长空 华大基因 华大智造 智飞生物 康希诺 科兴生物 沃森生物 石药集团 齐鲁制药
    扬子江药业 正大天晴 豪森药业 中华电力 太古集团 长江实业
    """,
    " ",
)

ENGLISH = _names(
    """
    Toyota; Honda; Nissan; Hyundai; Kia; Ford; General Motors; GM; Stellantis; Tesla;
    Volkswagen; BMW; Mercedes-Benz; Volvo; BYD; CATL; Geely; SAIC; NIO; Panasonic; Samsung;
    Samsung Electronics; SK Hynix; LG Energy Solution; LG Chem; TSMC; Intel; Micron; Nvidia;
    AMD; Qualcomm; IBM; Microsoft; Google; Alphabet; Amazon; Amazon Web Services; Cisco; Dell;
    Siemens; Bosch; ABB; Schneider Electric; Honeywell; General Electric; GE Vernova; Hitachi;
    Toshiba; Sony; Mitsubishi; Huawei; Alibaba; Tencent; Baidu; ByteDance; Lenovo; Foxconn;
    Airbus; Boeing; Rolls-Royce; BAE Systems; Lockheed Martin; ExxonMobil; Chevron;
    TotalEnergies; Equinor; Orsted; Iberdrola; Vestas; BASF; DuPont; Linde; Air Liquide;
    ArcelorMittal; Nippon Steel; POSCO; Pfizer; Moderna; Merck; Novartis; Roche; AstraZeneca;
    GSK; Sanofi; Bayer; Johnson & Johnson; Novo Nordisk; Eli Lilly; HSBC; Barclays; Citigroup;
    JPMorgan Chase; Goldman Sachs; Tata Steel; Tata Motors; Reliance Industries; Infosys; Wipro;
    Hertz; Starbucks; Walmart; FedEx; Volvo Cars; Enel X; Rivian; Polestar; Northvolt; Nikola;
    Plug Power; Bloom Energy; GlobalFoundries; Wolfspeed; Applied Materials; ASML; Broadcom;
    OpenAI; Anthropic; SpaceX; Blue Origin; Rocket Lab; Palantir; Singtel; DBS Bank;
    ChargePoint; EVgo; Electrify America; First Solar; Enphase; SunPower; Albemarle; Livent; BHP;
    Rio Tinto; Fortescue; BioNTech; GE Hitachi; Rolls-Royce SMR; EDF; Glencore;
    Pilbara Minerals; Woodside Energy
    """,
    ";",
)
