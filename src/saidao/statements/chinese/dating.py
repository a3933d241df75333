"""The period and the base of a figure: what its sentence says, else what earlier text set.

The order is: a date behind the figure (40.5万亿元（2024年）), the last expression before it
in its sentence, the paragraph, the section's lead, its heading, the document.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from saidao.statements import periods as iso
from saidao.statements.chinese import extents, kinds
from saidao.statements.chinese.amounts import Quantity
from saidao.statements.chinese.evidence import PROMISED
from saidao.statements.chinese.inheritance import State
from saidao.statements.chinese.passages import Line, Passage, Told
from saidao.statements.statement import Kind, Op

_FLOW: Final = re.compile(
    r"(?<!总)开工|推广|清理|出台|签约|引育|培养|招引|"
    r"新增|累计|新建|建成(?!率)|改造|新开工|完成|开办|筹集|培训|投入|实施|整治|治理|创建|培育|认定|引进|发放|惠及|年均|每年"
)
_FRAMES: Final = re.compile(r"(?:末|底|同期|的[^，。；0-9]{2,8})?相?比，")
_DONE: Final = re.compile(
    r"[^，。；、]{0,12}(?:建成|开工|投产|投运|运营|通车|竣工|落地|完成|签约|开通|项目)"
)
_YIELDED: Final = re.compile(
    r"(?:[可能将会]|预计|估计|预期|合共)[^，。；0-9]{0,4}(?:提供|带来|创造|容纳|带给)[^，。；]{0,12}\Z"
)
_MAY_YIELD: Final = re.compile(r"(?:预估|预计|估计|预期)可(?!支配|再生|持续)[^，。；0-9]{1,10}\Z")
_YEAR_ON_YEAR: Final = re.compile(r"同比|按年|年[增减](?<![0-9一二两三四五六七八九十几]年[增减])")
_TO_STAND: Final = re.compile(
    r"[^，。；0-9]{0,18}，(?:预计|预料|料|目标|计划|预期|拟)[将可会]?(?:最快)?[在于到]?"
)
_STANDS: Final = re.compile(r"[^，。；0-9]{0,4}(?:落成|完工|竣工|建成|启用|投产|投运|通车)")
_STANDING: Final = re.compile(r"(?:全长|总长|长度|面积|高度|跨度|车站|设计|占地)[^，。；]{0,8}\Z")
_PAIR: Final = re.compile(r"(\d{4}-\d\d)/(\d{4}-\d\d)\Z")
_TWO_MONTHS: Final = re.compile(r"[^，。]{0,6}?\d{1,2}、\d{1,2}月")
_JOINS: Final = re.compile(r"(?:[、和及与，]|以及){1,2}(?:到)?")
CHANGES: Final = frozenset(("increase_by", "decrease_by", "growth_rate_per_year"))
"""Types of quantity that speak of a change."""


class Said(NamedTuple):
    """What a sentence says of when.

    Parameters
    ----------
    period : str or None
    own : bool
        The sentence names a period for the figure.
    now : bool
        That is the present (目前).
    fresh : bool
        It is named after the figure before.
    base_year : str or None
        The year compared with; ``同比`` where that is the year before.
    until : bool
        It is the day up to which facts are told (截至9月底).
    """

    period: str | None = None
    own: bool = False
    now: bool = False
    fresh: bool = False
    base_year: str | None = None
    until: bool = False


def said(
    passage: Passage,
    quantity: Quantity,
    op: Op | None,
    last: Told | None,
    named: bool,
    state: State,
) -> Said:
    """Return what the sentence says of when, and from what base, the figure is told.

    Parameters
    ----------
    passage : Passage
    quantity : Quantity
    op : str or None
        Its type.
    last : Told or None
        The statement before it in the sentence.
    named : bool
        Its clause names an indicator.
    state : State
    """
    found = prior = Said()
    base_year: str | None = None
    changed = op in CHANGES
    told_to = 0 if last is None else last.quantity.end
    for mention in passage.line.mentions:
        if mention.start >= quantity.start:
            ahead = extents.is_ahead(passage.sentence, quantity.end, mention.start) or (
                not found.own
                and quantity.unit.family != "money"
                and _STANDS.match(passage.sentence, mention.end) is not None
                and _TO_STAND.fullmatch(passage.sentence, quantity.end, mention.start) is not None
                and PROMISED.search(passage.left) is not None
                and "已" not in passage.left
            )
            if mention.role == "when" and not mention.narrow and ahead:
                base = base_year if changed else None
                return Said(mention.period, own=True, fresh=True, base_year=base)
            break
        near = mention.end >= passage.start - 1
        if mention.role in ("when", "now"):
            words = passage.sentence[mention.start : mention.end]
            if (mention.narrow and not near) or (found.own and words == "现有"):
                continue
            fresh = mention.start >= told_to
            prior = found
            found = Said(mention.period, True, mention.role == "now", fresh, until=mention.until)
        elif mention.role == "base" and mention.years and near and not changed:
            found = Said(mention.period, own=True, fresh=mention.start >= told_to)
        elif (
            mention.role == "base"
            and (near or _FRAMES.match(passage.sentence, mention.end))
            and mention.period is not None
        ):
            base_year = year_or_plan(mention.period)
        elif mention.role == "since" and near:
            base_year = mention.period
        elif mention.role == "ago" and near:
            year = found.period or state.period_for("actual", state.reviewing)
            base_year = None if year is None else str(iso.last_year(year) - mention.years)
    if found.now and not found.fresh and last is not None and last.kind == "baseline":
        found = prior  # 由目前的60万增加到120万: now is when it was 60
    if not changed:
        return found
    if base_year is None and _YEAR_ON_YEAR.search(passage.left) is not None:
        base_year = "同比"
    if (
        base_year is None
        and last is not None
        and last.op in CHANGES
        and (passage.listed or not named)
        and (op == last.op or op != "growth_rate_per_year")
    ):
        base_year = last.base_year
    return found._replace(base_year=base_year)


def period_of(
    passage: Passage,
    quantity: Quantity,
    kind: Kind,
    told: Said,
    op: Op | None,
    told_before: list[Told],
    state: State,
    titled: bool,
) -> str | None:
    """Return the period of a figure, taken from earlier text where the sentence has none.

    `titled` says that the figure stands in the title.
    """
    last = told_before[-1] if told_before else None
    period, own = told.period, told.own
    if kind == "target" and told.until:
        period, own = None, False
    year = state.clock.year
    if kind == "measure" and not own:
        if "总投资" in passage.left and state.genre != "measures":
            return last.period if last is not None and last.kind == "actual" else None
        if last is not None and last.kind == "measure" and last.period is None:
            return None
        if state.genre == "plan" and not state.validity and quantity.unit.family == "duration":
            return None
    # 2022/23 is one fiscal year, no span of years.
    span = period is not None and iso.first_year(period) + 1 < iso.last_year(period)
    if own and span and period is not None and op not in CHANGES:
        if kind == "baseline":
            explicit = any(one.explicit and one.period == period for one in passage.line.mentions)
            return str(iso.first_year(period) - (0 if explicit else 1))
        if last is not None and last.kind == "baseline" and kind == "actual":
            return str(iso.last_year(period))
    if kind == "baseline" and not any(mention.narrow for mention in passage.line.mentions):
        for mention in passage.line.mentions:
            if mention.role == "base" and mention.period is not None:
                return year_or_plan(mention.period)
    if not own and (again := _again(kind, told_before)) is not None:
        return again
    if own and op == "growth_rate_per_year" and kind == "actual" and period is not None:
        run = state.span_to(period)
        if run:
            return run
    if own:
        return str(year) if told.now and state.genre != "news" and year is not None else period
    if kind == "target" and (titled or quantity.unit.canonical == "°C"):
        return None
    if kind == "target" and kinds.is_cited(passage.right):
        return state.period_for("actual", state.reviewing)
    if kind == "target" and state.genre == "news" and _YIELDED.search(passage.left):
        return None
    goes_on = last is not None and (passage.listed or last.period is None)
    if goes_on and last is not None and kind == last.kind == "target":
        return last.period
    flow = (
        op in CHANGES
        or _FLOW.search(passage.left) is not None
        or _DONE.match(passage.right) is not None
    )
    found = state.period_for(kind, state.reviewing or state.stance == "review", flow)
    if (
        kind == "target"
        and state.genre == "news"
        and not told.own
        and found == str(year)
        and _MAY_YIELD.search(passage.left)
    ):
        return None  # 预估可分得600户: what a project yields once it stands
    standing = state.months and found == state.months and _STANDING.search(passage.left) is not None
    return str(year) if standing else found


def _again(kind: Kind, before: list[Told]) -> str | None:
    """Return the date that a second 从C增长到D takes from 从A增长到B in its sentence."""
    starts = [one for one in before if one.kind == "baseline"]
    if kind == "baseline":
        return starts[-1].period if starts and before[-1] is not starts[-1] else None
    ends = [one for one in before if one.kind == kind and one.op not in CHANGES]
    return ends[-1].period if len(starts) > 1 and before[-1] is starts[-1] and ends else None


def listed(line: Line, until: int) -> list[str]:
    """Return the dates of a list of dates before `until` (5、6月份; 2025年和2030年).

    Examples
    --------
    >>> from saidao.statements.chinese.periods import Clock, scan
    >>> text = "到2025年、2030年分别达到20%和25%"
    >>> listed(Line(0, text, scan(text, Clock(2022))), 15)
    ['2025', '2030']
    """
    dates: list[str] = []
    last = -1
    for mention in line.mentions:
        if mention.start >= until or mention.role != "when" or mention.period is None:
            continue
        pair = _PAIR.match(mention.period)
        if pair is not None and _TWO_MONTHS.match(line.text, mention.start):
            dates, last = [pair[1], pair[2]], mention.end
        elif _JOINS.fullmatch(line.text, last, mention.start) if last >= 0 else False:
            dates.append(mention.period)
            last = mention.end
        else:
            dates, last = [mention.period], mention.end
    return dates if len(dates) > 1 else []


def year_or_plan(period: str) -> str:
    """A base as a year, as the span of a plan, or as the months of one year."""
    first, _, last = period.partition("/")
    if last and first[:4] == last[:4]:
        return period
    return f"{first[:4]}/{last[:4]}" if last and first[:4] != last[:4] else first[:4]
