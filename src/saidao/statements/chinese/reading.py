"""From a text to its statements: the modules of this package in order.

A document is folded, cut into paragraphs and sentences; each sentence is scanned for
periods and quantities; each quantity is cut out with its clause, judged, and handed to
`assembling`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from saidao.documents.document import Block
from saidao.statements import periods as iso
from saidao.statements.chinese import (
    clauses,
    doubts,
    exclusions,
    kinds,
    periods,
    sections,
    tiers,
    weighing,
)
from saidao.statements.chinese.amounts import Quantity
from saidao.statements.chinese.assembling import Assembler
from saidao.statements.chinese.evidence import Genre
from saidao.statements.chinese.folding import Folded, fold
from saidao.statements.chinese.inheritance import State, validity
from saidao.statements.chinese.numerals import spelled
from saidao.statements.chinese.passages import Line, Passage, Told
from saidao.statements.chinese.quantities import scan
from saidao.statements.language import language_of
from saidao.statements.statement import Context, Reading, Statement

# Alternatives that each begin with a literal let the engine skip to the next candidate.
_FIGURES: Final = re.compile(
    "|".join(
        [
            *"0123456789",
            *(
                f"{word}(?:[百千万亿余多个家条座幅间成折倍项所类期]"
                "|[番年人名户吨亩处次场强]|分之|公[里顷斤])"
                for word in "一二两三四五六七八九十百千万亿"
            ),
            "翻", "倍增", "减半", "首位", "榜首", "一半", "半数", "过半",
            "第[一二三四五六七八九十]", "前[一二三四五六七八九十]", "若干个?[十百千万]",
            "若干[^，。]{0,4}级", "数[百千万十]",
        ]
    )
)  # fmt: skip
_PLAN_YEARS: Final = re.compile(r"(20\d\d)年?[-—–─~～至到]{1,2}(20\d\d)年?")
_PLAN_NAME: Final = re.compile(r"“?(?:第(?=..个五))?(十[一二三四五六七八九])(?:五(?!年)|个五年)")
_BUDGET: Final = re.compile(r"预算|编列|总收入|经营开支|经常开支")
_DATES_TASKS: Final = re.compile(r"意见|规划(?!.{0,12}行动)|纲要")
_BEGUN: Final = re.compile(
    r"(20\d\d)年(?:起|开始)[，的]?([一二三四五六七八九十]|\d{1,2})年(?:内|时间|间)"
)
_REVIEWED: Final = re.compile(
    r"(20\d\d)年?(?:(?!工作报告)[^，。0-9]){0,16}(?:回顾|总结|统计公报|完成情况|执行情况)"
)
_NAMED_PLAN: Final = re.compile(
    r"《[^》]{0,60}?(20\d\d)年?[-—–─~～至到]{1,2}(20\d\d)年?[^》]{0,8}》"
)
_NAMED_MEASURES: Final = re.compile(
    r"(?:措施|政策|意见|细则|办法|规定|条)》?[(（“]?(20\d\d)年?[-—–─~～至到]{1,2}(20\d\d)年?[)）]"
)
_OPENING: Final = 600
"""How far into a text its own name may first be told."""
_SAMPLE: Final = 2000
"""How much of a text is looked at for what it is about."""
_DECEMBER: Final = re.compile(r"12月\d{1,2}日(?:电|讯|消息|[（(])")
_CONNECTOR: Final = re.compile(
    r"(?:、|，?以及|，?(?<![共饱温])和(?!谐|地区)|，?及(?!其|时|以)|，?与(?!其))"
)
_ONLY_CONNECTOR: Final = re.compile(r"[、和及与，]*(?:以及|分别|其中)?[、和及与]*")
_HONG_KONG: Final = re.compile(r"香港|港府|特首|立法会|施政报告|本港|港铁|公屋")
_TAIWAN: Final = re.compile(r"行政院|台湾|国发会|立法院|新台币|县市政府|民国1|经济部")
_OF_CLASS: Final = re.compile(r"级?[^，。；、0-9和及与的达超]{2,14}")
_YEARLY_RISE: Final = re.compile(r"年均(?:增长|递增|增速|提高|增加|下降)")
_NO_NOUN: Final = (
    *"、和及与，；", "以及", "用于", "支持", "资助", "惠及", "覆盖", "涉及", "带动", "投向",
)  # fmt: skip
"""What a clause behind a figure begins with where that figure's noun is not in it."""
_GOES_ON: Final = re.compile(r"以及|和|及|并(?=不|超)")
_MAINLAND: Final = re.compile(r"国务院|自治区|我省|我市|党中央|中共|人民币|“?十[一二三四五]五”")
_OF_ITSELF: Final = re.compile(r"本(?:文件|办法|措施|政策|意见|通知|细则|规定|方案)")
_LIST_NUMBER: Final = re.compile(
    r"[\s—•·●■]*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]是)"
)
_HAS_MASK: Final = re.compile(r"《|“|〔|〈|http|\][(（]")
_LONG: Final = 600
"""A paragraph longer than this is judged for its domain sentence by sentence."""


def read(text: str, blocks: Sequence[Block], context: Context) -> Reading:
    """Return the statements of a Chinese text.

    Parameters
    ----------
    text : str
        Reading text, in either script.
    blocks : sequence of Block
        Its blocks in order; when empty, each line is a block. Cells are left to
        `saidao.statements.tables`.
    context : Context

    Returns
    -------
    Reading
        Statements and reviews with offsets in `text`; no mentions.

    Examples
    --------
    >>> from saidao.statements.statement import Context
    >>> [one] = read("到2025年，绿色产业规模突破80亿元。", (), Context(date="2023")).statements
    >>> one.kind, one.cmp, one.value, one.unit, one.period
    ('target', '>', 8000000000.0, 'CNY', '2025')
    """
    return _Reader(fold(text), blocks, context).read()


def clock_of(context: Context, title: str, opening: str, genre: Genre) -> periods.Clock:
    """Return what relative periods are resolved against."""
    year = iso.year_of(context.date)
    month = int(context.date[5:7]) if re.match(r"\d{4}-\d{2}", context.date) else None
    plan = ""
    for source in (title, opening[:300]) if genre in ("plan", "measures") else ():
        years = _PLAN_YEARS.search(source)
        named = _PLAN_NAME.search(source)
        if years is not None and int(years[1]) < int(years[2]):
            plan = iso.span(years[1], years[2])
        elif named is not None and source is title:
            number = 10 + "零一二三四五六七八九".index(named[1][1])
            plan = iso.span(*iso.five_year_plan(number))
        if plan:
            break
    begun = _BEGUN.search(opening)
    if begun is not None and not plan and genre == "plan":
        lasting = int(begun[2]) if begun[2].isdigit() else int(spelled(begun[2]))
        plan = iso.span(begun[1], int(begun[1]) + lasting - 1)
    reported = _NAMED_PLAN.search(opening)
    horizon = iso.span(reported[1], reported[2]) if reported is not None else ""
    named = _PLAN_NAME.search(opening)
    if not horizon and named is not None and year is not None:
        first, last = iso.five_year_plan(10 + "零一二三四五六七八九".index(named[1][1]))
        if first in (year, year + 1):
            horizon = iso.span(first, last)
    region = fold(context.region).text
    taiwan = _TAIWAN.search(opening) is not None or "台湾" in region
    reviewed = _REVIEWED.search(title)
    past = int(reviewed[1]) if reviewed is not None else None
    return periods.Clock(year, month, plan, genre == "report", horizon, taiwan, past)


class _Reader:
    """Walks through one document."""

    def __init__(self, folded: Folded, blocks: Sequence[Block], context: Context) -> None:
        self.folded, self.blocks = folded, blocks
        title = fold(context.title).text if context.title else ""
        self.title = title
        opening = folded.text[:_OPENING]
        self.genre = kinds.genre_of(title, opening)
        if self.genre in ("news", "plan") and kinds.is_all_grants(folded.text[:_SAMPLE]):
            self.genre = "measures"
        clock = clock_of(context, title, opening, self.genre)
        self.state = State(clock, self.genre, default_region=context.region)
        self.looks_back: bool | None = None
        self.state.december = clock.month == 12 or _DECEMBER.search(opening) is not None
        self.state.tasks_dated = _DATES_TASKS.search(title) is not None
        self.state.progress = sections.is_progress(title)
        self.state.document = sections.of_title(title, clock)
        told = self.state.document.period
        if (
            self.genre == "news"
            and clock.reviewed is None
            and told is not None
            and "/" not in told
            and int(told[:4]) < (clock.year or 0)
        ):
            clock = self.state.clock = replace(clock, reviewed=int(told[:4]))
        if self.state.document.period is not None:
            self.state.look_back(self.state.document.period)
        self.state.review_span = _span_of_review(title, clock)
        named = _NAMED_MEASURES.search(title) or _NAMED_MEASURES.search(folded.text[:_OPENING])
        if named is not None and int(named[1]) < int(named[2]):
            self.state.validity = iso.span(named[1], named[2])
        elif self.genre != "news" or _OF_ITSELF.search(folded.text) is not None:
            begun = self.genre == "plan" and _BEGUN.search(opening) is not None
            self.state.validity = validity(folded.text, clock.year) or (clock.plan if begun else "")
        self.assembler = Assembler(folded, self.state, self._local_currency(context))

    def _local_currency(self, context: Context) -> str:
        """Currency of a bare 元 (or of $), empty where nothing tells it."""
        text, wording = self.folded.text[:3000], self.folded.wording[:3000]
        region = fold(context.region).text
        place = region + self.title + text
        traditional = context.language == "zh-Hant" or text != wording
        if "香港" in region or (traditional and _HONG_KONG.search(place)):
            return "HKD"
        if "澳门" in region:
            return "MOP"
        if "台湾" in region or (traditional and _TAIWAN.search(place)):
            return "TWD"
        if not traditional or region or _MAINLAND.search(place) is not None:
            return "CNY"
        unknown = (context.language or language_of(wording)) == "zh-Hant"
        return "" if unknown else "CNY"

    def read(self) -> Reading:
        """Read all paragraphs."""
        text, state = self.folded.text, self.state
        if exclusions.of_other_pages(self.title, f"{self.title}\n{text[:_OPENING]}"):
            return Reading((), (), ())
        for paragraph in clauses.paragraphs(self.folded, self.blocks, self.title):
            passage = text[paragraph.start : paragraph.end]
            if paragraph.kind == "heading":
                state.enter_heading(passage, paragraph.level)
            else:
                state.enter_paragraph(passage)
            self.assembler.in_title = paragraph.kind == "title"
            figures = _FIGURES.search(passage) is not None
            whole = len(passage) <= _LONG
            if figures and whole and exclusions.other_domain(passage):
                continue
            if self.genre == "report":
                self._weigh(passage, figures)
            else:
                state.reviewing = state.stance == "review"
            for start, end in clauses.sentences(text, paragraph.start, paragraph.end):
                self._sentence(start, text[start:end], whole)
        told = _headlines_dated(self.assembler.statements, self.assembler.undated)
        statements, reviews = doubts.settle(told, self.assembler.doubts)
        return Reading(statements, (), reviews)

    def _weigh(self, passage: str, figures: bool) -> None:
        """Decide whether a report's paragraph looks back, by its section or its words."""
        state = self.state
        known = None if state.stance == "" else state.stance == "review"
        if figures:
            state.reviewing = self.looks_back = weighing.reviews(passage, self.looks_back, known)
        elif known is not None:
            state.reviewing = known
        # The first report of a plan's years looks back on those of the plan before.
        year = state.clock.year
        closed = year is not None and (year - 1) % 5 == 0 and state.reviewing
        rise = closed and _YEARLY_RISE.search(passage) is not None
        state.run = iso.span(year - 5, year - 1) if rise and year is not None else ""

    def _sentence(self, base: int, sentence: str, of_domain: bool) -> None:
        """Read one sentence, whose folded text begins at `base`."""
        state = self.state
        mentions = periods.scan(sentence, state.clock, state.hint)
        if state.task:
            state.leave_task(sentence)
        if mentions:
            state.enter_sentence(sentence, mentions)
        if _FIGURES.search(sentence) is None or (
            not of_domain and exclusions.other_domain(sentence)
        ):
            for mention in mentions:
                state.note(mention)
            return
        taken = [(mention.start, mention.end) for mention in mentions]
        if _HAS_MASK.search(sentence) is not None:
            taken = sorted(taken + clauses.masks(sentence))
        quantities = scan(sentence, taken)
        line = Line(base, sentence, mentions)
        told: list[Told] = []
        noted = 0
        previous: Quantity | None = None
        for number, quantity in enumerate(quantities):
            while noted < len(mentions) and mentions[noted].start < quantity.start:
                state.note(mentions[noted])
                noted += 1
            following = quantities[number + 1] if number + 1 < len(quantities) else None
            passage = _passage(line, quantity, previous, following, told)
            if following is not None and following.unit.family == "count":
                if quantity.form == "tier" and _OF_CLASS.fullmatch(
                    sentence, quantity.end, following.start
                ):
                    following.tier = following.tier or quantity.tier  # 百亿级企业10家
                    continue
                tier = tiers.attributed(
                    passage.left, sentence[quantity.end : following.start], quantity.value
                )
                if quantity.unit.family == "money" and tier is not None:
                    following.tier = following.tier or tier
                    continue
            if not exclusions.is_excluded(passage, quantity, self.genre == "measures"):
                self.assembler.tell(passage, quantity, told)
                previous = quantity
        for mention in mentions[noted:]:
            state.note(mention)
        if _BUDGET.search(sentence) is not None:
            for mention in mentions:
                if mention.role == "when" and sentence[mention.end - 1] == "度" and mention.period:
                    state.budget = mention.period
        if len(told) > 1:
            self.assembler.finish(line, told)


def _span_of_review(title: str, clock: periods.Clock) -> str:
    """Return the years that a review looks back on, where its title says a plan."""
    named = _PLAN_NAME.search(title)
    if named is None or clock.year is None or not kinds.is_review(title):
        return ""
    first, last = iso.five_year_plan(10 + "零一二三四五六七八九".index(named[1][1]))
    return iso.span(first, last) if last <= clock.year else ""


def _passage(
    line: Line,
    quantity: Quantity,
    previous: Quantity | None,
    following: Quantity | None,
    told: list[Told],
) -> Passage:
    """Cut out the clause of a quantity and see whether it continues a list."""
    sentence = line.text
    floor = 0 if previous is None else previous.end
    if floor == 0:
        number = _LIST_NUMBER.match(sentence)
        floor = 0 if number is None or number.end() > quantity.start else number.end()
    start = clauses.clause_start(sentence, quantity.start, floor)
    left = sentence[start : quantity.start]
    stop = clauses.clause_end(sentence, quantity.end)
    if following is not None and stop > following.start:
        stop = max(quantity.end, following.start)
        # 50万公里公路、200条: the noun ends where the next item of the list begins.
        for connector in _CONNECTOR.finditer(sentence, quantity.end, stop):
            if connector.end() >= stop - 8:
                stop = connector.start()
                break
    right = sentence[quantity.end : stop]
    last = told[-1] if told else None
    continues = last is not None and last.quantity is previous
    listed = False
    if continues and previous is not None and start == floor:
        if not left.startswith(_NO_NOUN):
            # The noun of the item before stands first in `left`; cut it off.
            cut = 0
            for connector in _CONNECTOR.finditer(left):
                cut = connector.start()
            if cut:
                start, left = start + cut, left[cut:]
        listed = left[:1] in ("、", "和", "及", "与") or left.startswith("以及")
    elif continues and _GOES_ON.match(left):
        listed = True
    bare = continues and _ONLY_CONNECTOR.fullmatch(sentence, floor, quantity.start) is not None
    return Passage(line, start, left, right, listed, bare)


def _headlines_dated(statements: list[Statement], undated: list[int]) -> list[Statement]:
    """Give facts in the headline the period of the body's statement that repeats them."""
    for index in undated:
        headline = statements[index]
        for body in statements:
            if (
                body.start > headline.end
                and body.unit == headline.unit
                and body.value is not None
                and headline.value is not None
                and body.kind == headline.kind == "actual"
                and 0.99 <= body.value / (headline.value or 1.0) <= 1.05
            ):
                statements[index] = replace(headline, period=body.period)
                break
    return statements
