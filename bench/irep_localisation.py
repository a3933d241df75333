"""Which French industries of IREP are localised, at which distances.

``python -m bench.irep_localisation FILE --write docs/methods/irep-localisation.md`` writes the
page, its pictures and its notebook anew. FILE is the register of polluting emissions of
Géorisques as a table with columns ``x``, ``y`` (metres, EPSG:27572), ``Code_APE``,
``Departement`` and ``metropolitan``.
"""

from __future__ import annotations

import argparse
import csv
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from scipy.stats import false_discovery_control

from saidao.kernels.agglomeration import EllisonGlaeser, ellison_glaeser_plants
from saidao.kernels.clusters import Control, clusters_in
from saidao.kernels.distance import duranton_overman
from saidao.kernels.marcon_puech import marcon_puech

__all__ = [
    "LEAST",
    "Biggest",
    "Findings",
    "Plants",
    "Tested",
    "Variant",
    "analyse",
    "kd_of",
    "m_of",
    "main",
    "read",
]

LEAST = 10
"""Industries of fewer plants are in the control and are not tested."""
KD_DISTANCES = np.arange(0.0, 200_001.0, 1_000.0)
M_DISTANCES = np.r_[1_000.0, 2_000.0, np.arange(5_000.0, 200_001.0, 5_000.0)]
APART = 0.5
"""Share of the way to the next place within which a plant is moved."""
LONELY = 0.9
"""Quantile of these ways beyond which a lonely place's is not taken."""
MANUFACTURING = tuple(f"{number}" for number in range(10, 34))
COLUMNS = ("x", "y", "Code_APE", "Departement", "metropolitan")

Vector = NDArray[np.float64]
Mask = NDArray[np.bool_]
Names = NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Plants:
    """The metropolitan rows of the register: metres, codes and départements."""

    x: Vector
    y: Vector
    code: Names
    departement: Names

    @property
    def division(self) -> Names:
        """The first two digits of each code."""
        return self.code.astype("<U2")

    def take(self, which: Mask | NDArray[np.intp]) -> Plants:
        """Return some of the plants."""
        return Plants(self.x[which], self.y[which], self.code[which], self.departement[which])

    def moved(self, x: Vector, y: Vector) -> Plants:
        """Return the plants at other places."""
        return Plants(x, y, self.code, self.departement)

    def places(self) -> NDArray[np.intp]:
        """Return the number of each plant's place; plants at one point share it."""
        points = np.column_stack([self.x, self.y])
        return np.unique(points, axis=0, return_inverse=True)[1].ravel()


@dataclass(frozen=True, slots=True)
class Tested:
    """One measure of the industries that were tested, distances in kilometres.

    Rows are industries. `p` is of leaving upwards, `p_low` downwards; `q`, `q_low` are the
    same after Benjamini and Hochberg over all industries of the table.
    """

    r: Vector
    labels: Names
    n: NDArray[np.int64]
    observed: Vector
    low: Vector
    high: Vector
    local_low: Vector
    local_high: Vector
    verdict: Names
    p: Vector
    p_low: Vector
    gamma: Vector
    psi: Vector
    bandwidth: Vector

    @property
    def q(self) -> Vector:
        """Adjusted p of localisation."""
        return np.asarray(false_discovery_control(np.clip(self.p, 0, 1)))

    @property
    def q_low(self) -> Vector:
        """Adjusted p of dispersion."""
        return np.asarray(false_discovery_control(np.clip(self.p_low, 0, 1)))

    def above(self) -> Mask:
        """Return where each curve is above the upper global band."""
        return np.asarray(self.observed > self.high)

    def below(self) -> Mask:
        """Return where each curve is below the lower global band."""
        return np.asarray(self.observed < self.low)

    def count(self, verdict: str) -> int:
        """Return how many industries have a verdict."""
        return int((self.verdict == verdict).sum())


@dataclass(frozen=True, slots=True)
class Biggest:
    """The clusters of a division, and the one of most plants."""

    count: int
    plants: int = 0
    relative_risk: float = np.nan
    departement: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """The divisions again, with something changed."""

    name: str
    plants: int
    kd: Tested
    m: Tested


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the page tells."""

    plants: Plants
    divisions: Tested
    joint: Tested
    classes: Tested
    m: Tested
    indices: EllisonGlaeser
    clusters: tuple[Biggest, ...]
    variants: tuple[Variant, ...]


def read(file: Path) -> Plants:
    """Read the metropolitan plants of the register."""
    with file.open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(lines)
        missing = [name for name in COLUMNS if name not in (table.fieldnames or ())]
        if missing:
            raise ValueError(f"{file.name} has no column {', '.join(missing)}")
        rows = [row for row in table if row["metropolitan"] == "True"]
    return Plants(
        np.array([float(row["x"]) for row in rows]),
        np.array([float(row["y"]) for row in rows]),
        np.array([row["Code_APE"] for row in rows]),
        np.array([row["Departement"] for row in rows]),
    )


def _tested_labels(labels: Names) -> tuple[Names, Names]:
    """Return labels where every plant of a small industry has its own, and the large ones."""
    names, inverse, counts = np.unique(labels, return_inverse=True, return_counts=True)
    small = counts[inverse.ravel()] < LEAST
    alone = np.char.add("~", np.arange(len(labels)).astype(str))
    return np.where(small, alone, labels), names[counts >= LEAST]


def kd_of(plants: Plants, labels: Names, *, joint: bool = False) -> Tested:
    """Test the large ones of some industries by Kd against all plants."""
    given, large = _tested_labels(labels)
    found = duranton_overman(plants.x, plants.y, given, KD_DISTANCES, joint=joint)
    row = np.searchsorted(found.industries, large)
    return Tested(
        found.r / 1_000, large, found.n[row], found.observed[row], found.global_low[row],
        found.global_high[row], found.local_low[row], found.local_high[row],
        found.verdict[row], found.p_localised[row], found.p_dispersed[row], found.gamma[row],
        found.psi[row], found.bandwidth[row] / 1_000,
    )  # fmt: skip


def m_of(plants: Plants, labels: Names) -> Tested:
    """Test the large ones of some industries by M against all plants."""
    given, large = _tested_labels(labels)
    found = marcon_puech(plants.x, plants.y, given, M_DISTANCES)
    row = np.searchsorted(found.industries, large)
    none = np.full(len(row), np.nan)
    return Tested(
        found.r / 1_000, large, found.n[row], found.observed[row], found.global_low[row],
        found.global_high[row], found.local_low[row], found.local_high[row],
        found.verdict[row], found.p_localised[row], found.p_dispersed[row], none, none, none,
    )  # fmt: skip


def reach_of(plants: Plants) -> Vector:
    """Return how far each plant may stand from its point, in metres.

    The register gives the point of a plant's town: it lies nearer to it than to the next
    town's, as a rule.
    """
    place = plants.places()
    first = np.unique(place, return_index=True)[1]
    points = np.column_stack([plants.x[first], plants.y[first]])
    next_one = cKDTree(points).query(points, k=2)[0][:, 1]
    reach: Vector = APART * np.minimum(next_one, np.quantile(next_one, LONELY))[place]
    return reach


def jittered(plants: Plants) -> Plants:
    """Move every plant anywhere within its reach."""
    rng = np.random.default_rng(2015)
    reach = reach_of(plants) * np.sqrt(rng.random(len(plants.x)))
    turn = 2 * np.pi * rng.random(len(plants.x))
    return plants.moved(plants.x + reach * np.cos(turn), plants.y + reach * np.sin(turn))


def parted(plants: Plants) -> Plants:
    """Keep one plant of each division at each point."""
    key = np.column_stack([plants.places(), np.unique(plants.division, return_inverse=True)[1]])
    return plants.take(np.sort(np.unique(key, axis=0, return_index=True)[1]))


def _clusters(plants: Plants, labels: Names) -> tuple[Biggest, ...]:
    """Look for the clusters of divisions."""
    control = Control(plants.x, plants.y)
    answer = []
    for label in labels:
        found = clusters_in(control, (plants.division == label).astype(float), draws=199).clusters
        if not found:
            answer.append(Biggest(0))
            continue
        most = max(found, key=lambda one: (len(one.members), one.relative_risk))
        names, counts = np.unique(plants.departement[most.members], return_counts=True)
        answer.append(
            Biggest(len(found), len(most.members), most.relative_risk, names[counts.argmax()])
        )
    return tuple(answer)


def analyse(plants: Plants) -> Findings:
    """Find everything that the page tells."""
    division = plants.division
    divisions = kd_of(plants, division)
    large = np.isin(division, divisions.labels)
    region = np.unique(plants.departement, return_inverse=True)[1].ravel()
    indices = ellison_glaeser_plants(
        np.ones(int(large.sum())),
        np.searchsorted(divisions.labels, division[large]),
        region[large],
        np.bincount(region),
    )
    variants = []
    for name, other in (
        ("every plant moved within its town", jittered(plants)),
        ("one plant of a division at a point", parted(plants)),
        ("manufacturing only (10 to 33)", plants.take(np.isin(division, MANUFACTURING))),
    ):
        variants.append(
            Variant(name, len(other.x), kd_of(other, other.division), m_of(other, other.division))
        )
    return Findings(
        plants,
        divisions,
        kd_of(plants, division, joint=True),
        kd_of(plants, plants.code),
        m_of(plants, division),
        indices,
        _clusters(plants, divisions.labels),
        tuple(variants),
    )


def main(arguments: list[str]) -> int:
    """Write the page, its pictures and its notebook; without ``--write`` print the page."""
    from bench.irep_notebook import written
    from bench.irep_page import page
    from bench.irep_pictures import pictures

    parser = argparse.ArgumentParser(prog="python -m bench.irep_localisation")
    parser.add_argument("file", type=Path, help="the register as CSV")
    parser.add_argument("--write", type=Path, help="the page to write")
    asked = parser.parse_args(arguments)
    findings = analyse(read(asked.file))
    text = page(findings)
    if asked.write is None:
        print(text, end="")
        return 0
    asked.write.write_text(text, encoding="utf-8")
    for name, picture in pictures(findings).items():
        asked.write.with_name(f"{asked.write.stem}-{name}.svg").write_text(picture, "utf-8")
    asked.write.with_suffix(".ipynb").write_text(written(asked.file), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
