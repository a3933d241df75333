"""Targets against what was reached before, against other years, and size classes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction

from saidao.ledger.checks.books import CURRENCIES, Books, Figure, additive
from saidao.ledger.checks.findings import Finding
from saidao.ledger.checks.intervals import Certainty, Estimate, Interval, judged
from saidao.ledger.checks.telling import amount, finding, sentence, stated
from saidao.ledger.neighbours import FALLING, FLOWING
from saidao.ledger.records import Subject
from saidao.ledger.resolve import fold
from saidao.packs.pack import Linkage
from saidao.terms.name import Name
from saidao.terms.wording import period_name, tier_name

__all__ = [
    "already_reached",
    "later_targets",
    "member_counts",
    "tier_counts",
    "tier_members",
]

KEEPS = re.compile(r"保持|稳定|维持|maintain|keep|remain|sustain", re.IGNORECASE)
"""Words by which a target asks that something stay, which it may have reached long ago."""

CAPS = {"<", "<="}

DONE = re.compile(
    r"新建|建设|建成|培育|实施|推进|开展|完成|举办|认定|改造|打造|引育|build|hold|carry out"
)
LEVEL = re.compile(r"达到|达|累计|总数|总量|保有|拥有|reach|total|in all")
"""Verbs of what is done in a year, and words by which it is a level all the same."""


def already_reached(books: Books) -> Iterator[Finding]:
    """Yield targets that a figure from before they were set had reached."""
    links: dict[tuple[str, str], list[Linkage]] = defaultdict(list)
    for linkage in books.linkages:
        links[linkage.indicator, linkage.industry or ""].append(linkage)
    for (sort, subject), targets in books.by_subject.items():
        if sort != "target" or subject.measure != "level" or subject.change != "stock":
            continue
        if subject.unit in {"rank", "year"}:
            continue
        seen = {subject: ("direct", Name("", ""))}
        for linkage in links.get((subject.indicator, subject.industry), ()):
            seen.setdefault(measured(linkage, subject), (linkage.evidence, linkage.reason))
        for target in targets:
            yield from reached_before(books, target, seen)


def measured(linkage: Linkage, subject: Subject) -> Subject:
    """Return what a linkage lets stand beside a promise."""
    return Subject(
        indicator=linkage.observation_indicator,
        industry=linkage.observation_industry or linkage.industry or "",
        scope=fold(linkage.observation_scope or ""),
        region=linkage.observation_region or subject.region,
        measure="level",
        change="stock",
        unit=subject.unit,
    )


def reached_before(
    books: Books, target: Figure, seen: Mapping[Subject, tuple[str, Name]]
) -> Iterator[Finding]:
    """Yield the newest figure from before a target was set that reaches it, if there is one."""
    asked, issued = target.estimate, target.issued
    if asked is None or not issued or keeps(target) or FALLING.search(books.words(target)):
        return
    if target.year is not None and target.year < int(issued[:4]):
        # Who tells of it later did not set it then.
        return
    for subject, (evidence, reason) in seen.items():
        before = [
            one
            for one in books.by_subject.get(("actual", subject), ())
            if one.period
            and ends(one.period) < ends(issued)
            and one.year != target.year
            and one.value is not None
        ]
        # A part of a year can exceed a target for a whole one; it cannot fall short of it.
        whole = [one for one in before if target.cmp not in CAPS or "/" not in one.period]
        if not whole:
            continue
        newest = whole[-1]
        value = newest.estimate
        certainty = met(target, asked, value) if value is not None else None
        if certainty is None:
            continue
        if evidence != "direct":
            certainty = "likely"
        tail = Name(f"；{reason.zh}", f". {reason.en}") if evidence != "direct" else Name("", "")
        yield finding(
            "already-reached",
            certainty,
            [("target", target), ("value", newest)],
            sentence(
                "{seen}的实际值{value}，不低于{issued}提出的目标{target}{tail}",
                "{value} in {seen} had reached {target}, a target of {issued}{tail}",
                value=stated(newest),
                target=stated(target),
                seen=period_name(newest.period),
                issued=period_name(issued),
                tail=tail,
            ),
        )
        return


def keeps(target: Figure) -> bool:
    """Return whether a target asks that something stay as it is."""
    one = target.assertion
    if one is None:
        return False
    words = f"{one.qualifier or ''}{one.passage.quote if one.passage else ''}"
    return KEEPS.search(words) is not None


def met(target: Figure, asked: Estimate, value: Estimate) -> Certainty | None:
    """Return how sure it is that a value meets a target."""
    if target.cmp in CAPS:
        return None  # A ceiling is there to be kept from the start.
    goal = asked.point
    if target.value is None and target.tier is not None:
        goal = asked.hard.low
    if value.point <= goal if target.cmp == ">" else value.point < goal:
        return None
    if value.hard.low >= goal:
        return "certain"
    # A target that is just reached may be meant to be passed.
    return "likely" if value.usual.low >= goal else None


def ends(date: str) -> str:
    """Return a date to compare with others: a bare year ends with its last day."""
    last = date.rsplit("/", 1)[-1]
    return {4: f"{last}-12-31", 7: f"{last}-31"}.get(len(last), last)


def later_targets(books: Books) -> Iterator[Finding]:
    """Yield targets for a later year that ask for less, or for no more, than earlier ones."""
    for (sort, subject), targets in books.by_subject.items():
        if sort != "target" or not additive(subject) or subject.change != "stock":
            # A share that is to be kept from year to year is no contradiction.
            continue
        highest: tuple[Figure, Estimate] | None = None
        for late in targets:
            other = late.estimate
            if other is None or late.year is None or late.cmp in CAPS:
                continue
            if not is_level(books, late):
                continue
            if highest is not None and highest[0].year != late.year:
                yield from against_earlier(*highest, late, other)
            if highest is None or other.point >= highest[1].point:
                highest = (late, other)


def is_level(books: Books, figure: Figure) -> bool:
    """Return whether a target is for a level that nobody wants to fall.

    A yearly task (培育10家, 投资100亿元) may be smaller next year, and so may emissions.
    """
    words = books.words(figure)
    if "/" in figure.period or FALLING.search(words) or FLOWING.search(words):
        return False
    one = figure.assertion
    if one is None or one.origin == "pack" or one.passage is None:
        return True
    done = figure.subject.unit == "count" and DONE.search(one.passage.quote) is not None
    return not done or LEVEL.search(one.passage.quote) is not None


def against_earlier(
    early: Figure, one: Estimate, late: Figure, other: Estimate
) -> Iterator[Finding]:
    """Yield how a target stands to the highest one for an earlier year."""
    certainty = judged(one, other, "at_most")
    if certainty is None and one.point != other.point:
        return
    yield finding(
        "later-less" if certainty else "later-same",
        certainty or "bound",
        [("earlier", early), ("later", late)],
        sentence(
            f"{early.year}年{{early}}，{late.year}年{{late}}",
            f"{{early}} by {early.year}, {{late}} by {late.year}",
            early=stated(early),
            late=stated(late),
        ),
    )


Whose = tuple[str, str, str, str]
"""Sort, industry, region and period."""


def whose(figure: Figure) -> Whose:
    """Return whose figure it is, and for when."""
    period = str(figure.year or "") if figure.sort == "target" else figure.period
    return (figure.sort, figure.subject.industry, figure.subject.region, period)


def largest_totals(
    books: Books, asked: Collection[Whose]
) -> Mapping[Whose, tuple[Figure, Estimate]]:
    """Return the largest amount of money that is said of each industry that is asked for."""
    found: dict[Whose, tuple[Figure, Estimate]] = {}
    if not asked:
        return found
    for key, figures in books.by_key.items():
        subject, place = key.subject, whose(figures[0])
        if place not in asked or subject.unit not in CURRENCIES or subject.scope:
            continue
        if subject.measure != "level" or subject.change != "stock":
            continue
        if subject.indicator.startswith("?"):
            # An amount that no measure is named for need not be the size of anything.
            continue
        one, before = books.at(key), found.get(place)
        if one is not None and (before is None or before[1].point < one[1].point):
            found[place] = one
    return found


def tier_counts(books: Books) -> Iterator[Finding]:
    """Yield where the least that size classes promise is more than the whole."""
    groups: dict[tuple[Whose, str, str], list[Figure]] = defaultdict(list)
    for figure in books.figures:
        subject = figure.subject
        if subject.unit == "count" and subject.tier and figure.value and subject.change == "stock":
            groups[whose(figure), subject.indicator, subject.noun].append(figure)
    totals = largest_totals(books, {place for place, _, _ in groups})
    for (place, _, _), figures in groups.items():
        whole = totals.get(place)
        if whole is None or not place[1]:
            continue
        counted = least_of_classes(figures)
        if (certainty := judged(counted, whole[1], "at_most")) is None:
            continue
        # How the things counted are measured is seldom said: size, output or revenue.
        certainty = "likely" if certainty == "certain" else certainty
        ordered = sorted(figures, key=lambda one: -(one.subject.tier or 0))
        told = [
            f"{one.value:g}×{amount(one.subject.tier or 0, whole[0].subject.unit).zh}"
            for one in ordered
        ]
        told_en = [
            f"{one.value:g} × {amount(one.subject.tier or 0, whole[0].subject.unit).en}"
            for one in ordered
        ]
        least = amount(counted.point, whole[0].subject.unit)
        said = stated(whole[0])
        yield finding(
            "tier-counts",
            certainty,
            [("total", whole[0]), *(("class", one) for one in ordered)],
            Name(
                f"{' + '.join(told)}，至少{least.zh}，大于总规模{said.zh}",
                f"{' + '.join(told_en)}: at least {least.en}, more than the whole, {said.en}",
            ),
        )


def least_of_classes(figures: Sequence[Figure]) -> Estimate:
    """Return the least that some size classes add up to.

    Who belongs to a class belongs to every lower one too, so that of a lower class only
    those count whom the higher ones do not hold already.
    """
    low = 0
    counted = 0.0
    for figure in sorted(figures, key=lambda one: -(one.subject.tier or 0)):
        value, tier = figure.value or 0.0, figure.subject.tier or 0.0
        if figure.cmp in CAPS:
            continue
        low += int(max(0.0, value - counted) * tier)
        counted = max(counted, value)
    return at_least(low)


def at_least(value: float) -> Estimate:
    """Return the estimate of an amount of which only the least is known."""
    least = Fraction(int(value))
    return Estimate(Interval(least, None), Interval(least, None), least)


def tier_members(books: Books) -> Iterator[Finding]:
    """Yield the members of a size class whose own target is below it."""
    named: list[tuple[Figure, float, Whose]] = []
    for figure in books.figures:
        tier = figure.subject.tier
        if figure.assertion is None or not tier or figure.subject.unit != "count":
            continue
        sort, _, region, period = whose(figure)
        named += [(figure, tier, (sort, one, region, period)) for one in figure.assertion.members]
    totals = largest_totals(books, {place for _, _, place in named})
    for figure, tier, place in named:
        own = totals.get(place)
        if own is None:
            continue
        certainty = judged(at_least(tier), own[1], "at_most")
        if certainty is None:
            continue
        name = tier_name(tier)
        yield finding(
            "tier-members",
            certainty,
            [("class", figure), ("member", own[0])],
            sentence(
                "列入{tier}，自身目标为{own}",
                "named in the {tier}; its own target is {own}",
                tier=name,
                own=stated(own[0]),
            ),
        )


LISTED = re.compile(
    r"[，,]?\s*(?P<opening>即|分别是|分别为|包括|：|:|——|（|\(|namely|that is)[：:,，]?\s*"
    r"(?P<names>[^。；;：:（）()！？!?\n0-9]{3,120}?)(?=[。；;）)！？!?\n]|\.(?:\s|$)|$)"
)
"""What may follow a number of things: their names, up to the end of the clause."""
SEPARATOR = re.compile(r"、|，|,")
AND = re.compile(r"以及|和|与|及|\band\b")
"""What stands between two names, or inside one: 软件和信息服务."""
OPEN_ENDED = re.compile(r"等|若干|一批|such as|etc")
LONGEST_NAME = 14


def member_counts(books: Books) -> Iterator[Finding]:
    """Yield numbers behind which more or fewer names are listed."""
    for figure in books.named:
        one = figure.assertion
        if one is None or one.passage is None or one.members:
            continue
        text = books.texts.get(one.passage.document)
        value = figure.value
        if text is None or value is None or not 2 <= value <= 20 or value % 1:
            continue
        if figure.subject.unit != "count" or figure.cmp != "=":
            continue
        listed = LISTED.match(text, one.passage.end)
        if listed is None or OPEN_ENDED.search(listed["names"]):
            continue
        fewest = [name.strip() for name in SEPARATOR.split(listed["names"])]
        names = [part.strip() for name in fewest for part in AND.split(name) if part.strip()]
        if len(names) < 2 or any(not 1 < len(name) <= LONGEST_NAME for name in names):
            continue
        # 包括 may name some of them only.
        most = value if listed["opening"] == "包括" else len(names)
        if not len(fewest) <= value <= most:
            yield finding(
                "member-count",
                "likely",
                [("count", figure)],
                Name(
                    f"说{value:g}个，列出{len(names)}个：{'、'.join(names)}",
                    f"{value:g} are announced, {len(names)} are listed: {', '.join(names)}",
                ),
            )
