"""Named things in a text: responsible bodies, technology tasks, zones, firms.

Deterministic rules of the language, Chinese (simplified and traditional) and English; no
model and no network. `read` is all that other stages need; `records` writes what it
finds, `attach` says which statement it belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence

from saidao.documents.document import Block
from saidao.statements.mentions import (
    english,
    firms,
    responsibility,
    technology,
    zones,
)
from saidao.statements.mentions.passages import Spans, fold, items
from saidao.statements.statement import Context, Mention

__all__ = ["read"]


def read(
    text: str, blocks: Sequence[Block] = (), context: Context | None = None
) -> tuple[Mention, ...]:
    """Read what a text names.

    Parameters
    ----------
    text : str
        The reading text.
    blocks : sequence of Block, optional
        Its headings, paragraphs and cells; without them, lines stand for paragraphs.
    context : Context, optional
        Its `language` chooses the rules (``en``, ``zh-Hans``, ``zh-Hant``); where it is
        empty the text's own words do.

    Returns
    -------
    tuple of Mention
        Of kind ``responsible``, ``technology_task``, ``zone`` and ``firm``, ordered by
        start. A name that recurs is mentioned each time.

    Examples
    --------
    >>> [m.name for m in read("依托苏州工业园区，突破光刻胶、掩模版等关键技术。")]
    ['苏州工业园区', '突破光刻胶、掩模版等关键技术']
    """
    language = context.language if context is not None else ""
    found: list[Mention] = []
    if not text.isascii() and not language.startswith("en"):
        folded = fold(text)
        numbered = items(folded, blocks)
        responsible = responsibility.read(text, folded, numbered, blocks)
        found += responsible
        found += technology.read(text, folded, numbered, responsible)
        named = firms.read(text, folded, responsible)
        found += named
        # 香港科技园公司 is a firm; the park in its name is not what the text speaks of.
        inside = Spans([(firm.start, firm.end) for firm in named])
        found += [
            zone for zone in zones.read(text, folded) if not inside.hold((zone.start, zone.end))
        ]
    if not language.startswith("zh") and english.holds(text):
        found += english.read(text)
    found.sort(key=lambda mention: (mention.start, mention.end, mention.kind))
    return tuple(found)
