"""The same four kinds of mention in English text, by the habits of English plans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from saidao.statements.mentions import technology_english
from saidao.statements.mentions.known_firms import ENGLISH
from saidao.statements.mentions.passages import Span, Spans, strip
from saidao.statements.mentions.vocabulary import ENGLISH_PLACES
from saidao.statements.statement import Mention

_WRAPPED = 50
_PROSE = re.compile(r"[A-Za-z](?<!\w[A-Za-z])[A-Za-z]+[ \n]+[a-z]{2,}")
_CAP = r"[A-Z][\w&’'\-]*(?:\.[A-Z]\.?)*"
_NAME = rf"{_CAP}(?:\s+(?:&\s+)?{_CAP}){{0,5}}"
_LEGAL = (
    r"(?:Inc|Corp|Corporation|Company|Co|Ltd|Limited|LLC|LLP|PLC|plc|GmbH|AG|SE|NV|S\.A|Pte|Pty"
    r"|Bhd|Holdings|Group)"
)
_TRADE = (
    r"(?:Motors?|Electronics|Electric|Solutions|Technologies|Industries|Pharmaceuticals|Pharma"
    r"|Biotech|Semiconductors?"
    r"|Airlines|Airways|Batteries|Lithium|Steel|Chemicals?|Aerospace|Robotics|Petroleum"
    r"|Automotive|Telecom|Semi|Labs|Materials)"
)
_ABBREVIATED = re.compile(r"(?:Inc|Corp|Co|Ltd|S\.A)\.$")
_BRANCH = r"(?:North\s+America|America|USA|US|UK|Europe|Asia|China|Japan|India|International)\b"
_FULL = re.compile(
    rf"\b{_NAME}(?:,?\s+{_LEGAL}\b\.?(?:,?\s+{_LEGAL}\b\.?)?|\s+{_TRADE}\b(?:\s+{_BRANCH})?)"
)
# Green Technologies, Shared Solutions: a kind, not a firm.
_KIND_OF_TRADE = re.compile(
    r"(?:Shared|Digital|Smart|Clean|Green|Emerging|Critical|Advanced|Renewable|Heavy|Creative|Key"
    rf"|Strategic|Future|Medical|Raw|Electric|Life)\s+{_TRADE}"
)
_DOES = (
    r"(?:has|have|is|are|will|plans? to|also|recently|today|reportedly|\s)*"
    r"(?:\[?announc(?:ed|ing|es)|invest(?:ed|ing|s)?\b|unveil(?:ed|ing)|pledg(?:ed|ing)"
    r"|break(?:ing)? ground|broke ground"
    r"|commit(?:ted|ting)\s+\$|acquir(?:ed|ing)|expand(?:ed|ing)?\s+(?:its|into|to)\b|build(?:ing)?\s+a"
    r"|show(?:case)?\s)"
)
_NAMES = re.compile(rf"\b{_NAME}")
# What follows a name that does something only firms do; a second name or an aside may come first.
_SUBJECT = re.compile(
    rf"(?:\]\([^)\s]*\))?(?:\s+and\s+{_NAME})?(?:\s*,[^.;\n]{{3,120}}?,)?\s+{_DOES}"
)
_SPEAKS = ("said", "also said", "told", "added that", "argued")
_BASED = re.compile(r",\s+[A-Z]\w+-based")  # a Tulsa, Oklahoma-based operator
_LIST = re.compile(
    rf"\b{_NAME}(?:,\s+{_NAME}){{1,12}},?\s+and\s+(?:{_NAME}|bp\b)"
    rf"|\b{_NAME}(?:,\s+{_NAME}){{2,12}},?\s+(?:among\s+others|and\s+others)"
)
_LISTED = re.compile(rf"\b(?:{_NAME}|bp\b)")
_KIND_OF_FIRM = re.compile(
    r"(?:[Cc]ompanies|[Ff]irms|[Mm]anufacturers|[Aa]utomakers|[Bb]usinesses"
    r"|[Ii]nvestors|[Cc]orporations|[Ss]uppliers|[Gg]iants)"
    r"\s+(?:like|such\s+as|including)\s+$"
)
_WITH = re.compile(
    rf"(?:joint\s+venture\s+with|partnership\s+with|in\s+partnership\s+with"
    rf"|loan[^.;]{{0,40}}?\sto|owned\s+by|acquired\s+by)\s+"
    rf"(?P<one>{_NAME})(?:\s+and\s+(?P<two>{_NAME}))?"
)
_ALWAYS = re.compile(
    r"(?<![\w/.\-])(?:"
    + "|".join(sorted(map(re.escape, ENGLISH), key=len, reverse=True))
    + r")(?![\w/\-]|\.\w)"
)
# Words that begin a sentence or a title, never a firm.
_NOT_FIRM = re.compile(
    r"(?:The|A|An|In|On|At|By|For|From|With|This|That|These|Those|It|We|They|He|She|His|Her|Our"
    r"|Their|Its|Since|When|While|If|As|Also|New|More|Most|Some|Many|Other|All|Both|Each|Through"
    r"|Under|After|Before"
    r"|Alongside|Among|Today|President|Prime|Ministers?|Officials?|Governor|Mayor|Secretary"
    r"|Senator|Chancellor|King"
    r"|Queen|Congress"
    r"|Parliament|House|White|Senate|Cabinet|Government|Department|Ministry|Office|Bureau|Agency"
    r"|Commission|Council"
    r"|Federal|National|State|States|City|County|Province|Union|European|United|Administration"
    r"|Authority|Treasury|Committee|University|Institute|Act|Law|Plan|Program|Programme|Strategy"
    r"|Initiative|Project|Phase|Action"
    r"|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|North|South|East|West|Northern"
    r"|Southern|Eastern|Western"
    r"|Companies|Company|Firms|Industry|Investment|Investments|Overall|Dozens|Communities|Local"
    r"|Regional|Private|Public|Chinese|American|British|German|Japanese|Korean|Indian|Canadian"
    r"|Australian|French)\b"
)
_GOVERNMENT = re.compile(
    r"\b(?:Department|Ministry|Office|Bureau|Commission|Council|Authority|Agency|Administration"
    r"|Government|University|Institute|Act|Law|Bank of England|House|Program|Initiative"
    r"|Working Group|Task Group|Advisory Group"
    r"|Steering Group|Actions|Group of)\b"
)
_ZONE = re.compile(
    rf"\b(?P<name>{_CAP}(?:\s+(?:{_CAP}|of|and)){{0,5}}?\s+(?:Industrial|Science|Technology|Tech"
    rf"|Hi-Tech|High-Tech|Business|Innovation|Software|Logistics|Research|Eco-Industrial"
    rf"|Energy|Manufacturing)\s+(?:Park|Zone|City|Hub|Corridor|District|Campus|Precinct"
    rf"|(?<=Manufacturing\s)Cent(?:re|er))"
    rf"|{_CAP}(?:\s+(?:{_CAP}|of|and)){{0,5}}?\s+(?:Special Economic Zone|Free Trade Zone"
    rf"|Free Zone|Free Trade Port|Pilot Zone|Export Processing Zone|Development Zone"
    rf"|Enterprise Zone|Investment Zone|Economic Zone|Economic Corridor|Freeport|Free Port"
    rf"|New Area|Cooperation Zone))\b"
)
_ZONE_WORD = re.compile(
    r"Park|Zone|City|Hub|Corridor|District|Campus|Precinct|Freeport|Port|Area|Manufacturing Cent"
)
_KIND_ONLY = re.compile(
    r"(?:Special|National|New|Industrial|Science|Technology|Free|Business|Innovation|Economic"
    r"|Trade|Hi-Tech|High-Tech|Export|Processing|Development|Enterprise|Investment|Park|Zone|City"
    r"|Hub|Corridor|District|Campus|Several|Many|Pilot|Manufacturing|Advanced|Cent(?:re|er)|\s)+"
)
_LABEL = re.compile(
    r"(?:(?<=[\n(;.\]*])|\A)\s*(?:(?P<lead>Lead(?:ing)?(?:\s+(?:agency|agencies|body|bodies"
    r"|department|ministry|organi[sz]ation|partner|authority|unit)(?:\(?s?\)?)?)?|Owner"
    r"|Accountable)"
    r"|(?P<co>Co-?lead|Support(?:ing)?(?:\s+(?:agency|agencies|body|bodies|departments?"
    r"|ministries|organi[sz]ations?|partners?|units?))?|Partners?|Key\s+partners|Collaborat(?:ors"
    r"|ing\s+\w+)|With)"
    r"|(?P<any>Responsib(?:le|ility)(?:\s+(?:body|bodies|agency|agencies|department|departments"
    r"|ministry|unit|units|party|parties|organi[sz]ation))?|Implementing\s+(?:agency|agencies"
    r"|body|bodies)|Delivery\s+(?:body|partner|partners)))"
    r"\**\s*:\**\s*(?P<list>(?:[^;\n()]|;(?!\s*[A-Z][\w \-]{2,30}:)|\([A-Z&]+\))+)",
    re.IGNORECASE,
)
_BODY = (
    r"(?:(?:Joint\s+)?(?:Department|Ministry|Office|Bureau|Commission|Administration|Council"
    r"|Secretariat)\s+(?:of|for|on)\s+(?:the\s+)?[A-Z][\w’'\-]*(?:(?:\s+and|,|\s+for"
    r"|\s+of)?\s+[A-Z][\w’'\-]*){0,6}"
    r"|[A-Z][\w’'\-]*(?:\s+(?:and\s+|of\s+|for\s+)?[A-Z][\w’'\-]*){0,5}\s+(?:Department|Agency"
    r"|Commission|Authority|Council|Bureau|Administration|Board|Ministry|Service"
    r"|Cabinet))"
)
_BODY_WORD = re.compile(
    r"Department|Ministry|Office|Bureau|Commission|Administration|Council|Secretariat|Agency"
    r"|Authority|Board|Service|Cabinet"
)
# What a body does when a text reports it or tells it to.
_DUTY = (
    r"(?:(?:today|also|recently|then|has|have|jointly|formally|now|yesterday"
    r"|on\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:last|this)\s+(?:week|month|year))\s+)*"
    r"(?:will|shall|must|should|is\s+to|are\s+to|(?:is|are)\s+responsible\s+for|leads?|led"
    r"|announc(?:es?|ed)|issued?|launch(?:es|ed)|releas(?:es|ed)|finali[sz](?:es|ed)|outlin(?:es|ed)"
    r"|publish(?:es|ed)|propos(?:es|ed)|award(?:s|ed)|establish(?:es|ed)|unveil(?:s|ed)"
    r"|approv(?:es|ed)|adopt(?:s|ed)|creat(?:es|ed)|coordinat(?:es|ed)|administers?)"
)
_TASK = r"(?P<task>(?:[^.;\n]|\.(?=\d)|\n(?=[^\n]))(?:[^.;\n]|\.(?=\d)|\n(?=[^\n\-*•])){7,240})"
_PARTNER = (
    r"(?:and|in\s+(?:partnership|coordination|collaboration|consultation)\s+with|together\s+with)"
)
_ACTS = re.compile(
    rf"\b(?:The\s+)?(?P<body>{_BODY})(?:\s+\((?:the\s+)?[A-Z][\w&]{{1,9}}\))?"
    rf"(?:,?\s+{_PARTNER}\s+(?:the\s+)?(?P<partner>{_BODY})(?:\s+\([A-Z][\w&]{{1,9}}\))?,?)?"
    rf"\s+{_DUTY}\s+{_TASK}"
)
# The task stands before a passive: will be led by the Department of Energy.
_LED_BY = re.compile(
    rf"(?<=[a-z)])\s+(?:(?:will|to|is|are|was|were|be|being|jointly|and)\s+)*"
    rf"(?:led|administered|overseen|managed|coordinated|delivered|implemented|run)\s+(?:jointly\s+)?by"
    rf"\s+(?:the\s+)?(?P<body>{_BODY})"
)
_SHORT = re.compile(r"\((?:the\s+)?(?P<short>[A-Z][A-Z&]{1,7})\)")
_BODY_BEFORE = re.compile(rf"{_BODY}\s+$")
_LONGEST_BODY = 120


def holds(text: str) -> bool:
    """Say whether a text has English prose in it."""
    return _PROSE.search(text) is not None


def read(text: str) -> list[Mention]:
    """Read responsible bodies, technology tasks, zones and firms from English prose.

    Parameters
    ----------
    text : str
        The reading text.

    Returns
    -------
    list of Mention
        In no particular order.
    """
    if "**" in text:
        # Bold print comes between a name and its verb: **Kestrel Energy,** a maker of…
        plain, places = _without_emphasis(text)
        return [_moved(mention, places) for mention in _read(plain)]
    return _read(text)


def _without_emphasis(text: str) -> tuple[str, list[int]]:
    """Return a text without ``**``, and where each of its characters stands in `text`."""
    kept: list[str] = []
    places: list[int] = []
    at = 0
    for piece in text.split("**"):
        kept.append(piece)
        places += range(at, at + len(piece))
        at += len(piece) + 2
    return "".join(kept), places


def _moved(mention: Mention, places: Sequence[int]) -> Mention:
    """Return a mention of the text without emphasis with its span in the text."""
    start, end = places[mention.start], places[mention.end - 1] + 1
    parts = tuple(_moved(part, places) for part in mention.parts)
    return replace(mention, start=start, end=end, parts=parts)


def _read(text: str) -> list[Mention]:
    """Read a text without emphasis."""
    shorts = _shorts(text)
    firms = _firms(text, shorts)
    responsible = [*_labelled(text), *_acting(text, shorts)]
    bodies = [part for mention in responsible for part in mention.parts if part.kind == "body"]
    actors = sorted((*firms, *bodies), key=lambda mention: mention.start)
    return [*firms, *responsible, *_zones(text), *technology_english.read(text, actors)]


def _shorts(text: str) -> frozenset[str]:
    """Return the letters that the text explains as a body's: … Administration (FCA)."""
    return frozenset(
        match["short"]
        for match in _SHORT.finditer(text)
        if text[match.start() - 1 : match.start()].isspace()
        and _BODY_BEFORE.search(text, max(0, match.start() - _LONGEST_BODY), match.start())
    )


def _firms(text: str, shorts: frozenset[str]) -> list[Mention]:
    """Return the firms, the longest reading of each; `shorts` are letters of bodies."""
    spans: set[Span] = {match.span() for match in _ALWAYS.finditer(text)}
    for match in _FULL.finditer(text):
        span = _without_lead(text, match.span())
        if span is not None:
            spans.add(span)
    spans.update(_acting_firms(text))
    for match in _WITH.finditer(text):
        for group in ("one", "two"):
            span = _without_lead(text, match.span(group)) if match[group] else None
            if span is not None:
                spans.add(span)
    for match in _LIST.finditer(text):
        pieces = [one.span() for one in _LISTED.finditer(text, match.start(), match.end())]
        known = any(text[slice(*piece)] in ENGLISH for piece in pieces)
        if known or _KIND_OF_FIRM.search(text, max(0, match.start() - 40), match.start()):
            spans.update(piece for piece in pieces if _without_lead(text, piece) == piece)
    mentions: list[Mention] = []
    last = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= last and text[start:end] not in shorts:
            if text[end - 1] == "." and not _ABBREVIATED.search(text, start, end):
                end -= 1
            name = " ".join(text[start:end].split())
            mentions.append(Mention("firm", start, end, name))
            last = end
    return mentions


def _acting_firms(text: str) -> Iterator[Span]:
    """Yield names that announce, invest or build; of two joined by `and`, both."""
    previous: Span | None = None
    for match in _NAMES.finditer(text):
        joined = previous is not None and text[previous[1] : match.start()].strip() == "and"
        if _SUBJECT.match(text, match.end()) and not _BASED.match(text, match.end()):
            for span in (previous if joined else None, match.span()):
                name = _without_lead(text, span) if span is not None else None
                if name is not None and not _is_person(text, text[slice(*name)]):
                    yield name
        previous = match.span()


def _is_person(text: str, name: str) -> bool:
    """Say whether a name of two words is a person's: alone, its last word says something.

    A firm is called by its first word for short, a person by the last.
    """
    *first, last = name.split()
    if len(first) > 1 or not any(f"{last} {speaks}" in text for speaks in _SPEAKS):
        return False
    named = [match for match in _NAMES.finditer(text) if match[0].split()[-1] == last]
    return {len(match[0].split()) for match in named} == {1, 2}


def _without_lead(text: str, span: Span) -> Span | None:
    """Return a firm's name without an article, or None where the words name something else."""
    start, end = _one_line(text, span)
    article = re.match(r"(?:The|An?)\s+", text[start:end])
    if article:
        start += article.end()
    name = " ".join(text[start:end].split())
    if (
        _NOT_FIRM.match(name)
        or _KIND_OF_TRADE.fullmatch(name)
        or _GOVERNMENT.search(name)
        or any(word in ENGLISH_PLACES for word in name.split()[:1])
        or text[max(0, start - 4) : start].rstrip().endswith(("of", "for"))
        or (len(name) < 3 and name != "bp")
    ):
        return None
    return start, end


def _one_line(text: str, span: Span) -> Span:
    """Cut what stands on an earlier line, unless that line was full and merely wrapped."""
    newline = text.rfind("\n", *span)
    if newline < 0:
        return span
    line = newline - (text.rfind("\n", 0, newline) + 1)
    return span if line >= _WRAPPED else strip(text, newline + 1, span[1])


def _zones(text: str) -> Iterator[Mention]:
    """Yield zones: a proper name with a word for a zone behind it."""
    if not _ZONE_WORD.search(text):
        return
    for match in _ZONE.finditer(text):
        start, end = _one_line(text, match.span())
        lead = re.match(
            r"(?:(?:The|A|An|In|At|Of|And|Of the|From|Firms|Near|Several|Many)\s+)+",
            text[start:end],
        )
        if lead:
            start += lead.end()
        name = " ".join(text[start:end].split())
        if not _KIND_ONLY.fullmatch(name):
            yield Mention("zone", start, end, name)


def _labelled(text: str) -> Iterator[Mention]:
    """Yield bodies behind a label; labels in one line or bracket are one mention."""
    group: list[re.Match[str]] = []
    for match in _LABEL.finditer(text):
        if group and text[group[-1].end() : match.start()].strip(" ;\n"):
            yield from _label_group(text, group)
            group = []
        group.append(match)
    if group:
        yield from _label_group(text, group)


def _label_group(text: str, group: Sequence[re.Match[str]]) -> Iterator[Mention]:
    """Yield one mention for labels that belong together."""
    bodies: list[Mention] = []
    for match in group:
        for low, high in _english_list(text, *match.span("list")):
            role = {"lead": "lead", "co": "co"}.get(str(match.lastgroup), "")
            if match["lead"]:
                role = "lead"
            elif match["co"]:
                role = "co"
            else:
                role = "co" if bodies else "lead"
            bodies.append(Mention("body", low, high, text[low:high], role))
    if not bodies:
        return
    start = strip(text, group[0].start(), group[0].end(), "(.;]")[0]
    end = bodies[-1].end
    task = _task_above(text, start)
    part = Mention("task", task[0], task[1], text[slice(*task)], "task")
    yield Mention("responsible", start, end, text[start:end], None, (part, *bodies))


def _english_list(text: str, start: int, end: int) -> list[Span]:
    """Split a list of bodies; `and` joins the last, and may stand inside a name."""
    found: list[Span] = []
    for piece in re.finditer(r"[^,;/]+", text[start:end]):
        low, high = strip(text, start + piece.start(), start + piece.end(), ".)")
        if text[low:high].startswith("and "):
            low += 4
        if 2 <= high - low <= 90 and (text[low].isupper() or text[low].isdigit()):
            found.append((low, high))
    return found


def _task_above(text: str, position: int) -> Span:
    """Return the line or sentence before a label."""
    low, high = strip(text, max(0, position - 400), position, "(")
    cut = max(text.rfind("\n", low, high), text.rfind(". ", low, max(low, high - 2)) + 1)
    start, end = strip(text, max(low, cut), high)
    return (start, end) if end > start else (max(0, position - 1), max(1, position))


def _acting(text: str, shorts: frozenset[str]) -> Iterator[Mention]:
    """Yield public bodies that a sentence gives something to do."""
    if not _BODY_WORD.search(text):
        return
    taken: list[Span] = []
    for match in _ACTS.finditer(text):
        taken.append(match.span())
        yield _duty(text, match, ("body", "partner"))
    for match in _LED_BY.finditer(text):
        yield _led(text, match)
    # FHWA announced…: the letters that the text itself explains in brackets.
    if not shorts:
        return
    names = "|".join(map(re.escape, sorted(shorts)))
    acts = re.compile(rf"\b(?P<body>{names})\s+{_DUTY}\s+{_TASK}")
    inside = Spans(taken)
    for match in acts.finditer(text):
        if not inside.touch(match.span()):
            yield _duty(text, match, ("body",))


def _led(text: str, match: re.Match[str]) -> Mention:
    """Return what is led by a body, whose sentence so far is the task."""
    start = _sentence_start(text, match.start())
    body = Mention("body", *match.span("body"), " ".join(match["body"].split()), "unspecified")
    task = Mention("task", start, match.start(), text[start : match.start()], "task")
    return Mention("responsible", start, match.end(), text[start : match.end()], None, (task, body))


def _sentence_start(text: str, position: int) -> int:
    """Return where the sentence that holds `position` begins, at most 300 characters back."""
    low = max(0, position - 300)
    cut = max(text.rfind(". ", low, position) + 2, text.rfind("\n\n", low, position) + 2, low + 1)
    return min(strip(text, cut - 1 if cut == low + 1 else cut, position)[0], position - 1)


def _without_article(text: str, span: Span) -> Span:
    """Return the span of a body without `The`, which a pattern may take for its first word."""
    start, end = span
    return (start + 4, end) if text.startswith("The ", start) else (start, end)


def _duty(text: str, match: re.Match[str], groups: Sequence[str]) -> Mention:
    """Return what a body does, with the bodies in these groups."""
    low, high = strip(text, *match.span("task"))
    bodies = [
        Mention("body", start, end, " ".join(text[start:end].split()), "unspecified")
        for start, end in (_without_article(text, match.span(group)) for group in groups)
        if end > 0
    ]
    task = Mention("task", low, high, text[low:high], "task")
    span = (match.start(), high)
    return Mention("responsible", *span, text[slice(*span)], None, (task, *bodies))
