"""Kinds of targets that are held together; without numpy, for those who only name them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["FAMILIES"]

FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "growth": "yearly growth of GDP, output, investment, trade, retail, income, revenue",
        "deliverable": "things counted that a government builds, organises or certifies",
        "jobs": "new jobs and ceilings of unemployment",
        "prices": "ceilings of inflation and growth of money",
        "energy_saving": "energy or emissions per unit of output",
        "clean_energy": "shares and capacities of renewable energy",
        "research": "spending on research as a share, patents",
        "social": "employment rates, education, coverage of insurance",
        "health": "mortality",
        "spending": "public spending as a share of GDP",
        "output": "physical output and capacity",
        "uptake": "vehicles, visitors and other takers of something new",
        "structure": "shares of one part in a whole, such as urban residents",
        "environment": "quality of water and air",
        "industry_size": "size or share of a city's industries or tracks",
        "firms": "numbers of firms of a size or rank in an industry",
    }
)
"""Kinds of targets that are held together, each with what it covers."""
