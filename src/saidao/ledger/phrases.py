"""Words of a statement without what frames them: dates, hedges, verbs, generic heads.

What two documents write of one thing differs in its frame: 力争到2030年预制菜行业规模 is
预制菜产业规模. What stays when the frame is taken away is compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from saidao.ledger.catalogue import Entry

__all__ = [
    "HAN",
    "NARROWING",
    "Phrase",
    "canonical_term",
    "core_of",
    "modifiers",
    "narrowed",
    "phrase",
]

HAN = re.compile(r"[\u3400-\u9fff]")
QUOTES = re.compile(r"[“”\"'‘’《》〈〉·•]+")

DATES = re.compile(
    r"(?:到|至|截至|自|从)?(?:\d{4}年?(?:底|末|前|初)?(?:[—–~-]|至|到))?\d{4}年(?:底|末|前|初|全年)?|(?:到|至)?今年|明年|去年"
    r"|“?十[一二三四五六]五”?(?:末|期间|时期|规划)?(?:期间|末)?|(?:期末|期内|每年|年均|当年)"
)
FRAME = re.compile(
    r"力争|争取|确保|努力|预计|预期|计划|有望|目标|将|要(?!素)|实现|完成|达到|突破|超过|保持|稳定在|建成|累计|形成|打造"
    r"|新增|新建(?!筑)|培育|推动|建设(?!银行)|带动|发展|不少于|不低于|全社会|^在|^使|^让|^由|^其中|^全部"
)
PLACES = re.compile(
    r"全市|全省|全区|全县|全国|我市|本市|我省|本省|我区|本区|该市|该区|我国|全域|各地"
)
GENERIC = re.compile(
    r"增长速度|增长率|平均|增速|增幅|降幅|产业链|产业集群|产业|行业|领域|赛道|工业|事业|业务|总数|总量|数量|个数|家数|累计|的|等|其|年"
    r"|总(?![部线装承])|数(?![字据控码学智])|(?<!公)共(?![享建同])"
)

BARE = re.compile(r"[^\w]+|_+|(?<![a-z\d])\d+(?![a-z\d])")
"""Marks and numbers that are no part of a name such as 5g."""

NARROWING = {
    "核心": re.compile(r"核心(?:产业|领域|区|企业)?|\bcore\b"),
    "关联产业": re.compile(r"(?:关联|上下游|配套|衍生)(?:产业|行业|领域)?|\brelated\b"),
    "规模以上": re.compile(r"规上|规模以上|限上|限额以上|\babove (?:the )?designated size\b"),
    "重点": re.compile(r"重点(?:产业|企业|行业|领域)"),
    "制造业部分": re.compile(r"制造业?(?:部分|环节)|制造部分"),
    "服务部分": re.compile(r"服务业?(?:部分|环节)"),
}
"""Words that narrow or widen what a figure covers, by what they are called in a subject."""

TERMS = (
    ("光伏", r"光伏(?:发电)?|太阳能(?:发电)?|\b(?:solar(?: power)?|photovoltaics?|pv)\b"),
    ("海上风电", r"海上风电|\boffshore wind(?: power)?\b"),
    ("风电", r"风电|风力发电|风能|\bwind(?: power)?\b"),
    ("水电", r"水电|水力发电|\bhydro(?:power|electric)?\b"),
    ("核电", r"核电|核能|\bnuclear(?: power)?\b"),
    ("煤电", r"煤电|火电|\bcoal(?:-fired)?(?: power)?\b"),
    ("储能", r"(?:新型|电化学)?储能|\b(?:energy|battery) storage\b"),
    ("抽水蓄能", r"抽水蓄能|\bpumped(?:[- ]hydro)?(?: storage)?\b"),
    ("氢能", r"氢能|氢|\bhydrogen\b"),
    ("可再生能源", r"可再生能源|\brenewables?(?: energy)?\b"),
    ("新能源汽车", r"新能源汽车|\b(?:new[- ]energy|electric|clean) (?:vehicles?|cars?)\b|\bevs?\b"),
    ("纺织", r"纺织(?:服装|服饰)?|\btextiles?\b"),
    ("家具", r"家具|\bfurniture\b"),
    ("钢铁", r"钢铁|\b(?:iron and )?steel\b"),
    ("旅游", r"文?旅游?|\btourism\b"),
    ("数字经济", r"数字经济|\bdigital economy\b"),
    ("低空经济", r"低空经济|\blow-altitude economy\b"),
    ("人工智能", r"人工智能|\b(?:artificial intelligence|ai)\b"),
    ("机器人", r"(?<!工业)机器人|\brobot(?:ic)?s?\b"),
)
"""Common things that plans name in both languages, by one name each."""
TERM_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in TERMS)

FRAME_EN = """
a about above account accounts additional aim aims amount an and annual are as at be
been being between bring build builds built by city class combined county create created
creates cut delivered district each early end every exceed exceeds expand expect
expected expects fall for from generating goal government grow had has have having hit
hopes in increase industries industry install installed intends is it its least level
make makes more nearly new number of on or our over overall per plan plans program
programme province reach reaches reaching rise sector sectors set sets shall should
spend spending state strives surpass target targets than that the their there these they
this those to top total up value was we were which will with would year yearly
"""
ENGLISH_FRAME = frozenset(FRAME_EN.split())
"""Words of an English clause that say nothing of what a figure is of."""

WORD = re.compile(r"[a-z][a-z&-]*")
INDUSTRY_EN = re.compile(r"\b((?:[a-z&-]+ ){1,3})(?:industry|industries|sector)\b")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text ready to be compared: lower case, without quotes; Chinese without spaces."""

    text: str
    chinese: bool


def phrase(text: str) -> Phrase:
    """Return a text ready to be compared."""
    plain = QUOTES.sub("", text).casefold()
    chinese = HAN.search(plain) is not None
    return Phrase("".join(plain.split()) if chinese else " ".join(plain.split()), chinese)


def narrowed(text: str) -> tuple[str, str]:
    """Return what narrows a figure, and the text without it.

    Examples
    --------
    >>> narrowed("低空经济核心产业")
    ('核心', '低空经济')
    """
    for name, pattern in NARROWING.items():
        found = pattern.search(text)
        if found is not None:
            return name, text[: found.start()] + text[found.end() :]
    return "", text


def core_of(text: str, drop: tuple[re.Pattern[str] | None, ...] = ()) -> str:
    """Return what a phrase is about without its frame, empty where nothing is left.

    Parameters
    ----------
    text : str
        As `phrase` returns it.
    drop : tuple of re.Pattern
        Spellings that are spoken for already: places, industries.

    Examples
    --------
    >>> core_of("力争到2030年预制菜行业"), core_of("by 2028, the textile industry")
    ('预制菜', '纺织')
    >>> core_of("共建成公共停车位"), core_of("共享单车")
    ('公共停车位', '共享单车')
    """
    for pattern in drop:
        if pattern is not None:
            text = pattern.sub("", text)
    if not HAN.search(text):
        found = INDUSTRY_EN.search(text)
        words = WORD.findall(found[1] if found else text)
        return canonical_term(" ".join(word for word in words if word not in ENGLISH_FRAME))
    for pattern in (DATES, PLACES, FRAME, GENERIC):
        text = pattern.sub("", text)
    return canonical_term(BARE.sub("", text))


def canonical_term(text: str) -> str:
    """Return the one name of a common thing that a text is nothing but a name of."""
    for name, pattern in TERM_PATTERNS:
        if pattern.fullmatch(text):
            return name
    return text


OF = re.compile(
    r"^ (?:of|for|in|from) (?:the |its |all )?((?:(?!will\b|is\b|are\b|to\b)[a-z&-]+ ?){1,4})"
)


def modifiers(text: str, entry: Entry) -> str:
    """Return the words of an English clause that say what a measure is of.

    Those before its name (solar capacity), behind ``of`` (output of the textile industry),
    or the industry that the clause is about.
    """
    found = max(entry.pattern.finditer(text), key=lambda one: len(one[0]), default=None)
    if found is None:
        return text
    before: list[str] = []
    for word in reversed(WORD.findall(text[: found.start()].rsplit(",", 1)[-1])):
        if word in ENGLISH_FRAME and word not in {"installed", "new", "total", "annual"}:
            break
        before.append(word)
    if words := [word for word in reversed(before) if word not in ENGLISH_FRAME]:
        return " ".join(words)
    after = OF.match(text[found.end() :])
    if after is not None and not re.match(r"\s*[\d¥$€]", after[1]):
        return after[1]
    industry = INDUSTRY_EN.search(text)
    return industry[0] if industry else ""
