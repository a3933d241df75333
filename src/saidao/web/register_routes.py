"""What registers say, over HTTP: areas, industries and parks as JSON, the map as arrays.

The answers are imported where they are given: an atlas without a register never loads what
they need.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypedDict

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from saidao.answers import shapes
from saidao.atlas import Atlas
from saidao.web import arrays, export_areas
from saidao.web.downloads import CSV_FILE, XLSX_FILE, download, file_of
from saidao.web.routes import CachedRoute, Opened, Today

__all__ = ["router"]

Level = Literal["district", "town", "park"]
AnyLevel = Literal["city", "district", "town", "park", "hex"]
Depth = Literal["section", "division", "group", "class"]
Measure = Literal["count", "lq", "share", "employees", "value", "growth"]
Weight = Literal["establishments", "employees", "value"]

Id = Annotated[str, Path(max_length=300)]
RegisterId = Annotated[
    str | None, Query(max_length=100, description="Id of a register; the default one without")
]
IndustryId = Annotated[str | None, Query(max_length=100, description="Id of an industry or track")]
Code = Annotated[
    str | None, Query(max_length=20, description="Code of the register's classification")
]
Tile = Annotated[
    str | None, Query(max_length=16, description="Id of a tile of the grid; all without")
]
Version = Annotated[
    str | None,
    Query(max_length=80, description="`key` of the grid: with it the answer never changes"),
]
Res = Annotated[int, Query(ge=4, le=9, description="H3 resolution")]


class Selection(TypedDict):
    """Which establishments are meant: all of a register, or those of an industry or code."""

    register: str | None
    industry: str | None
    code: str | None


def selection(
    industry: IndustryId = None, code: Code = None, register: RegisterId = None
) -> Selection:
    """Return what was asked for by the parameters that many addresses share."""
    return Selection(register=register, industry=industry, code=code)


Selected = Annotated[Selection, Depends(selection)]

IMMUTABLE = "public, max-age=31536000, immutable"

ARRAYS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {arrays.MEDIA_TYPE: {}},
        "description": "A header in JSON and arrays (docs/reference/map-arrays.md)",
    }
}

router = APIRouter(route_class=CachedRoute)


def sent(
    request: Request,
    atlas: Atlas,
    register: str | None,
    version: str | None,
    make: Callable[[], tuple[dict[str, Any], dict[str, Any]]],
) -> Response:
    """Return arrays, compressed, from what is held where they were asked for before."""
    from saidao.answers.map_data import map_key

    key = map_key(atlas.snapshot, atlas.folder, register)
    asked = f"{key} {request.url.path}?{request.url.query}"
    body = request.app.state.kept.get(asked, lambda: arrays.compressed(arrays.packed(*make())))
    headers = {"Vary": "Accept-Encoding"}
    if version == key:
        headers["Cache-Control"] = IMMUTABLE
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        body = arrays.expanded(body)
    return Response(body, media_type=arrays.MEDIA_TYPE, headers=headers)


@router.get("/registers", operation_id="registers", tags=["registers"])
def registers(atlas: Opened) -> shapes.RegisterList:
    """The registers of establishments: rows, date, licence, and which are synthetic."""
    from saidao.answers.registers import registers

    return registers(atlas.snapshot, atlas.folder)


@router.get("/registers/tables", operation_id="registerTables", tags=["registers"])
def tables(response: Response, atlas: Opened) -> shapes.TablesView:
    """Which registers' tables are still being made: what is drawn from them has to wait."""
    if not atlas.snapshot.register:
        return shapes.TablesView(())
    from saidao.answers.registers import tables

    found = tables(atlas.snapshot, atlas.folder)
    if found.pending:
        response.headers["Cache-Control"] = "no-store"
    return found


@router.get("/registers/{register_id}/quality", operation_id="quality", tags=["registers"])
def quality(atlas: Opened, register_id: Id) -> shapes.QualityReport:
    """What is wrong with the rows of a register, by flag."""
    from saidao.answers.registers import quality

    return quality(atlas.snapshot, register_id)


@router.get("/establishments/{row}", operation_id="establishment", tags=["registers"])
def establishment(
    atlas: Opened,
    row: Annotated[int, Path(ge=0, le=2**62)],
    register: RegisterId = None,
) -> shapes.EstablishmentView:
    """One establishment by its row in the source of the register."""
    from saidao.answers.registers import establishment

    return establishment(atlas.snapshot, atlas.folder, row, register)


@router.get("/map/grid", operation_id="mapGrid", tags=["map"])
def grid(atlas: Opened, register: RegisterId = None) -> shapes.GridView:
    """The hexagon grid of a register: resolutions, tiles, and the key of its content."""
    from saidao.answers.map_data import grid

    return grid(atlas.snapshot, atlas.folder, register=register)


@router.get(
    "/map/hexes",
    operation_id="mapHexes",
    tags=["map"],
    response_class=Response,
    responses=ARRAYS,
)
def hexes(
    request: Request,
    atlas: Opened,
    res: Res = 6,
    tile: Tile = None,
    register: RegisterId = None,
    v: Version = None,
) -> Response:
    """Corners, centres and ids of hexagons, to be loaded once for each resolution."""
    from saidao.answers import map_data

    return sent(
        request,
        atlas,
        register,
        v,
        lambda: map_data.hexes(atlas.snapshot, atlas.folder, res, register=register, tile=tile),
    )


@router.get(
    "/map/cells",
    operation_id="mapCells",
    tags=["map"],
    response_class=Response,
    responses=ARRAYS,
)
def cells(
    request: Request,
    atlas: Opened,
    selected: Selected,
    res: Res = 6,
    measure: Measure = "count",
    weight: Weight = "establishments",
    tile: Tile = None,
    v: Version = None,
) -> Response:
    """A measure for the hexagons that have any, by their position in the grid or tile."""
    from saidao.answers import map_data

    return sent(
        request,
        atlas,
        selected["register"],
        v,
        lambda: map_data.values(
            atlas.snapshot,
            atlas.folder,
            res,
            **selected,
            measure=measure,
            weight=weight,
            tile=tile,
        ),
    )


@router.get(
    "/map/points/{z}/{x}/{y}",
    operation_id="mapPoints",
    tags=["map"],
    response_class=Response,
    responses=ARRAYS,
)
def points(
    request: Request,
    atlas: Opened,
    selected: Selected,
    z: Annotated[int, Path(ge=0, le=16)],
    x: Annotated[int, Path(ge=0, le=2**16)],
    y: Annotated[int, Path(ge=0, le=2**16)],
    limit: Annotated[int, Query(ge=1, le=100_000)] = 20_000,
    v: Version = None,
) -> Response:
    """Establishments of a Web Mercator tile, for the closest zooms."""
    from saidao.answers import map_data

    return sent(
        request,
        atlas,
        selected["register"],
        v,
        lambda: map_data.points(
            atlas.snapshot,
            atlas.folder,
            z,
            x,
            y,
            **selected,
            limit=limit,
        ),
    )


@router.get("/map/areas", operation_id="mapAreas", tags=["map"])
def areas(
    atlas: Opened,
    selected: Selected,
    today: Today,
    level: Level = "district",
    measure: Measure = "count",
    weight: Weight = "establishments",
) -> shapes.AreasView:
    """Districts, towns or parks today beside what is planned for them."""
    from saidao.answers.areas import areas

    return areas(
        atlas.snapshot,
        atlas.folder,
        today,
        **selected,
        level=level,
        measure=measure,
        weight=weight,
    )


@router.get("/map/areas/{level}/{area_id:path}", operation_id="areaProfile", tags=["map"])
def area_profile(
    atlas: Opened,
    today: Today,
    level: AnyLevel,
    area_id: Id,
    depth: Depth = "division",
    weight: Weight = "establishments",
    register: RegisterId = None,
) -> shapes.AreaProfile:
    """What an area is specialised in, how concentrated it is, what its growth is made of."""
    from saidao.answers.specialisation import area_profile

    return area_profile(
        atlas.snapshot,
        atlas.folder,
        today,
        level,
        area_id,
        register=register,
        depth=depth,
        weight=weight,
    )


@router.get("/map/specialisation", operation_id="specialisation", tags=["map"])
def specialisation(
    atlas: Opened,
    level: Level = "district",
    depth: Depth = "division",
    weight: Weight = "establishments",
    register: RegisterId = None,
) -> shapes.SpecialisationView:
    """How specialised all districts, towns or parks are, and what their growth is made of."""
    from saidao.answers.specialisation import specialisation

    return specialisation(
        atlas.snapshot,
        atlas.folder,
        register=register,
        level=level,
        depth=depth,
        weight=weight,
    )


@router.get("/parks/{park_id}/facts", operation_id="parkFacts", tags=["map"])
def park_facts(atlas: Opened, park_id: Id, register: RegisterId = None) -> shapes.ParkFacts:
    """A park's focus against who is really there."""
    from saidao.answers.park_facts import park_facts

    return park_facts(atlas.snapshot, atlas.folder, park_id, register=register)


@router.get("/industries/{industry_id}/state", operation_id="industryState", tags=["industries"])
def industry_state(
    atlas: Opened, today: Today, industry_id: Id, register: RegisterId = None
) -> shapes.IndustryState:
    """An industry's state today beside what is promised and planned for it."""
    from saidao.answers.industry_state import industry_state

    return industry_state(atlas.snapshot, atlas.folder, today, industry_id, register=register)


@router.get("/industry-counts", operation_id="industryCounts", tags=["industries"])
def industry_counts(atlas: Opened, register: RegisterId = None) -> shapes.IndustryCounts:
    """All industries with their establishments, which overlap and must not be added up."""
    from saidao.answers.industry_state import industry_counts

    return industry_counts(atlas.snapshot, atlas.folder, register=register)


@router.get("/key-industries", operation_id="keyIndustries", tags=["industries"])
def key_industries(atlas: Opened, register: RegisterId = None) -> shapes.KeyIndustries:
    """The city's key industries as far as they are known, and how many are not recovered."""
    from saidao.answers.industry_state import key_industries

    return key_industries(atlas.snapshot, atlas.folder, register=register)


@router.get(
    "/export/areas.csv",
    operation_id="exportAreasCsv",
    tags=["export"],
    response_class=Response,
    responses=file_of(CSV_FILE, "Areas by industries as CSV"),
)
def export_areas_csv(
    atlas: Opened, today: Today, level: Level = "district", register: RegisterId = None
) -> Response:
    """All areas of a level by all industries of the system, as CSV."""
    return download(export_areas.areas_csv(atlas, today, level, register), "areas.csv")


@router.get(
    "/export/areas.xlsx",
    operation_id="exportAreasXlsx",
    tags=["export"],
    response_class=Response,
    responses=file_of(XLSX_FILE, "Areas by industries, a workbook"),
)
def export_areas_xlsx(
    atlas: Opened, today: Today, level: Level = "district", register: RegisterId = None
) -> Response:
    """All areas of a level by all industries of the system, as an Excel workbook."""
    return download(export_areas.areas_xlsx(atlas, today, level, register), "areas.xlsx")
