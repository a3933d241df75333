"""What registers of establishments say of areas, industries and parks.

Every figure says from what it was computed: the establishments counted, those they are held
against, and in words (`how`). Whatever is drawn from a synthetic register says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from saidao.answers.shapes.commitments import CommitmentSummary
from saidao.answers.shapes.industries import IndustryView
from saidao.answers.shapes.places import ParkView
from saidao.answers.shapes.readings import ClauseView, SourceView
from saidao.answers.shapes.registers import RegisterMark
from saidao.answers.shapes.tasks import TaskView
from saidao.terms.name import Name


@dataclass(frozen=True, slots=True)
class SelectionView:
    """Which establishments are meant: all, an industry's fractional codes, or one code.

    `classes` are the full classes of the register's scheme with their share. `translated`
    says that the codes went through a crosswalk, so that shares are expected ones.
    `missing` holds what an industry has no codes for: then nothing can be counted.
    """

    kind: str
    id: str
    name: Name
    codes: tuple[tuple[str, float], ...]
    codes_basis: str | None
    classes: tuple[tuple[str, float], ...]
    translated: bool
    missing: Name | None


@dataclass(frozen=True, slots=True)
class FiguresView:
    """What is known of the selected establishments of one area, today.

    Parameters
    ----------
    count : int
        Establishments with any of the selected codes.
    n : float
        The same, each counted by the share of its code: the numerator of shares.
    total : int
        Establishments of the area with a known code: the denominator.
    share : float or None
        `n` of `total`.
    share_of_city : float or None
        `n` of the city's.
    lq, lq_low, lq_high : float or None
        Location quotient by `weight`, with its exact 95 % interval where it counts
        establishments.
    weight : str
        ``establishments``, ``employees`` or ``value``: what shares and `lq` are of.
    weighed, weighed_total : float or None
        Numerator and denominator of `share` in that weight.
    employees, employees_known, value, value_known : float
        Sums, and over how many establishments the figure is known (by their shares).
    dated, before, growth : float or None
        Establishments of `n` with a known day of opening, those open five years earlier,
        and the relative change between them.
    warnings : tuple of str
        ``few`` (under 10 establishments), ``few_before`` (under 10 five years earlier, so
        that growth says little), ``interval`` (the interval of `lq` holds 1),
        ``approximate`` (the area is a circle around a park), ``sizes`` (the number is known
        for under half of the establishments), ``survivors`` (the register has no closed
        establishments, so that growth counts survivors only), ``translated``.
    """

    count: int
    n: float
    total: int
    share: float | None
    share_of_city: float | None
    weight: str
    weighed: float | None
    weighed_total: float | None
    lq: float | None
    lq_low: float | None
    lq_high: float | None
    employees: float
    employees_known: float
    value: float
    value_known: float
    dated: float | None
    before: float | None
    growth: float | None
    warnings: tuple[str, ...]
    how: Name


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """Something planned: a park's focus, a district's positioning, a commitment or a task.

    `kind` is ``park``, ``positioning``, ``commitment`` or ``task``.
    """

    kind: str
    id: str
    name: Name
    detail: Name | None
    deadline: str | None
    sources: tuple[SourceView, ...]
    clause: ClauseView | None


@dataclass(frozen=True, slots=True)
class AreaView:
    """An area today and as planned, side by side.

    `level` is ``city``, ``district``, ``town`` or ``park``; the id of a district is its
    code, empty for establishments in no known district. `shown` is the measure asked for.
    `figures` is None where the selection has no codes, so that nothing can be counted.
    """

    level: str
    id: str
    name: Name
    shown: float | None
    figures: FiguresView | None
    planned: tuple[PlannedItem, ...]


@dataclass(frozen=True, slots=True)
class AreasView:
    """A selection over all areas of a level: the map's districts or parks."""

    register: RegisterMark
    synthetic: bool
    selection: SelectionView
    level: str
    measure: str
    weight: str
    city: AreaView
    areas: tuple[AreaView, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeFigures:
    """One section, division, group or class of the register's scheme in an area."""

    code: str
    name: Name
    figures: FiguresView


@dataclass(frozen=True, slots=True)
class ConcentrationView:
    """How evenly an area's establishments are spread over industries.

    `hhi` is the Herfindahl-Hirschman index of the shares, `effective` its inverse: as many
    industries of one size would give it. `krugman` is the Krugman index against the city.
    """

    level: str
    industries: int
    hhi: float | None
    effective: float | None
    krugman: float | None
    how: Name


@dataclass(frozen=True, slots=True)
class ShiftShareView:
    """What an area's change since a day consists of, in establishments.

    Classic: `national + mix + regional = change`. `homothetic` and `allocation` split
    `regional` after Esteban-Marquillas.
    """

    since: str
    until: str
    before: float
    after: float
    change: float
    national: float
    mix: float
    regional: float
    homothetic: float | None
    allocation: float | None
    industries: tuple[tuple[str, Name, float, float, float, float, float], ...]
    """``(code, name, before, after, national, mix, regional)``."""
    warnings: tuple[str, ...]
    how: Name


@dataclass(frozen=True, slots=True)
class AreaProfile:
    """One area: what it is specialised in, how concentrated it is, how it has grown."""

    register: RegisterMark
    synthetic: bool
    area: AreaView
    level: str
    codes: tuple[CodeFigures, ...]
    concentration: ConcentrationView
    shift_share: ShiftShareView | None


@dataclass(frozen=True, slots=True)
class AreaIndicesView:
    """How specialised one area is, and what its growth is made of, in establishments.

    `national + mix + regional = after - before`. Warnings are those of `FiguresView`.
    """

    id: str
    name: Name
    count: int
    industries: int
    hhi: float | None
    effective: float | None
    krugman: float | None
    before: float | None
    after: float | None
    national: float | None
    mix: float | None
    regional: float | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpecialisationView:
    """All areas of a level: the most concentrated first."""

    register: RegisterMark
    synthetic: bool
    level: str
    depth: str
    weight: str
    since: str | None
    until: str | None
    areas: tuple[AreaIndicesView, ...]
    how: Name


@dataclass(frozen=True, slots=True)
class FocusView:
    """An industry that a park names as its focus, against who is really there.

    `verdict` is ``agrees`` (specialised beyond chance), ``weak`` (there, not beyond chance),
    ``absent``, ``few`` (too few establishments to say) or ``unknown`` (no codes, no place).
    """

    id: str
    name: Name
    figures: FiguresView | None
    verdict: str
    reason: Name


@dataclass(frozen=True, slots=True)
class ParkFacts:
    """A park with its focus against the establishments in it.

    `basis` is ``circle`` (around the park's place with its uncertainty as radius: who is
    near, not who is in), ``address`` (addresses that name the park), ``both`` or ``none``.
    """

    register: RegisterMark
    synthetic: bool
    park: ParkView
    basis: str
    approximate: bool
    radius_km: float | None
    circle_km2: float | None
    in_circle: int
    by_address: int
    figures: FiguresView
    focus: tuple[FocusView, ...]
    specialised: tuple[CodeFigures, ...]
    sentence: Name


@dataclass(frozen=True, slots=True)
class OverlapView:
    """What two industries share: the same establishments under two names.

    Where both hold only a part of a class, how much the parts coincide is not known:
    `least` and `most` bound it. Shares are of the first industry.
    """

    id: str
    name: Name
    classes: tuple[tuple[str, float, float], ...]
    """``(class, share in the first, share in the other)``."""
    least: float
    most: float
    share_least: float | None
    share_most: float | None


@dataclass(frozen=True, slots=True)
class AccountView:
    """The sum over industries against what they hold together, in establishments."""

    parts: tuple[tuple[str, Name, float], ...]
    sum: float
    union_least: float
    union_most: float
    counted_twice_least: float
    counted_twice_most: float
    without_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HexView:
    """A hexagon of the grid with its centre."""

    cell: str
    lon: float
    lat: float
    figures: FiguresView


@dataclass(frozen=True, slots=True)
class IndustryState:
    """An industry of the city's system: its state today beside what is planned for it.

    How its membership in the city's list is known says `IndustryView.status`. `shift_share`
    is over districts: its rows are districts instead of industries, and the regional part of
    the whole city is nothing.
    """

    register: RegisterMark | None
    synthetic: bool
    industry: IndustryView
    systems: tuple[tuple[str, Name], ...]
    selection: SelectionView | None
    city: AreaView | None
    districts: tuple[AreaView, ...]
    parks: tuple[AreaView, ...]
    hexes: tuple[HexView, ...]
    classes: tuple[CodeFigures, ...]
    overlaps: tuple[OverlapView, ...]
    parts: AccountView | None
    shift_share: ShiftShareView | None
    promises: tuple[CommitmentSummary, ...]
    named_by: tuple[ParkView, ...]
    tasks: tuple[TaskView, ...]
    planned: tuple[PlannedItem, ...]
    sentence: Name


@dataclass(frozen=True, slots=True)
class IndustryLine:
    """An industry as a line of a list; `note` says why it is not counted, where it is not.

    `count` is establishments with any of its codes, `n` the same by their shares.
    """

    id: str
    name: Name
    is_track: bool
    status: str | None
    count: int | None
    n: float | None
    share: float | None
    growth: float | None
    promises: int
    parks: int
    tasks: int
    note: Name | None


@dataclass(frozen=True, slots=True)
class IndustryCounts:
    """All industries of the city's system with their establishments: never to be added up."""

    register: RegisterMark | None
    synthetic: bool
    industries: tuple[IndustryLine, ...]


@dataclass(frozen=True, slots=True)
class KeyIndustryView:
    """One of the city's key industries, as far as it is known."""

    industry: IndustryView
    figures: FiguresView | None


@dataclass(frozen=True, slots=True)
class KeyIndustries:
    """The key industries that are known; `not_recovered` of `total` are not, nor made up."""

    register: RegisterMark | None
    synthetic: bool
    total: int | None
    not_recovered: int | None
    statement: Name | None
    industries: tuple[KeyIndustryView, ...]
    account: AccountView | None
    sources: tuple[SourceView, ...]
