"""One search box for everything: Chinese, English, pinyin and pinyin initials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from saidao.answers.commitments import summaries
from saidao.answers.shapes import SearchHit
from saidao.store import Snapshot
from saidao.terms.name import Name

__all__ = ["search"]

LATIN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found; `initials` and `pinyin` are of its Chinese name."""

    hit: SearchHit
    name: str
    initials: str
    pinyin: str
    rest: str


def spelled(text: str, *, initials: bool) -> str:
    """Return a Chinese text in Latin letters; other characters stay as they are."""
    # Its tables take as long to load as the whole server; most visits never search.
    from pypinyin import Style, lazy_pinyin

    style = Style.FIRST_LETTER if initials else Style.NORMAL
    return "".join(lazy_pinyin(text, style=style)).casefold()


def entry(kind: str, id: str, title: Name, detail: Name, more: str = "") -> Entry:
    """Return an entry of the index."""
    return Entry(
        hit=SearchHit(kind, id, title, detail),
        name=f"{title.zh}\n{title.en}".casefold(),
        initials=spelled(title.zh, initials=True),
        pinyin=spelled(title.zh, initials=False),
        rest=f"{detail.zh}\n{detail.en}\n{id}\n{more}".casefold(),
    )


def entries(snapshot: Snapshot, today: date) -> Iterator[Entry]:
    """Yield everything that can be found, what people look for most first."""
    for industry in snapshot.industry:
        kind = Name("赛道", "track") if industry.is_track else Name("产业", "industry")
        yield entry("industry", industry.id, industry.name, kind)
    for item in summaries(snapshot, today).values():
        by = Name(f"，{item.deadline}年", f", {item.deadline}") if item.deadline else Name("")
        detail = Name(item.reading.zh + by.zh, item.reading.en + by.en)
        quote = item.elected.clause.quote if item.elected.clause else ""
        yield entry("commitment", item.id, item.title, detail, quote)
    for park in snapshot.park:
        focus = park.focus or Name("", "")
        yield entry("park", park.id, park.name, focus, "\n".join(park.aliases))
    for district in snapshot.district:
        yield entry("district", district.code, district.name, Name(district.code, district.code))
    for document in snapshot.document:
        detail = Name(document.issued or document.name, document.issued or document.name)
        yield entry("document", document.id, document.title, detail, document.number)


def search(snapshot: Snapshot, today: date, text: str, *, limit: int) -> tuple[SearchHit, ...]:
    """Return what matches all words of a query, the best first.

    A name that begins with the query stands before one that holds it, then pinyin, then
    other texts; within a rank the order of `entries` stays.
    """
    words = text.casefold().split()
    if not words:
        return ()
    key = ("search", today)
    index: list[Entry] | None = snapshot.answered.get(key)
    if index is None:
        index = snapshot.answered[key] = list(entries(snapshot, today))
    ranked = [
        (max(ranks), number, one.hit)
        for number, one in enumerate(index)
        if None not in (found := [match(one, word) for word in words])
        and (ranks := [rank for rank in found if rank is not None])
    ]
    ranked.sort(key=lambda item: item[:2])
    return tuple(hit for _, _, hit in ranked[:limit])


def match(one: Entry, word: str) -> int | None:
    """Return how well an entry matches a word, 0 best; None where it does not."""
    if any(line.startswith(word) for line in one.name.split("\n")):
        return 0
    if word in one.name:
        return 1
    if LATIN.fullmatch(word):
        if one.initials.startswith(word) or one.pinyin.startswith(word):
            return 2
        # One letter stands somewhere in every name; two already mean something.
        if len(word) > 1 and word in one.initials:
            return 3
    return 4 if word in one.rest else None
