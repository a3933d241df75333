"""Kind, modality and firmness: target, actual, baseline or measure; how firmly said.

Words that decide are the rows below. The order of evidence is: a baseline's frame
(从A到B), an instrument's words, the words of promise or fact in the sentence, the
period, and last what kind of document it is.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from saidao.statements import periods as iso
from saidao.statements.chinese.amounts import Quantity
from saidao.statements.statement import Kind, Modality

Genre = Literal["plan", "measures", "report", "news"]
Firmness = Literal["commits", "strives", "expects", "hopes"]

_TITLE_GENRES: Final[tuple[tuple[Genre, re.Pattern[str]], ...]] = (
    (
        "report",
        re.compile(
            r"政府工作报告|统计公报|工作总结|工作回顾|工作报告|国民经济和社会发展计划.{0,12}报告|预算.{0,12}报告"
        ),
    ),
    (
        "measures",
        re.compile(
            r"若干措施|若干政策|政策措施|若干意见|若干规定|实施细则|奖励办法|扶持办法|补贴办法|补助办法|管理办法|暂行办法|"
            r"扶持措施|支持措施|激励措施|(?:措施|细则|办法)[(（]|扶持政策|优惠政策|支持政策|纾困|救市|条措施|条政策|条意见|奖补|资助办法|措施的?通知"
        ),
    ),
    (
        "plan",
        re.compile(
            r"规划(?!署|局|司|院|处)|行动方案|行动计划|实施方案|工作方案|建设方案|实施意见|指导意见|发展计划|三年行动|工作要点|纲要|"
            r"路线图|施政报告|施政方针|总体方案|攻坚方案|指导目录|意见$|方案$|计划$|白皮书"
        ),
    ),
)
_NOTICE: Final = re.compile(
    r"^(?:.{2,24})?关于.{2,60}(?:通知|公告|通告|决定|规定)|办法|条例|细则|规定$"
)
_NEWS: Final = re.compile(
    r"记者|本报|新华社|消息|近日|日前|今天|发布会|获悉|了解到|印发《|发布《|电[（(]|日电|报道|联合印发|讯[（(]?"
)
_TITLE_NEWS: Final = re.compile(
    r"》(?:正式)?(?:发布|印发|出台|实施)|[，！？：]|将|已|超|突破|有望|印发|发布|召开|启动|我国"
)

_TARGET: Final = re.compile(
    r"力争|争取(?!了)|确保(?!了)|目标|计划(?<!年度计划)(?<!全年计划)(?!单列|生育)|预计|预期|有望|将(?<!可以将)(?<!能将)(?<!可将)(?!来|军|近|士)|努力|拟|要(?<![主重首次紧纪摘概扼需]要)(?!求|素|点|闻|求的|塞|件)|必须|应(?!用|急|对|收|届|变|税|缴|付)|"
    r"奋力|到20[2-9]\d年(?<![长加高升降少大低]到20\d\d年)|力求|展望|实现.{0,6}(?:目标|突破)|明年|后年|未来(?=[，0-9一二三四五六七八九十两几数我全本将]|$)|今后|下一步|推动|推进|加快|支持(?=[0-9])|还会|拟于"
)
_STRONG_TARGET: Final = re.compile(
    r"力争|争取|确保(?!了)|计划(?<![比原]计划)(?<!(?:补助|补贴|资助|行动|先导|两年|三年|五年|支持|培育|试点|科技|专项|买位|实施|提升|优惠|试行|工程|共享|年度|全年)计划)(?!单列|生育|”|自|书|期)|预计|预测(?!预警|模型|准确|能力|系统|服务)|预期|有望|将(?<!可以将)(?<!能将)(?<!可将)(?!来|军|近|士)|努力|拟|奋力|力求|以(?=[兴新]建|建设|培育|打造|容纳)|料(?=可|将|会)|预估|估计|还会|会(?=有)(?<=[将还也仍底]会)|可(?=新增|增加|形成|满足|带动|实现|提供|容纳|节约|减少|减排|替代|吸纳|创造|生产)(?<!许可)(?<!认可)|目标(?<!于目标)(?<!超目标)(?<!塌目标)(?<!差目标)(?<!成目标)(?!任务的|的\d)|要(?=达到|实现|新|建|在|超|突破)"
)
_ACTUAL: Final = re.compile(
    r"已(?!知|有条件)|仅(?=[达为完占得有剩])|目前|截至|截止|如今|当前|现有(?<!(?:改造|扩建|建设|利用|整合|提升|盘活|依托|优化|完善|升级)现有)(?<![在对将把]现有)|现已|完成了|实现了|建成了|达到了|年来(?<=[0-9一二三四五六七八九十]年来)|以来|"
    r"创历史|推出的|近日公布|评为|获评|荣获|了(?:约|近|超过|超|逾)?\Z|首次超|首次突破|最新数据|据统计|年间|五年间"
)
_WEAK_ACTUAL: Final = re.compile(
    r"去年|上年|同比|共有|拥有|入围|入选|位居|稳居|均居|签署|获批|超额|累计|监测|统计|顺利|圆满|取得|跃居|跃升|其中有|新闻办"
)
_STATIVE: Final = re.compile(
    r"(?:其中|该|其|总|占地|规划|建筑|用地|国土|陆域|海域|行政区域|辖区|全市|全区|全县|全省|区域|园区|核心区|境内){0,3}"
    r"(?:面积|全长|总长|海岸线|户籍人口|常住人口|总人口)(?:约为?|为|共|共计|近|达)?\Z"
)
_OCCUPIES: Final = re.compile(r"占地(?:面积)?(?:约为?|为|共|达|近|超过)?\Z")
_MEASURE: Final = re.compile(
    r"总投资|补贴|补助|奖励|奖补|资助|贴息|减免|减征|免收|免征|免除|免缴|免租|缓缴|缓征|返还|退还|给予|期限|有效期|顺延|展期|宽限|"
    r"上限|限额|费率|税率|优惠|通行费|租金|专项资金|预算(?!收入|支出|内|外)|拨款|转移支付|融资总量|授信|贷款额度|担保(?!法)|押金|收费|收取|投放|津贴|"
    r"补偿|印花税|差饷|斥资|增拨|拨款|拨付|加计|特种基金|支出安排|造价|总经费|额外开支|工程开支|拨入|提拨|经常开支|专项经费|零售价|基准价|限价|指导价|水价|票价|收费标准|征收|计征|宽减|豁免|退税|注资|编列|核定|抵扣|扣除|消费券|关税(?<!零关税)|最低工资|基本工资|社会保险费|保费(?!规模|收入)|首付|融资担保|再贷款|"
    r"财政(?:安排|投入|资金|出资)|下达(?<!已下达)[^，。；]{0,20}(?:资金|补[贴助]|经费|预算)|拨付[^，。；]{0,20}(?:资金|补[贴助]|经费|预算)|预拨[^，。；]{0,20}资金|划拨[^，。；]{0,20}资金|承担额|安排[^，。；]{0,14}资金|设立[^，。；]{0,24}基金|基金(?:总)?规模|注入|拨出|预留|预拨|补缴|结转|资金[0-9]|"
    r"下调[0-9]|电价|气价|价格[^，。；]{0,4}下[调浮]|贷款利率|额度|门槛|资产限额|工资上限|起征点|总概算|概算|补贴标准|收购|发放"
)
_PUT_IN: Final = re.compile(
    r"(?:(?<![研发科经费技产加])投入(?:财政|专项)?(?:资金)?|[运动]用)(?:约|超过|超|近)?\Z"
)
_SPENDING: Final = re.compile(r"经[营常]开支|总开支|开支总额|政府开支")
_RATE_MEASURE: Final = re.compile(
    r"预留|风险补偿|基准价|上浮|印花税|税前|差饷|补贴|补助|奖励|奖补|资助|贴息|减免|减征|免征|宽减|豁免|返还|退还|给予|费率|税率|优惠|限额|上限|抵扣|扣除|征收|计征|关税(?<!零关税)|首付|下调|下浮|电价|气价|租金|折|配套|贴"
)
_MEASURE_AFTER: Final = re.compile(
    r"^(?:的)?(?:[^，。；、0-9]{0,8})(?:补贴|补助|奖励|奖补|资助|贴息|税前|加计|扣除|抵扣|承担|给予|安排|进行贴息|收取|融资|专项资金|基金|予以|标准|租金|房租|房屋租金|"
    r"社会保险费|贷款利息|担保费|优惠|减免|封顶|一次性|配套|征收|计征)"
)
_OUTCOME: Final = re.compile(
    r"增加值|总产值|生产总值|收入(?:增长|增速)|规模(?:达|超|突破)|产值(?:达|超|突破)|营收|降低企业|减负|融资成本|贷款(?:余额|增速|增长)|投资(?:增长|增速)|交易额|销售额|拉动消费|带动消费|拉动投资|带动投资"
)
_FUNDS: Final = re.compile(r"投资|资金|基金")
_TAX: Final = re.compile(r"税率|印花税")
_GOAL_WORDS: Final = re.compile(r"发行|增长|降低|目标|力争|确保|成本|拉动|撬动")
_ENTITLED: Final = re.compile(
    r"涉约?$|适用于|合资格|(?:符合|具有|具备)[^，。；]{0,8}资格|可补[贴助]\Z|享受补贴|补贴次数|补助次数"
)
_TRADED: Final = re.compile(r"交易|市场化|安排")
_REWARDED: Final = re.compile(r"的[^。；]{0,60}?(?:给予|予以|补助|补贴|奖励|奖补|资助|优先|享受)")
_FOR_WHOM: Final = re.compile(r"(?:^|[。；，、：）])(?:\d{1,2}[.])?(?:对|凡)(?!比|外|于|接)")
_THRESHOLD: Final = re.compile(r"(?:不少于|不低于|至少|超过|达到|达|增长|满|不超过)(?:每.{1,3})?\Z")
_FROM: Final = re.compile(r"(?:从|由)[^，。；]{0,30}$")
_TO: Final = re.compile(
    r"，?[^，。；0-9]{0,16}?(?:增长|增加|提高|提升|上升|下降|降低|减少|扩大|压缩|缩短|延长|增|降|升|跃升|攀升|调整|拓展|减|上调|下调|改|扩展|扩|回升|跃)?"
    r"(?:到|至|为)(?:了)?"
)
_DISCOUNT_TO: Final = re.compile(r"[^，。；0-9]{0,10}(?:扩大|调整|提高|降低|下调)(?:到|至|为)[0-9]")
_TIME_TAKEN: Final = re.compile(r"天数|寿命|年限|时间|轮候|用时|时长|车程|周期")
_SHORTENED: Final = re.compile(r"压缩|缩短|压减|控制|提速|寿命|提高|达到")
_MUST_REACH: Final = re.compile(
    r"要达到|应达到|目标(?:是|为)|设定|定为|需有|要做到|需达|目标[值量]?(?=\Z)(?<!于目标)(?<!超目标)(?<!塌目标)|提出[，到]|(?:估计|预计|预期|预测|原[定订先])的\Z|要求[^，。；]{0,8}达到"
)
_DONE_OF: Final = re.compile(
    r"(?<!将)(?:占|完成)[^，。；0-9]{0,12}(?:目标|计划|任务|预算)的(?:约|近|超过)?\Z"
)
_AGAINST_GOAL: Final = re.compile(
    r"(?:高于|低于|超出|快于|慢于|好于|超)[^，。；0-9]{0,8}(?:目标|计划|预期|进度)(?:值|水平|目标)?(?:约|近)?\Z"
)
_ESTIMATED: Final = re.compile(
    r"(?:收入|盈余|赤字|储备|结余|税|利得税)[^，。；]{0,8}(?:预计|预算|估计|预期)(?:为|达|约)*\Z"
)
_ALREADY: Final = re.compile(r"已经?(?:由|从)[^，。；]*\Z")
_YIELDS: Final = re.compile(r"(?:预计|预期)[将会可]*(?:带来|创造|带动|吸引|惠及|提供|容纳|新增)")
_ONCE_BUILT: Final = re.compile(
    r"(?:建成|投产|投运|投用|达产|完工|竣工|通车|运营|落成|实施|完成)(?:投产|投用|运行|通车)?[之以]?后(?![0-9])"
)
_DONE_AFTER: Final = re.compile(r"[^，。；的]{0,12}(?:均|都)?已(?!知)")
_COMING_AFTER: Final = re.compile(r"[^，。；的]{0,12}(?:将(?!军)|拟|有望|预计|力争|计划于)")
_LIMITED: Final = re.compile(
    r"(?:且|并|但)?(?:单[个家户项]|每[^，。；0-9]{1,6})?(?:累计|总额)?(?:最高|最多|上限|封顶|不超过|不高于)"
)
_GROWN: Final = re.compile(r"[\u4e00-\u9fff]{4}(?:增长|下降|提高|增速)[^，。；]{0,4}\Z")
_REACHED: Final = re.compile(r"(?:达到?|增加|减少)(?:约|近|超过|逾)?\Z")
_ALONE: Final = re.compile(r"(?:涉及?|共|合共)?(?:约|近|超过|逾)?")
_GIVEN_TO: Final = re.compile(
    r"(?:向|为|给)[^，。；]{2,24}(?:提供|发放|派发)[^，。；]{0,10}(?:资助|津贴|补贴|支援|补助|现金|消费券)，\Z"
)
_PAID: Final = re.compile(r"补贴|补助|奖励|资助|贴息|给予|奖补|支持")
_ARRANGED: Final = re.compile(r"(?:安排|统筹|下达|投入)(?:了)?(?:约|近|超过|超|不低于|不少于)?\Z")
_FUNDS_AFTER: Final = re.compile(r"(?:以上)?的?[^，。；、0-9]{0,6}(?:资金|经费|补助|基金)")
_FOR_USE: Final = re.compile(r"的?(?:专项)?(?:资金|经费)?将?(?:用于|用作|拨予|予(?!以))")
_SUPPORTED: Final = re.compile(r"(?:主要|其中)?用于")
_SCHEME_AFTER: Final = re.compile(r"的?(?:非经营开支)?“[^”，。；]{0,16}(?:计划|基金|津贴)”")
_REVENUE: Final = re.compile(r"收入|盈余|赤字|储备|结余|税|生产总值|经济")
_OF_ITSELF: Final = re.compile(r"占|比重|率(?!补|优)")
_GOAL_IS: Final = re.compile(r"(?:目标|指标)(?:是|为|定为|设定为|在于)")
_CITED: Final = re.compile(
    r"^的?(?:年度|全年|阶段性|控制|预期|调控|规划)?(?:建设)?(?:目标|任务|计划)"
)
_FORECAST: Final = re.compile(
    r"预计|预测|有望|估算|测算|估计|料(?=可|将|会)|预估|推算|预期效|预料|可望"
)
_FIRMNESS: Final = re.compile(
    r"(?P<strives>力争|争取|努力|力求|奋力|尽力|力促|冲刺)"
    r"|(?P<hopes>有望|希望|展望|愿景|期望|可望|远景)"
    r"|(?P<expects>预计|预期(?!寿命)|预测|测算|估算|预料|估计)"
    r"|(?P<commits>确保|必须|保证|坚决|务必|承诺|严格|不得|守住|要(?=达到|实现|新|建|在)|应当|(?<![供反相适响对效感])应(?![用急对变届收付]))"
)
_FIRM_WORDS: Final[dict[str, Firmness]] = {
    "strives": "strives", "hopes": "hopes", "expects": "expects", "commits": "commits",
}  # fmt: skip
_CAPPED: Final = re.compile(
    r"最高|最多|不超过|不高于|上限|封顶|单个|每个|每家|每户|每人|每年|累计不|总额(?=[不最])|(?:补[贴助]|资助|奖励|扶持)总额"
)
_BENEFIT: Final = re.compile(r"惠及|受惠|受益")
_IMPERATIVE: Final = re.compile(
    r"[、和及与并]*(?:培育|培养|打造|推进|推动|加快|实施|支持|建设(?![成了])|新建(?!成)|改造|布局建设|引进|引育|完善|扩大|遴选|组织|规划|启动|申报|开工|安排|选育|创建|开展|深化|鼓励|加强)"
)
_IS_REVIEW: Final = re.compile(
    r"回顾|工作总结|统计公报|完成情况|执行情况|成绩单|答卷|成就|硕果|经济运行|上半年|前三季度|一季度|1[-—]\d{1,2}月"
)


def genre_of(title: str, opening: str) -> Genre:
    """Return what kind of document a title (and the opening of the text) speak of."""
    for genre, pattern in _TITLE_GENRES:
        if genre == "plan" and (_TITLE_NEWS.search(title) and _NEWS.search(opening)):
            continue
        if pattern.search(title):
            return genre
    if _NOTICE.search(title):
        return "measures"
    if _NEWS.search(opening[:400]):
        return "news"
    first = opening.lstrip().partition("\n")[0]
    if len(first) < 60 and "。" not in first and "，" not in first:
        for genre, pattern in _TITLE_GENRES:
            if pattern.search(first):
                return genre
    return "news"


def is_review(title: str) -> bool:
    """Return whether a title announces a review as a whole (工作回顾, 统计公报)."""
    return _IS_REVIEW.search(title) is not None


def is_rewarded(sentence: str, before: int, after: int, instrument: bool) -> bool:
    """Return whether the sentence goes on to what is paid where the figure is reached.

    Outside of texts of measures only a sentence that says for whom (对…的企业) is read so.

    Examples
    --------
    >>> is_rewarded("对年营业收入增长20%的企业，给予5万元奖励。", 8, 11, False)
    True
    """
    if not instrument and _FOR_WHOM.search(sentence, 0, before) is None:
        return False
    return _REWARDED.search(sentence, after, after + 100) is not None


def is_cited(right: str) -> bool:
    """Return whether what follows a figure makes it a goal that is cited (5万个的年度目标)."""
    return _CITED.match(right) is not None


def is_baseline(left: str, after: str) -> bool:
    """Return whether the figure is the starting value of a change (从A提高到B).

    `after` is what follows the quantity in the sentence.
    """
    if _FROM.search(left[-32:]) is None:
        return bool(_DISCOUNT_TO.match(after) and "折" in after[:14])
    match = _TO.match(after)
    return match is not None and match.end() > 0


class Evidence(NamedTuple):
    """What bears on the kind of a figure.

    Parameters
    ----------
    left, right : str
        The clause before the figure and after the quantity.
    after : str
        The sentence after the quantity, its first words.
    words : str
        `left`, with the subject before it where the clause names none.
    before : str
        The sentence before the clause.
    period : str or None
        Period that governs the figure in its sentence.
    own, now, fresh : bool
        Whether the sentence names one; whether that is the present (目前); whether it is
        named after the figure before.
    year : int or None
        Year of publication.
    genre : str
    stance : str
        Whether the section looks back (``review``) or ahead (``promise``).
    previous, earlier : str or None
        Kind of the figure before it in the same sentence, and of the one before that.
    promised : bool
        The paragraph has been stating targets.
    last_said : str
        Whether the last period of the paragraph lies in the ``past`` or ``future``.
    spanned : bool
        The text looks back on a span of years (5年来).
    closing : bool
        The sentence or one before it closes the year of publication (预计全年 in December).
    rewarded : bool
        In a text of measures, the sentence goes on to what is paid for it (给予…补助).
    """

    left: str
    right: str
    after: str
    words: str
    before: str
    period: str | None
    own: bool
    now: bool
    fresh: bool
    year: int | None
    genre: Genre
    stance: str
    previous: Kind | None
    earlier: Kind | None
    promised: bool
    last_said: str
    spanned: bool
    closing: bool
    rewarded: bool


def kind_of(quantity: Quantity, said: Evidence) -> Kind:
    """Return the kind of a statement that is no baseline.

    The clause's own words come first, then its period, the figure before it, the
    sentence, the section, and last the kind of document.
    """
    if said.previous == "baseline" and _ALREADY.search(said.before[-20:]):
        return "actual"
    if _DONE_OF.search(said.left) or _AGAINST_GOAL.search(said.left):
        return "actual"
    instrument = _instrument(quantity, said)
    if instrument is not None:
        return instrument
    left, period, year = said.left, said.period, said.year
    future = period is not None and year is not None and iso.last_year(period) > year
    past = period is not None and year is not None and iso.is_over(period, year)
    strong = _STRONG_TARGET.search(left)
    stale = said.own and not said.fresh and not past
    if said.previous == "target" and stale and not _ACTUAL.search(left):
        return "target"
    if past and said.own:
        if _MUST_REACH.search(left):
            return "target"
        if not (str(period).startswith(str(year)) and strong is not None):
            return "actual"
    if strong is not None:
        if said.closing and strong.group() in ("预计", "预期") and not (said.own and future):
            return "actual"
        looked_back = (said.stance == "review" and said.genre != "news") or (
            said.last_said == "past" and said.spanned and not said.promised
        )
        expected = strong.group() in ("预计", "预期") and not (said.own and future)
        return "actual" if looked_back and expected and not _YIELDS.search(left) else "target"
    if _DONE_AFTER.match(said.right) and not (future and said.own):
        return "actual"
    if _COMING_AFTER.match(said.right) and not past and not _ACTUAL.search(left):
        return "target"
    if not past and _ONCE_BUILT.search(left + said.before[-30:]) and not _ACTUAL.search(left):
        return "target"
    if said.now or (said.own and _is_past_month(period, year)):
        return "actual"
    if not said.own and said.stance != "promise" and _OCCUPIES.search(left):
        return "actual"
    stative = said.stance != "promise" and quantity.unit.family in ("physical", "person")
    if not said.own and stative and _STATIVE.match(left):
        return "actual"
    if _ACTUAL.search(left):
        return "actual" if not (future and said.own) or "已" in left else "target"
    if future and said.own:
        return "target"
    if said.previous is not None and said.previous not in ("baseline", "measure"):
        return said.previous
    if said.previous == "baseline" and said.earlier in ("actual", "target"):
        return said.earlier  # 从A增长到B，…从C增长到D
    return _of_surroundings(said)


def _of_surroundings(said: Evidence) -> Kind:
    """Kind of a figure whose own clause does not tell."""
    strong = _STRONG_TARGET.search(said.before)
    if strong is not None and not (
        said.stance == "review" and strong.group() in ("预计", "预期", "目标")
    ):
        return "target"
    if _ACTUAL.search(said.before):
        return "actual"
    if said.last_said == "past" and not said.promised and said.genre != "report":
        return "actual"
    if said.stance == "review":
        return "actual"
    if said.genre == "report" or said.stance == "promise":
        return "target"
    if said.genre == "news" and _WEAK_ACTUAL.search(said.left):
        return "actual"
    if said.genre in ("plan", "measures") or said.promised:
        return "target"
    if _WEAK_ACTUAL.search(said.left) or _WEAK_ACTUAL.search(said.before):
        return "actual"
    if _TARGET.search(said.left) or _TARGET.search(said.before) or _IMPERATIVE.match(said.left):
        return "target"
    return "actual"


def _instrument(quantity: Quantity, said: Evidence) -> Kind | None:
    """Kind where the words are of goals, terms, instruments or who benefits; else None."""
    family, left, words, right = quantity.unit.family, said.left, said.words, said.right
    strong = _STRONG_TARGET.search(left)
    if quantity.unit.canonical == "°C" and not _ACTUAL.search(left):
        return "target"
    if family == "money" and (
        _SCHEME_AFTER.match(said.after)
        or _FOR_USE.match(said.after)
        or (_LIMITED.match(left) and _PAID.search(said.before[-24:]))
        or (_ARRANGED.search(left) and _FUNDS_AFTER.match(right))
    ):
        return "measure"
    if said.rewarded and (_THRESHOLD.search(left) or quantity.suffix in ("least", "most")):
        return "measure"
    if _CITED.match(right) or _GOAL_IS.search(left):
        return "target"
    if family == "money" and _ESTIMATED.search(left):
        return "target"
    if (
        family in ("money", "rate")
        and (_SPENDING.search(words) or _SPENDING.search(said.before))
        and _REVENUE.search(left) is None
        and not (_REACHED.search(left) and strong is None)
    ):
        return "measure"
    if family == "duration" and (said.genre == "measures" or not _TIME_TAKEN.search(words)):
        done = _ACTUAL.search(left) is not None
        if (said.previous == "baseline" and (said.now or done)) or (
            done and _SHORTENED.search(words)
        ):
            return "actual"
        return "target" if _SHORTENED.search(words) else "measure"
    if said.previous == "measure" and family in ("money", "rate"):
        if _CAPPED.search(words):
            return "measure"
        apart = _OF_ITSELF.search(words) is not None and "利率" not in left
        grown = family == "rate" and _GROWN.search(left) and not _RATE_MEASURE.search(left)
        if not (apart or grown or _OUTCOME.search(words) or _STRONG_TARGET.search(words)):
            return "measure"
    if said.previous == "measure" and family in ("count", "person") and _SUPPORTED.match(left):
        return "measure"
    told = said.own or (said.stance == "review" and left[:1] == "、")
    if said.previous == "actual" and told and "总投资" in words:
        return "actual"
    if family in ("person", "count") and _BENEFIT.search(left[-12:] + "…" + right[-6:]):
        done = "已" in left or "累计" in left or "累计" in said.before[-40:]
        return "actual" if done or said.stance == "review" else "target"
    if family == "person" and _ALONE.fullmatch(left) and _GIVEN_TO.search(said.before):
        return "measure"  # 向自雇人士提供资助，约20万人: who may ask
    if _is_measure(quantity, words, right, said.genre, _goes_on(said)):
        return "measure"
    return None


def _goes_on(said: Evidence) -> bool:
    """Whether a figure continues the goal before it in its sentence."""
    return said.previous == "target" and said.left[:1] in ("、", "和", "及")


def _is_past_month(period: str | None, year: int | None) -> bool:
    """Whether a figure is given for one month of the year of publication, not its end."""
    if period is None or year is None:
        return False
    return len(period) == 7 and period.startswith(f"{year}-") and not period.endswith("-12")


def _is_measure(
    quantity: Quantity, left: str, right: str, genre: Genre, goal: bool = False
) -> bool:
    """Return whether the words around the figure speak of a policy instrument.

    After a `goal` (力争服务企业2000家次、新增贷款200亿元) a text of measures goes on with it.
    """
    if quantity.form == "rank":
        return False
    if quantity.word == "折" or quantity.suffix == "cap":
        return True
    if quantity.unit.family == "money" and "批准" in left and _FUNDS.search(right):
        return True
    if quantity.unit.family == "money" and _PUT_IN.search(left):
        return True
    rate = quantity.unit.family in ("rate", "multiple")
    if rate and not _MEASURE_AFTER.match(right) and not _RATE_MEASURE.search(left[-40:]):
        return False
    if quantity.unit.family == "money" or rate:
        if _MEASURE_AFTER.match(right) or _TAX.search(right[:16]):
            return True
        if _MEASURE.search(left[-40:]) and not _OUTCOME.search(left[-40:]):
            return True
        if genre == "measures" and not goal and not _OUTCOME.search(left):
            return not _GOAL_WORDS.search(left)
        return False
    if quantity.unit.family == "count" or quantity.unit.family == "person":
        return bool(_ENTITLED.search(left))
    if quantity.unit.family == "physical" and genre == "measures":
        if quantity.unit.canonical == "kWh":
            return _TRADED.search(left) is not None
        return bool(_RATE_MEASURE.search(left[-20:]))
    if quantity.unit.family == "ratio":
        return genre == "measures" or bool(_RATE_MEASURE.search(left))
    return False


def modality_of(left: str, before: str) -> Modality:
    """Return whether a target is a commitment or a forecast."""
    if _BENEFIT.search(left):
        return "forecast"
    return "forecast" if _FORECAST.search(left) or _FORECAST.search(before[-24:]) else "commitment"


def firmness_of(left: str, before: str) -> Firmness | None:
    """Return how firmly a target is said, None where nothing says it.

    Examples
    --------
    >>> firmness_of("力争到2025年规模突破", ""), firmness_of("规模突破", "")
    ('strives', None)
    """
    for text in (left, before[-40:]):
        words = [match.lastgroup for match in _FIRMNESS.finditer(text)]
        if words:
            return _FIRM_WORDS[words[-1] or ""]
    return None
