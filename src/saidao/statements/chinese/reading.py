"""From a text to its statements: the modules of this package in order.

A document is folded, cut into paragraphs and sentences; each sentence is scanned for
periods and quantities; each quantity is judged in its clause and becomes a `Statement`
or a `Review`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from saidao.documents.document import Block
from saidao.statements import periods as iso
from saidao.statements.chinese import (
    changes,
    clauses,
    comparators,
    exclusions,
    indicators,
    kinds,
    periods,
    tiers,
)
from saidao.statements.chinese.folding import Folded, fold
from saidao.statements.chinese.inheritance import State
from saidao.statements.chinese.quantities import Quantity, scan
from saidao.statements.statement import (
    Comparator,
    Context,
    Kind,
    Op,
    Reading,
    Review,
    Statement,
)

_FIGURES: Final = re.compile(
    r"[0-9]|[一二两三四五六七八九十百千万亿几][百千万亿余多]|[一二两三四五六七八九十百千万亿](?:个|家|条|座|成|折|倍|分之|项|所|类|期|番)|"
    r"翻|倍增|减半|首位|榜首|第[一二三四五六七八九十]|前[一二三四五六七八九十]|一半|半数|过半|若干个?.?[十百千万]"
)
_PLAN_YEARS: Final = re.compile(r"[（(]?(20\d\d)[-—–─~～至到]{1,2}(20\d\d)年?")
_PLAN_NAME: Final = re.compile(r"“?(十[一二三四五六七八九])五”?")
_JOINED: Final = re.compile(r"[、和及与，]*(?:以及|分别|其中)?[、和及与]*")
_EVENLY: Final = re.compile(r"(?:均|都|各)[^，。；、0-9]{0,8}$")
_RESPECTIVELY: Final = re.compile(r"分别")
_PER_PERSON_DAY: Final = re.compile(r"每人每(天|日|月|年)")
_YEARLY: Final = re.compile(r"(年产|月产)(?!值|能)[^，。；0-9]{0,6}$")
_YEARLY_WORDS: Final = {"年产": "year", "月产": "month"}
_SPAN: Final = {"天": "day", "日": "day", "月": "month", "年": "year"}
_STOCK: Final = re.compile(r"达到|达|累计|总数|总量|保有量|规模|突破|超过|存量|余额")
_INCREMENT: Final = re.compile(r"新增|新建|新培育|新引进|新制定|净增|再建|增设|新开工")
_HONG_KONG: Final = re.compile(r"香港|港府|特首|立法会|施政报告|政府总部|本港")
_TAIWAN: Final = re.compile(r"行政院|台湾|经济部|国发会|立法院|新台币|县市政府|民国1")


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
    """
    return _Reader(fold(text), blocks, context).read()


def clock_of(context: Context, title: str, opening: str, genre: kinds.Genre) -> periods.Clock:
    """Return what relative periods are resolved against."""
    year = iso.year_of(context.date)
    month = int(context.date[5:7]) if re.match(r"\d{4}-\d{2}", context.date) else None
    plan = ""
    for source in (title, opening[:300] if genre in ("plan", "measures") else ""):
        match = _PLAN_YEARS.search(source)
        named = _PLAN_NAME.search(source)
        if match is not None and int(match[1]) < int(match[2]):
            plan = iso.span(match[1], match[2])
        elif named is not None and source == title:
            number = 10 + "零一二三四五六七八九".index(named[1][1])
            plan = iso.span(*iso.five_year_plan(number))
        if plan:
            break
    taiwan = _TAIWAN.search(opening) is not None or "台湾" in context.region
    return periods.Clock(year, month, plan, genre == "report", taiwan)


class _Told:
    """A statement in the making, with what later figures of the sentence may share."""

    __slots__ = (
        "cmp",
        "counted",
        "family",
        "index",
        "kind",
        "left",
        "op",
        "period",
        "quantity",
        "subject",
        "verb",
    )

    def __init__(
        self, quantity: Quantity, left: str, op: Op | None, cmp: Comparator, kind: Kind,
        subject: str, period: str | None, verb: str, index: int, counted: str | None,
    ) -> None:  # fmt: skip
        self.quantity, self.left, self.op, self.cmp, self.kind = quantity, left, op, cmp, kind
        self.subject, self.period, self.verb, self.index = subject, period, verb, index
        self.counted = counted


class _Reader:
    """Walks through one document."""

    def __init__(self, folded: Folded, blocks: Sequence[Block], context: Context) -> None:
        self.folded, self.blocks = folded, blocks
        self.text, self.wording = folded.text, folded.wording
        title = fold(context.title).text if context.title else ""
        self.title = title
        self.genre = kinds.genre_of(title, self.text[:600])
        clock = clock_of(context, title, self.text[:600], self.genre)
        self.state = State(clock, self.genre, title, default_region=context.region, scope="")
        self.local = self._local_currency(context)
        self.statements: list[Statement] = []
        self.reviews: list[Review] = []
        self.review = False
        self.is_title = False

    def _local_currency(self, context: Context) -> str:
        """Currency of a bare 元."""
        place = fold(context.region + context.title).text + self.text[:1500]
        if (
            "香港" in context.region
            or (context.language == "zh-Hant" and _HONG_KONG.search(place))
            or (self.text[:3000] != self.wording[:3000] and _HONG_KONG.search(place))
        ):
            return "HKD"
        if "澳门" in fold(context.region).text:
            return "MOP"
        if _TAIWAN.search(place) and self.text[:3000] != self.wording[:3000]:
            return "TWD"
        return "CNY"

    def read(self) -> Reading:
        """Read all paragraphs."""
        text, state = self.text, self.state
        for paragraph in clauses.paragraphs(self.folded, self.blocks, self.title):
            passage = text[paragraph.start : paragraph.end]
            if paragraph.kind == "heading":
                state.enter_heading(passage, paragraph.level)
            else:
                state.enter_paragraph(passage, paragraph.listed)
            self.is_title = paragraph.kind == "title"
            if _FIGURES.search(passage) is not None:
                if exclusions.other_domain(passage):
                    continue
                if self.genre == "report":
                    self.review = kinds.reviews(passage)
            for start, end in clauses.sentences(text, paragraph.start, paragraph.end):
                self._sentence(start, text[start:end])
        return Reading(tuple(self.statements), (), tuple(self.reviews))

    def _sentence(self, base: int, sentence: str) -> None:
        """Read one sentence, whose folded text begins at `base`."""
        state = self.state
        mentions = periods.scan(sentence, state.clock, state.hint)
        if _FIGURES.search(sentence) is None:
            for mention in mentions:
                state.note(mention)
            return
        taken = [(mention.start, mention.end) for mention in mentions]
        if (
            "《" in sentence
            or "“" in sentence
            or "〔" in sentence
            or "http" in sentence
            or "](" in sentence
        ):
            taken = sorted(taken + clauses.masks(sentence))
        quantities = scan(sentence, taken)
        told: list[_Told] = []
        noted = 0
        for number, quantity in enumerate(quantities):
            while noted < len(mentions) and mentions[noted].start < quantity.start:
                state.note(mentions[noted])
                noted += 1
            previous = quantities[number - 1] if number else None
            following = quantities[number + 1] if number + 1 < len(quantities) else None
            self._quantity(base, sentence, quantity, previous, following, mentions, told)
        for mention in mentions[noted:]:
            state.note(mention)

    def _quantity(
        self,
        base: int,
        sentence: str,
        quantity: Quantity,
        previous: Quantity | None,
        following: Quantity | None,
        mentions: list[periods.Mention],
        told: list[_Told],
    ) -> None:
        """Judge one quantity and add its statements."""
        floor = 0 if previous is None else previous.end
        start = clauses.clause_start(sentence, quantity.start, floor)
        left = sentence[start : quantity.start]
        stop = clauses.clause_end(sentence, quantity.end)
        if following is not None:
            stop = min(stop, max(quantity.end, following.start))
        right = sentence[quantity.end : stop]
        if following is not None and stop == following.start:
            cut = re.search(r"(?:、|和|及|与|并|以及)?$", right)
            right = right[: cut.start()] if cut else right
        if "、" in right:
            right = self._right_of_list(quantity, right)
        before = sentence[:start]
        last = told[-1] if told else None
        touching = last is not None and last.quantity is previous and start == floor
        bare = _JOINED.fullmatch(left) is not None
        listed = touching and (bare or left[:1] in "、和及与" or left.startswith("以及"))
        if not listed and touching and last is not None and re.match(r"，?(?:以及|和|及)", left):
            listed = True
        if exclusions.is_excluded(
            sentence, quantity, left, right, before[-12:], start == 0 or not left, listed
        ):
            return
        if self._is_tier_only(quantity, sentence, left):
            quantity.tier = tiers.after(sentence, quantity.start)
        self._tell(
            base,
            sentence,
            start,
            left,
            right,
            before,
            quantity,
            mentions,
            told,
            listed,
            bare and touching,
        )

    def _right_of_list(self, quantity: Quantity, right: str) -> str:
        """Cut what follows a quantity at 、 unless the list is of attributes of one noun."""
        return right

    def _is_tier_only(self, quantity: Quantity, sentence: str, left: str) -> bool:
        """Whether the quantity is a class that is reached (达到亿吨级规模)."""
        return False

    def _tell(
        self,
        base: int,
        sentence: str,
        start: int,
        left: str,
        right: str,
        before: str,
        quantity: Quantity,
        mentions: list[periods.Mention],
        told: list[_Told],
        listed: bool,
        bare: bool,
    ) -> None:
        """Work out the fields of a statement and add it."""
        state, clock = self.state, self.state.clock
        last = told[-1] if told else None
        whole_left = left if not bare or last is None else last.left
        named = indicators.wording(left)
        listed_op = (
            last.op
            if last is not None and (listed or len(named) < 2 or named in ("居民医保",))
            else None
        )
        verb = changes.list_verb(left) or (last.verb if last is not None and listed else "")
        reading = changes.read(
            quantity, left if not bare else whole_left, right, listed_op, verb, len(named) >= 2
        )
        if (
            reading.op is None
            and last is not None
            and last.op == "share"
            and not bare
            and quantity.unit.family == "rate"
            and "率" not in left
            and "，" in sentence[last.quantity.end : start]
        ):
            # 职工医保稳定在80%左右，居民医保稳定在70%: the head of the clause before.
            reading = reading._replace(op="share")
        shared = None
        if bare and last is not None:
            shared = comparators.before(last.left)
        cmp = comparators.comparator(quantity, left, shared)
        after = sentence[quantity.end : quantity.end + 40]
        period, own, now, base_year = self._periods(sentence, start, quantity, mentions, reading.op)
        baseline = kinds.is_baseline(left, right, after)
        kind: Kind = "baseline" if baseline else kinds.kind_of(
            quantity, left, right, before[-160:], period, own, now, clock.year, self.genre,
            self.review, last.kind if last is not None else None,
        )  # fmt: skip
        period = self._inherited(kind, period, own, now, quantity, left, last)
        if base_year == "同比":
            base_year = None if period is None else str(iso.last_year(period) - 1)
        unit, percent = self._unit(quantity, left, reading.percent)
        counted = (
            self._counted(base, start, quantity, left, right, told, listed)
            if unit.split("/")[0] == "count"
            else None
        )
        subject_text = indicators.indicator(
            left, right, counted, last.subject if last is not None else ""
        )
        subject = self._as_written(subject_text, base + start, base + quantity.end + len(right) + 1)
        op: Op = reading.op if reading.op is not None else cmp
        tier = quantity.tier
        if tier is None and quantity.unit.family == "count" and kind != "measure":
            tier = tiers.before(left[-60:])
        value, high = reading.value, reading.high
        spans = self._heads(left, quantity, start)
        region = state.region_for(
            sentence[: quantity.start], self.wording[base : base + quantity.start]
        )
        scope = state.scope_for(left + right, sentence[: quantity.start])
        scope = self._as_written(scope, base, base + len(sentence))
        driven = indicators.driver(left, last.subject if last is not None else "")
        if driven is None and listed and last is not None:
            driven = self.statements[last.index].driven_by
        total = self._total(left, sentence, start, told, unit, op)
        end = quantity.end + (
            len(right) if unit.split("/")[0] == "count" or op == "share" or right[:1] == "的" else 0
        )
        for first in spans:
            quote_start = self._quote_start(sentence, first, mentions)
            index = len(self.statements)
            self.statements.append(
                Statement(
                    start=self.folded.source(base + quote_start),
                    end=self.folded.source(base + end - 1) + 1,
                    value_start=self.folded.source(base + quantity.start),
                    value_end=self.folded.source(base + quantity.unit_end - 1) + 1,
                    kind=kind,
                    op=op,
                    cmp=cmp,
                    value=value,
                    unit=unit,
                    value_high=high,
                    modality=kinds.modality_of(left, before) if kind == "target" else None,
                    indicator=subject,
                    scope=scope,
                    region=region,
                    counted=counted,
                    tier=tier,
                    period=period,
                    base_year=base_year,
                    firmness=kinds.firmness_of(left, before) if kind == "target" else None,
                    change=self._change(op, left),
                    driven_by=driven,
                    part_of=total,
                )
            )
            told.append(
                _Told(
                    quantity,
                    whole_left if bare else left,
                    reading.op,
                    cmp,
                    kind,
                    subject_text,
                    period,
                    verb,
                    index,
                    counted,
                )
            )

    def _periods(
        self,
        sentence: str,
        start: int,
        quantity: Quantity,
        mentions: list[periods.Mention],
        op: Op | None,
    ) -> tuple[str | None, bool, bool, str | None]:
        """Return the governing period, whether the sentence says it, whether it is now, the base."""
        period: str | None = None
        own = now = False
        base_year: str | None = None
        for mention in mentions:
            if mention.start >= quantity.start:
                break
            if mention.role == "when":
                period, own, now = mention.period, True, False
            elif mention.role == "now":
                period, own, now = mention.period, True, True
            elif mention.role == "since":
                if mention.end >= start:
                    base_year = (
                        mention.period
                        if op in ("increase_by", "decrease_by", "growth_rate_per_year")
                        else None
                    )
            elif mention.role == "base" and mention.end >= start - 1:
                base_year = mention.period
            elif mention.role == "ago" and mention.end >= start - 1:
                year = period or self.state.period_for("actual", self.review)
                base_year = None if year is None else str(iso.last_year(year) - mention.years)
        if op not in ("increase_by", "decrease_by", "growth_rate_per_year"):
            base_year = None
        elif base_year is None and "同比" in sentence[start : quantity.start]:
            base_year = "同比"
        return period, own, now, base_year

    def _inherited(
        self, kind: Kind, period: str | None, own: bool, now: bool, quantity: Quantity,
        left: str, last: _Told | None,
    ) -> str | None:  # fmt: skip
        """Return the period with what earlier text says."""
        state = self.state
        year = state.clock.year
        if kind == "measure" and "总投资" in left and not own:
            if last is not None and last.kind == "actual":
                return last.period
            return None
        if own:
            if now and self.genre != "news" and year is not None:
                return str(year)
            if (
                kind == "measure"
                and period is not None
                and year is not None
                and self.genre == "measures"
            ):
                return period
            return period
        if self.is_title and kind == "target":
            return None
        return state.period_for(kind, self.review)

    def _unit(self, quantity: Quantity, left: str, percent: bool) -> tuple[str, bool]:
        """Return the canonical unit with what it is counted by."""
        unit = "percent" if percent else quantity.unit.canonical
        if unit == "local":
            unit = self.local
        elif unit == "dollar":
            unit = "HKD" if self.local == "HKD" else "USD"
        if unit == "household":
            if re.search(r"企业|主体|公司|工业|单位|法人|个体", left[-12:]):
                unit = "count"
            elif "用户" in left[-10:]:
                unit = "user"
        if unit == "person" and re.search(r"用户[^，。；]{0,6}$", left):
            unit = "user"
        if (
            unit == "count"
            and re.search(r"汽车|车辆|客车|货车|重卡", left[-10:])
            and quantity.word == "台"
        ):
            unit = "vehicle"
        if quantity.per:
            return f"{unit}/{quantity.per}", percent
        daily = _PER_PERSON_DAY.search(left[-14:]) if quantity.unit.family == "money" else None
        if daily is not None:
            return f"{unit}/person/{_SPAN[daily[1]]}", percent
        yearly = _YEARLY.search(left[-10:]) if unit == "count" else None
        if yearly is not None:
            return f"count/{_YEARLY_WORDS[yearly[1]]}", percent
        return unit, percent

    def _counted(
        self, base: int, start: int, quantity: Quantity, left: str, right: str,
        told: list[_Told], listed: bool,
    ) -> str | None:  # fmt: skip
        """Return the counted noun as written."""
        noun = indicators.counted_noun(left, right, quantity.word)
        if noun is None or len(noun) < 2:
            if listed and told:
                return told[-1].counted
            if quantity.word in ("蒸吨", "P"):
                return quantity.word
            return (told[-1].counted if told else None) or noun
        if quantity.word in ("蒸吨", "P"):
            return quantity.word
        return self._as_written(noun, base + start, base + quantity.end + len(right) + 1)

    def _as_written(self, words: str, low: int, high: int) -> str:
        """Return folded `words` in the script of the document."""
        if not words:
            return words
        place = self.text.find(words, max(0, low), high)
        return self.wording[place : place + len(words)] if place >= 0 else words

    def _heads(self, left: str, quantity: Quantity, start: int) -> list[int]:
        """Return where the quotes of a figure begin: one, or one for each shared subject."""
        first = start + len(left) - len(left.lstrip("、和及与，以 "))
        if quantity.form == "rank" or _EVENLY.search(left[-14:]) is None:
            return [first]
        body = left[first - start :]
        parts = indicators.heads(re.split(r"均|都|各", body)[0])
        if len(parts) < 2:
            return [first]
        places = []
        position = first
        for part in parts:
            place = left.find(part, position - start)
            places.append(start + place if place >= 0 else first)
            position = places[-1] + len(part)
        return places

    def _quote_start(self, sentence: str, start: int, mentions: list[periods.Mention]) -> int:
        """Extend a quote to the period set off by a comma right before it (到2025年，)."""
        if start < 2 or sentence[start - 1] not in "，,":
            return start
        head = max(sentence.rfind(mark, 0, start - 1) for mark in "，；：。,、")
        if start - 2 - head > 16:
            return start
        for mention in mentions:
            if head < mention.start < start and mention.role == "when":
                return head + 1 + (1 if sentence[head + 1] in "“ " else 0)
        return start

    def _total(
        self, left: str, sentence: str, start: int, told: list[_Told], unit: str, op: Op
    ) -> int | None:
        """Return the index of the total that this figure is a part of."""
        if op in ("increase_by", "decrease_by", "growth_rate_per_year", "rank") or not told:
            return None
        if not (
            indicators.is_part(left) or indicators.is_part(sentence[max(0, start - 3) : start])
        ):
            inherited = self.statements[told[-1].index].part_of
            if inherited is not None and left[:1] in "、和及与":
                return inherited
            return None
        for one in reversed(told):
            statement = self.statements[one.index]
            if statement.unit == unit and statement.op == statement.cmp:
                return one.index
        return None

    def _change(self, op: Op, left: str) -> str | None:
        """Return whether the figure is a level or an amount added."""
        if op in ("increase_by", "decrease_by", "growth_rate_per_year") or _INCREMENT.search(left):
            return "increment"
        return "stock" if _STOCK.search(left) else None
