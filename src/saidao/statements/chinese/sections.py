"""What a section is about: its stance (review, promise, instrument) and its period.

The title gives the document's own section. A heading with a word for it (工作回顾,
发展目标) or a year opens one that holds until the next; so does a dated lead, a sentence
that begins with a period (2018—2022年，… “十三五”时期，… 到2015年…). What a sentence itself
says outweighs its section, a lead outweighs its heading, a heading the title.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from saidao.statements import periods as iso
from saidao.statements.chinese.periods import Clock, Mention, scan

Stance = Literal["review", "promise", ""]

_BACK: Final = re.compile(
    r"回顾|总结|成就|成效|成绩|答卷|执行情况|完成情况|统计公报|经济运行|发展基础|发展现状|现状|发展环境|现实基础|"
    r"基础与形势|进展情况|工作情况|取得的?成|硕果|极简版.{0,6}回顾"
)
_AHEAD: Final = re.compile(
    r"目标|安排|任务|重点|举措|要求|展望|思路|划重点|预期|工作打算|下一步|部署|蓝图|愿景|行动计划|规划纲要"
)
_ATTAINED: Final = re.compile(r"(?:任务|目标)[^，。；]{0,4}(?:完成|实现)了?\Z")
_LEAD: Final = re.compile(
    r"[\s—•·●■“]*(?:[一二三四五六七八九十]{1,3}、|[（][一二三四五六七八九十\d]{1,3}）|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]是)?"
    r"(?:[^，。；]{2,14}，)?(?:到|至|在|从|自|力争|争取|预计|计划|力争到|确保到|展望|经过|截至|截止|我市|全市|全省|我省|全区|全县|目标到)*"
)


_SEEN_FROM: Final = re.compile(r"[^，。；]{0,20}看，")
_PROGRESS: Final = re.compile(r"完成情况|进展情况|推进情况|落实情况|进度情况|办理情况|督办")
_OUTSTANDING: Final = re.compile(r"重点工作|任务|项目|实事|目标|工程|提案|责任")


def is_progress(title: str) -> bool:
    """Return whether a title announces how far a set of tasks has come.

    Examples
    --------
    >>> is_progress("全县重点工作三季度进展情况通报"), is_progress("全年经济运行情况")
    (True, False)
    """
    return _PROGRESS.search(title) is not None and _OUTSTANDING.search(title) is not None


_LONGEST_HEADING: Final = 60


class Section(NamedTuple):
    """A stance with the period that goes with it, both possibly unknown."""

    stance: Stance = ""
    period: str | None = None


NONE: Final = Section()


_PLAN_NAME: Final = re.compile(r"“?(十[一二三四五六七八九])五”?(?!规划|纲要)")
_SO_FAR: Final = re.compile(r"来|里|过去|以来|间")


def _period_in(text: str, clock: Clock, until: int) -> str | None:
    """Return the last period that `text` names before `until`, a named plan first."""
    plan = _PLAN_NAME.search(text)
    if plan is not None and plan.start() < until:
        number = 10 + "零一二三四五六七八九".index(plan[1][1])
        return iso.span(*iso.five_year_plan(number))
    period = None
    for mention in scan(text, clock):
        if mention.role in ("when", "since") and mention.period is not None:
            if mention.start > until:
                break
            period = mention.period
    return period


def of_title(title: str, clock: Clock) -> Section:
    """Return what a title says of the whole document."""
    if _BACK.search(title) is None and _HALF_YEAR.search(title) is None:
        told = _OF_YEAR.match(title)
        if told is not None and clock.year is not None and int(told[1]) < clock.year:
            return Section("", told[1])
        return NONE
    back = _BACK.search(title)
    period = _period_in(title, clock, len(title) if back is None else back.end())
    if period is not None and clock.year is not None and iso.last_year(period) > clock.year:
        return NONE
    return Section("review", period)


_OF_YEAR: Final = re.compile(
    r"[^，：《0-9]{0,8}(20\d\d)年(?![-—至到起底末前]|.{0,12}(?:报告|规划|计划|方案|意见|预算|行动|纲要))"
)
_HALF_YEAR: Final = re.compile(r"上半年|前三季度|一季度|1[-—至]\d{1,2}月")


def of_heading(heading: str, clock: Clock) -> Section | None:
    """Return the section that a heading opens, None where it only names a topic."""
    heading = heading[:_LONGEST_HEADING]
    period = _period_in(heading, clock, len(heading))
    if _BACK.search(heading) is not None:
        return Section("review", period)
    if _ATTAINED.search(heading) is not None:
        return None
    if _AHEAD.search(heading) is not None:
        return Section("promise", period)
    if period is None or clock.year is None:
        return None
    return Section("review" if iso.is_over(period, clock.year) else "promise", period)


def of_lead(
    sentence: str, mentions: list[Mention], clock: Clock, dated: bool, known: Section
) -> Section | None:
    """Return the section that a sentence opens by beginning with a period, else None.

    Parameters
    ----------
    sentence : str
    mentions : list of Mention
        Its period expressions.
    clock : Clock
    dated : bool
        The kind of document speaks of the year of publication as of the year to come.
    known : Section
        The section around it: its own year stays what it is.
    """
    if not mentions or clock.year is None:
        return None
    first = mentions[0]
    if first.role not in ("when", "since") or first.period is None or first.narrow:
        return None
    start = _LEAD.match(sentence)
    if _SEEN_FROM.match(sentence, first.end):
        return None
    if start is None or first.start > max(start.end(), 3):
        return None
    last = iso.last_year(first.period)
    so_far = _SO_FAR.search(sentence, first.start, first.end) is not None
    if so_far or iso.is_over(first.period, clock.year):
        return Section("review", first.period)
    if known.stance == "review" and known.period == first.period:
        return known
    if last > clock.year or dated:
        return Section("promise", first.period)
    return Section("", first.period)
