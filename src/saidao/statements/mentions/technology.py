"""Technology tasks: what shall be broken through, developed or built, by whom, by when.

Clauses that may be tasks come from `technology_research` and `technology_works`; those
that weigh enough are tasks, and clauses of one sentence that do the same are one task.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from saidao.statements.mentions import technology_research, technology_works
from saidao.statements.mentions.passages import Items, Span, sentence, sentences
from saidao.statements.mentions.technology_clauses import THRESHOLD, Candidate, clauses
from saidao.statements.mentions.technology_names import FIELD, grouped
from saidao.statements.statement import Mention

_MILESTONE = re.compile(
    r"(?:(?:到|至|在|力争)?20\d\d年(?:底前|年底前|底|末|前|上半年|下半年)?"
    r"|“?十[三四五六]五”?(?:末|期间|时期))"
)
# 到2027年，…: then lines that begin with a dash and say what shall be so by that year.
_DASH = re.compile(r"[\s*]*(?:——|—|[-–•●·]\s?)")
_LEAD_REACH = 4000
_NEXT = 12  # a comma, and words such as `并` or a count (…技术30项以上) between
# 6.加快大模型研发应用。…: the title of an item, whose tasks are in the sentences behind it.
_TITLE = re.compile(
    r"[ \t\u3000*#]*(?:[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|\d{1,2}[.．、]"
    r"|[一二三四五六七八九十]{1,3}、)[^，、等“]{4,20}$"
)
# What a sentence needs to hold a candidate that weighs enough. A field of technology is
# evidence by itself, so are these words; the rest weigh enough only in a list.
_EVIDENCE = re.compile(
    grouped(
        rf"{FIELD[3:-1]}|攻|研|突破|创制|掌握|开发|技术创新|技术革新|适配验证|改造|改气|改电|改氢"
        r"|代煤|代油|国家|全国|推广|推行|上线"
    )
)
_IN_LIST = re.compile(
    "技术|项目|工程|组网|产线|生产线|示范|中试|产业化|应用|工艺|系统|体系|网络|监[控测]|观测|预警"
    "|装置|光源|风洞|专项|计划|力度|布局|投入|堆|量产|国产化|替代|验证|瓶颈|难题|难关|创新|发展"
    "|建设|短板|支持|扶持|能力|保障|试验|实验室|星座"
)
_MAX_TITLE = 40


def read(text: str, folded: str, items: Items, responsible: Sequence[Mention]) -> list[Mention]:
    """Read the technology tasks of a text.

    Parameters
    ----------
    text, folded : str
        The reading text, and the same folded.
    items : Items
        The numbered items; an owner is looked for in the same one.
    responsible : sequence of Mention
        What `responsibility.read` found: its first body owns the task.

    Returns
    -------
    list of Mention
        Of kind ``technology_task``, in the order of the text. `parts` are the
        technologies, then the owner and the milestone where the text has them.
    """
    starts = [mention.start for mention in responsible]
    mentions: list[Mention] = []
    for start, end in sentences(folded, 0, len(folded)):
        if not _may_hold(folded, start, end) or _is_title(folded, start, end):
            continue
        for task in _joined(_candidates(folded, start, end)):
            span = task.start, task.end
            parts = [
                Mention("technology", low, high, text[low:high], "technology")
                for low, high in task.technologies
            ]
            owner = _owner(items, responsible, starts, span)
            if owner is not None:
                parts.append(Mention("body", owner.start, owner.end, owner.name, "owner"))
            milestone = _milestone(folded, span)
            if milestone is not None:
                name = text[slice(*milestone)]
                parts.append(Mention("milestone", *milestone, name, "milestone"))
            mentions.append(
                Mention("technology_task", *span, text[slice(*span)], None, tuple(parts))
            )
    return mentions


def _may_hold(folded: str, start: int, end: int) -> bool:
    """Say whether a sentence can hold a task at all; most cannot."""
    return _EVIDENCE.search(folded, start, end) is not None or (
        folded.find("、", start, end) >= 0 and _IN_LIST.search(folded, start, end) is not None
    )


def _is_title(folded: str, start: int, end: int) -> bool:
    """Say whether a sentence is the title of an item that goes on in the same line."""
    if end - start > _MAX_TITLE:
        return False
    goes_on = folded[end : end + 1] == "。" and folded[end + 1 : end + 2].strip() != ""
    return goes_on and _TITLE.match(folded, start, end) is not None


def _candidates(folded: str, start: int, end: int) -> list[Candidate]:
    """Return the candidates of a sentence that weigh enough, in order, without overlaps."""
    pieces = list(clauses(folded, start, end))
    found = [
        *technology_research.candidates(folded, pieces),
        *technology_works.candidates(folded, pieces),
    ]
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda one: (one.start, -one.weight, -one.end)):
        if one.weight >= THRESHOLD and not (kept and one.start < kept[-1].end):
            kept.append(one)
    return kept


def _joined(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates of a sentence; next neighbours that do the same are one task."""
    last: Candidate | None = None
    for one in candidates:
        if last is not None and one.start - last.end <= _NEXT and _same(last.act) == _same(one.act):
            last = Candidate(last.start, one.end, last.act, (*last.technologies, *one.technologies))
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _same(act: str) -> str:
    """Return the act, with research and development as one."""
    return "research" if act == "develop" else act


def _owner(
    items: Items, responsible: Sequence[Mention], starts: Sequence[int], span: Span
) -> Mention | None:
    """Return the first body that answers for the item that the task stands in."""
    index = bisect_left(starts, span[0])
    if index == len(starts) or starts[index] >= items.after(span[0], starts[index] + 1):
        return None
    return next((part for part in responsible[index].parts if part.kind == "body"), None)


def _milestone(folded: str, span: Span) -> Span | None:
    """Return the date that the task's sentence gives, or the lead of the list it stands in."""
    match = _MILESTONE.search(folded, *sentence(folded, span[0]))
    if match is None:
        start = folded.rfind("\n", 0, span[0]) + 1
        if _DASH.match(folded, start):
            match = _lead_milestone(folded, start)
    return match.span() if match else None


def _lead_milestone(folded: str, start: int) -> re.Match[str] | None:
    """Return the date that opens the paragraph before the dashed lines that end at `start`."""
    limit = max(0, start - _LEAD_REACH)
    while start > limit:
        end = start - 1
        start = folded.rfind("\n", 0, end) + 1
        if folded[start:end].strip() and not _DASH.match(folded, start):
            line = folded[start:end]
            return _MILESTONE.match(folded, end - len(line.lstrip()), end)
    return None
