"""From one judged quantity in its clause to the fields of a statement."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final, Literal

from saidao.statements import periods as iso
from saidao.statements.chinese import (
    changes,
    comparators,
    dating,
    doubts,
    extents,
    indicators,
    instruments,
    kinds,
    tiers,
)
from saidao.statements.chinese.amounts import Quantity
from saidao.statements.chinese.evidence import Evidence
from saidao.statements.chinese.folding import Folded
from saidao.statements.chinese.inheritance import State
from saidao.statements.chinese.passages import Line, Passage, Told
from saidao.statements.chinese.wording import name_in
from saidao.statements.statement import Kind, Op, Statement

_EXTENT: Final = re.compile(r"共|包括|涉及|包含|涵盖")
_USERS: Final = re.compile(r"用户[^，。；]{0,6}$")
_AGAINST: Final = re.compile(r"(?:低于|高于|好于|优于|快于|慢于|少于|多于|超过|超出|超)\Z")
_CARS: Final = re.compile(r"(?:[汽客货]车|车辆|重卡)(?!行业|产业|制造|企业|零部件|工业)")
_PER_PERSON: Final = re.compile(
    r"每人(?!次)(?:每(天|日|月|年))?[^，。；0-9]{0,10}\Z|每[^，。；0-9]{0,4}1[人名](?P<one>)\Z"
)
_YEARLY: Final = re.compile(r"(年产|月产)(?!值|能)[^，。；0-9]{0,6}$")
_SPAN: Final = {"天": "day", "日": "day", "月": "month", "年": "year"}
_STOCK: Final = re.compile(r"达到|达|累计|总数|总量|保有量|规模|突破|超过|存量|余额")
_INCREMENT: Final = re.compile(r"新增|新建|新培育|新引进|新制定|净增|再建|增设|新开工|新认定")
_SUM: Final = re.compile(r"(?:总量|总数|数量|总计)[^，。；]{0,6}\Z")
_FIRM: Final = re.compile(r"企业|主体|公司|工业|单位|法人|个体")


class Assembler:
    """Builds the statements of one document.

    Parameters
    ----------
    folded : Folded
    state : State
        What earlier text has set.
    currency : str
        Currency of a bare 元, empty where nothing tells it.
    """

    def __init__(self, folded: Folded, state: State, currency: str) -> None:
        self.folded, self.state, self.currency = folded, state, currency
        self.statements: list[Statement] = []
        self.doubts: dict[int, doubts.Doubt] = {}
        self.undated: list[int] = []
        self.in_title = False

    def tell(self, passage: Passage, quantity: Quantity, told: list[Told]) -> None:
        """Work out the fields of a statement and add it, once for each shared subject."""
        line, _, left, right, listed, bare = passage
        base, sentence = line.base, line.text
        before = passage.before
        last = told[-1] if told else None
        shared = last.left if bare and last is not None else left
        name = name_in(left)
        named = len(name) >= 2
        verb = changes.list_verb(left) or (last.verb if last is not None and listed else "")
        parallel = last is not None and (listed or not named) and not kinds.is_cited(right)
        reading = changes.read(
            quantity, shared, right, last.op if last is not None and parallel else None, verb, named
        )
        op_type = reading.op
        if op_type is None and last is not None and _continues_share(quantity, left, last, name):
            op_type = "share"
        # 低于3%左右的控制目标: how it compares with the goal says nothing of the goal.
        bound = _AGAINST.sub("", left) if kinds.is_cited(right) else left
        cmp = comparators.comparator(
            quantity, bound, comparators.before(last.left) if bare and last is not None else None
        )
        said = dating.said(passage, quantity, op_type, last, named, self.state)
        base_year = said.base_year
        after = sentence[quantity.end : quantity.end + 40]
        words = left if named or last is None else last.subject + left
        kind: Kind
        if kinds.is_baseline(left, after):
            kind = "baseline"
        else:
            kind = kinds.kind_of(
                quantity,
                Evidence(
                    left=left,
                    right=right,
                    after=after,
                    words=words,
                    before=before[-160:],
                    period=said.period,
                    own=said.own,
                    now=said.now,
                    fresh=said.fresh,
                    year=self.state.clock.year,
                    genre=self.state.genre,
                    stance="review" if self.state.reviewing else self.state.stance,
                    previous=last.kind if last is not None else None,
                    earlier=told[-2].kind if len(told) > 1 else None,
                    promised=self.state.promised,
                    last_said=self.state.last_said,
                    spanned=self.state.review_span != "",
                    closing=self.state.closing,
                    rewarded=self.state.genre in ("measures", "plan")
                    and instruments.is_rewarded(
                        sentence, quantity.start, quantity.end, self.state.genre == "measures"
                    ),
                ),
            )
        if (
            kind == "actual"
            and last is not None
            and last.kind == "measure"
            and not said.own
            and right.endswith("项目")
            and "总投资" in before
            and _EXTENT.search(left)
        ):
            kind = "measure"  # 总投资80亿元，共20个项目: how large the programme is
        if (
            bare
            and last is not None
            and cmp == "="
            and last.cmp in ("<=", ">=")
            and not last.quantity.suffix
        ):
            cmp = last.cmp
        if last is not None and last.kind == "baseline" and cmp == "=" and last.cmp in ("<=", ">="):
            cmp = last.cmp  # 最长年限由5年延长至8年: the bound holds for both
        period = dating.period_of(
            passage, quantity, kind, said, op_type, told, self.state, self.in_title
        )
        if base_year is not None and "上年度" in left and period is not None and "/" in period:
            base_year = "同比"
        if base_year == "同比":
            base_year = None if period is None else _year_before(period)
        unit = self._unit(quantity, sentence, left, reading.percent, last, listed, bare)
        counted = None
        if unit == "count" or unit.startswith("count/"):
            counted = self._counted(passage, quantity, last)
        subject, written = self._indicator(passage, name, counted, last)
        tier = quantity.tier
        if tier is None and unit == "count":
            tier = tiers.before(left[-60:])
        op: Op = op_type if op_type is not None else cmp
        driven = indicators.driver(left, last.subject if last is not None else "")
        if driven is not None:
            driven = self.as_written(driven, base, base + len(sentence))
        elif listed and last is not None:
            driven = self.statements[last.place].driven_by
        # The counted noun, the whole of a share and what 的 binds belong to the quote.
        tail = (
            counted is not None
            or op == "share"
            or right[:1] == "的"
            or quantity.word in ("名", "位")
            or (kind == "measure" and 0 < len(right) <= 12)
        )
        end = quantity.end + (len(right) if tail else 0)
        target = kind == "target"
        source = self.folded.source
        fields: dict[str, Any] = {
            "end": source(base + end - 1) + 1,
            "value_start": source(base + quantity.start),
            "value_end": source(base + quantity.unit_end - 1) + 1,
            "kind": kind,
            "op": op,
            "cmp": cmp,
            "value": reading.value,
            "unit": unit,
            "value_high": reading.high,
            "modality": kinds.modality_of(left, before) if target else None,
            "indicator": written,
            "scope": self.state.scope_for(line.sectors(self.folded), quantity.end + len(right)),
            "region": self.state.region_for(line.places(self.folded), quantity.start, sentence),
            "counted": counted,
            "tier": tier,
            "period": period,
            "base_year": base_year,
            "firmness": kinds.firmness_of(left, before) if target else None,
            "change": _change(op, left),
            "driven_by": driven,
            "part_of": self._total(passage, told, unit, op),
        }
        if target and said.own:
            self.state.promised = True
        for first in extents.subject_starts(passage, quantity):
            index = len(self.statements)
            quote_start = extents.quote_start(sentence, first, line.mentions)
            statement = Statement(start=source(base + quote_start), **fields)
            self.statements.append(statement)
            doubt = doubts.doubt_of(statement, quantity, bound, self.currency != "")
            if doubt is not None:
                self.doubts[index] = doubt
            told.append(
                Told(
                    quantity,
                    shared,
                    op_type,
                    cmp,
                    kind,
                    subject,
                    written,
                    period,
                    base_year,
                    verb,
                    index,
                    counted,
                    bare,
                )
            )
            if self.in_title and not said.own and kind == "actual":
                self.undated.append(index)

    def _indicator(
        self, passage: Passage, name: str, counted: str | None, last: Told | None
    ) -> tuple[str, str]:
        """Return the indicator folded and as written."""
        inherited = last.subject if last is not None else ""
        if len(name) < 2 and last is None:
            inherited = indicators.topic(passage.before)
        subject = indicators.indicator(name, passage.right, counted, inherited)
        if last is not None and subject == inherited:
            return subject, last.written
        low = passage.line.base + passage.start
        high = passage.line.base + len(passage.sentence)
        return subject, self.as_written(subject, low, high)

    def _share_periods(self, line: Line, told: list[Told], run: list[int]) -> None:
        """Give each value of 到2025年、2030年分别达到x和y its own date."""
        dates = dating.listed(line, told[run[0]].quantity.start)
        if len(dates) != len(run):
            return
        for place, date in zip(run, dates, strict=True):
            index = told[place].place
            self.statements[index] = replace(self.statements[index], period=date)

    def finish(self, line: Line, told: list[Told]) -> None:
        """Share out what a list says once: classes of the last item, subjects of 分别."""
        self._spread_classes(told)
        number = 0
        while number < len(told):
            run = [number]
            while run[-1] + 1 < len(told) and told[run[-1] + 1].bare:
                run.append(run[-1] + 1)
            number = run[-1] + 1
            if len(run) > 1 and "分别" in told[run[0]].left:
                self._share_subjects(line, told, run)
                self._share_periods(line, told, run)

    def _share_subjects(self, line: Line, told: list[Told], run: list[int]) -> None:
        """Give each value of A、B和C分别增长x、y和z its own subject."""
        left = told[run[0]].left.partition("分别")[0]
        name = name_in(left)
        low = line.base
        subjects = [
            self.as_written(one, low, low + len(line.text)) for one in indicators.subjects(name)
        ]
        if len(subjects) != len(run):
            first = run[0] - len(run)
            if first < 0 or len(name) >= 2:
                return
            subjects = [told[first + place].written for place in range(len(run))]
        for place, subject in zip(run, subjects, strict=True):
            statement = self.statements[told[place].place]
            self.statements[told[place].place] = replace(statement, indicator=subject)

    def _spread_classes(self, told: list[Told]) -> None:
        """Name the class of all items by the last: 2个千亿、5个百亿级产业集群."""
        tail = ""
        for one in reversed(told):
            statement = self.statements[one.place]
            if statement.tier is None or statement.counted is None:
                tail = ""
                continue
            stripped = tiers.bare_class(statement.counted)
            if stripped is None:
                tail = ""
            elif stripped[1] not in ("", "级"):
                tail = stripped[1]
            elif tail:
                named = stripped[0] + tail
                self.statements[one.place] = replace(statement, counted=named, indicator=named)

    def _unit(
        self, quantity: Quantity, sentence: str, left: str, percent: bool, last: Told | None,
        listed: bool, bare: bool,
    ) -> str:  # fmt: skip
        """Return the canonical unit with what it is counted by."""
        unit = "percent" if percent else quantity.unit.canonical
        if unit == "local":
            unit = self.currency or doubts.CURRENCIES[0]
        elif unit == "dollar":
            unit = "HKD" if self.currency == "HKD" else "USD"
        elif unit == "household":
            lately = sentence[max(0, quantity.start - 40) : quantity.start]
            if _FIRM.search(left[-12:]) or (_SUM.search(left) and _FIRM.search(lately)):
                unit = "count"
            elif "用户" in lately:
                unit = "user"
        elif unit == "person" and _USERS.search(left, max(0, len(left) - 8)):
            unit = "user"
        elif unit == "count" and quantity.word == "台" and _CARS.search(left[-10:]):
            unit = "vehicle"
        if quantity.per:
            return f"{unit}/{quantity.per}"
        if quantity.unit.family == "money":
            person = _PER_PERSON.search(sentence, max(0, quantity.start - 16), quantity.start)
            if person is not None:
                each = f"{unit}/person"
                return each if person[1] is None else f"{each}/{_SPAN[person[1]]}"
            if (bare or listed) and last is not None:
                before = self.statements[last.place].unit
                if before.startswith(f"{unit}/person"):
                    return before
        if unit == "count":
            yearly = _YEARLY.search(left[-10:])
            if yearly is not None:
                return "count/year" if yearly[1] == "年产" else "count/month"
            if listed and last is not None:
                before = self.statements[last.place].unit
                if before.startswith("count/"):
                    return before
        return unit

    def _counted(self, passage: Passage, quantity: Quantity, last: Told | None) -> str | None:
        """Return the counted noun as written."""
        if quantity.word in (
            "蒸吨",
            "P",
            "千伏安",
            "EFLOPS",
            "PFLOPS",
            "EFlops",
            "PFlops",
            "EB",
            "PB",
        ):
            return quantity.word
        noun = indicators.counted_noun(passage.left, passage.right)
        if noun is None or len(noun) < 2:
            return last.counted if last is not None and last.counted else noun
        low = passage.line.base + passage.start
        high = passage.line.base + len(passage.sentence)
        return self.as_written(noun, low, high)

    def as_written(self, words: str, low: int, high: int) -> str:
        """Return folded `words` in the script of the document."""
        if not words:
            return words
        place = self.folded.text.find(words, max(0, low), high)
        return self.folded.wording[place : place + len(words)] if place >= 0 else words

    def _total(self, passage: Passage, told: list[Told], unit: str, op: Op) -> int | None:
        """Return the index of the total that this figure is a part of."""
        if op in dating.CHANGES or op == "rank" or not told:
            return None
        lead = passage.sentence[max(0, passage.start - 4) : passage.start]
        if not indicators.is_part(passage.left) and not indicators.is_part(lead):
            return self.statements[told[-1].place].part_of if passage.listed else None
        for one in reversed(told):
            statement = self.statements[one.place]
            if statement.unit == unit and statement.op == statement.cmp:
                return one.place
        return None


def _continues_share(quantity: Quantity, left: str, last: Told, name: str) -> bool:
    """Whether a percentage has its head in the clause before (职工医保80%，居民医保70%)."""
    return (
        quantity.unit.canonical == "percent"
        and last.op == "share"
        and last.kind != "baseline"
        and 2 <= len(name) <= 6
        and "率" not in left
        and "水平" not in left
    )


def _year_before(period: str) -> str:
    """The year before a period; the fiscal year before a fiscal year."""
    first, last = iso.first_year(period), iso.last_year(period)
    if "/" in period and last - first == 1 and len(period) == 9:
        return iso.span(first - 1, last - 1)
    return str(last - 1)


def _change(op: Op, left: str) -> Literal["stock", "increment"] | None:
    """Return whether the figure is a level or an amount added."""
    if op in dating.CHANGES or _INCREMENT.search(left):
        return "increment"
    return "stock" if _STOCK.search(left) else None
