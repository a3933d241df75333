"""What does not add up in an atlas, with the statements that it shows on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from saidao.answers.shapes import CheckedFigure, CheckReport, FindingView, RuleView
from saidao.answers.versions import commitments_of, shown
from saidao.answers.views import clause_view, reading, source_view, subject_title
from saidao.errors import InvalidInput
from saidao.ledger.checks import CERTAINTIES, RULES, Books, Finding, books_of, check
from saidao.ledger.records import Ledger, ObservedValue, Subject
from saidao.store import Snapshot
from saidao.terms.name import Name
from saidao.terms.wording import quantity

__all__ = ["all_findings", "atlas_books", "findings_of", "report", "report_of", "report_on"]

TextOf = Callable[[str], str]


def atlas_books(snapshot: Snapshot, texts: Mapping[str, str] | None = None) -> Books:
    """Return the books of an atlas; `texts` are the reading texts of its documents."""
    return books_of(
        Ledger(
            assertions=snapshot.assertion,
            observations=snapshot.observation,
            reviews=snapshot.review,
            commitments=snapshot.commitment,
            memberships=snapshot.membership,
            elections=snapshot.election,
            conflicts=snapshot.conflict,
        ),
        industries=snapshot.industry,
        parents=parents_of(snapshot),
        linkages=snapshot.linkage,
        indicators=snapshot.indicator,
        texts=texts,
    )


def parents_of(snapshot: Snapshot) -> dict[str, str]:
    """Return the region that each region lies in: parks in districts, districts in the city."""
    city = snapshot.city.region
    found = {one.code: city for one in snapshot.district if one.code != city}
    found |= {one.id: one.districts[0] for one in snapshot.park if len(one.districts) == 1}
    return found


def findings_of(
    snapshot: Snapshot, texts: Mapping[str, str] | None = None, rules: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """Return what does not add up in an atlas, the surest first."""
    return check(atlas_books(snapshot, texts), rules)


def texts_needed(snapshot: Snapshot) -> frozenset[str]:
    """Return the documents whose text a check looks into: for parts, shares and names."""
    return frozenset(
        one.passage.document
        for one in snapshot.assertion
        if one.passage is not None
        and (one.part_of is not None or one.subject.unit in {"percent", "count"} or one.members)
    )


def report(
    snapshot: Snapshot,
    text_of: TextOf,
    rules: Iterable[str] = (),
    certainties: Iterable[str] = (),
) -> CheckReport:
    """Return what does not add up in an atlas.

    Parameters
    ----------
    snapshot : Snapshot
    text_of : callable
        Gives the reading text of a document.
    rules : iterable of str
        Only these rules; all where none is given.
    certainties : iterable of str
        Only findings that are so sure; all where none is given.

    Raises
    ------
    InvalidInput
        If there is no such rule.
    """
    rules = tuple(rules)
    for rule in rules:
        if rule not in RULES:
            raise InvalidInput("rule", repr(rule), "one of " + ", ".join(RULES))
    sure = frozenset(certainties)
    found = all_findings(snapshot, text_of)
    return report_on(
        snapshot,
        [
            one
            for one in found
            if (not rules or one.rule in rules) and (not sure or one.certainty in sure)
        ],
    )


def report_of(
    snapshot: Snapshot, text_of: TextOf, documents: Collection[str], rules: Collection[str] = ()
) -> CheckReport:
    """Return the findings in which statements of some documents take part."""
    own = {
        one.id
        for one in snapshot.assertion
        if one.passage is not None and one.passage.document in documents
    }
    return report_on(
        snapshot,
        [
            one
            for one in all_findings(snapshot, text_of)
            if (not rules or one.rule in rules) and any(id in own for _, id in one.figures)
        ],
    )


def all_findings(snapshot: Snapshot, text_of: TextOf) -> tuple[Finding, ...]:
    """Return all findings of an atlas; computed once."""
    made = snapshot.answered.get("findings")
    if made is None:
        texts = {id: text_of(id) for id in sorted(texts_needed(snapshot))}
        made = findings_of(snapshot, texts)
        snapshot.answered["findings"] = made
    found: tuple[Finding, ...] = made
    return found


def report_on(snapshot: Snapshot, findings: Sequence[Finding]) -> CheckReport:
    """Return findings with their figures, as they are shown."""
    sure: Counter[str] = Counter(one.certainty for one in findings)
    by_rule = Counter(one.rule for one in findings)
    return CheckReport(
        counts={name: sure[name] for name in CERTAINTIES},
        certainties=dict(CERTAINTIES),
        rules=tuple(
            RuleView(one.id, one.name, one.asks, by_rule[one.id]) for one in RULES.values()
        ),
        findings=tuple(finding_view(snapshot, one) for one in findings),
        figures=len(snapshot.assertion) + len(snapshot.observation),
    )


def finding_view(snapshot: Snapshot, finding: Finding) -> FindingView:
    """Return a finding as it is shown."""
    return FindingView(
        id=finding.id,
        rule=finding.rule,
        certainty=finding.certainty,
        computed=finding.computed,
        figures=tuple(checked_figure(snapshot, role, id) for role, id in finding.figures),
    )


def checked_figure(snapshot: Snapshot, role: str, id: str) -> CheckedFigure:
    """Return one figure of a finding as it is shown."""
    one = snapshot.assertions.get(id)
    if one is None:
        return observed_figure(snapshot, role, id)
    view = shown(snapshot, id)
    return CheckedFigure(
        role=role,
        id=id,
        sort="promise" if one.kind == "target" else "fact",
        title=subject_title(snapshot, one.subject, one.indicator_words),
        reading=reading(snapshot, one),
        period=one.period,
        source=source_view(snapshot, one.source),
        clause=clause_view(snapshot, one.passage),
        commitment_id=commitments_of(snapshot).get(id),
        assertion=view,
    )


def observed_figure(snapshot: Snapshot, role: str, id: str) -> CheckedFigure:
    """Return an observation of a finding as it is shown."""
    value = observations_of(snapshot)[id]
    subject = Subject(
        value.indicator,
        value.industry or "",
        value.scope,
        value.region,
        "level",
        "stock",
        value.unit,
    )
    told = quantity(value.cmp, value.value, None, value.unit, glossary=snapshot.glossary)
    return CheckedFigure(
        role=role,
        id=id,
        sort="fact",
        title=subject_title(snapshot, subject),
        reading=Name(told.zh.removeprefix("达到"), told.en),
        period=value.period,
        source=source_view(snapshot, value.source),
        clause=clause_view(snapshot, value.passage),
        commitment_id=None,
        assertion=None,
    )


def observations_of(snapshot: Snapshot) -> Mapping[str, ObservedValue]:
    """Return the observations of an atlas by id."""
    made = snapshot.answered.get("observations_by_id")
    if made is None:
        made = {one.id: one for one in snapshot.observation}
        snapshot.answered["observations_by_id"] = made
    found: Mapping[str, ObservedValue] = made
    return found
