"""The body that issued an English document, as the document names it."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["contact_body", "english_issuer"]

NOUNS = (
    "Department|Ministry|Office|Bureau|Agency|Commission|Council|Authority|Administration|"
    "Secretariat|Government|Committee|Board|Cabinet|Directorate|Institute|Association|Union|Bank|"
    "Corporation|Organi[sz]ation|Treasury|Centre|Center|Foundation|Team"
)
WORD = r"(?:[A-Z][\w’'&.-]*|of|for|and|the|on|in|to|&|,(?=\s+[A-Z]))"
BODY = re.compile(rf"(?:The\s+)?(?=.*\b(?:{NOUNS})\b)[A-Z][\w’'&.-]*(?:,?\s+{WORD}){{0,14}}")
"""Capitalised words with the noun of a body among them."""

NAMED = re.compile(
    r"^\W{0,3}(?:from|issued by|published by|prepared by|released by|publisher|"
    r"issuing (?:body|authority|department|agency)|organi[sz]ation|lead (?:department|agency))"
    r"\s*[:：]\s*(?P<body>.{4,120}?)\s*\.?$",
    re.IGNORECASE,
)
SAID = re.compile(
    r"^(?:this (?:document|plan|strategy|report|paper) (?:was|is) )?"
    r"(?:issued|published|prepared|released) by (?:the )?(?P<body>[A-Z].{3,120}?)[.,;]?$"
)
FOREWORD = re.compile(
    r"^(?:\d+\.?\s+)?(?:ministerial )?(?:foreword|preface|message|statement|introduction)\b.{0,40}?"
    r"\b(?:by|from) (?:the )?(?P<office>(?:(?:Prime )?Minister|Secretary of State|Secretary|"
    r"Commissioner|Governor|Mayor|Director(?: General)?)"
    r"(?: (?:of|for) (?P<field>[A-Z].{2,80}))?)$",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"[\w.+-]+@(?:[a-z\d-]+\.)*?(?P<label>[a-z]{2,8})\.(?:int|org|gov|edu)(?:\.[a-z]{2})?\b"
)
LONGEST = 160


def english_issuer(lines: Sequence[str], expansions: Sequence[str] = ()) -> str:
    """Return the body that an English document says issued it, empty where none is named.

    Parameters
    ----------
    lines : sequence of str
        The lines around the text, and those at its beginning.
    expansions : sequence of str
        Full forms of abbreviations that the document gives.

    Examples
    --------
    >>> english_issuer(["Harbour plan", "Issued by: Ministry of Ports and Shipping"])
    'Ministry of Ports and Shipping'
    >>> english_issuer(["Foreword by the Minister for Ports"], ["Department for Ports"])
    'Department for Ports'
    """
    short = [line.strip() for line in lines if len(line) <= LONGEST]
    for pattern in (NAMED, SAID):
        for line in short:
            found = pattern.match(line)
            if found and BODY.match(found["body"]):
                return found["body"].strip()
    for line in short[:8]:
        if BODY.fullmatch(line) and re.match(rf"(?:[\w.’' ]+ )?(?:{NOUNS})\b", line):
            return line
    for line in short:
        # Who leads a body writes its foreword; the body's own name is taken where it stands.
        found = FOREWORD.match(line)
        if found is not None:
            return _body_of(found, expansions)
    return ""


def _body_of(found: re.Match[str], expansions: Sequence[str]) -> str:
    """Return the body that an office belongs to, the office where no such body is named."""
    if found["field"]:
        name = re.compile(
            rf"(?:Department|Ministry|Office|Commission|Agency) (?:of|for) (?:the )?"
            rf"{re.escape(found['field'])}",
            re.IGNORECASE,
        )
        for full in expansions:
            if name.fullmatch(full):
                return full
    return found["office"]


def contact_body(text: str, tail: Sequence[str]) -> str:
    """Return the body to which the contact address at the end of a document leads.

    Only where the text calls it by that name too: ports@hpa.org in a text of the HPA.

    Examples
    --------
    >>> contact_body("The HPA will report yearly.", ["Write to ports@hpa.org"])
    'HPA'
    """
    for line in tail:
        for found in CONTACT.finditer(line):
            name = found["label"].upper()
            if re.search(rf"(?<![A-Za-z]){name}(?![A-Za-z])", text):
                return name
    return ""
