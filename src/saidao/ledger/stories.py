"""Which documents tell one story: versions of it, its headline and its body, its reissue.

Copies of one text are found by their shingles (`saidao.ledger.voices`). Two documents that
share few words may still be one voice: a publisher who gives a lead and a body two
addresses, brings the same promise again with another number, or follows one plan through
the years, confirms nothing by saying it twice. What each of them says is kept and compared
all the same; only the count of voices treats them as one.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

__all__ = ["same_story", "story_marks", "tellings", "told_apart"]

NO_LETTER = re.compile(r"[\W_]+")
HAN = re.compile(r"[\u3400-\u9fff]")
DATES = re.compile(
    r"(?:今年|去年|明年)?\d{4}(?:[—–~-]\d{2,4})?年?|\d{1,2}月(?:\d{1,2}日)?|“?十[一二三四五六]五”?|今年|去年|明年"
    r"|\b(?:19|20)\d{2}\b"
)
PLAN_ZH = re.compile(r"《([^《》]{4,60})》")
PLAN_EN = re.compile(
    r"\b((?:[A-Z][\w&'-]*|of|and|for|the|in)(?: (?:[A-Z][\w&'-]*|of|and|for|the|in)){0,8} "
    r"(?:Act|Plan|Program(?:me)?|Strategy|Initiative|Challenge|Scheme|Roadmap|Pact))\b"
)
PLAN_WORDS = re.compile(
    r"高质量|产业|行业|领域|重点|发展|行动|实施|工作|专项|总体|三年|五年|规划|计划|方案|意见|纲要|措施|若干|政策"
    r"|关于|加快|促进|推动|推进|进一步|的|（[^）]*）|\([^)]*\)"
)
KIND_OF_DOCUMENT = re.compile(
    r"(?:报告|规划|纲要|公报|年鉴|白皮书|公告|预算|讲话|致辞|目录|通知)(?:（[^）]*）|\([^)]*\))?$"
    r"|(?:report|speech|survey|budget|yearbook|statement|bulletin|tracker|excerpt|white paper"
    r"|strategy|review|outlook|plan)(?:\s*\d{4})?(?:\s*\([^)]*\))?$",
    re.IGNORECASE,
)
"""Titles that name a kind of document; every year and every place has one of those."""

HOST = re.compile(r"https?://(?:www\.)?([^/:?#]+)", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d{2}|十[一二三四五六]五")
LEAD = 160
"""Letters of a text in which the plan that it is about is named."""

SHORTEST_HEADLINE, SHORTEST_WORDS = 8, 5

NUMBER = re.compile(r"(\d[\d,.]*\d|\d)\s*(万亿|[万亿千百]|%|％|[a-zA-Z]+)?")
PAUSE = re.compile(r"[\d，,：:（(、。！？；;\n]")
BEFORE = 24
"""Letters before a number that are looked at."""
REACHING = re.compile(
    r"(?:预计|预期|将|已|已经|力争|约|近|超|逾|达到|达|突破|超过|不低于|以上|了|的|为|到|至|是|有|建成|累计|共|总)+$"
)
CONTEXT, LONG_CONTEXT = 4, 9
SEASON = 2
"""Months within which one headline is one story."""

COMMON = 50
"""A mark that more documents of one publisher share tells nothing."""


def story_marks(
    text: str,
    *,
    title: str = "",
    url: str = "",
    publisher: str = "",
    region: str = "",
    issued: str = "",
) -> tuple[str, ...]:
    """Return what tells that two documents are of one story, sorted.

    Parameters
    ----------
    text : str
        The document's text.
    title, url, publisher, region, issued : str, optional
        As far as they are known.

    Returns
    -------
    tuple of str
        ``host``, ``head`` (a headline that names no kind of document), ``plan`` (what is
        left of the name of the plan that the document is about), ``theme`` (the headline
        without dates and numbers), ``place``, ``edition`` (the
        year of a report), ``number``, ``figure`` and ``passage`` (a
        number with few and with many words before it), each as a digest; and ``issued``,
        the month or year of issue as it is.
    """
    marks: set[str] = set()
    found = HOST.match(url)
    host = found[1].casefold() if found else squeezed(publisher)
    if host:
        marks.add(mark("host", host))
    headline = headline_of(title)
    if headline:
        marks.add(mark("head", squeezed(headline)))
        stripped = squeezed(re.sub(r"[\d.]+", "", DATES.sub("", headline)))
        if len(stripped) >= SHORTEST_HEADLINE:
            marks.add(mark("theme", stripped))
    for plan in plans_of(title, text):
        marks.add(mark("plan", plan))
    if title and not headline and (year := YEAR.search(title)):
        marks.add(mark("edition", year[0]))
    if re.match(r"\d{4}", issued):
        marks.add(f"issued:{issued[:7]}")
    if region:
        marks.add(mark("place", squeezed(region)))
    marks.update(mark(kind, words) for kind, words in set(figures_of(text)))
    return tuple(sorted(marks))


def mark(kind: str, text: str) -> str:
    """Return a mark: its kind and a digest."""
    return f"{kind}:{hashlib.blake2b(text.encode(), digest_size=8).hexdigest()}"


def squeezed(text: str) -> str:
    """Return the letters and digits of a text."""
    return NO_LETTER.sub("", text).casefold()


def headline_of(title: str) -> str:
    """Return a title that tells a story, empty for one that names a kind of document."""
    plain = title.strip()
    if KIND_OF_DOCUMENT.search(plain.rstrip("》”\"' ")):
        return ""
    long_enough = (
        len(squeezed(plain)) >= SHORTEST_HEADLINE
        if HAN.search(plain)
        else len(plain.split()) >= SHORTEST_WORDS
    )
    return plain if long_enough else ""


def plans_of(title: str, text: str) -> Iterator[str]:
    """Yield what the plans are called that a document is about, without kind and years."""
    named = PLAN_ZH.findall(title) or PLAN_ZH.findall(text[:LEAD])[:1]
    for name in named:
        core = squeezed(PLAN_WORDS.sub("", DATES.sub("", name)))
        if len(core) >= CONTEXT:
            yield core
    for name in PLAN_EN.findall(title):
        words = [word for word in name.split(" the ")[-1].split() if word[:1].isupper()]
        if len(words) >= 3:
            yield " ".join(words).casefold()


def figures_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield each number: with its unit, and with the few and the many words before it."""
    for found in NUMBER.finditer(text):
        digits, unit = found[1].replace(",", ""), found[2] or ""
        if len(digits) == 4 and digits[:2] in {"19", "20"} and not unit:
            continue
        number = digits + unit.lower()
        if unit and len(digits) > 1:
            yield "number", number
        before = PAUSE.split(text[max(0, found.start() - BEFORE) : found.start()])[-1]
        plain = REACHING.sub("", squeezed(before)).replace("的", "")
        if len(plain) >= CONTEXT:
            yield "figure", plain[-CONTEXT:] + number
        if len(plain) >= LONG_CONTEXT:
            yield "passage", plain[-LONG_CONTEXT:] + number


def kinds(marks: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return marks by kind."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in marks:
        found[one.partition(":")[0]].add(one)
    return {kind: frozenset(values) for kind, values in found.items()}


def same_story(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two documents tell one story, by their marks.

    The same headline is one story wherever it is printed. One publisher tells one story
    where two of its documents are about one plan, carry one headline but for dates and
    numbers and share a figure, repeat a figure in the same words, or share two figures.
    """
    first, second = kinds(one), kinds(other)

    def common(kind: str) -> int:
        return len(first.get(kind, frozenset()) & second.get(kind, frozenset()))

    if common("head"):
        return near_in_time(first, second)
    if not common("host"):
        return False
    for kind in ("place", "edition"):
        if kind in first and kind in second and not common(kind):
            return False
    return bool(
        common("plan")
        or (common("theme") and common("number"))
        or common("passage")
        or common("figure") >= 2
    )


def near_in_time(one: Mapping[str, Collection[str]], other: Mapping[str, Collection[str]]) -> bool:
    """Return whether two documents appeared within a season, as far as that is known.

    Headlines come back: the city's meeting has one every month.
    """
    dates = [next(iter(marks.get("issued", ())), ":").partition(":")[2] for marks in (one, other)]
    if not all(dates):
        return True
    if all(len(date) == 7 for date in dates):
        months = [int(date[:4]) * 12 + int(date[5:]) for date in dates]
        return abs(months[0] - months[1]) <= SEASON
    return dates[0][:4] == dates[1][:4]


def told_apart(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two documents are the reports of two places, or of two years.

    Each fills one form with like words, and at times with like figures.
    """
    first, second = kinds(one), kinds(other)
    return (
        "edition" in first
        and "edition" in second
        and any(
            kind in first and kind in second and not first[kind] & second[kind]
            for kind in ("place", "edition")
        )
    )


def tellings(marks: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield pairs of documents that tell one story; few where many do.

    Documents that share a rare mark are compared, each with the first of them.

    Parameters
    ----------
    marks : mapping
        Document id to its `story_marks`.
    """
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    when = {
        id: next((one for one in found if one.startswith("issued:")), "")
        for id, found in marks.items()
    }
    for id in sorted(marks):
        by_kind = kinds(marks[id])
        hosts = sorted(by_kind.get("host", ())) or [""]
        for head in by_kind.get("head", ()):
            holders["", head].append(id)
        for kind in ("plan", "theme", "passage", "figure"):
            for one in by_kind.get(kind, ()):
                holders[hosts[0], one].append(id)
    compared: Counter[tuple[str, str]] = Counter()
    for (host, one), ids in sorted(holders.items()):
        kind = one.partition(":")[0]
        if kind == "head":
            # Those that follow one another in time, so that a chain of copies holds.
            for pair in pairwise(sorted(ids, key=lambda id: (when[id], id))):
                compared[min(pair), max(pair)] += 2
        elif host and (len(ids) <= COMMON or kind == "plan"):
            pairs = combinations(ids, 2) if len(ids) <= COMMON else pairwise(ids)
            for pair in pairs:
                compared[pair] += 2 if kind in {"plan", "theme", "passage"} else 1
    for (one, other), weight in sorted(compared.items()):
        if weight >= 2 and same_story(marks[one], marks[other]):
            yield one, other
