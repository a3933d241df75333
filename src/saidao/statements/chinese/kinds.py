"""Kind, modality and firmness: target, actual, baseline or measure; how firmly said.

Words that decide are the rows below. The order of evidence is: a baseline's frame
(从A到B), an instrument's words, the words of promise or fact in the sentence, the
period, and last what kind of document it is.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from saidao.statements import periods as iso
from saidao.statements.chinese import instruments
from saidao.statements.chinese.amounts import Quantity
from saidao.statements.chinese.evidence import BENEFIT, CITED, PROMISED, STATED, Evidence, Genre
from saidao.statements.statement import Kind, Modality

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
    r"^(?:.{2,24})?关于.{2,60}(?:通知|公告|通告|决定|规定)|(?:办法|条例|细则)(?!》的)|规定$"
)
_NEWS: Final = re.compile(
    r"记者|本报|新华社|消息|近日|日前|今天|发布会|获悉|了解到|印发《|发布《|电[（(]|日电|报道|联合印发|讯[（(]?"
)
_TITLE_NEWS: Final = re.compile(
    r"》(?:正式)?(?:发布|印发|出台|实施)|[，！？：]|将|已|超|突破|有望|印发|发布|召开|启动|我国"
)

_TARGET: Final = re.compile(
    r"力争|争取(?!了)|确保(?!了)|目标|计划(?<!年度计划)(?<!全年计划)(?!单列|生育)|预计|预期|有望|将(?<!可以将)(?<!能将)(?<!可将)(?!来|军|近|士)|努力(?![下，。；])|拟|要(?<![主重首次紧纪摘概扼需]要)(?!求|素|点|闻|求的|塞|件)|必须|应(?!用|急|对|收|届|变|税|缴|付)|"
    r"奋力|到20[2-9]\d年(?<![长加高升降少大低]到20\d\d年)|力求|展望|实现.{0,6}(?:目标|突破)|明年|后年|未来(?=[，0-9一二三四五六七八九十两几数我全本将]|$)|今后|下一步|推动|推进|加快|支持(?=[0-9])|还会|拟于"
)
_WEAK_ACTUAL: Final = re.compile(
    r"去年|上年|同比|共有|拥有|入围|入选|位居|稳居|均居|签署|获批|超额|累计|监测|统计|顺利|圆满|取得|跃居|跃升|其中有|新闻办"
)
_STATIVE: Final = re.compile(
    r"(?:其中|该|其|总|占地|规划|建筑|用地|国土|陆域|海域|行政区域|辖区|全市|全区|全县|全省|区域|园区|核心区|境内){0,3}"
    r"(?:面积|全长|总长|海岸线|户籍人口|常住人口|总人口)(?:约为?|为|共|共计|近|达)?\Z"
)
_OCCUPIES: Final = re.compile(r"占地(?:面积)?(?:约为?|为|共|达|近|超过)?\Z")
_FROM: Final = re.compile(r"(?:从|由)(?![^，。；]{0,10}(?:开始|起))[^，。；]{0,30}$")
_YEARS_AGO: Final = re.compile(r"[0-9一二两三四五六七八九十]年前(?!后)[^，。；]{0,16}\Z")
_BUT_NOW: Final = re.compile(r"[^，。；0-9]{0,6}，(?:现(?!金|代)|如今|目前|而今)")
_TO: Final = re.compile(
    r"，?[^，。；0-9]{0,16}?(?:增长|增加|提高|提升|上升|下降|降低|减少|扩大|压缩|缩短|延长|增|降|升|跃升|攀升|调整|拓展|减|上调|下调|改|扩展|扩|回升|跃)?"
    r"(?:到|至|为)(?:了)?"
)
_DISCOUNT_TO: Final = re.compile(r"[^，。；0-9]{0,10}(?:扩大|调整|提高|降低|下调)(?:到|至|为)[0-9]")
_MUST_REACH: Final = re.compile(
    r"要达到|应达到|目标(?:是|为)|设定|定为|需有|要做到|需达|目标[值量]?(?=\Z)(?<!于目标)(?<!超目标)(?<!塌目标)|提出[，到]|(?:估计|预计|预期|预测|原[定订先])的\Z|要求[^，。；]{0,8}达到"
)
_DONE_OF: Final = re.compile(
    r"(?<!将)(?:占|完成)[^，。；0-9]{0,12}(?:目标|计划|任务|预算)的(?:约|近|超过)?\Z"
)
_AGAINST_GOAL: Final = re.compile(
    r"(?:高于|低于|超出|快于|慢于|好于|超)[^，。；0-9]{0,8}(?:目标|计划|预期|进度)(?:值|水平|目标)?(?:约|近)?\Z"
)
_ALREADY: Final = re.compile(r"已经?(?:由|从)[^，。；]*\Z")
_YIELDS: Final = re.compile(r"(?:预计|预期)[将会可]*(?:带来|创造|带动|吸引|惠及|提供|容纳|新增)")
_ONCE_BUILT: Final = re.compile(
    r"(?:建成|投产|投运|投用|达产|完工|竣工|通车|运营|落成|实施|完成)(?:投产|投用|运行|通车)?[之以]?后(?![0-9])"
)
_DONE_AFTER: Final = re.compile(r"[^，。；的]{0,12}(?:均|都)?已(?!知)")
_COMING_AFTER: Final = re.compile(r"[^，。；的]{0,12}(?:将(?!军)|拟|有望|预计|力争|计划于)")
_FORECAST: Final = re.compile(
    r"预计|预测|有望|估算|测算|估计|料(?=可|将|会)|预估|推算|预期效|预料|可望"
)
_FIRMNESS: Final = re.compile(
    r"(?P<strives>力争|争取|努力(?![下，。；])|力求|奋力|尽力|力促|冲刺)"
    r"|(?P<hopes>有望|希望|展望|愿景|期望|可望|远景)"
    r"|(?P<expects>预计|预期(?!寿命)|预测|测算|估算|预料|估计)"
    r"|(?P<commits>确保|必须|保证|坚决|务必|承诺|严格|不得|守住|要(?=达到|实现|新|建|在)|应当|应(?<![供反相适响对效感]应)(?![用急对变届收付]))"
)
_FIRM_WORDS: Final[dict[str, Firmness]] = {
    "strives": "strives", "hopes": "hopes", "expects": "expects", "commits": "commits",
}  # fmt: skip
_IMPERATIVE: Final = re.compile(
    r"[、和及与并]*(?:培育|培养|打造|推进|推动|加快|实施|支持|建设(?![成了])|新建(?!成)|改造|布局建设|引进|引育|完善|扩大|遴选|组织|规划|启动|申报|开工|安排|选育|创建|开展|深化|鼓励|加强)"
)
_IS_REVIEW: Final = re.compile(
    r"回顾|工作总结|统计公报|完成情况|执行情况|成绩单|答卷|成就|硕果|经济运行|上半年|前三季度|一季度|1[-—]\d{1,2}月"
)


_GRANTS: Final = re.compile(
    r"给予[^。；]{0,30}(?:奖励|补助|补贴|资助|支持|扶持|贴息)|一次性[奖补]|"
    r"(?:奖励|补助|补贴)[^。；，0-9]{0,12}[0-9]+万?元"
)
_FEWEST_GRANTS: Final = 3
_CHARACTERS_PER_GRANT: Final = 200


def genre_of(title: str, opening: str) -> Genre:
    """Return what kind of document a title (and the opening of the text) speak of."""
    for genre, pattern in _TITLE_GENRES:
        if genre == "plan" and (_TITLE_NEWS.search(title) and _NEWS.search(opening)):
            continue
        if pattern.search(title):
            return genre
    if _NOTICE.search(title) and not (_TITLE_NEWS.search(title) and _NEWS.search(opening)):
        return "measures"
    if _NEWS.search(opening[:400]):
        return "news"
    first = opening.lstrip().partition("\n")[0]
    if len(first) < 60 and "。" not in first and "，" not in first:
        for genre, pattern in _TITLE_GENRES:
            if pattern.search(first):
                return genre
    return "news"


def is_all_grants(text: str) -> bool:
    """Return whether a text says little but what is paid for what.

    Examples
    --------
    >>> is_all_grants("新建冷库的，一次性奖励5万元。扩建的，给予2万元补助。改造的，奖励1万元。")
    True
    """
    if text.count("奖") + text.count("补") + text.count("给予") < _FEWEST_GRANTS:
        return False
    found = len(_GRANTS.findall(text))
    return found >= _FEWEST_GRANTS and found * _CHARACTERS_PER_GRANT >= len(text)


def is_review(title: str) -> bool:
    """Return whether a title announces a review as a whole (工作回顾, 统计公报)."""
    return _IS_REVIEW.search(title) is not None


def is_cited(right: str) -> bool:
    """Return whether what follows a figure makes it a goal that is cited (5万个的年度目标)."""
    return CITED.match(right) is not None


def is_baseline(left: str, after: str) -> bool:
    """Return whether the figure is the starting value of a change (从A提高到B).

    `after` is what follows the quantity in the sentence.
    """
    if "年前" in left and _YEARS_AGO.search(left[-24:]) and _BUT_NOW.match(after):
        return True
    if _FROM.search(left[-32:]) is None:
        return bool(_DISCOUNT_TO.match(after) and "折" in after[:14])
    match = _TO.match(after)
    return match is not None and match.end() > 0


def kind_of(quantity: Quantity, said: Evidence) -> Kind:
    """Return the kind of a statement that is no baseline.

    The clause's own words come first, then its period, the figure before it, the
    sentence, the section, and last the kind of document.
    """
    if said.previous == "baseline" and _ALREADY.search(said.before[-20:]):
        return "actual"
    if _DONE_OF.search(said.left) or _AGAINST_GOAL.search(said.left):
        return "actual"
    instrument = instruments.instrument(quantity, said)
    if instrument is not None:
        return instrument
    left, period, year = said.left, said.period, said.year
    future = period is not None and year is not None and iso.last_year(period) > year
    past = period is not None and year is not None and iso.is_over(period, year)
    strong = PROMISED.search(left)
    stale = said.own and not said.fresh and not past
    if said.previous == "target" and stale and not STATED.search(left):
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
    if _COMING_AFTER.match(said.right) and not past and not STATED.search(left):
        return "target"
    if not past and _ONCE_BUILT.search(left + said.before[-30:]) and not STATED.search(left):
        return "target"
    if said.now or (said.own and _is_past_month(period, year)):
        return "actual"
    if not said.own and said.stance != "promise" and _OCCUPIES.search(left):
        return "actual"
    stative = said.stance != "promise" and quantity.unit.family in ("physical", "person")
    if not said.own and stative and _STATIVE.match(left):
        return "actual"
    if STATED.search(left):
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
    strong = PROMISED.search(said.before)
    if strong is not None and not (
        said.stance == "review" and strong.group() in ("预计", "预期", "目标")
    ):
        return "target"
    if STATED.search(said.before):
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


def _is_past_month(period: str | None, year: int | None) -> bool:
    """Whether a figure is given for one month of the year of publication, not its end."""
    if period is None or year is None:
        return False
    return len(period) == 7 and period.startswith(f"{year}-") and not period.endswith("-12")


def modality_of(left: str, before: str) -> Modality:
    """Return whether a target is a commitment or a forecast."""
    if BENEFIT.search(left):
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
