"""The rows of ``register.yaml`` and ``register/margins.csv`` as pydantic models."""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from saidao.packs.cells import (
    Date,
    DistrictCode,
    Id,
    Number,
    SourceId,
    SourceIds,
    Text,
    Unit,
    Year,
    checked,
    expected,
    tupled,
)
from saidao.packs.schema import CellRow, NameRow, Row
from saidao.packs.synthetic import MEASURES, MarginBasis, Measure

__all__ = ["LeaningRow", "MarginRow", "SyntheticRegisterRow"]

CODE = re.compile(r"[A-Z]|[0-9]{2,4}")
Code = Annotated[
    str, checked(CODE.fullmatch, "a section (C), or a division, group or class in digits")
]
Codes = Annotated[tuple[Code, ...], BeforeValidator(tupled)]
Area = Annotated[
    str,
    checked(
        re.compile(r"[0-9]{6}|[A-Z]{2}").fullmatch,
        "the code of a district or of the city, or two letters of a country",
    ),
]
Fraction = Annotated[float, Field(ge=0, le=1)]


class LeaningRow(Row):
    """One row of ``leanings`` in ``register.yaml``: what a district is said to lead in."""

    district: DistrictCode
    codes: Annotated[Codes, Field(min_length=1)]
    sources: SourceIds
    note: NameRow | None = None


class SyntheticRegisterRow(Row):
    """``register.yaml``: how the establishments of a synthetic register are drawn."""

    id: Id
    name: NameRow
    licence: Text
    scheme: Text
    as_of: Date
    seed: Annotated[int, Field(ge=0)]
    establishments: Annotated[int, Field(ge=1, le=20_000_000)]
    parts: Annotated[Codes, Field(min_length=1)]
    left_out: Codes = ()
    size_sigma: Annotated[float, Field(gt=0, le=3)]
    clustering: Fraction
    cluster_radius_m: Annotated[float, Field(ge=100, le=5000)]
    park_share: Fraction
    leaning_factor: Annotated[float, Field(ge=1, le=100)]
    leanings: Annotated[tuple[LeaningRow, ...], BeforeValidator(tupled)] = ()
    sources: SourceIds
    note: NameRow
    not_for: NameRow

    @model_validator(mode="after")
    def _parts_stand_apart(self) -> Self:
        if len(self.as_of) != len("2023-12-31"):
            raise expected("as_of as a day")
        for part in self.parts:
            for other in self.parts:
                if part != other and other.startswith(part):
                    raise expected(f"parts that stand apart; {other} lies in {part}")
        if len(set(self.parts)) < len(self.parts):
            raise expected("each part once")
        return self


class MarginRow(CellRow):
    """One row of ``register/margins.csv``: a total to be met, or an assumption."""

    table: Id
    area: Area
    code: Code | None
    year: Year
    measure: Measure
    value: Annotated[Number, Field(ge=0)]
    unit: Unit
    basis: MarginBasis
    source: SourceId | None
    note: NameRow | None

    @model_validator(mode="after")
    def _says_where_it_is_from(self) -> Self:
        if self.unit != MEASURES[self.measure]:
            raise expected(f"{MEASURES[self.measure]}, the unit of {self.measure}")
        if self.basis == "assumed":
            if self.note is None:
                raise expected("a note that says what was assumed")
        elif self.source is None:
            raise expected(f"the source of a {self.basis} figure")
        return self
