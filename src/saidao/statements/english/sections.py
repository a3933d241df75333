"""What headings, short lines and lines with a colon say of the lines after them."""

from __future__ import annotations

import re

from saidao.statements.english import clauses, periods, quantities, tenses
from saidao.statements.english.case import Tense
from saidao.statements.english.passage import State
from saidao.statements.english.wordlists import word_set

LONG_LINE, SHORT_LINE = 160, 60
"""Characters: a longer paragraph ends a list, a shorter line may head one."""

_YEAR = re.compile(r"\b20\d\d\b")
_TO_COME = word_set("targets target goals goal objectives ambitions commitments pledges")
_DONE = word_set("achievements achieved progress results accomplishments delivered performance")
"""Words of a heading that tell of what the lines under it speak."""

_GOING_ON = re.compile(
    r"\s*(?:It (?:also |further )?(?:said|noted|observed|added|expects|projects|estimates)\b"
    r"|The (?:report|survey|ministry|plan|budget|agency|paper|study) (?:also|further)\b"
    r"|(?:At the same time|Meanwhile|In (?:this|that|the same) (?:time|period|year)"
    r"|(?:During|Over) (?:this|that|the same) (?:time|period))\b"
    r"|This (?:could|would|will|is|was|compares|follows|represents|brings|means)\b"
    r"|Of (?:this|these|which|the total)\b|The (?:remaining|remainder|rest|balance)\b"
    r"|(?:This|These) (?:spending|amounts?|increases?|funds?|funding|allocations?|investments?"
    r"|sums?|totals?|expenditures?|provisions?|resources|targets?|figures?)\b)"
)
"""How a paragraph begins that takes the time of the one before."""


def goes_on(paragraph: clauses.Paragraph) -> bool:
    """Tell whether a paragraph speaks on of the amounts of the one before: Of this, ..."""
    return not paragraph.heading and _GOING_ON.match(paragraph.text) is not None


def open_section(paragraph: clauses.Paragraph, state: State) -> None:
    """Keep what a heading, or a short line like *By 2030*, says of the lines after it."""
    size = len(paragraph.text)
    if paragraph.heading:
        state.heading = " ".join(paragraph.text.strip(" #").split())
        state.lead, state.deadline = _stance(paragraph.text), None
    elif size < SHORT_LINE and not paragraph.text.rstrip().endswith((".", ":", ";", ",")):
        state.lead = _stance(paragraph.text) or state.lead
    elif size > LONG_LINE and paragraph.text.rstrip().endswith("."):
        state.lead = state.deadline = None
    if state.clock is None or size > LONG_LINE or not (paragraph.heading or size < SHORT_LINE):
        return
    if not paragraph.heading and paragraph.text.rstrip().endswith("."):
        return
    sentence = clauses.split(paragraph.text, 0, size, paragraph.start)
    times = periods.scan(sentence, state.clock)
    ahead = [time for time in times if time.role != "base" and time.end > state.clock.year]
    if ahead and not quantities.scan(sentence, times, state.context.region):
        state.deadline = ahead[-1].period


def _stance(title: str) -> Tense | None:
    """Return what a heading makes of lines without a verb: targets, or what was done."""
    if any(letter.isdecimal() for letter in title) and not _YEAR.search(title):
        return None
    words = [word.strip(".,:()") for word in title.lower().split()]
    if len(words) > 8:
        return None
    if _DONE.intersection(words):
        return "past"
    return "future" if _TO_COME.intersection(words) else None


def open_list(paragraph: clauses.Paragraph, state: State) -> None:
    """Keep the tense and the deadline of a line that introduces a list: *By 2030 we will:*."""
    stripped = paragraph.text.rstrip(" *_\"'")
    if not stripped.endswith(":"):
        return
    begin = max(0, len(stripped) - clauses.LONGEST_SENTENCE // 3)
    sentence = clauses.split(stripped, begin, len(stripped), paragraph.start)
    state.lead = tenses.lead_tense(sentence)
    times = periods.scan(sentence, state.clock)
    now = state.clock
    ahead = [t for t in times if now is not None and t.role != "base" and t.end > now.year]
    if ahead:
        state.deadline = ahead[-1].period
        state.lead = "future"
