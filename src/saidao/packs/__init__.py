"""City packs: the YAML and CSV files that a person writes, read into frozen values."""

from saidao.packs.loading import check, load
from saidao.packs.problems import Problem
from saidao.packs.shipped import shipped_pack, shipped_packs

__all__ = ["Problem", "check", "load", "shipped_pack", "shipped_packs"]
