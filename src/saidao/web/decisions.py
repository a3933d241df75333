"""The one thing that a visitor may change: decisions on reviews, guarded.

A page of another site, open in the same browser, can send requests to a server on this
machine. None of them gets through: the browser says where they come from, and the name in
the address must be one that no other site can point at this machine.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, HTTPException, Path, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field

from saidao.answers import shapes
from saidao.answers.views import decision_view

__all__ = ["LONGEST_BODY", "DecisionGiven", "router"]

LONGEST_BODY = 64_000
"""Bytes of a request; a decision is a few hundred."""

Text = Annotated[str, Field(max_length=2000)]


class DecisionGiven(BaseModel):
    """One decision: exactly one of `accept`, `correct`, `reject` and `reopen`."""

    model_config = ConfigDict(extra="forbid")

    accept: Annotated[int, Field(ge=1, le=100, description="Which reading, from 1")] | None = None
    correct: (
        Annotated[dict[Text, Text], Field(max_length=20, description="Field to its right value")]
        | None
    ) = None
    of: Annotated[int, Field(ge=1, le=100, description="Which reading is corrected")] | None = None
    reject: Literal[True] | None = None
    reopen: Literal[True] | None = None
    by: Annotated[str, Field(max_length=100, description="Who decides")] = ""
    note: Text = ""
    seen: Annotated[str, Field(max_length=100, description="`key` of the review")] | None = None

    @property
    def action(self) -> Literal["accept", "correct", "reject", "reopen"]:
        """Which of the four it is."""
        given = [
            name
            for name in ("accept", "correct", "reject", "reopen")
            if getattr(self, name) is not None
        ]
        if len(given) != 1:
            raise HTTPException(
                422,
                f"got {', '.join(given) or 'nothing'}, expected one of accept, correct, "
                "reject and reopen",
            )
        return given[0]  # type: ignore[return-value]


def guard(request: Request) -> None:
    """Let through what comes from our own page, or from no page at all.

    Raises
    ------
    HTTPException
        403 where decisions are not taken or the request comes from elsewhere, 413 and 415
        where it is no small JSON.
    """
    if not request.app.state.allow_review:
        raise HTTPException(403, "this server takes no decisions; start it with --allow-review")
    host = request.headers.get("host", "")
    if not is_own_name(urlsplit(f"//{host}").hostname or "", request.app.state.host):
        raise HTTPException(403, f"got the host {host!r}, expected an address of this machine")
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site not in (None, "same-origin"):
        raise HTTPException(403, f"got a request from another site ({site})")
    if origin is not None and urlsplit(origin).netloc != host:
        raise HTTPException(403, f"got a request from {origin}, expected one from our own page")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, f"got {kind or 'no content type'}, expected application/json")
    size = request.headers.get("content-length", "")
    if not size.isdecimal() or int(size) > LONGEST_BODY:
        raise HTTPException(413, f"got {size or 'no'} bytes, expected at most {LONGEST_BODY}")


def is_own_name(name: str, bound: str) -> bool:
    """Return whether a host name cannot be made to mean this machine by somebody else.

    An address is what it is, and ``localhost`` and our own names are not for others to
    give; any other name may have been pointed here by whoever owns it (DNS rebinding).
    """
    if name in {"localhost", bound, socket.gethostname().lower()}:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class GuardedRoute(APIRoute):
    """A route that looks at a request before its body is read."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        handler = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            guard(request)
            response: Response = await handler(request)
            response.headers["Cache-Control"] = "no-store"
            return response

        return guarded


router = APIRouter(route_class=GuardedRoute)
writing = threading.Lock()


@router.post("/reviews/{review_id}/decision", operation_id="decide", tags=["documents"])
def decide(
    request: Request,
    review_id: Annotated[str, Path(max_length=300)],
    given: DecisionGiven,
) -> shapes.DecisionMade:
    """Decide on a review, or on a statement that was read wrongly."""
    # It loads the readers of documents, which most visits never need.
    from saidao import pipeline

    with writing:  # Two clicks at once wait for each other instead of being refused.
        built, decision = pipeline.decide(
            request.app.state.shelf.folder,
            review_id,
            given.action,
            candidate=given.accept or given.of,
            fields=tuple((given.correct or {}).items()),
            by=given.by or request.app.state.user,
            note=given.note,
            recorded_at=datetime.now(UTC).isoformat(timespec="seconds"),
            seen=given.seen,
        )
    return shapes.DecisionMade(decision_view(decision), built.pointer.content_hash)
