"""Technology tasks in English: weighed as in Chinese, by act, field and kind of thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from saidao.statements.mentions.passages import Span, strip
from saidao.statements.mentions.technology_clauses import ACTS, SIGNS, THRESHOLD, Act, Sign
from saidao.statements.statement import Mention

_RESEARCH = (
    r"develop(?:s|ing|ment\s+of)?|commerciali[sz](?:e|es|ing|ation\s+of)|pioneer(?:s|ing)?"
    r"|demonstrat(?:es?|ing|ions?\s+of)|research(?:es|ing)?(?:\s+(?:into|on))?|prototyp(?:e|ing)"
    r"|advanc(?:es?|ing)(?:\s+(?:the\s+)?(?:research|development|deployment"
    r"|commercialisation|R&D|and|adoption)\b)*(?:\s+(?:of|in|on|into))?|trial(?:s|ling|ing)?"
    r"|(?:R&D|research\s+and\s+development)\s+(?:in|on|into|of|for)|scal(?:e|es|ing)\s+up|pilot(?:s|ing)?|breakthroughs?\s+in"
)
_BUILD = (
    r"build(?:s|ing)?|establish(?:es|ing)?|construct(?:s|ing|ion\s+(?:of|on))?|creat(?:es?|ing)"
    r"|deploy(?:s|ing|ment\s+of)?|install(?:s|ing|ation\s+of)?|expand(?:s|ing)?|expansion\s+of"
    r"|open(?:s|ing)?|operate|roll(?:s|ing)?\s+out|upgrad(?:es?|ing)|integrat(?:es?|ing)"
    r"|(?:improv|enhanc)(?:es?|ing)|strengthen(?:s|ing)?|promot(?:es?|ing)\s+(?:the\s+)?adoption\s+of"
    r"|accelerat(?:es?|ing)(?:\s+(?:the\s+)?(?:research|development|deployment|adoption|and)\b)*"
    r"(?:\s+(?:of|in|on|into))?|procur(?:es?|ing)|host(?:s|ing)?"
)
# Money or a programme, and what it is for: fund projects in…, a mission for….
_SUPPORT = (
    r"(?:fund(?:s|ing)?|back(?:s|ing)?|support(?:s|ing)?|invest(?:s|ing|ment)?|launch(?:es|ing)?)"
    r"(?:\s+(?:an?|the|new|its|national|more|major|\w+\s+of|programmes?|programs?|projects?"
    r"|initiatives?|missions?))*\s+(?:in|into|for|on)"
    r"|grants?\s+(?:for|to)"
    r"|invest(?:s|ing)?\s+(?:\w+\s+){0,3}[$€£]\s?[\d.,]+\s*(?:[mb]illion|bn|m)?\s+in"
    r"|[$€£]\s?[\d.,]+\s*(?:[mb]illion|bn|m)?\s+(?:to|for|towards?)"
)
_DOES = re.compile(
    rf"(?<!\w)(?i:(?P<research>{_RESEARCH})|(?P<build>{_BUILD})|(?P<support>{_SUPPORT}))\s+"
    r"(?!(?:how|what|whether|why|when|where|if|and|or)\b)"
)
_ACTS: tuple[Act, ...] = ("research", "build", "support")
_OBJECT = re.compile(r"(?:[\w&/+\-]+(?:,?\s+[\w&/+\-]+){0,15})")
_STOP = re.compile(
    r",?\s+(?:such|by|to|in|for|at|with|that|which|who|from|on|through|near|under|across|over|using"
    r"|until|into|as|is|are|will|would|can|capable|when|where|how|while|so|because|if|has|have|requires?|takes?|means?|includes?|including|mapped"
    r"|and\s+(?:build|deploy|develop|establish|construct|install|expand|launch|fund|support|invest"
    r"|open|create|use|make|help|reduce|increase|improve|strengthen|train|hire|accelerate|advance|scale|pilot|trial"
    r"|upgrade|roll))\b"
)
# Fields that are technical wherever they are named; goods of every day (vehicles, batteries,
# solar panels) are not, unless the words say of what kind.
_FIELD = re.compile(
    r"\b(?:artificial\s+intelligence|machine\s+learning|AI|robot\w*|autonomous\s+\w+|quantum"
    r"|semiconductors?|microelectronics|chips?|photonics?|lasers?|supercomput\w+|exascale|[56]G"
    r"|satellites?|launch\s+vehicles?|spacecraft|in-(?:space|orbit)\s+\w+|hypersonic\w*|earth\s+observation"
    r"|hydrogen|electroly[sz]ers?|fuel\s+cells?|carbon\s+(?:capture|removal)|direct\s+air\s+capture|geothermal|floating\s+offshore\s+wind|tidal|fusion"
    r"|modular\s+reactors?|nuclear|perovskite\w*|energy\s+storage|superconduct\w*|smart\s+grids?"
    r"|(?:lithium|sodium|solid|iron|zinc|flow|metal)(?:[\s-](?:ion|state|air|sulphur|sulfur))?"
    r"\s+batter(?:y|ies)|battery\s+cells?|lithium|graphite|rare\s+earths?|critical\s+minerals?|cathodes?|anodes?"
    r"|mRNA|vaccines?|gen(?:e|omic|etic)\w*|cell\s+therap\w+|biotech\w*|biomanufactur\w+"
    r"|synthetic\s+biology|bioreactors?|medical\s+isotopes?|diagnostics?|nano\w+|graphene|neuromorphic|engineering\s+biology|gene\s+editing|large\s+language\s+models?"
    r"|smart\s+(?:meters?|factor(?:y|ies)|sensors?)|high-voltage\s+direct\s+current|HVDC|pumped\s+hydro"
    r"|data\s+cent(?:re|er)s?|high-performance\s+comput\w+|advanced\s+packaging|EUV|drones?|eVTOL"
    r"|precision\s+(?:medicine|agriculture|fermentation)|heat\s+pumps?|offshore\s+wind|wave\s+energy"
    r"|composites?|alloys?|additive\s+manufacturing|3D\s+printing|digital\s+twins?|sensors?"
    r"|sustainable\s+aviation\s+fuels?|biofuels?|solid-state|cryogen\w*|blockchain)\b"
)
# What the object is: a thing that is engineered, or a plant for a process.
_THING = re.compile(
    r"\b(?:technolog(?:y|ies)|batter(?:y|ies)|semiconductors?|reactors?|sensors?|robots?|chips?"
    r"|vaccines?|therap(?:y|ies)|electroly[sz]ers?|drilling|satellites?|constellation|turbines?"
    r"|lasers?|processors?|cells?|engines?|photonics|composites?|alloys?|superconductors?"
    r"|quantum\s+\w+|carbon\s+(?:capture|removal)|artificial\s+intelligence|(?:super)?computers?"
    r"|algorithms?|materials|magnets?|storage\s+systems?|prototypes?|(?:processing|recycling|refining|extraction|research|development)$"
    r"|(?:plants?|facilit(?:y|ies)|factor(?:y|ies)|gigafactor(?:y|ies)|fabs?|refiner(?:y|ies)"
    r"|foundr(?:y|ies)|(?:production|pilot)\s+lines?|testbeds?|hubs?))\b"
)
# Words that say of a field that something is built in it, and nothing without one.
_BUILT = re.compile(
    r"\b(?:infrastructure|capabilit(?:y|ies)|networks?|compute|systems?|platforms?|cent(?:re|er)s?"
    r"|demonstrators?|missions?|reactors?|vehicles?|meters?|links?)\b"
)
# A verb may be a noun here (the research, a pilot), and `technology` alone names nothing.
_LEAD = re.compile(r"(?:and\s+|or\s+)?(?:(?:an?|the|its|new|our|their|more|of|other)\s+)*")
_MONEY = re.compile(
    r"\b(?:an?\s+)?(?:new\s+|additional\s+)*[$€£]\s?[\d.,]+\s+(?:[mb]illion\s+|trillion\s+)?"
    r"(?:investment\s+(?:to|in)\s+|plan\s+to\s+|project\s+to\s+)?$"
)
_BY_YEAR = re.compile(r"\bby\s+(?:the\s+end\s+of\s+)?(?:\w+\s+)?20\d\d\b")
_SENTENCE = re.compile(r"[.;](?=\s|$)|\n\s*\n|\n\s*[-*•]")


def read(text: str, actors: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the technology tasks of an English text.

    Parameters
    ----------
    text : str
        The reading text.
    actors : sequence of Mention
        Firms and bodies, by start: the first one before the task in its sentence owns it.

    Yields
    ------
    Mention
        Of kind ``technology_task``, in the order of the text, not overlapping.
    """
    last = 0
    for match in _DOES.finditer(text):
        if match.start() < last:
            continue
        phrase = _OBJECT.match(text, match.end())
        if phrase is None:
            continue
        stop = _STOP.search(text, *phrase.span())
        start, end = phrase.start(), stop.start() if stop else phrase.end()
        technologies, end = _technologies(text, start, end)
        act = next(act for act in _ACTS if match[act])
        if not technologies or _weight(text, act, start, end, technologies) < THRESHOLD:
            continue
        parts = [
            Mention("technology", low, high, " ".join(text[low:high].split()), "technology")
            for low, high in technologies
        ]
        owner = _actor_before(text, actors, match.start())
        if owner is not None:
            parts.append(Mention("body", owner.start, owner.end, owner.name, "owner"))
        year = _BY_YEAR.search(text, end, min(len(text), end + 120))
        if year and not _SENTENCE.search(text, end, year.start()):
            parts.append(Mention("milestone", *year.span(), year[0], "milestone"))
        money = _MONEY.search(text, max(0, match.start() - 80), match.start())
        span = (money.start() if money else match.start(), end)
        yield Mention("technology_task", *span, text[slice(*span)], None, tuple(parts))
        last = end


def _weight(text: str, act: Act, start: int, end: int, technologies: Sequence[Span]) -> int:
    """Return what speaks for an object of this act, summed as in Chinese."""
    signs: set[Sign] = set()
    if _FIELD.search(text, start, end):
        signs.add("field")
        if _BUILT.search(text, start, end):
            signs.add("thing")
    if _THING.search(text, start, end):
        signs.add("thing")
    if len(technologies) > 1:
        signs.add("listed")
    return ACTS[act] + sum(SIGNS[sign] for sign in signs)


def _technologies(text: str, start: int, end: int) -> tuple[list[Span], int]:
    """Return the items of a list that name a field or, with words before it, a thing.

    With them, where the list ends: behind its last item that is technical at all.
    """
    found: list[Span] = []
    last = start
    for piece in re.finditer(r"(?:(?!,|\s+and\s).)+", text[start:end], re.DOTALL):
        low, high = strip(text, start + piece.start(), start + piece.end())
        lead = _LEAD.match(text, low, high)
        low = lead.end() if lead else low
        thing = _THING.search(text, low, high)
        field = _FIELD.search(text, low, high)
        last = high if thing or field else last
        if field or (thing and " " in text[low : thing.start()]):
            found.append((low, high))
    return found, last


def _actor_before(text: str, actors: Sequence[Mention], position: int) -> Mention | None:
    """Return the first firm or body that the sentence names before `position`."""
    for actor in actors:
        if actor.start >= position:
            return None
        if position - actor.end < 240 and not _SENTENCE.search(text, actor.end, position):
            return actor
    return None
