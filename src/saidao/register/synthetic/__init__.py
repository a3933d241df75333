"""A register of made-up establishments that meets published totals.

::

    margins of the pack ─▶ calibrate ─▶ how many, how large, of which industry, where
    outlines, parks ─────▶ Grid ──────▶ places inside the districts
                           draw ──────▶ establishments, as arrays

The same design and seed give the same establishments on any machine: random numbers are
only compared, multiplied and looked up in tables of whole numbers, never put through a
logarithm or a sine, in whose last bits machines differ.
"""

from __future__ import annotations

from saidao.register.synthetic.calibration import Calibration, calibrate
from saidao.register.synthetic.city import calibration_of, design_of, draw_register, fingerprint
from saidao.register.synthetic.drawing import Draw, draw
from saidao.register.synthetic.grid import Grid, Outline, grid_of
from saidao.register.synthetic.places import Park

__all__ = [
    "Calibration",
    "Draw",
    "Grid",
    "Outline",
    "Park",
    "calibrate",
    "calibration_of",
    "design_of",
    "draw",
    "draw_register",
    "fingerprint",
    "grid_of",
]
