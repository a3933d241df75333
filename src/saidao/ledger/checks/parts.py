"""Parts against totals: by the industry tree, by regions, and as a text names them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from saidao.ledger.checks.books import Books, Figure, Key, additive, in_order
from saidao.ledger.checks.findings import Finding
from saidao.ledger.checks.intervals import Estimate, judged, total
from saidao.ledger.checks.telling import finding, sentence, stated, summed

__all__ = ["industry_totals", "named_parts", "region_totals"]

Valued = tuple[Figure, Estimate]


def industry_totals(books: Books) -> Iterator[Finding]:
    """Yield where an industry's figure and those of its parts do not fit."""
    for beside in books.by_industry.values():
        for industry, key in beside.items():
            parts = books.parts.get(industry)
            if not parts or not additive(key.subject):
                continue
            whole = books.at(key)
            found = [one for part in parts if part in beside and (one := books.at(beside[part]))]
            if whole is None or not found:
                continue
            overlapping = books.overlapping(one.subject.industry for one, _ in found)
            complete = len(found) == len(parts)
            yield from against_total(
                "parts-total", whole, found, complete=complete, overlapping=overlapping
            )


def against_total(
    rule: str,
    whole: Valued,
    parts: Sequence[Valued],
    *,
    complete: bool,
    overlapping: bool,
) -> Iterator[Finding]:
    """Yield how a total and its parts do not fit.

    Parameters
    ----------
    complete : bool
        Whether these are all the parts, so that they must make up the whole.
    overlapping : bool
        Whether the parts may share members, so that their sum is a ceiling only.
    """
    figure, said = whole
    told = [("total", figure), *(("part", one) for one, _ in parts)]
    made = total(one for _, one in parts)
    sums = summed([one for one, _ in parts], made.point)
    if overlapping:
        largest, most = max(parts, key=lambda one: (one[1].point, one[0].id))
        if (certainty := judged(most, said, "at_most")) and certainty != "bound":
            yield finding(
                rule,
                certainty,
                [("total", figure), ("part", largest)],
                sentence(
                    "分项{part}大于合计{total}",
                    "one part, {part}, is more than the total, {total}",
                    part=stated(largest),
                    total=stated(figure),
                ),
            )
            return
        if not complete:
            return
        if (certainty := judged(said, made, "at_most")) and certainty != "bound":
            zh = "{sums}，成员重叠，合计至多如此，而合计为{total}"
            en = "{sums}; the parts share members, so the total is no more, yet it is {total}"
        elif judged(said, made) is not None:
            certainty = "bound"
            zh = "{sums}，合计为{total}；分项成员重叠，不能相加，只能作为界限"
            en = "{sums}, the total {total}; the parts share members and must not be added"
        else:
            return
    else:
        certainty = judged(made, said, "equal" if complete else "at_most")
        if certainty is None:
            return
        if complete:
            zh, en = "{sums}，而合计为{total}", "{sums}, while the total is {total}"
        else:
            zh, en = "{sums}，大于总数{total}", "{sums}, more than the total, {total}"
    if certainty is not None:
        yield finding(rule, certainty, told, sentence(zh, en, sums=sums, total=stated(figure)))


def region_totals(books: Books) -> Iterator[Finding]:
    """Yield where regions have more of one measure than the region they lie in."""
    groups: dict[Key, list[Valued]] = defaultdict(list)
    for beside in books.by_region.values():
        for region, key in beside.items():
            parent = beside.get(books.parents.get(region, ""))
            if parent is None or not additive(key.subject):
                continue
            if (one := books.at(key)) is not None:
                groups[parent].append(one)
    for key, children in groups.items():
        whole = books.at(key)
        if whole is None:
            continue
        children.sort(key=lambda one: one[0].id)
        certainty = judged(total(one for _, one in children), whole[1], "at_most")
        if certainty in {"certain", "likely"}:
            yield from against_total(
                "regions-total", whole, children, complete=False, overlapping=False
            )


SENTENCE_END = re.compile(r"[。；;！？!?\n]")
AMONG = re.compile(r"其中|当中|of which|of these|of them|including", re.IGNORECASE)
SUM = re.compile(r"合计|共计|总计|总共|累计共|in total|altogether|together", re.IGNORECASE)
A_YEAR = re.compile(r"每年|年均|平均|per year|a year|annual|average", re.IGNORECASE)
"""Words of an amount a year, which no part of an amount in all can be set against."""
MISREAD = 2

ATTRIBUTE = re.compile(
    r"规上|规模以上|限额以上|高新技术|专精特新|小巨人|上市|独角兽|瞪羚|民营|私营|国有|国企|外资|外商|"
    r"出口|进口|战略性新兴|龙头|骨干|新增|新建|累计|以上|above|listed|private|foreign|state-owned|"
    r"high-tech|new(?:ly)?\b",
    re.IGNORECASE,
)
"""What tells members of a whole apart in a way that may hold of one member twice."""


MANY_SIDED = re.compile(
    r"(?:企业|公司|机构|单位|人才|人员|平台|产品|人)$|(?:firms|companies|enterprises|people|"
    r"platforms|products)$",
    re.IGNORECASE,
)
"""Things that may be of several kinds at once: one firm is listed and innovative."""


def named_parts(books: Books) -> Iterator[Finding]:
    """Yield where the parts that a text names do not fit the total that it names."""
    by_id = {one.id: one for one in books.named}
    ordered = list(in_order(books.named))
    for figures in listed_parts(ordered, books):
        whole = by_id.get(figures[0].part_of or "")
        if whole is None or (whole.sort != figures[0].sort and not spanned(whole, figures[0])):
            continue
        yield from held_against(whole, figures, complete=False)
    for whole, figures in stated_sums(ordered, books):
        yield from held_against(whole, figures, complete=True)


def held_against(whole: Figure, figures: Sequence[Figure], *, complete: bool) -> Iterator[Finding]:
    """Yield how the parts named in a text do not fit their total."""
    said = whole.estimate
    parts = [
        (one, value)
        for one in figures
        if (value := one.estimate) is not None and comparable(whole, one)
    ]
    if said is None or not parts or not additive(whole.subject):
        return
    overlapping = not complete and any(may_be_several(one) for one, _ in parts)
    if complete and len(parts) != len(figures):
        return
    if any(one.point > MISREAD * said.point for _, one in parts):
        # A part twice as large as its whole is tied to the wrong whole more often than not.
        return
    yield from against_total(
        "named-parts", (whole, said), parts, complete=complete, overlapping=overlapping
    )


def may_be_several(figure: Figure) -> bool:
    """Return whether what a part counts may be counted by another part as well."""
    if ATTRIBUTE.search(wording(figure)):
        return True
    counted = figure.assertion.counted if figure.assertion else None
    return figure.subject.unit in {"count", "person"} and bool(
        MANY_SIDED.search((counted or wording(figure)).strip())
    )


def comparable(whole: Figure, part: Figure) -> bool:
    """Return whether a part is measured as its total is."""
    one, other = whole.subject, part.subject
    return (
        bool(A_YEAR.search(whole.place.quote)) == bool(A_YEAR.search(part.place.quote))
        and one.unit == other.unit
        and one.measure == other.measure == "level"
        and (
            part.year is None
            or whole.year is None
            or part.year == whole.year
            or spanned(whole, part)
        )
    )


def spanned(whole: Figure, part: Figure) -> bool:
    """Return whether a total is for several years and a part for one of them."""
    first, slash, last = whole.period.partition("/")
    if not slash or part.year is None:
        return False
    return first[:4] <= str(part.year) <= last[:4]


def wording(figure: Figure) -> str:
    """Return the words that name a figure in its text."""
    one = figure.assertion
    return f"{one.indicator_words}{one.counted or ''}" if one else ""


def between(one: Figure, other: Figure, books: Books) -> str | None:
    """Return the text between two figures of one document, None where it is not at hand."""
    first, second = one.place, other.place
    text = books.texts.get(first.document)
    if first.document != second.document:
        return None
    if text is None:
        # Clauses that touch are one sentence; what stands between others is not known.
        return "" if 0 <= second.start - first.end <= 1 else None
    return text[first.end : second.start]


def listed_parts(ordered: Sequence[Figure], books: Books) -> Iterable[list[Figure]]:
    """Return the parts that each list names.

    The reader ties the first part to its total; those that follow it in the same sentence
    and in the same unit belong to the same list. Another 其中 begins another list: a whole
    may be divided twice.
    """
    lists: list[list[Figure]] = []
    last: Figure | None = None
    for figure in ordered:
        quote = figure.place.quote
        goes_on = False
        if lists and last is not None and last is lists[-1][-1]:
            gap = between(last, figure, books)
            goes_on = (
                gap is not None
                and not SENTENCE_END.search(gap)
                and not AMONG.search(gap + quote)
                and not SUM.search(gap + quote)
                and figure.part_of in {None, lists[-1][0].part_of}
                and figure.subject.unit == last.subject.unit
                and figure.subject.measure == "level"
                and (figure.sort == last.sort or figure.part_of is not None)
                and figure.subject.change == last.subject.change
            )
        if goes_on:
            lists[-1].append(figure)
        elif figure.part_of is not None:
            lists.append([figure])
        else:
            last = None
            continue
        last = figure
    return lists


def stated_sums(ordered: Sequence[Figure], books: Books) -> Iterator[tuple[Figure, list[Figure]]]:
    """Yield the totals that a text says are sums, with what stands before them."""
    run: list[Figure] = []
    for before, figure in pairwise([None, *ordered]):
        assert figure is not None
        gap = between(before, figure, books) if before is not None else None
        together = (
            before is not None
            and gap is not None
            and not SENTENCE_END.search(gap)
            and before.subject.unit == figure.subject.unit
            and before.sort == figure.sort
        )
        if not together:
            run = []
        says_sum = SUM.search((gap or "") + figure.place.quote)
        if together and says_sum and len(run) > 1 and figure.part_of is None:
            yield figure, list(run)
            run = []
        elif AMONG.search(figure.place.quote):
            run = []
        else:
            run.append(figure)
