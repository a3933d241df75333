"""Which numbers are no statements: names, structure, manner, anecdotes, other domains.

Every rule is a table of words and a line in `unwanted`.
"""

from __future__ import annotations

import re

from saidao.statements.english import verbs
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.ranks import SUPERLATIVES
from saidao.statements.english.units import TIME_UNITS
from saidao.statements.english.wordlists import word_set

NUMBERED = word_set(
    "section sections article articles chapter chapters part parts annex annexes table",
    "tables figure figures chart charts box boxes phase phases step stage tier level",
    "levels class category type pillar goal target schedule paragraph paragraphs para",
    "page pages no nos number volume bill act order code title resolution priority item",
    "note question room line route terminal runway highway zone scope grade unit reactor",
    "form clause rule regulation appendix appendices exhibit mission objective principle",
    "recommendation action version round batch lot plot block road street avenue flight",
    "motorway interstate proposition amendment sdg sdgs group site project module track",
    "window generation chapter's footnote slide episode day covid industry web euro",
    "stages u.s.c. cfr c.f.r. pub p.l. stat at article's directive decree circular",
    "notification rev series subsection subparagraph division dimension measure proposal",
    "commitment initiative chapter. key vol para. fig sec s. art art. sec.",
)
"""Nouns that number what follows: Section 5, Phase 2, Tier 1."""

STRUCTURE = word_set(
    "pillars priorities areas themes goals objectives chapters sections steps phases",
    "stages actions reasons ways categories types kinds forms parts points principles",
    "missions strands dimensions aspects directions elements components factors questions",
    "issues challenges options scenarios criteria indicators recommendations aims tracks",
    "levels tiers sides times things examples occasions pages lines words lessons",
    "features fronts drivers enablers streams tasks topics domains trends ministers",
    "ministries departments agencies minutes versions articles paragraphs tables figures",
    "charts boxes annexes appendices rounds conditions dates thrusts planks prongs axes",
    "themes imperatives shifts moves chairs parties leaders signatories senators",
    "governors members hands sets rules sentences footnotes editions days' workstreams",
    "cornerstones building successive consecutive terms decades centuries generations",
    "commissioners judges amendments provisions clauses letters numbers months' seats",
    "votes thousands millions billions hundreds tens dozens others measures initiatives",
    "strategies focuses basics sectors industries installments instalments decimals",
    "digits percentages concepts ideas values traits strengths weaknesses risks",
    "considerations arguments facts truths messages questions goals' announcements",
    "programs programmes schemes responsibilities roles steps' layers lenses classes",
    "variables policies proposals",
)
"""Heads that count the parts of a text or a plan, or who acts, not an outcome."""

ACTIONS = word_set(
    "policies proposals",
    "actions measures initiatives recommendations indicators pages paragraphs articles",
    "sections chapters steps tasks questions departments agencies ministries programs",
    "programmes schemes points votes seats members senators words times days",
)
"""Those of which a plan may have hundreds."""

STRUCTURE_LARGE = word_set("times days' others thousands millions billions hundreds tens")
"""Those that are never counted, however large the number."""

_THE = word_set(
    "the these those both our its their his her my your other first last next latter",
    "former any every following past previous same",
)

RELIEF = word_set(
    "moratorium extension exemption holiday waiver deferral deferment freeze grace leave",
    "validity tenor tenure duration repayment maturity term lifespan relief suspension",
    "valid deferred defer extend extended extending extends waive waived waiver exempt",
    "exempted expectancy lifetime waiting wait processing response delivery turnaround",
    "approval clearance shorten shortened reduced reduce reducing cut cutting within",
    "maximum minimum limit period payback queue backlog completion window cap capped",
    "lasting lasts",
)
"""Words that make a span of time an instrument or an outcome."""

_PLAN_NOUNS = word_set(
    "plan plans programme program strategy vision period agreement contract term old",
    "consultation roadmap framework anniversary review agenda blueprint deal partnership",
    "lease time mandate budget history high low average window pilot study horizon cycle",
    "project",
)
_ADJECTIVE_UNITS = frozenset(("km", "m", "mile", "kg", "g", "L", "ft3", "m3", "GJ", "gallon"))
_LINES = word_set(
    "line lines network railway road roads pipeline track corridor route path trail",
    "motorway highway cycleway tunnel canal coastline transmission border expressway",
    "metro",
)

OTHER_DOMAINS: dict[str, frozenset[str]] = {
    "markets": word_set(
        "shares stocks nasdaq dow ftse nikkei sensex nifty dax traders wall bourse equities",
        "shareholders intraday rallied rally bullion brent chipmaker selloff sell-off indices",
        "premarket bitcoin analysts ounce tumbled skidded",
    ),
    "earnings": word_set(
        "quarterly earnings ebitda dividend profit profits guidance eps pretax analysts",
        "shareholders third-quarter second-quarter first-quarter fourth-quarter results",
    ),
    "sport": word_set(
        "scored match matches league coach wickets innings striker semifinal tournament medal",
        "medals championship championships defeated halftime kick-off playoff playoffs",
        "batting quarterback fixture derby stadium spectators referee lap laps squad fans",
        "season goals midfielder",
    ),
    "casualties": word_set(
        "killed injured dead died wounded casualties earthquake explosion blast magnitude",
        "survivors gunman victims rescuers collapsed shooting derailed hospitalised",
        "hospitalized arrested killing injuring overturned",
    ),
    "weather": word_set(
        "rainfall rain temperatures celsius fahrenheit mph winds hurricane typhoon cyclone storm",
        "forecasters snowfall gusts thunderstorms showers humidity landfall",
    ),
}
"""Words of texts that hold numbers but no policy."""

_DOMAIN_WORDS = frozenset().union(*OTHER_DOMAINS.values())

_TELLING = re.compile(
    r"net income|earnings per share|(?:cents|pence|rupees|rs) per share|trading (?:loss|profit)"
    r"|(?:gross|net|pre - tax|after - tax) profits?\b|profits? (?:after|before) tax|gross margin"
    r"|operating profit|full - year (?:guidance|profit)"
    r"|\d+ points and \d+ (?:assists|rebounds)|\d+ (?:assists|rebounds)|^[a-z ]{3,30} \d{1,3} ,"
    r" [a-z ]{3,30} \d{1,3} :"
    r"|\bindex (?:rose|fell|closed|slid|gained|dropped|lost|ended)|hang seng|s & p \d"
    r"|\b(?:won|beat|lost|drew|edged)\b[^.]{0,40}\b\d{1,2} - \d{1,2}\b"
)
"""Phrases of such texts, in the words of `Sentence.line`."""

WIDER: dict[str, frozenset[str]] = {
    "markets": word_set(
        "index points trading investors futures crude closed gained slipped slid sank gold",
        "spot barrel dollar turnover benchmark losses gains wall street share barrels opened",
        "early higher lower",
    ),
    "earnings": word_set("quarter revenue net income margin outlook estimates forecast year-ago"),
    "sport": word_set(
        "goal goals points win won wins winning games game team beat cup champions crowd penalty",
        "champion title lead home away visitors minute half striker defence season victory defeat",
    ),
    "casualties": word_set(
        "police crash deaths missing driver hospital rescue passengers suspects"
    ),
    "weather": word_set(
        "weather degrees warning snow tonight sunny cloudy coast flooding heatwave"
    ),
}
"""More such words, that tell only by their number in a whole document."""

POLICY = word_set(
    "policy government plan target targets programme program strategy ministry minister",
    "budget invest investment emissions industrial jobs energy scheme fund funding",
    "subsidy federal administration commission council infrastructure climate economic",
    "sector development initiative manufacturing tax",
)


_SPANS = word_set("waiting wait lifespan expectancy turnaround moratorium tenor")
_RELIEF_HYPHENED = word_set(
    "moratorium extension exemption holiday waiver deferral deferment freeze grace",
    "suspension visa visas",
)
_MUST = word_set("must shall should will")
_HANDLED = word_set(
    "granted issued decided processed approved assessed resolved determined answered responded"
    " settled cleared"
)
_PLANTS = word_set("projects plants installations systems facilities units turbines generators")
_SHORT = word_set("day working_day week")
_PAPERS = word_set(
    "schemes programmes programs plans bills laws packages policies agreements mous",
    "reports papers studies surveys consultations documents announcements proposals",
    "meetings visits tours",
)
_HYPOTHETICAL = ("for example , a ", "suppose ", "imagine ", "for instance , a ", "say , a ")


def foreign(sentence: Sentence, title: list[str]) -> bool:
    """Tell whether a sentence, with its document's title, is of another domain than policy."""
    seen = _DOMAIN_WORDS.intersection((*sentence.words, *title))
    most = max(len(seen & domain) for domain in OTHER_DOMAINS.values()) if len(seen) > 1 else 0
    if not POLICY.isdisjoint(sentence.words):
        return most >= 4
    return most >= 2 or _TELLING.search(sentence.line) is not None


def foreign_document(text: str, foreign: int, numbered: int) -> bool:
    """Tell whether a text is of another domain, of whose sentences with numbers some are."""
    if foreign > 1 and 2 * foreign >= numbered:
        return True
    seen = set(text[:20_000].lower().replace(",", " ").replace(".", " ").split())
    most = max(len(seen & (domain | WIDER[name])) for name, domain in OTHER_DOMAINS.items())
    return most >= 6 and most > 3 * len(seen & POLICY)


def unwanted(sentence: Sentence, quantity: Quantity) -> bool:
    """Tell whether a quantity is no statement."""
    if not quantity.unit or quantity.unit == "degree":
        return True
    words = sentence.words
    before = words[quantity.begin - 1] if quantity.begin else ""
    after = words[quantity.last] if quantity.last < len(words) else "."
    if "=" in (before, after):
        return True
    if quantity.op is not None:
        return _vague_multiple(words, quantity)
    if _left_out(words, quantity):
        return True
    if quantity.unit in TIME_UNITS:
        return not _is_relief(sentence, quantity)
    counted_before = quantity.noun is not None and quantity.noun.last <= quantity.first
    if (before in NUMBERED and quantity.begin == quantity.first and not quantity.money) and (
        quantity.unit == "count" or quantity.noun is not None
    ):
        return not (counted_before and before == "at")
    if quantity.noun is not None:
        return _uncounted(sentence, quantity, before)
    if quantity.hyphened and quantity.unit in _ADJECTIVE_UNITS:
        return not _LINES.intersection(words[quantity.last : quantity.last + 4])
    if quantity.unit in ("m", "kg", "g", "L", "minute", "hour") and quantity.value < 100:
        return True
    if quantity.unit == "kW" and quantity.cmp in ("<", ">") and before in _PLANTS:
        return True
    if quantity.unit in ("km", "mile", "m"):
        if quantity.cmp in ("<", ">") and before.endswith("s"):
            return True
        if words[quantity.begin] == "within":
            return True
    if quantity.unit in ("m", "g", "kg") and after in ("deep", "wide", "long", "tall", "high"):
        return True
    if quantity.unit == "percent" and after in ("stake", "shareholding", "owned", "sure"):
        return True
    if quantity.unit == "percent" and quantity.value == 100 and after in ("committed", "certain"):
        return True
    return _negated(words, quantity)


def _left_out(words: list[str], quantity: Quantity) -> bool:
    """Tell whether a number only says what is not meant: (excluding plants above 30 MW)."""
    if quantity.cmp == "=":
        return False
    near = words[max(0, quantity.begin - 9) : quantity.begin]
    if "(" in near:
        near = near[len(near) - near[::-1].index("(") :]
    return near[:1] in (["excluding"], ["except"], ["excl"]) or near[:2] == ["not", "including"]


def _vague_multiple(words: list[str], quantity: Quantity) -> bool:
    """Tell whether a doubling is denied or only a figure of speech."""
    near = words[max(0, quantity.begin - 5) : quantity.begin]
    return "not" in near and bool({"mean", "be", "imply", "expect"} & set(near))


def _negated(words: list[str], quantity: Quantity) -> bool:
    """Tell whether a quantity is denied: would not mean a 20% increase."""
    near = words[max(0, quantity.begin - 5) : quantity.begin]
    if "not" not in near:
        return False
    return bool({"mean", "imply", "represent", "amount", "suggest"} & set(near))


def is_time_limit(words: list[str], begin: int) -> bool:
    """Tell whether *within* says how fast an authority must act: issued within nine months."""
    if words[begin : begin + 1] != ["within"]:
        return False
    near = words[max(0, begin - 14) : begin]
    return bool(_MUST.intersection(near)) and bool(_HANDLED.intersection(near))


def _is_relief(sentence: Sentence, quantity: Quantity) -> bool:
    """Tell whether a span of time is granted, shortened or limited."""
    words = sentence.words
    after = words[quantity.last : quantity.last + 4]
    near = words[max(0, quantity.begin - 8) : quantity.begin] + after
    far = words[max(0, quantity.begin - 24) : quantity.begin]
    following = after[0] if after else "."
    if following in ("ago", "old", "later", "earlier", "before", "after", "since", "-", "of age"):
        return False
    if (quantity.begin == 0 and words[:1] == ["within"]) and (
        quantity.unit in _SHORT and following in ("of", "after", "from", "following")
    ):
        return True
    if words[quantity.begin - 1 : quantity.begin] == ["for"] and quantity.cmp == "<=":
        return True
    if is_time_limit(words, quantity.begin):
        return True
    if any(word in ("next", "coming") for word in words[quantity.begin - 2 : quantity.begin]):
        return True
    if quantity.hyphened:
        return following in (*_RELIEF_HYPHENED, "vision") or words[quantity.last - 1] in ("leave",)
    if _PLAN_NOUNS.intersection(after[:1]) or words[quantity.begin - 1 : quantity.begin] in (
        ["every"],
        ["each"],
        ["aged"],
        ["in"],
        ["over"],
        ["last"],
        ["past"],
        ["next"],
        ["than"],
    ):
        return False
    if "days" in words[quantity.first : quantity.last] and words[quantity.begin - 1] == "within":
        return False
    if following in ("of", "after", "before") and words[quantity.begin : quantity.begin + 1] == [
        "within"
    ]:
        return False
    return bool(RELIEF.intersection(near) or _SPANS.intersection(far))


def _uncounted(sentence: Sentence, quantity: Quantity, before: str) -> bool:
    """Tell whether what is counted is structure, somebody who acts, or an aside."""
    words = sentence.words
    noun = quantity.noun
    assert noun is not None
    head = words[noun.head]
    if head in STRUCTURE_LARGE or words[noun.first : noun.first + 1] in (["page"], ["point"]):
        return True
    small = quantity.value < 100 and not quantity.scaled
    few = quantity.value <= 12 and not quantity.scaled
    counted_out = words[quantity.first + 1 : quantity.first + 2] == ["out"]
    if (
        head in STRUCTURE
        and not counted_out
        and not quantity.scaled
        and quantity.value < (1000 if head in ACTIONS else 20)
    ):
        return True
    if sentence.raw[noun.head].isupper() and len(head) > 4:
        return True
    bounded = quantity.cmp != "="
    if before == "top" or (before == "world's" and words[quantity.first + 1] in SUPERLATIVES):
        return True
    if few and not bounded and before in _THE:
        return True
    if quantity.value <= 1 and not quantity.scaled and not (bounded and quantity.value == 1):
        return True
    if small and quantity.form == "words" and not bounded:
        if head in _PAPERS and words[quantity.first + 1 : quantity.first + 2] != ["out"]:
            return True
        if not _acted_on(words, quantity):
            return True
    if quantity.value == 0 or (quantity.value < 1 and not quantity.scaled):
        return True
    return _anecdote(words, quantity) or _negated(words, quantity)


def _acted_on(words: list[str], quantity: Quantity) -> bool:
    """Tell whether a small number stands with a verb or noun of making or covering."""
    left = words[max(0, quantity.begin - 12) : quantity.begin]
    right = words[quantity.last : quantity.last + 8]
    if left[-1:] == ["for"] and any(word[-1] in "$£€₹" for word in left):
        return True
    if left[-2:] == ["home", "to"] or left[-1:] in (["boasts"], ["hosts"]):
        return True
    return bool(verbs.BUILD.intersection(left) or verbs.BUILD.intersection(right)) or (
        "across" in left[-2:] or ("of" in left[-1:] and "number" in left)
    )


def _anecdote(words: list[str], quantity: Quantity) -> bool:
    """Tell whether a number belongs to a made-up example."""
    left = " ".join(words[max(0, quantity.begin - 14) : quantity.begin])
    return any(mark in left for mark in _HYPOTHETICAL)
