"""What type of number goes on from one percentage to the next."""

from __future__ import annotations

from saidao.statements.english import tenses, verbs
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.inheritance import Memory
from saidao.statements.english.kinds import Verdict
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.times import Time
from saidao.statements.english.wordlists import word_set
from saidao.statements.statement import Op

_GOING_ON = word_set("year fiscal financial , and with ; then by in a further ( ) respectively or")
_FIGURES = word_set("projection projections forecast forecasts estimate estimates figure outlook")
_SIDES: dict[str, Op] = {"below": "decrease_by", "under": "decrease_by", "above": "increase_by"}
_BALANCES = word_set("deficit surplus deficits surpluses")
"""What is given as a share of the economy wherever another of its kind is."""

_LISTS = word_set("which mix including while with")
_NO_GROWTH = word_set(
    "inflation unemployment share rate deficit debt gdp accounts poverty ratio tax that which"
)
_ITEM_ENDS = word_set(". , ; ) and from")
_OTHER_VERBS = (
    verbs.INCREASE | verbs.DECREASE | verbs.INCREASE_NOUNS | verbs.DECREASE_NOUNS | verbs.REACH
) | word_set("rate rates by than to from growth inflation unemployment")


def coordinated(
    sentence: Sentence, wanted: list[Quantity], ops: list[Op | None], times: list[Time]
) -> Op | None:
    """Return the type of the number before, where this one only goes on: and 80% by 2050."""
    if not ops or ops[-1] not in ("increase_by", "decrease_by", "share", "growth_rate_per_year"):
        return None
    quantity, before = wanted[len(ops)], wanted[len(ops) - 1]
    if quantity.unit != before.unit or before.op is not None or quantity.noun is not None:
        return None
    if ops[-1] == "increase_by" and _grows_on(sentence.words, before, quantity):
        return "increase_by"
    gap = sentence.words[before.last : quantity.begin]
    if gap[-2:] in (["compared", "to"], ["compared", "with"]) or (
        {"figure", "share", "proportion"}.intersection(gap[-5:-1]) and "this" in gap
    ):
        return ops[-1]
    if gap[-1:] == ["and"] and _since_before(sentence.words, quantity):
        return ops[-1]
    if ops[-1] == "share" and _BALANCES.intersection(gap):
        return "share"
    if ops[-1] == "share" and _listed(sentence.words, before, quantity):
        return "share"
    named = {index for time in times for index in range(time.first, time.last)}
    gap = [sentence.words[i] for i in range(before.last, quantity.begin) if i not in named]
    if "(" in gap and ")" in gap:
        gap = gap[: gap.index("(")] + gap[gap.index(")") :]
    return ops[-1] if gap and all(word in _GOING_ON for word in gap) else None


def below_base(
    sentence: Sentence, quantity: Quantity, following: list[Quantity], times: list[Time]
) -> Op | None:
    """Read *30% by 2030 and 80% by 2050 below 2005 levels*: both are reductions."""
    base = next((t for t in times if t.role == "base" and t.first >= quantity.last), None)
    if base is None or quantity.unit != "percent":
        return None
    words = sentence.words
    sign = next((w for w in words[max(0, base.first - 3) : base.first] if w in _SIDES), None)
    if sign is None:
        return None
    named = {index for time in times for index in range(time.first, time.last)}
    named.update(i for other in following for i in range(other.begin, other.last))
    gap = [words[i] for i in range(quantity.last, base.first) if i not in named]
    return (
        _SIDES[sign] if len(gap) <= 8 and all(w in _GOING_ON or w in _SIDES for w in gap) else None
    )


def _since_before(words: list[str], quantity: Quantity) -> bool:
    """Tell whether a percentage is a change by what follows: 2% year on year, from a year ago."""
    following = words[quantity.last : quantity.last + 4]
    if following[:1] == ["from"]:
        return not {"year", "quarter", "month"}.isdisjoint(following)
    return following[:2] in (["year", "on"], ["year", "-"], ["yoy"]) or following[:1] == ["yoy"]


def _grows_on(words: list[str], before: Quantity, quantity: Quantity) -> bool:
    """Tell whether growth is the subject still: growth of 8%, recovering in 2015 to 5.7%."""
    gap = words[before.last : quantity.begin]
    if quantity.unit != "percent":
        return False
    if gap[:1] in ([","], ["and"], [";"]) and 2 <= len(gap) <= 5 and "growing" in words:
        return _NO_GROWTH.isdisjoint(gap) and _OTHER_VERBS.isdisjoint(gap)
    if gap[-1:] not in (["to"], ["at"], ["of"], ["from"]):
        return False
    if "growth" not in words[: before.begin] or ";" in gap or len(gap) > 14:
        return False
    return _NO_GROWTH.isdisjoint(gap) and not (tenses.GOALS & set(gap))


def _listed(words: list[str], before: Quantity, quantity: Quantity) -> bool:
    """Tell whether two percentages are items of one list of parts: coal 27%; gas is 20%."""
    gap = words[before.last : quantity.begin]
    dated = gap[-1:] == ["and"] and words[quantity.last : quantity.last + 1] in (["by"], ["in"])
    if not dated and ";" not in gap and _LISTS.isdisjoint(words):
        return False
    if len(gap) > 30 or not {";", ",", "and"}.intersection(gap):
        return False
    if not dated and quantity.last < len(words) and words[quantity.last] not in _ITEM_ENDS:
        return False
    return not (_OTHER_VERBS | tenses.GOALS).intersection(gap)


def carried(sentence: Sentence, quantity: Quantity, memory: Memory) -> Op | None:
    """Return the type of the paragraph's last percentage, where this one leaves it out."""
    if quantity.unit != "percent" or memory.unit != "percent" or memory.op is None:
        return None
    near = sentence.words[max(0, quantity.begin - 14) : quantity.begin]
    return memory.op if (tenses.GOALS | _FIGURES).intersection(near) else None


def share_ops(wanted: list[Quantity], ops: list[Op | None], verdicts: list[Verdict]) -> None:
    """Let a starting value be a share where the value it leads to is one, and the reverse.

    A rate of growth compared with another one (*grow 3% next year from 2% this year*) is
    one too.
    """
    for position in range(len(ops) - 2, -1, -1):
        here, there = wanted[position], wanted[position + 1]
        if (
            ops[position] is None
            and ops[position + 1] in ("increase_by", "decrease_by")
            and (here.unit == "percent" == there.unit and there.begin - here.last == 1)
        ):
            ops[position] = ops[position + 1]
    for position, verdict in enumerate(verdicts):
        if verdict.kind != "baseline":
            continue
        growth = position and ops[position] is None and ops[position - 1] == "increase_by"
        if growth and wanted[position - 1].unit == "percent" == wanted[position].unit:
            ops[position] = "increase_by"
        if (
            ops[position] == "share" and position + 1 < len(ops) and ops[position + 1] is None
        ) and (wanted[position + 1].unit == "percent"):
            ops[position + 1] = "share"
        if ops[position] is not None:
            continue
        for other in (position + 1, position - 1):
            if (0 <= other < len(ops) and ops[other] == "share") and (
                wanted[other].unit == wanted[position].unit
            ):
                ops[position] = "share"
