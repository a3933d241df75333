"""The page of localised French industries: words, and the figures found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from bench.irep_localisation import LEAST, reach_of
from bench.irep_pictures import name_of, runs

if TYPE_CHECKING:
    from bench.irep_localisation import Findings, Tested

__all__ = ["page"]

INTRODUCTION = """\
# Which French industries are localised, and at which distances

<!-- Written by bench/irep_localisation.py; edit there. -->

Duranton and Overman's [Kd](concentration.md), Marcon and Puech's [M](marcon-puech.md), the
classical indices and clusters, on the French register of polluting emissions (IREP, 2015; Ministry
of the environment, Géorisques; Licence Ouverte Etalab). What the register holds is under
[Real plants](irep.md); nothing of it is shipped. Every figure, picture and the
[notebook](irep-localisation.ipynb) come from one command, which takes a few minutes:

```
uv run python -m bench.irep_localisation FILE --write docs/methods/irep-localisation.md
```

FILE is the register's table of establishments (from Géorisques or data.gouv.fr) with `x`, `y` in
metres (EPSG:27572), `Code_APE`, `Departement` and `metropolitan` (True or False).
"""

METHOD = """\
## What is compared with what

- **Plants** count one each: the register has no employees. So a large works and a small one are
  alike, and Ellison and Glaeser's index is that of equal plants (Herfindahl 1/n).
- **Control.** An industry is compared with all plants of the register, not with all of French
  industry. The register lists plants that report emissions: many of them are pig and poultry
  farms of the west, landfills and sewage works. *Localised* here means nearer each other than
  polluting plants are. A second control has manufacturing only.
- **Kd** at 0, 1, ... 200 km, planar; 5 % a side, local and global bands, as in the paper. *Joint*
  is 5 % for both sides together. p is of the greatest (least) score over all distances; q is p
  after Benjamini and Hochberg over all industries of the table, for each side.
- **The least distance that can be told** is about the bandwidth: {narrow:.0f} km for the largest
  division, {wide:.0f} km for the smallest. "From 0 km" means: below that. The dispersed ones are
  those that are below the lower band and nowhere above the upper one.
- **M** at 1, 2, 5, 10, ... 200 km is cumulative: what it has near, it keeps far. It is not
  smoothed, so that it sees less than Kd's bandwidth.
- **Small industries** (fewer than {least} plants) are in the control and are not tested.
"""

SECOND = """\
M is 2 where the division is twice as frequent around its plants as everywhere; – where none of
them has a neighbour. The indices are over départements, every plant counted as one. z is G's
distance from its mean where plants choose independently, in deviations. Clusters stand out
against all plants (5 % for a division, 199 maps); beside the one of most plants stand the
département of most of them and how many times the division is as frequent there as elsewhere.
"""

PICTURES = """
![Bars: the distances from 0 to 200 km at which each division is localised or
dispersed](irep-localisation-distances.svg)

![Lines: the share of industries that are localised and dispersed at each distance, by Kd and by
M](irep-localisation-share.svg)

![Curves: Kd of six divisions with their global bands](irep-localisation-curves.svg)
"""

REFERENCES = """\
- Duranton, G., Overman, H. G. (2005). Testing for localization using micro-geographic data. *Review
  of Economic Studies* 72(4), 1077-1106.
- Marcon, E., Puech, F. (2010). Measures of the geographic concentration of industries: improving
  distance-based methods. *Journal of Economic Geography* 10(5), 745-762.
- Ellison, G., Glaeser, E. L. (1997). Geographic concentration in U.S. manufacturing industries: a
  dartboard approach. *Journal of Political Economy* 105(5), 889-927.
- Maurel, F., Sédillot, B. (1999). A measure of the geographic concentration in French
  manufacturing industries. *Regional Science and Urban Economics* 29(5), 575-604.
- Benjamini, Y., Hochberg, Y. (1995). Controlling the false discovery rate. *Journal of the Royal
  Statistical Society B* 57(1), 289-300."""


def _times(value: float) -> str:
    """Write a ratio; – where it is not known."""
    return f"{value:.2f}" if np.isfinite(value) else "–"


def _p(value: float) -> str:
    """Write a p-value; 10,000 draws tell none below 0.0001."""
    return "≤ 0.0001" if value <= 1.0001e-4 else f"{value:.4f}"


def _row(cells: list[str]) -> str:
    """Write a row of a table."""
    return "| " + " | ".join(cells) + " |"


def _table(head: str, rows: list[list[str]]) -> str:
    """Write a table."""
    names = head.split(" | ")
    return "\n".join([_row(names), "|" + "---|" * len(names), *map(_row, rows)])


def _span(found: Tested, i: int) -> str:
    """Write first and last distance outside the global band, and how many stretches."""
    where = found.below()[i] if found.verdict[i] == "dispersed" else found.above()[i]
    stretches = runs(found.r, where)
    if not stretches:
        return ""
    more = f" ({len(stretches)} stretches)" if len(stretches) > 1 else ""
    first, last = stretches[0][0], stretches[-1][1]
    return f"{first:.0f}{more}" if first == last else f"{first:.0f} to {last:.0f}{more}"


def _peak(found: Tested, i: int) -> str:
    """Write the distance at which the curve is farthest outside the global band."""
    if found.verdict[i] == "neither":
        return ""
    over = found.observed[i] - found.high[i]
    if found.verdict[i] == "dispersed":
        over = found.low[i] - found.observed[i]
    return f"{found.r[np.argmax(over)]:.0f}"


def _tail(found: Tested, i: int) -> list[str]:
    """Write p and q of the side that the verdict is about; of the smaller p for neither."""
    low = found.verdict[i] == "dispersed"
    if found.verdict[i] == "neither":
        low = bool(found.p_low[i] < found.p[i])
    return [_p(float((found.p_low if low else found.p)[i])),
            _p(float((found.q_low if low else found.q)[i]))]  # fmt: skip


def _kd_row(found: Tested, i: int) -> list[str]:
    """Write what every table of Kd says of an industry."""
    return [
        str(found.labels[i]),
        name_of(str(found.labels[i])),
        f"{found.n[i]:,}",
        str(found.verdict[i]),
        _span(found, i),
        _peak(found, i),
        f"{found.gamma[i]:.4f}",
        f"{found.psi[i]:.4f}",
        *_tail(found, i),
    ]


def _counts(name: str, found: Tested) -> list[str]:
    """Write how many industries have which verdict."""
    each = [f"{found.count(verdict)}" for verdict in ("localised", "dispersed", "neither")]
    kept = [str(int((q <= 0.05).sum())) for q in (found.q, found.q_low)]
    return [name, str(len(found.n)), *each, *kept]


def _places(findings: Findings) -> str:
    """Say what shared points do."""
    plants = findings.plants
    place = plants.places()
    key = np.column_stack([place, np.unique(plants.division, return_inverse=True)[1].ravel()])
    pairs = len(np.unique(key, axis=0))
    moved = findings.variants[0].kd
    change = np.abs(moved.observed - findings.divisions.observed).max(axis=1)
    change /= findings.divisions.observed.max(axis=1)
    m = findings.m
    shift = np.abs(findings.variants[0].m.observed[:, 0] - m.observed[:, 0])
    shift = shift[np.isfinite(shift)]
    return (
        f"{len(plants.x):,} plants stand at {place.max() + 1:,} points: "
        f"{len(plants.x) - place.max() - 1:,} repeat the point of another, "
        f"{len(plants.x) - pairs:,} that of another plant of their own division. The coordinates "
        "are those of the plant's town and not its own: [wherever a town has several plants, all "
        "stand at one point](irep.md). Moving every plant anywhere within its town, taken for "
        f"half the way to the next point ({np.median(reach_of(plants)) / 1000:.1f} km for half "
        f"of the plants), changes a division's Kd by {100 * np.median(change):.1f} % of its "
        f"greatest value in the median and {100 * change.max():.1f} % at most, and M at 1 km by "
        f"{np.median(shift):.2f} and {shift.max():.2f}: below some kilometres neither says "
        "anything of plants. What matters more is that plants of one division share a point "
        "(several units of one site, or all plants of a town): such pairs have distance 0, "
        "and Kd puts them within its bandwidth of 0. The bands have the shared points too, but "
        "not that those who share one are of one division. The row *one plant of a division at a "
        "point* takes these pairs away. Where a verdict changes though Kd hardly does, the curve "
        "was at the edge of the band."
    )


def _robustness(findings: Findings) -> str:
    """Write the table of variants."""
    base, base_m = findings.divisions, findings.m
    rows = []

    def row(name: str, count: int, kd: Tested, m: Tested) -> list[str]:
        _, a, b = np.intersect1d(base.labels, kd.labels, return_indices=True)
        changed = [
            f"{base.labels[i]} {base.verdict[i]} → {kd.verdict[j]}"
            for i, j in zip(a, b, strict=True)
            if base.verdict[i] != kd.verdict[j]
        ]
        same = spearmanr(base.gamma[a] - base.psi[a], kd.gamma[b] - kd.psi[b]).statistic
        return [
            name, f"{count:,}", str(len(kd.n)), str(kd.count("localised")),
            str(kd.count("dispersed")), str(m.count("localised")), f"{same:.2f}",
            "; ".join(changed) or "none",
        ]  # fmt: skip

    rows.append(row("as above", len(findings.plants.x), base, base_m))
    rows += [row(v.name, v.plants, v.kd, v.m) for v in findings.variants]
    head = (
        "variant | plants | divisions | Kd localised | Kd dispersed | M localised | "
        "rank correlation of Γ − Ψ | Kd verdicts that change"
    )
    return _table(head, rows)


def _second(findings: Findings) -> str:
    """Write the table of M, the classical indices and clusters."""
    m, indices = findings.m, findings.indices
    at = [int(np.flatnonzero(m.r == km)[0]) for km in (1, 10, 50, 100)]
    rows = []
    for i, most in enumerate(findings.clusters):
        biggest = ""
        if most.count:
            biggest = f"{most.departement}: {most.plants} plants"
            if np.isfinite(most.relative_risk):
                biggest += f", {most.relative_risk:.1f} times"
        rows.append(
            [
                str(m.labels[i]),
                str(m.verdict[i]),
                *(_times(m.observed[i, j]) for j in at),
                _span(m, i),
                _tail(m, i)[1],
                f"{indices.gamma[i]:.4f}",
                f"{indices.maurel_sedillot[i]:.4f}",
                f"{indices.z[i]:.1f}",
                str(most.count),
                biggest,
            ]
        )
    head = (
        "NAF | M | 1 km | 10 km | 50 km | 100 km | km outside | q | Ellison-Glaeser γ | "
        "Maurel-Sédillot | z of G | clusters | the one of most plants"
    )
    return _table(head, rows)


def _named(found: Tested, rows: list[int]) -> str:
    """Name some industries with their figures."""
    parts = [
        f"{found.labels[i]} {name_of(str(found.labels[i]))[:1].lower()}"
        f"{name_of(str(found.labels[i]))[1:]} ({_span(found, i)} km)"
        for i in rows
    ]
    return "; ".join(parts)


def _reading(findings: Findings) -> str:
    """Say in words what was found."""
    found, manufacturing = findings.divisions, findings.variants[2].kd
    near = (found.r <= 50) & (found.r >= 0)
    above = found.above()
    early = int(above[:, near].any(axis=1).sum())
    late = int((above[:, ~near].any(axis=1) & ~above[:, near].any(axis=1)).sum())
    through = int(above[:, -1].sum())
    dispersed = [int(i) for i in np.flatnonzero(found.verdict == "dispersed")]
    top = [int(i) for i in np.argsort(-found.gamma, kind="stable")[:5]]
    _, a, b = np.intersect1d(found.labels, manufacturing.labels, return_indices=True)
    still = int(
        ((found.verdict[a] == "localised") & (manufacturing.verdict[b] == "localised")).sum()
    )
    before = int((found.verdict[a] == "localised").sum())
    rank = spearmanr(found.gamma - found.psi, findings.indices.gamma).statistic
    apart = findings.variants[1].kd
    left = int(((found.verdict == "localised") & _verdicts(apart, found, "localised")).sum())
    few = (
        f"Dispersed are {_named(found, dispersed)}. " if dispersed else "No division is dispersed. "
    )
    m_too = [i for i in dispersed if findings.m.verdict[i] == "localised"]
    other = (
        "M calls "
        f"{', '.join(str(found.labels[i]) for i in m_too)} localised all the same: it weighs the "
        "surroundings of every plant alike, Kd every pair, so that Kd is more about the dense "
        "parts of the country, where these may be scarce beside industry. "
        if m_too
        else ""
    )
    return (
        f"Most divisions are nearer each other than the plants of the register are: "
        f"{found.count('localised')} of {len(found.n)}, {early} of them somewhere within 50 km "
        f"and {late} only beyond; {through} are above the band at {found.r[-1]:.0f} km, which is "
        f"the scale of regions and not of districts. Greatest in Γ: {_named(found, top)}. {few}"
        "These are waste treatment, and the local authorities that run much of it and of sewage; "
        "that they follow the population is what one would expect, though nothing here tests it. "
        f"{other}That farms (01) are together over the whole range need not mean that they seek "
        "each other: most lie in one cluster in the west, where such farming is.\n\n"
        f"How much of this is the control and the register? Against manufacturing only, {still} "
        f"of the {before} manufacturing divisions that were localised remain so. With one plant "
        f"of a division at a point, {left} of {found.count('localised')} remain: the others owed "
        "their verdict to several units of one site, or to several plants of one town. "
        "Plants that report emissions are also no sample of plants: an industry may look "
        "localised because its large plants are. And Kd tells that an industry is more "
        "concentrated than chance would have it, not why; ore, ports, rivers, history and "
        "neighbours can give the same curve. Across divisions Γ − Ψ and "
        f"Ellison and Glaeser's γ have a rank correlation of {rank:.2f}; the latter sees only "
        "what lies in one département."
    )


def _verdicts(found: Tested, like: Tested, verdict: str) -> NDArray[np.bool_]:
    """Return whether each industry of one table has a verdict in another."""
    return np.isin(like.labels, found.labels[found.verdict == verdict])


def page(findings: Findings) -> str:
    """Return the page."""
    found, classes = findings.divisions, findings.classes
    joint = findings.joint
    top = np.argsort(-classes.gamma, kind="stable")[:15]
    low = np.argsort(-classes.psi, kind="stable")[:8]
    listed = [*(i for i in top if classes.gamma[i] > 0), *(i for i in low if classes.psi[i] > 0)]
    head = "NAF | industry | plants | Kd | km outside | peak, km | Γ | Ψ | p | q"
    differ = [
        f"{found.labels[i]} ({found.verdict[i]} → {joint.verdict[i]})"
        for i in np.flatnonzero(found.verdict != joint.verdict)
    ]
    counts = [
        _counts("divisions, Kd", found),
        _counts("divisions, Kd, joint", joint),
        _counts("classes, Kd", classes),
        _counts("divisions, M", findings.m),
    ]
    sections = [
        INTRODUCTION,
        "## What was found\n",
        _table(
            "industries, measure | tested | localised | dispersed | neither | q ≤ 5 %, above | "
            "q ≤ 5 %, below",
            counts,
        ),
        (
            f"\nWith the joint level other: {', '.join(differ) or 'none'}. By chance about 5 % of "
            "industries would leave the bands on each side. q below counts curves that are below "
            "the band anywhere, *dispersed* only those that are nowhere above it.\n"
        ),
        _reading(findings),
        PICTURES,
        METHOD.format(narrow=found.bandwidth.min(), wide=found.bandwidth.max(), least=LEAST),
        "## Divisions\n",
        (
            "Peak is the distance at which the curve is farthest outside the global band; Γ and Ψ "
            "are what it has outside in all; both run high by chance where plants are few. q below "
            "5 % for dispersion can stand beside *localised*: a curve that is above the band "
            "somewhere is lower elsewhere.\n"
        ),
        _table(head, [_kd_row(found, i) for i in range(len(found.n))]),
        "\n## M, classical indices and clusters\n",
        SECOND,
        _second(findings),
        "\n## Classes\n",
        f"{len(classes.n)} classes have at least {LEAST} plants. The greatest Γ, then Ψ:\n",
        _table(head, [_kd_row(classes, int(i)) for i in listed]),
        "\n## What the rounding of places does, and other controls\n",
        _places(findings) + "\n",
        _robustness(findings),
        "",
        "## References\n",
        REFERENCES,
    ]
    return "\n".join(sections) + "\n"
