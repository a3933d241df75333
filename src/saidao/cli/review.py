"""``saidao review ATLAS``: list passages that wait for a person, and decide on them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.markup import escape

from saidao import answers
from saidao.answers.shapes import AssertionView, DecisionView, ReviewView
from saidao.atlas import Atlas
from saidao.cli.progress import console
from saidao.cli.user import user_name
from saidao.errors import InvalidInput
from saidao.ledger.records import Action

FLAG = Parameter(negative=())


def review(
    atlas: Path,
    id: str | None = None,
    /,
    *,
    accept: int | None = None,
    correct: Annotated[list[str] | None, Parameter(negative=(), consume_multiple=True)] = None,
    of: int | None = None,
    reject: Annotated[bool, FLAG] = False,
    reopen: Annotated[bool, FLAG] = False,
    by: str | None = None,
    note: str = "",
    all: Annotated[bool, FLAG] = False,
) -> None:
    """List passages that wait for a person, or decide on one.

    A decision is kept with who made it and when, and enters the ledger. It stands until
    the document or what is read in it changes; the review is then open again.

    Parameters
    ----------
    atlas
        Folder of the atlas.
    id
        Of a review, or of any statement that was read in a document.
    accept
        Take this reading, by its number.
    correct
        Take a reading with some fields set right, as FIELD=VALUE: kind, value, value_high,
        unit, cmp, op, counted, tier, period, base_year, firmness, change, indicator,
        industry, scope, region, driven_by.
    of
        Which reading is corrected; the first where it is not given.
    reject
        No reading is right; nothing enters the ledger.
    reopen
        Take the last decision back.
    by
        Who decides; the system's user where it is not given.
    note
        Why.
    all
        Also list what was decided.
    """
    wanted: list[Action] = []
    wanted += ["accept"] if accept is not None else []
    wanted += ["correct"] if correct is not None else []
    wanted += ["reject"] if reject else []
    wanted += ["reopen"] if reopen else []
    if len(wanted) > 1:
        raise InvalidInput("review", " and ".join(f"--{one}" for one in wanted), "one of them")
    if not wanted:
        listing(atlas, id, decided=all)
        return
    if id is None:
        raise InvalidInput("review", f"--{wanted[0]} and no id", "the id of a review")
    decide(
        atlas,
        id,
        wanted[0],
        candidate=of if wanted[0] == "correct" else accept,
        fields=[assignment(one) for one in correct or ()],
        by=by,
        note=note,
    )


def assignment(text: str) -> tuple[str, str]:
    """Return the two sides of FIELD=VALUE."""
    field, sign, value = text.partition("=")
    if not sign:
        raise InvalidInput("--correct", repr(text), "FIELD=VALUE")
    return field.strip().replace("-", "_"), value


def decide(
    atlas: Path,
    id: str,
    action: Action,
    *,
    candidate: int | None,
    fields: list[tuple[str, str]],
    by: str | None,
    note: str,
) -> None:
    """Store a decision and say what it did."""
    from saidao import pipeline
    from saidao.cli.build import now

    built, decision = pipeline.decide(
        atlas,
        id,
        action,
        candidate=candidate,
        fields=fields,
        by=user_name() if by is None else by,
        note=note,
        recorded_at=now(),
    )
    with Atlas.open(atlas) as opened:
        for one in answers.reviews(opened.snapshot):
            if one.key == decision.key:
                show(one)
                break
        else:
            console.print(f"{escape(id)}: as it was read", soft_wrap=True)
    console.print(f"revision {built.pointer.revision}", style="dim")


def listing(atlas: Path, id: str | None, *, decided: bool) -> None:
    """Print reviews: one, the open ones, or all."""
    with Atlas.open(atlas) as opened:
        found = answers.reviews(opened.snapshot)
    if id is not None:
        names = {id, f"review-{id}"}
        found = tuple(one for one in found if one.id in names)
        if not found:
            raise InvalidInput(
                "review", repr(id), f"the id of a review; see  saidao review {atlas}"
            )
    elif not decided:
        found = tuple(one for one in found if one.state == "open")
    for one in found:
        show(one)
    if id is None:
        console.print(
            f"{sum(one.state == 'open' for one in found)} open" if found else "nothing is open",
            style="dim",
        )


def show(one: ReviewView) -> None:
    """Print one review with its readings and decisions."""
    console.print(f"[bold]{escape(one.id)}[/bold]  {one.state}", soft_wrap=True)
    console.print(f"  {escape(one.document_title)} {one.start}-{one.end}", soft_wrap=True)
    console.print(f"  “{escape(' '.join(one.quote.split()))}”", soft_wrap=True)
    console.print(f"  {escape(one.reason.en)}", style="dim", soft_wrap=True)
    if one.reopened is not None:
        console.print(f"  {escape(one.reopened.en)}", style="dim", soft_wrap=True)
    for number, candidate in enumerate(one.candidates, start=1):
        console.print(f"  {number}. {escape(worded(candidate))}", soft_wrap=True)
    for decision in one.history:
        console.print(f"  {escape(told(decision))}", soft_wrap=True)


def worded(candidate: AssertionView) -> str:
    """Return a reading in one line."""
    parts = [
        candidate.kind,
        candidate.indicator,
        candidate.reading.zh,
        candidate.period or "no date",
        candidate.firmness or "",
        "as the pack has it" if candidate.origin == "pack" else "",
    ]
    return " · ".join(part for part in parts if part)


def told(decision: DecisionView) -> str:
    """Return a decision in one line."""
    what = {
        "accept": f"accepted {decision.candidate}",
        "correct": f"corrected {decision.candidate}: "
        + ", ".join(f"{field}={value}" for field, value in decision.fields),
        "reject": "rejected",
        "reopen": "reopened",
    }[decision.action]
    note = f": {decision.note}" if decision.note else ""
    return f"{what} by {decision.by} at {decision.at}{note}"
