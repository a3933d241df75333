"""What is a figure but no statement: structure, actors, names, limits of other things.

`is_excluded` looks at one quantity in its clause; `other_domain` at a paragraph (share
prices, sports, casualties, weather, company earnings).
"""

from __future__ import annotations

import re
from typing import Final

from saidao.statements.chinese.amounts import Quantity
from saidao.statements.chinese.indicators import counted_noun
from saidao.statements.chinese.passages import Passage

_DOMAINS: Final = re.compile(
    r"净流[入出]|主力资金|创业板|两市|北交所|A股|射门|主队|客队|取胜|观众|收盘|开盘|盘中|期货|涨停|跌停|股价|每股|恒生指数|上证|深证|沪指|创业板指|纳斯达克|道琼斯|标普|美元指数|收益率[涨跌]|个基点|基点报|"
    r"周[涨跌]|报[0-9.]+(?:美元|美分|点|%)|盎司|蒲式耳|南向资金|北向资金|成交额|市值|涨幅居前|领涨|领跌|收[涨跌]|"
    r"比分|进球|夺冠|金牌|银牌|铜牌|决赛|联赛|遇难[0-9]|死亡[0-9]|受伤[0-9]|失联[0-9]|确诊[0-9]|病例[0-9]|人(?:遇难|死亡|受伤|失联)|例(?<=[0-9]例)|震级|级地震|溺亡|车祸|"
    r"气温|降雨量|毫米|台风|阵风|最高温|最低温|能见度|寒潮|"
    r"归母净利|净利润同比|每股收益|扣非|财报|季报|股东净利|毛利率|派息|市盈率|融资余额|大盘|板块(?:上涨|下跌|涨|跌)|跌超|涨超|跌近|涨近"
)
_MARKETS: Final = re.compile(
    r"收盘|开盘|盘中|早盘|午盘|尾盘|涨跌|跌幅|涨幅(?=居|榜|超|达|为|最)|成[份分]股|股指|个股|沪深|沪指|深成指|"
    r"上证|深证|创业板指|科创50|恒指|领涨|领跌|涨停|跌停|两市|飘红|翻绿|大盘|成交额|收[涨跌报]|高开|低开"
)
_SPORT: Final = re.compile(
    r"夺冠|金牌|银牌|铜牌|奖牌|决赛|联赛|锦标赛|奥运会|奥林匹克|世界杯|亚运会|全运会|中超|英超|主场|客场|球迷|球队|"
    r"主教练|热身赛|小组赛|积分榜|进球|比分|赛季|世界纪录|对手|男篮|女篮|男足|女足|女排|乒乓|男子|女子|选手"
)
_WEATHER: Final = re.compile(
    r"气温|降温|降雨|阵雨|雷雨|暴雨|大雨|小雨|中雨|台风|冷空气|寒潮|高温预警|预警信号|多云|阴天|晴天|最高温|最低温|"
    r"气象[台局署]|特报|天气预报|雾霾|降雪|大风|℃"
)
_STRUCTURE: Final = re.compile(
    r"(?:大|项|个|条|类|种)?(?:方面|阶段|环节|领域|任务|举措|措施|步骤|要求|原则|导向|层面|维度|大类|中类|小类|门类|部门|部委|"
    r"委办局|单位(?=[联负参])|意见|政策(?!性)|条款|章节|部分|问题|指标|月|季度|时段|地区|省份(?=联合|参)|功能区|板块|"
    r"工业大类|行业大类|批次|工作日|不准|方向|特点|特征|亮点|理念|目标(?!企业|客户)|类型|层次|等级|级别|抓手|附件|表格|梯队|方阵|战役|"
    r"专栏|周期|规定动作|动作|人以上|台阶|关口)"
)
_STRUCTURE_HEAD: Final = re.compile(
    r"(?:任务|举措|措施|方面|领域|环节|阶段|部门|原则|大类|指标|要求|板块|条件|方向|行动|重大工程|重点工程|功能区|层面|体系|机制|"
    r"重点产业|专项|优势|问题|关系|制度|维度|关键词|抓手|战役|目标|工作|内容|政策|意见)\Z"
)
_STRONG_COUNT: Final = re.compile(
    r"建设|建成|建立|新建|打造|形成|培育|培养|新增|增加|创建|创设|共建|布局|布设|推出|引进|引育|孵化|推广|改造|改建|扩建|完成|实施|推进|推动|开展|支持|制定|"
    r"发布|突破|超过|超|达|达到|至少|不少于|不低于|累计|拥有|现有|已有|共有|有|覆盖|惠及|涵盖|服务|帮扶|扶持|认定|遴选|选育|选择|选树|提升|提供|创造|投放|"
    r"入围|入选|签约|签署|落地|开工|投产|竣工|投用|启用|设立|成立|组建|组织|举办|招引|研发|研制|开发|攻克|攻关|转化|淘汰|关闭|整治|治理|修复|完善|升级|获批|"
    r"梳理|包括|安排|滚动|抢救|复壮|配备|配置|购置|更新|增设|部署|落户|集聚|聚集|发射|生产|年产|上市|培训|帮助|带动|解决|保障|资助|申报|争创|争取|实现|"
    r"力争|确保|约|近|逾|储备|谋划|出让|供应|提供|启动|编制|扩大|划定|保护|建好|用好|发展|引导|吸引|聚焦|以|对|围绕|涉|从|约有|接收|受理|办理|减少|压减|创"
)
_ACHIEVED: Final = re.compile(
    r"建设|建成|建立|新建|打造|形成|培育|新增|创建|共建|通过|核准|批准|推出|引进|改造|完成|实施|设立|成立|组建|争创|拥有|现有|已有|共有|累计|增加|扩大|布局|开通|贯通|新设|增设|投运|投产"
)
_ACTOR: Final = re.compile(
    r"^(?:中央)?(?:企业|央企|部门|单位|机构|委员会|地区|省市|国家(?!和地区|及地区|和区域)|城市|公司|高校)(?:与|定点|和|联合|共同|签署|参加|出席|参与|印发|发布|超额|负责|代表|主要负责)"
)
_ANECDOTE: Final = re.compile(
    r"这家|这台|这条|这座|现场|订单|一位|一名|有一|记者看到|走进|只见|满载|一批[0-9]|型号|机械臂|起重机|参赛|选手|嘉宾|展商(?<!参展商)|观众|现场观众"
)
_TECHNICAL: Final = re.compile(
    r"(?:(?:单枪|单桩|单机|单台|单体|单个|单笔|单户)[^，。；、]{0,10}|距离[^，。；、0-9]{1,8}|(?:直径|口径|厚度|水深|井深|埋深|压力|转速|时速|精度|分辨率|波长|孔径|电压|轴距|车长|墙厚|跨度|坡度|深度|"
    r"高度|载重|载货|排量|续航|续航里程|水头|年龄|龄期|海拔|半径|间隔|间距)(?:可以|可|能|在|为|达到|达|约|近|超过|超|不低于|不小于|大于)*)$"
)
_QUALIFIED: Final = re.compile(
    r"(?:率|功率|产值|纳税|收入|营收|面积|规模|容量|能力|里程|年龄|人数|人口|数量|金额|投资额|总量|吨位|水平|销售额|税收|学历|占比|比例|浓度|评分|价值|"
    r"所得额|销售量|交易额|贷款|余额|产量|消费量|用能量|能耗|营业额|厚度|时间|等级|年限|时长|距离|跨度|高度)"
    r"(?:在|为|达到|达|超过|超|过|逾|不低于|不少于|不足|低于|高于|大于|不超过|小于|突破|均)+$"
)
_QUALIFIES: Final = re.compile(
    r"^(?:（含）)?的(?!比例|占比|目标|投资|资金|补贴|奖励|规模|土地|标准|融资|产业目标|半导体投资|增长|速度|份额|补助|贴息|比重|水平|贡献|缺口|投入|任务|专项|基金|政策|公共|贷款|"
    r"产能|产量|用地|面积|电量|电力)[^，。；0-9]{0,24}"
)
_ELIGIBLE: Final = re.compile(
    r"^(?:（含）)?的[^，。；]{0,20}(?:企业|项目|单位|个人|机构|产品|用户|主体|地区|设施|设备|车辆|园区|示范园|船舶|机组|锅炉|部分|家庭|纳税人)"
)
_TECHNICAL_AFTER: Final = re.compile(
    r"(?:包装|规格|装的|直径|口径|高程|长度的|宽度?的|深度?的|级|轨距|线以|半径|高的|长的|宽的|厚的)"
)
_PROJECT: Final = re.compile(r"[^，。；、0-9]{1,16}?(?:项目|工程|生产线|基地|装置|电站|船舶|机型)")
_PURE_POWER: Final = frozenset("百千万亿")
_ANAPHORA: Final = re.compile(r"(?:该|这|上述|此)$")
_CITED: Final = re.compile(
    r"的?(?:年度|全年|阶段性|控制|预期|调控|规划)?(?:建设)?(?:目标|任务|计划)"
)
_CLASS_OF: Final = re.compile(
    r"(?:的)?(?:城市|县城|企业|单位|村|社区|乡镇|场所|家庭|主体|合同|园区|建筑|锅炉|船舶)(?:占|的|数|总|达|实|完成|全|$|，|、|。|；)"
)
_TOLD: Final = re.compile(
    r"(?:村民|农户|种植户|养殖户|店主|摊主|大姐|大爷|师傅|游客|居民|市民)[\u4e00-\u9fff]{1,4}(?:说|告诉|笑)|走进|记者看到|只见|映入眼帘"
)
_HOURS: Final = re.compile(r"压缩|缩短|控制|提速|不超过|限时|时限|办结|响应")
_SHORTENED: Final = re.compile(r"[^，。；0-9]{0,4}(?:压缩|缩短|缩减|降)[到至]")
_DURATION: Final = re.compile(
    r"期限|为期|有效期|天数|时间|轮候|降至|车程|[补资]贴|补助|奖励|扶持|[续合租工免税营设还行施用]期$|期(?:为|不|最)|时长|时限|限期|不超过|最长|最多|延长|顺延|展期|缓缴|免收|免除|免缴|免租|减免|返还|可返|压缩|缩短|分(?=\Z)|[已缴纳作险业]满|结束后|解除后|更新后|之日起|之日后|日内|内完成|"
    r"寿命|过渡期|宽限|至少|不少于|不低于|办理|办结|按|用时|周期|时间|受理后|后(?=[0-9])|提前(?!了)|贷款[^，。；]{0,8}$"
)
_DURATION_AFTER: Final = re.compile(
    r"^(?:内|以内|之内|(?:及以上)?(?:服务|劳动)合同|内?每?年?享受|每年给予|给予|的?(?:租金|房租|社会保险|企业|工资|还款|过渡期|贷款利息|有效期|期限|补贴|宽限期|缓缴期|再担保|延期|基本养老|物业费|保费))|^(?:及以上)?(?:贷款|租金|还款|房租)"
)
_VALIDITY: Final = re.compile(r"有效期限?(?:为|是|：)?\Z")
_EACH: Final = re.compile(r"每[^，。；0-9]{0,4}\Z")
_OWN_ARTICLES: Final = re.compile(
    r"(?:》|措施|政策|意见|细则|办法|规定|文件)[，]?(?:共有?|包括|包含|一?共计|总计|分为?)\Z"
)
_IN_ALL: Final = re.compile(r"(?:[、和及]|其中|共有?|包括|一?共计|总计|合计|[0-9]+[条章节])*")
_WARMING: Final = re.compile(
    r"升温|控温|温升|增温|变暖|气候(?:目标|变化)|巴黎协[定议]|净零|轨[迹道]|温度目标"
)
_DENOMINATOR: Final = re.compile(r"[^，。；、0-9]{1,14}占(?=[0-9])")
_MEMBER_OF: Final = re.compile(r"(?:跻身|成为)[^，。；0-9]{0,14}\Z")
_MORE_THAN: Final = ("超过", "逾", "约", "近")
_COVERS: Final = re.compile(
    r"(?:涉及|接入|惠及|服务|覆盖|(?:拓展|扩大|扩展)[到至])(?:了)?(?:约|超过|超|近)?\Z"
)
_SCHOOL: Final = re.compile(r"(?:离校|毕业|出生)\Z")
_BOUND: Final = re.compile(r"(?:不超过|最多|至多|不少于|至少|不得超过)\Z")
_RUNNING: Final = re.compile(r"(?:连续|未来|今后|过去|近|每)\Z")
_LIFE: Final = re.compile(r"寿命|年龄|教育年限")
_FUNDED: Final = re.compile(r"投资|奖励|补助|资金$")
_RAIN: Final = re.compile(r"的(?:降雨|降水)")
_YIELDS: Final = re.compile(r"年产值|年产$")
_LIFETIME: Final = re.compile(r"寿命|年限")
_MODELS: Final = re.compile(r"型号|机械臂")
_LEADING: Final = re.compile(r"(?:中心城市|企业)?(?:为代表|为主|为核心)")
_SIZE_OF: Final = re.compile(r"[^，。；、]{0,12}(?:规模|产业规模)(?:将|达|超|突破)")
_VARIED: Final = re.compile(r"[^，。；]{0,4}各具")
_OF_LIST: Final = re.compile(
    r"[项个][^，。；、0-9]{0,8}(?:指标|任务|工作|举措)[^，。；、0-9]{0,10}(?:完成|达标|达到|提前|实现)(?:了)?\Z"
)
_NTH: Final = re.compile(r"[前第首]\Z|(?<![随此今])后\Z")
_LONGER: Final = re.compile(r"[较比][^，。；]{1,16}(?:增加|延长|缩短|减少|提前)(?:了|约)?\Z")
_IN_FORCE: Final = re.compile(r"[之以]?后?(?:起)?(?:正式)?(?:施行|实施|生效)")
_AMONG: Final = re.compile(r"(?:包括|推出|批出|物色|拨出)(?:了)?\Z")
_THINGS: Final = frozenset(("家", "间", "所", "座", "幅", "条", "个"))
_GRADE: Final = re.compile(
    r"(?:新药|创新药|改良|医疗|器械|水|标准|地区|企业|城市|人才|高地|风险|甲|乙|传染病|用地)"
)
_OF_YEARS: Final = re.compile(
    r"(?:来|前|间|多来|期国债|期|制|级|规划|行动|计划|一遇|左右的时间|时间|以来)"
)
_ACTORS_DO: Final = re.compile(
    r"认定|下岗|首发|首展|亮相|参展|入围|入选|参加|接受|赴|出国|进入|上榜|跻身|获评|下沉|惠及|完成|实现|立起|建成|达到|获|落户|投产|开工|通过|上市|纳入|接入|参与|享受|受益|得到|用上|告别|脱贫|摘帽|覆盖|启动|投入|开展|转型|改造|提升|集聚|上云|升级"
)


def other_domain(paragraph: str) -> bool:
    """Return whether a paragraph is of another domain than policy and the economy.

    Two different words of such a domain decide, so that a plan that mentions 市值 once
    stays a plan.
    """
    seen: set[str] = set()
    for match in _DOMAINS.finditer(paragraph):
        seen.add(match.group()[:2])
        if len(seen) > 1:
            return True
    return False


def of_other_pages(title: str, opening: str) -> bool:
    """Return whether a document is a report of a day's trading, of sport or weather.

    Words of trading decide in its `opening`; those of sport and weather, which reports
    and plans use as well, only where its `title` has one, or the opening has many.

    Examples
    --------
    >>> of_other_pages("", "三大指数收盘涨跌互现，成份股中多数上涨，成交额放大。")
    True
    >>> of_other_pages("", "全市上市公司总市值达到两万亿元。")
    False
    >>> of_other_pages("周末大风降温", "本周末降雨，最低气温8℃，市民注意防寒。")
    True
    """
    if _kinds_of(_MARKETS, opening) > 2:
        return True
    # One character that each of the two can hardly do without spares the search.
    return any(
        sign in opening
        and _kinds_of(words, opening) > (2 if words.search(title) is not None else 5)
        for sign, words in (("赛", _SPORT), ("雨", _WEATHER), ("温", _WEATHER))
    )


def _kinds_of(words: re.Pattern[str], text: str) -> int:
    """Return how many different words of a domain a text has."""
    return len({match.group()[:2] for match in words.finditer(text)})


def is_excluded(passage: Passage, quantity: Quantity, instrument: bool) -> bool:
    """Return whether a quantity in its clause is no statement.

    Parameters
    ----------
    passage : Passage
    quantity : Quantity
    instrument : bool
        In a text of measures, sizes that decide who is eligible are statements.
    """
    sentence, left, right, listed = (
        passage.sentence, passage.left, passage.right, passage.listed,
    )  # fmt: skip
    first = not left
    before = passage.before[-12:]
    family = quantity.unit.family
    after = sentence[quantity.end : quantity.end + 30]
    if quantity.unit.family == "ratio":
        return False
    if quantity.unit.canonical == "person" and (
        left.endswith("每") or (quantity.value == 1 and _EACH.search(left))
    ):
        return True
    articles = instrument and quantity.word in ("条", "项")
    if articles and (_OWN_ARTICLES.search(left) or _IN_ALL.fullmatch(left)):
        return True
    if passage.line.is_story():
        return True
    if _ANAPHORA.search(left, max(0, len(left) - 2)):
        return True
    if quantity.word == "类" and (quantity.value or 9) <= 5 and _GRADE.match(after):
        return True
    if family == "duration":
        return _is_plain_time(quantity, left, after)
    if quantity.form == "rank":
        return False
    if quantity.form == "tier":
        return False
    if family in ("count", "person"):
        return _is_structure(quantity, sentence, left, right, after, before, first, listed)
    if family in ("multiple",):
        return quantity.value is not None and quantity.value < 1 and quantity.joined
    eligible = instrument and family == "money"
    if not eligible and _QUALIFIED.search(left[-24:]) and _QUALIFIES.match(after):
        return True
    if (
        quantity.suffix == "most"
        and not eligible
        and "\u4e00" <= after[:1] <= "\u9fff"
        and sentence[quantity.end - 1] == "下"
        and after[0] not in "提增降扩调升减"
    ):
        return True
    if quantity.unit.canonical == "°C":
        return _WARMING.search(sentence) is None
    if family == "physical":
        if _TECHNICAL_AFTER.match(after):
            return True
        figure = sentence[quantity.start : quantity.unit_end - len(quantity.word)]
        if quantity.unit.canonical in ("t", "m3", "kW") and _PROJECT.match(after):
            if set(figure) <= _PURE_POWER:
                return True
            if quantity.unit.canonical == "t" and "项目" in after[:20]:
                return True
    if (
        not eligible
        and quantity.suffix
        and _CLASS_OF.match(after)
        and family in ("money", "person", "physical")
    ):
        return True
    if _TOLD.search(sentence) is not None and family in ("money", "physical"):
        return True
    if (
        not eligible
        and quantity.suffix
        and _ELIGIBLE.match(after)
        and family in ("physical", "money")
    ):
        return not _FUNDED.search(left[-12:])
    if _TECHNICAL.search(left[-18:]) and family == "physical":
        return True
    if _ANECDOTE.search(left) and family == "physical" and not listed:
        return True
    if family == "rate" and _RAIN.match(after):
        return True
    return bool(_YIELDS.search(left)) and _QUALIFIES.match(after) is not None


def _is_plain_time(quantity: Quantity, left: str, after: str) -> bool:
    """Whether a duration is not an instrument's or a procedure's term."""
    canonical = quantity.unit.canonical
    if _IN_FORCE.match(after):
        return True
    if canonical == "year" and _NTH.search(left):
        return True
    if _SCHOOL.search(left):
        return True
    if _VALIDITY.search(left):
        return True
    if quantity.word in ("岁", "周岁") or (canonical == "year" and _LIFE.search(left)):
        return not _LIFETIME.search(left)
    if canonical in ("second", "minute", "hour"):
        return not (_HOURS.search(left) or _SHORTENED.match(after))
    if canonical in ("day", "week", "working_day", "month", "year"):
        if _DURATION_AFTER.match(after) or _LONGER.search(left):
            return False
        if quantity.spelled and quantity.value == 1 and canonical == "year" and left[-2:] != "为期":
            return True
        if _OF_YEARS.match(after):
            return True
        if _DURATION.search(left[-16:]) or _DURATION_AFTER.match(after):
            return _RUNNING.search(left) is not None
        return True
    return False


def _is_structure(
    quantity: Quantity,
    sentence: str,
    left: str,
    right: str,
    after: str,
    before: str,
    first: bool,
    listed: bool,
) -> bool:
    """Whether a count is of a document's structure, of actors or of an anecdote."""
    if quantity.tier is not None:
        return right.endswith(("台阶", "关口", "大关"))
    noun = right.removesuffix("为目标").removesuffix("为支撑")
    if _CITED.match(noun):
        return False
    if quantity.suffix and quantity.unit.family == "person" and _CLASS_OF.match(after):
        return True
    if quantity.suffix == "most" and sentence_below(sentence, quantity) and noun:
        return True
    if _OF_LIST.search(left):
        return True
    if _COVERS.search(left):
        return False
    if _DENOMINATOR.match(after) or _MEMBER_OF.search(left) or left.endswith("个方面"):
        return True
    if _STRUCTURE.match(noun):
        return True
    if (
        quantity.unit.family == "count"
        and noun
        and not listed
        and not quantity.suffix
        and "的" not in noun
        and _STRUCTURE_HEAD.search((counted_noun("", noun) or "")[:9].removesuffix("中"))
    ):
        return True
    if _ACTOR.match(noun) and not left.endswith(_MORE_THAN):
        return True
    if _ANECDOTE.search(left) or _MODELS.match(noun):
        return True
    if _LEADING.match(noun):
        return True
    spelled_small = quantity.spelled and quantity.value is not None and quantity.value <= 10
    if spelled_small and (quantity.more or (_AMONG.search(left) and quantity.word in _THINGS)):
        return False
    if listed and not (spelled_small and quantity.value == 1 and not noun):
        return False
    if spelled_small and _BOUND.search(left):
        return False
    if spelled_small:
        if quantity.value == 1:
            return True
        return not (
            _ACHIEVED.search(left[-20:]) and noun and not noun.startswith(("大", "化", "级"))
        )
    if _SIZE_OF.match(noun):
        return True
    if not noun or quantity.suffix or quantity.more:
        # 数字农业工厂1000家: the noun stands in front.
        return not left.strip("、和及与，并将") and not listed and not noun and not before
    if _STRONG_COUNT.search(left[-30:]):
        return False
    if first or not left.strip("、和及与"):
        # 570多家工业企业入围, 78家…完成: a count that is the clause's subject.
        return bool(_VARIED.match(noun)) or not _ACTORS_DO.search(
            sentence_tail(after, noun),
        )
    return False


def sentence_below(sentence: str, quantity: Quantity) -> bool:
    """Return whether the quantity is bounded by 以下, which names a class (100人以下企业)."""
    return sentence[quantity.end - 2 : quantity.end] == "以下"


def sentence_tail(after: str, noun: str) -> str:
    """Return the words that follow the counted noun, or the noun where nothing follows."""
    return after if after else noun
