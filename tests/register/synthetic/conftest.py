"""The Shanghai pack, its calibration and draws, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from saidao import packs
from saidao.packs.pack import Pack
from saidao.register.synthetic import Calibration, Draw, calibration_of, draw_register

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def shanghai() -> Pack:
    return packs.load(ROOT / "packs" / "shanghai")


@pytest.fixture(scope="session")
def calibration(shanghai: Pack) -> Calibration:
    return calibration_of(shanghai)


@pytest.fixture(scope="session")
def sample(shanghai: Pack) -> Draw:
    return draw_register(shanghai)


@pytest.fixture(scope="session")
def whole(shanghai: Pack, calibration: Calibration) -> Draw:
    """All establishments of the city: what is published is met exactly."""
    return draw_register(shanghai, calibration.total_units)
