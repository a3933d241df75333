"""The synthetic register of a pack: what its files say, drawn."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math

from saidao.errors import InvalidInput
from saidao.packs.pack import Pack
from saidao.packs.pack import Park as PackPark
from saidao.packs.synthetic import SyntheticRegister
from saidao.register.industry_sets import membership
from saidao.register.synthetic.calibration import Calibration, calibrate
from saidao.register.synthetic.drawing import Draw, draw
from saidao.register.synthetic.grid import grid_of
from saidao.register.synthetic.places import Park
from saidao.terms.industry_codes import scheme

__all__ = ["calibration_of", "design_of", "draw_register", "fingerprint"]

VERSION = 1
"""Counted up whenever the same pack gives other establishments."""

LARGEST_PARK_M = 1500.0
SMALLEST_PARK_M = 500.0
"""Radius of a park whose area is not known, or is tiny; the pack says only about where it is."""

HALF = 0.5
"""Share of a class from which a park's industry counts as the class's own."""


def design_of(pack: Pack) -> SyntheticRegister:
    """Return how a pack's synthetic register is drawn.

    Raises
    ------
    InvalidInput
        If the pack has none.
    """
    if pack.synthetic_register is None:
        raise InvalidInput("PACK", pack.id, "a pack with a register.yaml to draw from")
    return pack.synthetic_register


def calibration_of(pack: Pack) -> Calibration:
    """Return what the establishments of a pack's synthetic register are drawn to meet."""
    design = design_of(pack)
    return calibrate(
        design,
        pack.region_code,
        [district.code for district in pack.districts],
        scheme(design.scheme),
        leanings_of(parks_of(pack, design.scheme)),
    )


def draw_register(pack: Pack, establishments: int | None = None) -> Draw:
    """Draw the establishments of a pack's synthetic register.

    Parameters
    ----------
    pack : Pack
    establishments : int, optional
        How many; by default as many as the pack says.

    Raises
    ------
    InvalidInput
        If the pack has no synthetic register.
    PackError
        If its margins contradict each other or name codes that do not exist.
    """
    design = design_of(pack)
    parks = parks_of(pack, design.scheme)
    names = [district.code for district in pack.districts]
    return draw(
        design,
        calibration_of(pack),
        grid_of([district.geometry for district in pack.districts], names),
        scheme(design.scheme),
        establishments=establishments,
        parks=parks,
        leanings=leanings_of(parks),
    )


def parks_of(pack: Pack, scheme_id: str) -> tuple[Park, ...]:
    """Return the parks that have a place and industries with codes, as circles."""
    codes = {industry.id: industry.codes for industry in pack.industries}
    found = []
    for park in pack.parks:
        place = park.place
        classes = {
            code
            for industry in park.industries
            if codes.get(industry)
            for code, share in membership(codes[industry], scheme_id).as_dict().items()
            if share >= HALF
        }
        if place.lon is None or place.lat is None or not classes:
            continue
        found.append(
            Park(place.lon, place.lat, radius_m(park), park.districts, tuple(sorted(classes)))
        )
    return tuple(found)


def radius_m(park: PackPark) -> float:
    """Return how far a park reaches: as its area says, else a stated guess."""
    known = math.inf if park.place.uncertainty_km is None else 1000.0 * park.place.uncertainty_km
    if park.area_km2 is None:
        return min(known, LARGEST_PARK_M)
    return min(known, max(SMALLEST_PARK_M, 1000.0 * math.sqrt(park.area_km2 / math.pi)))


def leanings_of(parks: tuple[Park, ...]) -> dict[str, tuple[str, ...]]:
    """Return the codes that each district leads in because of its parks."""
    led: dict[str, set[str]] = {}
    for park in parks:
        for district in park.districts:
            led.setdefault(district, set()).update(park.codes)
    return {district: tuple(sorted(codes)) for district, codes in led.items()}


def fingerprint(pack: Pack) -> str:
    """Return a hash of all that a pack's synthetic register is drawn from.

    Equal hashes mean the same establishments, on any machine.
    """
    design = design_of(pack)
    held = {
        "version": VERSION,
        "design": dataclasses.asdict(design),
        "city": pack.region_code,
        "districts": [(district.code, district.geometry) for district in pack.districts],
        "parks": [dataclasses.asdict(park) for park in parks_of(pack, design.scheme)],
    }
    text = json.dumps(held, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
