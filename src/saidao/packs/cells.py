"""The single values of a pack's files, checked as they are typed: ids, dates, units, numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from saidao.packs import vocabulary

PeriodType = Literal["year", "half", "quarter", "year_to_date", "point", "unknown"]
Quality = Literal["published", "low", "derived", "unusable"]


def expected(text: str) -> PydanticCustomError:
    """Return the error that says what should stand in the place of the value."""
    return PydanticCustomError("expected", "{text}", {"text": text})


def checked(test: Callable[[str], object], text: str) -> AfterValidator:
    """Return a validator that accepts the texts that pass `test`."""

    def check(value: str) -> str:
        if not test(value):
            raise expected(text)
        return value

    return AfterValidator(check)


def _split(value: object) -> object:
    """Split a CSV cell of ids at its spaces; leave a YAML list as it is."""
    if value is None:
        return []
    return value.split() if isinstance(value, str) else value


def tupled(value: object) -> object:
    """Let a YAML list stand where a tuple is meant."""
    return tuple(value) if isinstance(value, list) else value


Text = Annotated[str, checked(str.strip, "a text that is not empty")]
Id = Annotated[str, checked(vocabulary.ID.fullmatch, "an id in kebab-case (a-z, 0-9, hyphen)")]
SourceId = Annotated[
    str, checked(vocabulary.SOURCE_ID.fullmatch, "the id of a source, such as S012")
]
SourceIds = Annotated[
    tuple[SourceId, ...],
    BeforeValidator(lambda value: tupled(_split(value))),
    Field(min_length=1),
]
Ids = Annotated[tuple[Id, ...], BeforeValidator(tupled)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(tupled)]
Date = Annotated[
    str, checked(vocabulary.is_date, 'an ISO date in quotes: "2022", "2022-07" or "2022-07-08"')
]
Period = Annotated[
    str, checked(vocabulary.is_period, 'an ISO period in quotes: "2025", "2025-12", "2021/2025"')
]
Year = Annotated[str, checked(re.compile(r"\d{4}").fullmatch, 'a year in quotes: "2020"')]
Unit = Annotated[
    str, checked(vocabulary.is_unit, "a canonical unit such as CNY, percent, count, km2, kW")
]
DistrictCode = Annotated[
    str, checked(re.compile(r"\d{6}").fullmatch, 'a GB/T 2260 code in quotes: "310115"')
]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Share = Annotated[float, Field(gt=0, le=1)]
