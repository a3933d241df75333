"""The API's resources: each route is one answer, with its cache tag."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.routing import APIRoute

from saidao import __version__, answers
from saidao.answers import shapes
from saidao.answers.progress.judging import State as JudgedState
from saidao.atlas import Atlas
from saidao.web import export
from saidao.web.downloads import CSV_FILE, XLSX_FILE, download, file_of

__all__ = ["router"]

Sort = Literal["deadline", "-deadline", "value", "-value", "title", "industry", "state", "-voices"]
Agreement = Literal["single", "agreed", "conflict"]
Evidence = Literal["direct", "partial", "proxy", "none"]
State = Literal[JudgedState, "partial_only", "proxy_only", "no_published_figure", "not_searched"]


def accepts_gzip(request: Request) -> bool:
    """Whether the one who asks can expand an answer."""
    return "gzip" in request.headers.get("accept-encoding", "")


def worth_holding(request: Request, response: Response) -> bool:
    """Whether an answer is JSON that may be asked for again: it is written out once."""
    return (
        request.method == "GET"
        and accepts_gzip(request)
        and response.media_type == "application/json"
        and "content-encoding" not in response.headers
    )


def compressed_json(body: bytes, headers: dict[str, str]) -> Response:
    """Return an answer in JSON that is compressed already."""
    sent = {**headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(body, media_type="application/json", headers=sent)


class CachedRoute(APIRoute):
    """A route whose answer depends on the atlas, the day and the address alone."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        handler = super().get_route_handler()

        async def cached(request: Request) -> Response:
            shelf = request.app.state.shelf
            atlas = shelf.atlas()
            request.state.atlas, request.state.today = atlas, shelf.today
            address = f"{request.url.path}?{request.url.query}"
            open_for = "review" if request.app.state.allow_review else "reading"
            digest = hashlib.blake2b(
                f"{__version__} {atlas.content_hash} {shelf.today} {open_for} {address}".encode(),
                digest_size=12,
            ).hexdigest()
            # Weak, because compression changes the bytes and not the answer.
            headers = {"ETag": f'W/"{digest}"', "Cache-Control": "no-cache"}
            if headers["ETag"] in request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers=headers)
            kept, key = request.app.state.kept, f"json {digest}"
            held = kept.find(key) if accepts_gzip(request) else None
            if held is not None:
                return compressed_json(held, headers)
            response: Response = await handler(request)
            # What is still being made says so, and is no answer to come back to.
            lasting = "no-store" not in response.headers.get("cache-control", "")
            if response.status_code == 200 and lasting:
                for name, value in headers.items():
                    # An answer that never changes says so itself.
                    response.headers.setdefault(name, value)
                if worth_holding(request, response):
                    body = gzip.compress(bytes(response.body), 6, mtime=0)
                    kept.put(key, body)
                    return compressed_json(body, headers)
            return response

        return cached


router = APIRouter(route_class=CachedRoute)


def current_atlas(request: Request) -> Atlas:
    """The generation that this request began with."""
    atlas: Atlas = request.state.atlas
    return atlas


def current_day(request: Request) -> date:
    """The day that this request is answered for."""
    today: date = request.state.today
    return today


Opened = Annotated[Atlas, Depends(current_atlas)]
Today = Annotated[date, Depends(current_day)]


class LedgerFilter:
    """The filters that the ledger and its exports share."""

    def __init__(
        self,
        q: Annotated[str, Query(max_length=200, description="Text to find")] = "",
        industry: Annotated[list[str] | None, Query(description="Industry ids")] = None,
        indicator: Annotated[list[str] | None, Query(description="Indicator ids")] = None,
        region: Annotated[list[str] | None, Query(description="Region codes")] = None,
        agreement: Annotated[list[Agreement] | None, Query()] = None,
        evidence: Annotated[list[Evidence] | None, Query()] = None,
        state: Annotated[list[State] | None, Query()] = None,
        modality: Annotated[list[Literal["commitment", "forecast"]] | None, Query()] = None,
        deadline: Annotated[
            list[str] | None, Query(description="Years, or `undated`", max_length=20)
        ] = None,
        sort: Annotated[Sort, Query(description="Field, `-` for descending")] = "deadline",
    ) -> None:
        self.query = answers.LedgerQuery(
            text=q,
            industries=tuple(industry or ()),
            indicators=tuple(indicator or ()),
            regions=tuple(region or ()),
            agreements=tuple(agreement or ()),
            evidence=tuple(evidence or ()),
            states=tuple(state or ()),
            modalities=tuple(modality or ()),
            deadlines=tuple(deadline or ()),
            sort=sort,
        )


Filter = Annotated[LedgerFilter, Depends()]


@router.get("/info", operation_id="info", tags=["atlas"])
def info(atlas: Opened) -> shapes.AtlasInfo:
    """What this atlas is: the city, the pack's date, the content hash, the counts."""
    return answers.info(atlas.snapshot)


@router.get("/overview", operation_id="overview", tags=["atlas"])
def overview(atlas: Opened, today: Today) -> shapes.Overview:
    """Where the city stands: what is due, what contradicts, what cannot be judged."""
    return answers.overview(atlas.snapshot, today)


@router.get("/roadmap", operation_id="roadmap", tags=["atlas"])
def roadmap(atlas: Opened, today: Today) -> shapes.Roadmap:
    """Commitments by track and deadline."""
    return answers.roadmap(atlas.snapshot, today)


@router.get("/data", operation_id="dataReport", tags=["atlas"])
def data(atlas: Opened) -> shapes.DataReport:
    """What is known, estimated and missing."""
    return answers.data_report(atlas.snapshot)


@router.get("/search", operation_id="search", tags=["atlas"])
def search(
    atlas: Opened,
    today: Today,
    q: Annotated[str, Query(max_length=200, description="Text or pinyin initials")] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> list[shapes.SearchHit]:
    """Commitments, parks, industries, districts and documents that match."""
    return list(answers.search(atlas.snapshot, today, q, limit=limit))


@router.get("/reviews", operation_id="reviews", tags=["documents"])
def reviews(request: Request, atlas: Opened) -> shapes.ReviewList:
    """Passages that wait for a person, and those that were decided on."""
    return answers.review_list(atlas.snapshot, may_decide=request.app.state.allow_review)


@router.get("/reviews/{review_id}", operation_id="review", tags=["documents"])
def review(atlas: Opened, review_id: Annotated[str, Path(max_length=300)]) -> shapes.ReviewView:
    """One review, or what would be decided on of any statement that was read."""
    return answers.review(atlas.snapshot, review_id)


@router.get("/commitments", operation_id="commitments", tags=["ledger"])
def commitments(
    atlas: Opened,
    today: Today,
    filters: Filter,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> shapes.CommitmentPage:
    """A page of the ledger with counts for the filters."""
    return answers.ledger(atlas.snapshot, today, filters.query, offset=offset, limit=limit)


@router.get("/commitments/{commitment_id}", operation_id="commitment", tags=["ledger"])
def commitment(
    atlas: Opened, today: Today, commitment_id: Annotated[str, Path(max_length=300)]
) -> shapes.CommitmentDetail:
    """One commitment with every statement about it, winning and losing."""
    return answers.commitment(atlas.snapshot, today, commitment_id)


@router.get("/forecasts", operation_id="forecasts", tags=["ledger"])
def forecasts(atlas: Opened, today: Today) -> shapes.ForecastRecord:
    """Stored forecasts with what came of them."""
    return answers.forecast_record(atlas.snapshot, today)


@router.get("/conflicts", operation_id="conflicts", tags=["ledger"])
def conflicts(atlas: Opened) -> list[shapes.ConflictView]:
    """Every contradiction, with all who take part: promises first, then realised values."""
    return list(answers.conflicts(atlas.snapshot))


@router.get("/documents", operation_id="documents", tags=["documents"])
def documents(atlas: Opened) -> list[shapes.DocumentSummary]:
    """The documents of the atlas."""
    return list(answers.documents(atlas.snapshot))


@router.get("/documents/{document_id}", operation_id="document", tags=["documents"])
def document(
    atlas: Opened, document_id: Annotated[str, Path(max_length=300)]
) -> shapes.DocumentDetail:
    """A document with its text and every statement in it."""
    return answers.document(atlas.snapshot, document_id, atlas.text(document_id))


@router.get("/map", operation_id="map", tags=["map"])
def map_(atlas: Opened) -> shapes.MapView:
    """Outlines, parks and industries in one piece."""
    return answers.map_view(atlas.snapshot)


@router.get("/parks", operation_id="parks", tags=["map"])
def parks(atlas: Opened) -> list[shapes.ParkView]:
    """All parks that are known."""
    return list(answers.parks(atlas.snapshot))


@router.get("/parks/{park_id}", operation_id="park", tags=["map"])
def park(atlas: Opened, park_id: Annotated[str, Path(max_length=300)]) -> shapes.ParkView:
    """One park."""
    return answers.park(atlas.snapshot, park_id)


@router.get("/districts", operation_id="districts", tags=["map"])
def districts(atlas: Opened) -> list[shapes.DistrictView]:
    """The city's districts with their figures."""
    return list(answers.districts(atlas.snapshot))


@router.get("/industries", operation_id="industries", tags=["industries"])
def industries(atlas: Opened) -> list[shapes.IndustryView]:
    """Industries and tracks."""
    return list(answers.industries(atlas.snapshot))


@router.get("/industries/{industry_id}", operation_id="industry", tags=["industries"])
def industry(
    atlas: Opened, industry_id: Annotated[str, Path(max_length=300)]
) -> shapes.IndustryView:
    """One industry or track."""
    return answers.industry(atlas.snapshot, industry_id)


@router.get("/systems", operation_id="systems", tags=["industries"])
def systems(atlas: Opened) -> list[shapes.SystemView]:
    """Versions of the industry system, newest first."""
    return list(answers.systems(atlas.snapshot))


@router.get("/tasks", operation_id="tasks", tags=["industries"])
def tasks(atlas: Opened) -> list[shapes.TaskView]:
    """Technology tasks."""
    return list(answers.tasks(atlas.snapshot))


@router.get(
    "/export/commitments.csv",
    operation_id="exportCommitmentsCsv",
    tags=["export"],
    response_class=Response,
    responses=file_of(CSV_FILE, "The ledger as CSV"),
)
def export_csv(atlas: Opened, today: Today, filters: Filter) -> Response:
    """The filtered ledger as CSV (UTF-8 with a byte order mark, for Excel)."""
    page = answers.ledger(atlas.snapshot, today, filters.query, offset=0, limit=None)
    return download(export.csv_bytes(page.items), "commitments.csv")


@router.get(
    "/export/commitments.xlsx",
    operation_id="exportCommitmentsXlsx",
    tags=["export"],
    response_class=Response,
    responses=file_of(XLSX_FILE, "The ledger as a workbook"),
)
def export_xlsx(atlas: Opened, today: Today, filters: Filter) -> Response:
    """The filtered ledger as an Excel workbook."""
    page = answers.ledger(atlas.snapshot, today, filters.query, offset=0, limit=None)
    return download(export.xlsx_bytes(page.items), "commitments.xlsx")


@router.get(
    "/export/tasks.csv",
    operation_id="exportTasksCsv",
    tags=["export"],
    response_class=Response,
    responses=file_of(CSV_FILE, "The tasks as CSV"),
)
def export_tasks_csv(atlas: Opened) -> Response:
    """All technology tasks as CSV (UTF-8 with a byte order mark, for Excel)."""
    return download(export.tasks_csv(answers.tasks(atlas.snapshot)), "tasks.csv")


@router.get(
    "/export/tasks.xlsx",
    operation_id="exportTasksXlsx",
    tags=["export"],
    response_class=Response,
    responses=file_of(XLSX_FILE, "The tasks as a workbook"),
)
def export_tasks_xlsx(atlas: Opened) -> Response:
    """All technology tasks as an Excel workbook."""
    return download(export.tasks_xlsx(answers.tasks(atlas.snapshot)), "tasks.xlsx")
