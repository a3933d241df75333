"""Which reading of a commitment counts: by the pack's rule, visibly."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saidao.ledger.records import Assertion, Election
from saidao.packs.pack import Authority, Plan, Source
from saidao.terms.name import Name

__all__ = ["AUTHORITIES", "ElectionRule"]

AUTHORITIES: tuple[Authority, ...] = (
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
    "plan": Name("规划本文（先于对它的转述）", "the plan's own text before remarks about it"),
    "date": Name("发布日期（新者优先）", "date (the newer first)"),
    "specificity": Name("表述具体程度", "how specific the wording is"),
}

TEXT_OF_A_DECISION = re.compile(
    r"规划|規劃|计划|計劃|計畫|方案|意见|意見|纲要|綱要|办法|辦法|措施|通知|决定|決定|路线图|路線圖"
    r"|\b(?:plan|programme|program|strategy|roadmap|blueprint|notice|measures|white paper)\b",
    re.IGNORECASE,
)
"""What the title of a plan or notice says that it is."""


@dataclass(frozen=True, slots=True)
class ElectionRule:
    """A pack's rule with all that it looks at.

    Parameters
    ----------
    criteria : sequence of str
        ``authority``, ``plan``, ``date`` and ``specificity``, in the pack's order and as
        many of them as it names.
    sources : mapping
        Every source by id.
    plans : mapping
        Every plan by id, with the sources that carry its text.
    """

    criteria: Sequence[str]
    sources: Mapping[str, Source]
    plans: Mapping[str, Plan]

    def ranking(self, assertion: Assertion) -> tuple[tuple[int, ...], ...]:
        """Return the key by which readings of a commitment are ordered, best first.

        A forecast never stands before a commitment, whoever makes it.
        """
        values: dict[str, tuple[int, ...]] = {
            "authority": (AUTHORITIES.index(self.authority(assertion)),),
            "plan": (not self.states_a_plan(assertion),),
            "date": newest_first(self.dated(assertion)),
            "specificity": (-specificity(assertion),),
        }
        return ((assertion.modality == "forecast",), *(values[name] for name in self.criteria))

    def authority(self, assertion: Assertion) -> Authority:
        """Return how near the source of an assertion stands to the body that decided."""
        source = self.sources.get(assertion.source)
        return source.authority if source else "unstated"

    def plans_of(self, assertion: Assertion) -> tuple[Plan, ...]:
        """Return the plans whose own text makes an assertion, as far as the atlas knows them.

        A row of a pack names its plan, and may name it for a mere remark: the source must
        be one that carries the plan's text. What is read in a document is the plan's
        where the document is such a source.
        """
        return tuple(
            plan
            for plan in self.plans.values()
            if assertion.source in plan.sources
            and (plan.id == assertion.plan if assertion.plan else assertion.origin != "pack")
        )

    def states_a_plan(self, assertion: Assertion) -> bool:
        """Return whether an assertion is made by a plan itself and is no remark about one.

        A plan that a user brings is not among the pack's: it is known by its title, and
        by coming from the body that decided.
        """
        if self.plans_of(assertion):
            return True
        source = self.sources.get(assertion.source)
        return (
            assertion.origin != "pack"
            and source is not None
            and source.authority in {"official", "official_mirror"}
            and TEXT_OF_A_DECISION.search(source.title) is not None
        )

    def dated(self, assertion: Assertion) -> str | None:
        """Return the day that counts: of the plan where the plan's own text speaks.

        A plan that is printed again years later is no younger for it.
        """
        plans = self.plans_of(assertion) if "plan" in self.criteria else ()
        # A source that carries several plans does not say which of them speaks.
        if len(plans) == 1 and plans[0].issued is not None:
            return plans[0].issued
        source = self.sources.get(assertion.source)
        return assertion.issued or (source.issued if source else None)

    def plan_month(self, assertion: Assertion) -> str | None:
        """Return the month of the plan whose own text makes an assertion, if that is known."""
        if not self.states_a_plan(assertion):
            return None
        plans = self.plans_of(assertion)
        source = self.sources.get(assertion.source)
        issued = plans[0].issued if len(plans) == 1 else None
        date = issued or assertion.issued or (source.issued if source else None)
        return date[:7] if date else None

    def elect(self, commitment: str, members: Sequence[Assertion]) -> Election:
        """Return the elected reading of a commitment with the rule that chose it."""
        ordered = sorted(members, key=lambda m: (self.ranking(m), m.id))
        winner = ordered[0]
        # The rival is the best that says something else; against its own echo nothing is won.
        rival = next((m for m in ordered[1:] if not same_words(m, winner)), None)
        if rival is None:
            only = Name(
                "各来源的读法相同，无须取舍", "every source reads alike; there is nothing to choose"
            )
            return Election(commitment, winner.id, "only", only)
        keys = zip(self.ranking(winner), self.ranking(rival), strict=True)
        names = ("modality", *self.criteria)
        decided_by = next(
            (name for name, (one, other) in zip(names, keys, strict=True) if one != other), "order"
        )
        return Election(commitment, winner.id, decided_by, self.told(decided_by, winner, rival))

    def told(self, decided_by: str, winner: Assertion, rival: Assertion) -> Name:
        """Return the election in words."""
        if decided_by == "modality":
            why = Name("承诺优先于预测", "a commitment stands before a forecast")
        elif decided_by == "authority":
            one = AUTHORITY_NAMES[self.authority(winner)]
            other = AUTHORITY_NAMES[self.authority(rival)]
            why = Name(f"{one.zh}优先于{other.zh}", f"{one.en} stands before {other.en}")
        elif decided_by == "plan":
            why = Name(
                "来源同级，规划本文优先于对它的转述",
                "equal sources, and the plan's own text stands before a remark about it",
            )
        elif decided_by == "date":
            one_date, other_date = self.dated(winner), self.dated(rival)
            why = Name(
                f"来源同级，取较新者（{one_date or '日期不详'}，"
                f"另一读法{other_date or '日期不详'}）",
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
        order_zh = "、".join(CRITERIA[name].zh for name in self.criteria)
        order_en = ", then ".join(CRITERIA[name].en for name in self.criteria)
        return Name(f"按{order_zh}依次比较：{why.zh}", f"Compared by {order_en}: {why.en}")


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


def same_words(one: Assertion, other: Assertion) -> bool:
    """Return whether two assertions read alike."""
    return (one.cmp, one.value, one.value_high, one.firmness) == (
        other.cmp,
        other.value,
        other.value_high,
        other.firmness,
    )
