"""Registers of establishments: which there are, how good they are, how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from saidao.terms.name import Name


@dataclass(frozen=True, slots=True)
class RegisterMark:
    """Which register an answer was drawn from, and whether it is made up."""

    id: str
    version: str
    name: Name
    synthetic: bool
    scheme: str
    as_of: str | None
    value_kind: str
    value_unit: str


@dataclass(frozen=True, slots=True)
class RegisterView:
    """A register with its origin, its licence and how many of its rows can be used.

    `open` counts usable establishments of the area that are open on the day `as_of`: what
    the map and the measures count.
    """

    mark: RegisterMark
    source: str
    publisher: str
    licence: str
    url: str | None
    layout: str
    coordinate_system: str
    coordinate_basis: str
    rows: int
    usable: int
    placed: int
    open: int
    recorded_at: str
    recorded_by: str
    is_default: bool
    note: Name | None


@dataclass(frozen=True, slots=True)
class RegisterList:
    """The registers of an atlas; `default` is shown where none is asked for.

    It is the newest that is not synthetic, else the synthetic one.
    """

    default: str | None
    registers: tuple[RegisterView, ...]


@dataclass(frozen=True, slots=True)
class PendingTables:
    """A register whose tables are not made yet, with the rows that they are made of."""

    name: Name
    synthetic: bool
    rows: int


@dataclass(frozen=True, slots=True)
class TablesView:
    """Registers whose tables, behind map and figures, are not made yet.

    Whoever asks for what is drawn from them waits until they are; it happens once.
    """

    pending: tuple[PendingTables, ...]


@dataclass(frozen=True, slots=True)
class QualityLine:
    """How many rows have one flag; `examples` are row numbers of the source."""

    flag: str
    meaning: Name
    rows: int
    share: float
    unusable: bool
    examples: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class QualityReport:
    """What is wrong with the rows of a register; every row of the source is in it."""

    register: RegisterMark
    rows: int
    usable: int
    placed: int
    lines: tuple[QualityLine, ...]
    mapping: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EstablishmentView:
    """One establishment of a register: the columns of the contract and nothing else."""

    register: RegisterMark
    synthetic: bool
    row: int
    establishment: str | None
    name: str | None
    code: str | None
    code_name: Name | None
    code_basis: str | None
    code_probability: float | None
    industries: tuple[tuple[str, Name, float], ...]
    address: str | None
    lon: float | None
    lat: float | None
    place_level: str | None
    place_uncertainty_m: float | None
    district: str | None
    district_name: Name | None
    town: str | None
    employees: float | None
    value: float | None
    opened: str | None
    closed: str | None
    flags: tuple[tuple[str, Name], ...]


@dataclass(frozen=True, slots=True)
class GridTile:
    """The hexagons below one coarse hexagon: a part of the grid that is loaded alone."""

    id: str
    cells: int
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class GridLevel:
    """The hexagons of one resolution that hold establishments.

    `shown` establishments have a place exact enough for this size, `left_out` do not.
    """

    res: int
    edge_m: float
    cells: int
    shown: int
    left_out: int
    tiles: tuple[GridTile, ...]


@dataclass(frozen=True, slots=True)
class GridView:
    """The hexagon grid of a register: what to ask for at which zoom.

    `key` names the present content; an address with ``v=<key>`` never changes its answer.
    """

    register: RegisterMark
    synthetic: bool
    key: str
    measures: tuple[str, ...]
    levels: tuple[GridLevel, ...]
    points: int
    points_from_zoom: int
