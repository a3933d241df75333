"""Which reading of a commitment counts: by the pack's rule, visibly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from saidao.ledger.records import Assertion, Election
from saidao.packs.pack import Source
from saidao.terms.name import Name

__all__ = ["AUTHORITIES", "elect", "ranking"]

AUTHORITIES = (
    "official",
    "official_mirror",
    "news",
    "secondary",
    "derived",
    "own_brief",
    "news_low",
    "unstated",
)
"""How near a source stands to the body that decided, best first."""

AUTHORITY_NAMES = {
    "official": Name("官方发布", "published by the body that decided"),
    "official_mirror": Name("官方文本的转载", "a copy of the official text"),
    "news": Name("新闻报道", "news"),
    "secondary": Name("二手资料", "a secondary source"),
    "derived": Name("推算", "derived"),
    "own_brief": Name("本包简报", "a brief of the pack"),
    "news_low": Name("低质量转载", "low-grade news"),
    "unstated": Name("来源性质不明", "a source of unknown standing"),
}

CRITERIA = {
    "authority": Name("来源权威性", "authority of the source"),
    "date": Name("发布日期（新者优先）", "date (the newer first)"),
    "specificity": Name("表述具体程度", "how specific the wording is"),
}


def specificity(assertion: Assertion) -> int:
    """Return how much an assertion says: a date, a number, a passage one can read."""
    return sum(
        (
            assertion.period is not None,
            assertion.value is not None,
            assertion.cmp != "~",
            assertion.passage is not None,
            assertion.base_year is not None,
            assertion.firmness is not None,
        )
    )


def newest_first(date: str | None) -> tuple[int, ...]:
    """Return a key that sorts newer dates first and unknown ones last."""
    if not date:
        return (1,)
    digits = [int(part) for part in date.split("/")[-1].split("-")]
    return (0, *(-part for part in (*digits, 0, 0)[:3]))


def ranking(
    assertion: Assertion, criteria: Sequence[str], sources: Mapping[str, Source]
) -> tuple[tuple[int, ...], ...]:
    """Return the key by which readings of a commitment are ordered, best first.

    A forecast never stands before a commitment, whoever makes it.
    """
    source = sources.get(assertion.source)
    authority = source.authority if source else "unstated"
    issued = assertion.issued or (source.issued if source else None)
    values: dict[str, tuple[int, ...]] = {
        "authority": (AUTHORITIES.index(authority),),
        "date": newest_first(issued),
        "specificity": (-specificity(assertion),),
    }
    return ((assertion.modality == "forecast",), *(values[name] for name in criteria))


def elect(
    commitment: str,
    members: Sequence[Assertion],
    criteria: Sequence[str],
    sources: Mapping[str, Source],
) -> Election:
    """Return the elected reading of a commitment with the rule that chose it."""
    ordered = sorted(members, key=lambda m: (ranking(m, criteria, sources), m.id))
    winner = ordered[0]
    # The rival is the best that says something else; against its own echo nothing is won.
    rivals = [m for m in ordered[1:] if not same_words(m, winner)]
    if not rivals:
        decided_by = "only"
    else:
        keys = zip(
            ranking(winner, criteria, sources), ranking(rivals[0], criteria, sources), strict=True
        )
        names = ("modality", *criteria)
        decided_by = next(
            (name for name, (one, other) in zip(names, keys, strict=True) if one != other), "order"
        )
    return Election(
        commitment, winner.id, decided_by, rule(decided_by, winner, rivals, criteria, sources)
    )


def same_words(one: Assertion, other: Assertion) -> bool:
    """Return whether two assertions read alike."""
    return (one.cmp, one.value, one.value_high, one.firmness) == (
        other.cmp,
        other.value,
        other.value_high,
        other.firmness,
    )


def rule(
    decided_by: str,
    winner: Assertion,
    rivals: Sequence[Assertion],
    criteria: Sequence[str],
    sources: Mapping[str, Source],
) -> Name:
    """Return the election in words."""
    if decided_by == "only":
        return Name(
            "各来源的读法相同，无须取舍", "every source reads alike; there is nothing to choose"
        )

    def authority(assertion: Assertion) -> Name:
        source = sources.get(assertion.source)
        return AUTHORITY_NAMES[source.authority if source else "unstated"]

    def issued(assertion: Assertion) -> str | None:
        source = sources.get(assertion.source)
        return assertion.issued or (source.issued if source else None)

    order_zh = "、".join(CRITERIA[name].zh for name in criteria)
    order_en = ", then ".join(CRITERIA[name].en for name in criteria)
    rival = rivals[0]
    if decided_by == "modality":
        why = Name("承诺优先于预测", "a commitment stands before a forecast")
    elif decided_by == "authority":
        one, other = authority(winner), authority(rival)
        why = Name(f"{one.zh}优先于{other.zh}", f"{one.en} stands before {other.en}")
    elif decided_by == "date":
        one_date, other_date = issued(winner), issued(rival)
        why = Name(
            f"来源同级，取较新者（{one_date or '日期不详'}，另一读法{other_date or '日期不详'}）",
            f"equal sources, so the newer one ({one_date or 'undated'}, "
            f"the other {other_date or 'undated'})",
        )
    elif decided_by == "specificity":
        why = Name(
            "来源与日期相同，取表述更具体者", "equal sources and dates, so the more specific"
        )
    else:
        why = Name(
            "各项相同，按编号取先者，请人工核对",
            "equal in everything, so the first by id: please check",
        )
    return Name(f"按{order_zh}依次比较：{why.zh}", f"Compared by {order_en}: {why.en}")
