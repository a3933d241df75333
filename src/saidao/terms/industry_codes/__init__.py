"""Classifications of industries as data, and the way from one to another.

``GB/T 4754-2017`` is whole, with English names of our own; the others are those of the
registers that we read: ISIC, NACE, NAF, UK SIC and NAICS. What is whose stands in
``docs/reference/classifications.md``.
"""

from saidao.terms.industry_codes.catalogue import SCHEMES, scheme, split
from saidao.terms.industry_codes.classification import Entry, Scheme
from saidao.terms.industry_codes.crosswalk import (
    Part,
    ShareBasis,
    Translation,
    parts_of,
    translate,
)

__all__ = [
    "SCHEMES",
    "Entry",
    "Part",
    "Scheme",
    "ShareBasis",
    "Translation",
    "parts_of",
    "scheme",
    "split",
    "translate",
]
