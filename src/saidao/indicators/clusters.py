"""Clusters of an industry in a register: where it sits together more than chance allows.

Made once for a register and a selection and kept beside its cubes::

    registers/<id>/<version>/clusters/<digest>.json

The control of `saidao.kernels.clusters` is every open establishment of the register whose
place is known to within a small hexagon; so is the industry.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from saidao.indicators.cubes import Cubes
from saidao.indicators.points import BEFORE, DATED, OPEN, read_points
from saidao.indicators.selection import Selection
from saidao.store.cubes import columns, scanned

if TYPE_CHECKING:
    from saidao.kernels.clusters import Control

__all__ = [
    "CHANCE",
    "LEAST_RELATIVE_RISK",
    "MeasuredCluster",
    "MeasuredClusters",
    "clusters_of",
    "kept_clusters",
    "reach_of",
]

CHANCE = 0.05
"""Chance that a register without clusters shows any for an industry."""

LEAST_RELATIVE_RISK = 2.0
"""A cluster has at least so many times the odds that the industry has overall."""

DRAWS = 999
MAKING = 5
"""Counted up where the same register would give other clusters."""

OUTLINE_M = 150.0
"""An outline keeps so far from the establishments in it."""

DIGITS = 32
"""Of the digest that names a file."""


@dataclass(frozen=True, slots=True)
class MeasuredCluster:
    """One cluster with what speaks for it.

    Parameters
    ----------
    id : str
        From its innermost establishment: the same while the register is the same.
    lon, lat : float
        Of that establishment, WGS-84.
    outline : dict
        GeoJSON polygon or polygons around the establishments of the industry.
    establishments : int
        Of the industry, with whatever share.
    cases : float
        The same by their shares.
    sites : int
        All establishments in its leaves.
    expected : float
        What chance would put among `sites`, by shares.
    relative_risk, relative_risk_low, relative_risk_high : float or None
        None where all of the industry lies in it.
    excess, p : float
        As in `saidao.kernels.clusters.Cluster`.
    employees, employees_known, value, value_known : float
        Sums by shares, and over how many establishments (by shares) they are known.
    codes : tuple of (str, float, float)
        Code, establishments and employees by shares, most employees first.
    districts, towns : tuple of (str, int)
        Establishments of the industry by district code and by town, most first.
    rows : tuple of int
        Rows of the source of the register.
    change : str
        ``born``, ``grew``, ``shrank``, ``stayed``, ``merged`` or ``split`` since the earlier
        day; empty where no days of opening are known.
    before : int or None
        Establishments of the earlier clusters that it comes from.
    """

    id: str
    lon: float
    lat: float
    outline: dict[str, Any]
    establishments: int
    cases: float
    sites: int
    expected: float
    relative_risk: float | None
    relative_risk_low: float
    relative_risk_high: float | None
    excess: float
    p: float
    employees: float
    employees_known: float
    value: float
    value_known: float
    codes: tuple[tuple[str, float, float], ...]
    districts: tuple[tuple[str, int], ...]
    towns: tuple[tuple[str, int], ...]
    rows: tuple[int, ...]
    change: str
    before: int | None


@dataclass(frozen=True, slots=True)
class MeasuredClusters:
    """The clusters of an industry, the greatest excess first.

    Parameters
    ----------
    clusters : tuple of MeasuredCluster
    died : tuple of int
        Establishments of the earlier clusters that are none any more.
    refused : int
        Places that stood out and that chance would give too often.
    p : float
        The least chance of any place that stood out.
    control : int
        Establishments of all industries held against.
    establishments, cases : int, float
        Of the industry among them, and by their shares.
    unplaced : int
        Of the industry, open, whose place is not known well enough.
    reach_m : float
        Neighbours farther apart did not count.
    dated : bool
        Whether clusters of the earlier day could be made.
    """

    clusters: tuple[MeasuredCluster, ...]
    died: tuple[int, ...]
    refused: int
    p: float
    control: int
    establishments: int
    cases: float
    unplaced: int
    reach_m: float
    level: float
    draws: int
    dated: bool


def clusters_of(cubes: Cubes, selection: Selection) -> MeasuredClusters:
    """Return the clusters of a selection, made now where they are not kept.

    A selection of everything has none: there is nothing to hold it against.

    Parameters
    ----------
    cubes : Cubes
    selection : Selection
    """
    found = kept_clusters(cubes, selection)
    if found is None:
        found = measured(cubes, selection)
        keep(file_of(cubes, selection), found)
    return found


def kept_clusters(cubes: Cubes, selection: Selection) -> MeasuredClusters | None:
    """Return the clusters of a selection where they were made before, else None."""
    try:
        return read(json.loads(file_of(cubes, selection).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def file_of(cubes: Cubes, selection: Selection) -> Path:
    """Return the file that keeps the clusters of a selection."""
    text = f"{MAKING} {cubes.key} {selection.kind} {selection.codes} {selection.shares}"
    name = hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
    return cubes.parts[0].parent / "clusters" / f"{name}.json"


def read(values: dict[str, Any]) -> MeasuredClusters:
    """Return what was kept as JSON."""

    def pairs(found: list[list[Any]]) -> tuple[tuple[str, int], ...]:
        """Return lists of two as tuples."""
        return tuple((str(name), int(count)) for name, count in found)

    made = tuple(
        MeasuredCluster(
            **{
                **one,
                "codes": tuple((code, n, employees) for code, n, employees in one["codes"]),
                "districts": pairs(one["districts"]),
                "towns": pairs(one["towns"]),
                "rows": tuple(one["rows"]),
            }
        )
        for one in values["clusters"]
    )
    return MeasuredClusters(**{**values, "clusters": made, "died": tuple(values["died"])})


def keep(file: Path, found: MeasuredClusters) -> None:
    """Write clusters in one step; where that cannot be, they are made again next time."""
    try:
        file.parent.mkdir(exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".unfinished-", dir=file.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(asdict(found), stream, ensure_ascii=False, separators=(",", ":"))
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except OSError:
        return


def plane(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Any:
    """Return the projection in which the places are metres from their middle."""
    from pyproj import Transformer

    middle = f"+lat_0={float(np.mean(lat)):.6f} +lon_0={float(np.mean(lon)):.6f}"
    return Transformer.from_crs("EPSG:4326", f"+proj=aeqd {middle} +datum=WGS84", always_xy=True)


def reach_of(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Return how far neighbours may lie apart: 40 times the usual distance between sites.

    Within 3 and 50 km: so a cluster of a city does not cross an estuary, and one of a
    country may cross a valley.
    """
    from scipy.spatial import cKDTree

    places = np.unique(np.column_stack([x, y]), axis=0)
    if len(places) < 2:
        return 3_000.0
    step = max(len(places) // 20_000, 1)
    distance, _ = cKDTree(places).query(places[::step], k=2)
    return float(np.clip(40 * np.median(distance[:, 1]), 3_000.0, 50_000.0))


@dataclass(frozen=True)
class Ground:
    """The establishments of a register as the control of every industry's clusters."""

    table: dict[str, NDArray[Any]]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    to_plane: Any
    open: NDArray[np.int64]
    before: NDArray[np.int64]
    reach_m: float
    now: Control | None
    past: Control | None


@lru_cache(maxsize=1)
def ground_of(cubes: Cubes) -> Ground:
    """Return the control of a register, kept for the next industry."""
    from saidao.kernels.clusters import Control

    points = read_points(cubes.folder)
    order = np.argsort(points.columns["row"])
    table = {
        name: np.asarray(points.columns[name])[order]
        for name in ("row", "lon", "lat", "employees", "value")
    }
    table["code"] = np.array(points.codes)[points.columns["code"]][order]
    for name, bit in (("open", OPEN), ("dated", DATED), ("before", BEFORE)):
        table[name] = (np.asarray(points.columns["marks"])[order] & bit).astype(bool)
    lon, lat = (np.asarray(table[name], np.float64) for name in ("lon", "lat"))
    is_open, before = (np.flatnonzero(np.asarray(table[name], bool)) for name in ("open", "before"))
    if not len(is_open):
        return Ground(table, lon, lat, lon, lat, None, is_open, before, 0.0, None, None)
    to_plane = plane(lon, lat)
    x, y = to_plane.transform(lon, lat)
    reach = reach_of(x[is_open], y[is_open])
    now = Control(x[is_open], y[is_open], reach=reach)
    past = Control(x[before], y[before], reach=reach) if len(before) else None
    return Ground(table, lon, lat, x, y, to_plane, is_open, before, reach, now, past)


def measured(cubes: Cubes, selection: Selection) -> MeasuredClusters:
    """Find the clusters of a selection."""
    from saidao.kernels.clusters import clusters_in, match_clusters

    ground = ground_of(cubes)
    table = ground.table
    weights = selection.weights
    code, which = np.unique(table["code"].astype(str), return_inverse=True)
    share = np.array([weights.get(each, 0.0) for each in code])[which]
    if selection.kind == "all":
        share = np.zeros(len(share))
    if ground.now is None:
        return MeasuredClusters((), (), 0, 1.0, 0, 0, 0.0, 0, 0.0, CHANCE, DRAWS, False)
    lon, lat, x, y = ground.lon, ground.lat, ground.x, ground.y
    options: dict[str, Any] = {
        "level": CHANCE,
        "least_relative_risk": LEAST_RELATIVE_RISK,
        "draws": DRAWS,
    }
    now, earlier = ground.open, ground.before
    found = clusters_in(ground.now, share[now], **options)
    past = clusters_in(ground.past, share[earlier], **options) if ground.past else None
    dated = past is not None
    rows = np.asarray(table["row"], np.int64)
    members = [now[one.members] for one in found.clusters]
    old = [earlier[one.members] for one in past.clusters] if past else []
    changes = match_clusters(
        [set(rows[one].tolist()) for one in old], [set(rows[one].tolist()) for one in members]
    )
    told = {new: change for change in changes for new in change.after}
    made = []
    for number, (cluster, inside) in enumerate(zip(found.clusters, members, strict=True)):
        change = told[number]
        whole, part = rows[inside], share[inside]
        px, py = x[inside], y[inside]
        middle = int(np.argmin(np.hypot(px - np.median(px), py - np.median(py))))
        finite = np.isfinite(cluster.relative_risk)
        asked: dict[str, Any] = {
            **sizes(table, inside, part),
            **places(cubes, whole),
            "codes": by_code(table, inside, part),
        }
        made.append(
            MeasuredCluster(
                id=f"c{int(whole[middle])}",
                lon=float(lon[inside][middle]),
                lat=float(lat[inside][middle]),
                outline=outline(px, py, ground.to_plane),
                establishments=len(inside),
                cases=cluster.cases,
                sites=len(cluster.sites),
                expected=cluster.expected,
                relative_risk=cluster.relative_risk if finite else None,
                relative_risk_low=cluster.relative_risk_low,
                relative_risk_high=cluster.relative_risk_high
                if np.isfinite(cluster.relative_risk_high)
                else None,
                excess=cluster.excess,
                p=cluster.p,
                **asked,
                rows=tuple(whole.tolist()),
                change=change.kind if dated else "",
                before=sum(len(old[i]) for i in change.before) if change.before else None,
            )
        )
    return MeasuredClusters(
        clusters=tuple(made),
        died=tuple(len(old[change.before[0]]) for change in changes if change.kind == "died"),
        refused=found.refused,
        p=found.p,
        control=len(now),
        establishments=int(np.count_nonzero(share[now])),
        cases=float(share[now].sum()),
        unplaced=unplaced(cubes, selection, int(np.count_nonzero(share[now]))),
        reach_m=ground.reach_m,
        level=CHANCE,
        draws=DRAWS,
        dated=dated,
    )


def sizes(
    table: dict[str, NDArray[Any]], inside: NDArray[np.int64], share: NDArray[np.float64]
) -> dict[str, float]:
    """Return sums of employees and value by shares, and over how many they are known."""
    found = {}
    for name in ("employees", "value"):
        values = np.ma.masked_invalid(np.ma.asarray(table[name], np.float64)[inside])
        known = ~np.ma.getmaskarray(values)
        found[name] = float(np.sum(values.filled(0.0) * share))
        found[f"{name}_known"] = float(share[known].sum())
    return found


def by_code(
    table: dict[str, NDArray[Any]], inside: NDArray[np.int64], share: NDArray[np.float64]
) -> tuple[tuple[str, float, float], ...]:
    """Return establishments and employees by code, by shares."""
    employees = np.ma.masked_invalid(np.ma.asarray(table["employees"], np.float64)[inside])
    codes, which = np.unique(table["code"][inside].astype(str), return_inverse=True)
    counted = np.bincount(which, share)
    working = np.bincount(which, employees.filled(0.0) * share)
    found = zip(codes.tolist(), counted.tolist(), working.tolist(), strict=True)
    return tuple(sorted(found, key=lambda one: (-one[2], one[0])))


def places(cubes: Cubes, rows: NDArray[np.int64]) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return how many rows lie in each district and town, most first."""
    found = columns(
        "SELECT coalesce(district, '') AS district, coalesce(town, '') AS town, "
        f"count(*)::BIGINT AS n FROM {scanned(*cubes.parts)} "
        "SEMI JOIN (SELECT unnest(?::BIGINT[]) AS row) USING (row) GROUP BY ALL",
        [rows.tolist()],
    )
    counts: dict[str, dict[str, int]] = {"districts": {}, "towns": {}}
    for district, town, n in zip(
        found["district"].tolist(), found["town"].tolist(), found["n"].tolist(), strict=True
    ):
        for level, name in (("districts", district), ("towns", town)):
            if name:
                counts[level][name] = counts[level].get(name, 0) + n
    return {
        level: tuple(sorted(each.items(), key=lambda pair: (-pair[1], pair[0])))
        for level, each in counts.items()
    }


def unplaced(cubes: Cubes, selection: Selection, placed: int) -> int:
    """Return how many open establishments of a selection have no place exact enough."""
    found = columns(
        f"SELECT coalesce(sum(n), 0)::BIGINT AS n FROM {cubes.table('areas')} "
        "SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS code) USING (code) WHERE level = 'city'",
        [list(selection.codes)],
    )
    return max(int(found["n"][0]) - placed, 0)


def outline(x: NDArray[np.float64], y: NDArray[np.float64], to_plane: Any) -> dict[str, Any]:
    """Return the outline of places in metres as a GeoJSON geometry in degrees."""
    import shapely
    from shapely.geometry import mapping

    hull = shapely.concave_hull(shapely.multipoints(np.column_stack([x, y])), ratio=0.4)
    around = hull.buffer(OUTLINE_M, quad_segs=4).simplify(20.0)

    def to_degrees(points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return positions of the plane in degrees."""
        lon, lat = to_plane.transform(points[:, 0], points[:, 1], direction="INVERSE")
        return np.round(np.column_stack([lon, lat]), 6)

    shape: dict[str, Any] = json.loads(json.dumps(mapping(shapely.transform(around, to_degrees))))
    return shape
