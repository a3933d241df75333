"""What is kept of an establishment: the columns of an imported register.

An imported register is a folder of Parquet parts with exactly these columns. Nothing of
the source is dropped in silence: a row that cannot be used stays, with the flags of what
is wrong with it, and `row` says where it stands in the source file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag

from saidao.terms.name import Name

__all__ = ["COLUMNS", "UNUSABLE", "Column", "Flag"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the imported register, with its type in the store's SQL."""

    name: str
    type: str
    meaning: str


COLUMNS = (
    Column("row", "BIGINT", "Number of the record in the source; the first below the header is 1"),
    Column("establishment", "VARCHAR", "The register's own id; NULL where it has none"),
    Column("name", "VARCHAR", "Name as it stands"),
    Column("code", "VARCHAR", "Class in the register's scheme, without dots and blanks"),
    Column("code_basis", "VARCHAR", "given, text (from the business scope) or crosswalk"),
    Column("code_probability", "FLOAT", "0 to 1; NULL for a given code"),
    Column("scope", "VARCHAR", "Business scope or activity in words"),
    Column("address", "VARCHAR", "Address as it stands"),
    Column("lon", "DOUBLE", "Degrees, WGS-84; NULL where it could not be placed"),
    Column("lat", "DOUBLE", "Degrees, WGS-84"),
    Column("place_level", "VARCHAR", "point, road, town or district; NULL where not placed"),
    Column("place_uncertainty_m", "FLOAT", "Radius that holds the place; 0 for a stated point"),
    Column("district", "VARCHAR", "Code of the atlas's district that holds the place"),
    Column("district_basis", "VARCHAR", "point, stated or address"),
    Column("town", "VARCHAR", "Name of the town or subdistrict, where known"),
    Column("employees", "DOUBLE", "Persons"),
    Column("value", "DOUBLE", "In the unit and of the kind that the manifest says"),
    Column("opened", "DATE", "NULL where unknown"),
    Column("closed", "DATE", "NULL where it is open or unknown"),
    Column("cell", "UBIGINT", "H3 cell of resolution 9; NULL where not placed"),
    Column("flags", "UINTEGER", "Sum of `Flag` values"),
)
"""The columns in their order."""


class Flag(IntFlag):
    """What is wrong with a row; its position is its bit in `flags`."""

    NO_ID = 1 << 0
    DUPLICATE_ID = 1 << 1
    """The id stands in an earlier row."""
    DUPLICATE_RECORD = 1 << 2
    """Name, code and place stand in an earlier row under another or no id."""
    NO_CODE = 1 << 3
    UNKNOWN_CODE = 1 << 4
    """The code is not in the scheme."""
    NO_PLACE = 1 << 5
    IMPOSSIBLE_PLACE = 1 << 6
    """Outside the range of its coordinate system, or not a number."""
    OUT_OF_AREA = 1 << 7
    """In none of the atlas's districts."""
    DEFAULT_PLACE = 1 << 8
    """A place that stands for no place: null island, a swapped pair, one point for many
    addresses, the middle of the city or a district."""
    WRONG_DISTRICT = 1 << 9
    """The place lies in another district than is stated."""
    BAD_DATE = 1 << 10
    """Not a date, in the future, or closed before it opened."""
    BAD_SIZE = 1 << 11
    """A size that is negative or not a number."""
    SIZE_OUTLIER = 1 << 12
    """A size far outside what its industry has."""
    UNCERTAIN_CODE = 1 << 13
    """Classified from its words with too little certainty: to be reviewed."""
    UNREADABLE = 1 << 14
    """The record itself is broken: too few or too many cells, or bytes of no text."""
    NO_NAME = 1 << 15
    OTHER_UNIT = 1 << 16
    """A size in another currency than the register's, left out because no rate is known."""


UNUSABLE = Flag.DUPLICATE_ID | Flag.DUPLICATE_RECORD | Flag.UNREADABLE
"""Rows with one of these are counted by no indicator; the quality report says how many."""

MEANINGS: dict[Flag, Name] = {
    Flag.NO_ID: Name("没有编号", "No id"),
    Flag.DUPLICATE_ID: Name("编号重复", "Id stands in an earlier row"),
    Flag.DUPLICATE_RECORD: Name("记录重复", "Same name, code and place as an earlier row"),
    Flag.NO_CODE: Name("没有行业代码", "No industry code"),
    Flag.UNKNOWN_CODE: Name("行业代码不在分类中", "Code not in the scheme"),
    Flag.NO_PLACE: Name("没有位置", "No place"),
    Flag.IMPOSSIBLE_PLACE: Name("坐标不可能", "Impossible coordinates"),
    Flag.OUT_OF_AREA: Name("不在本地区", "Outside the area"),
    Flag.DEFAULT_PLACE: Name("默认坐标", "Coordinates that stand for none"),
    Flag.WRONG_DISTRICT: Name("坐标与所填区不符", "Place and stated district disagree"),
    Flag.BAD_DATE: Name("日期有误", "Impossible date"),
    Flag.BAD_SIZE: Name("规模有误", "Impossible size"),
    Flag.SIZE_OUTLIER: Name("规模异常", "Size far outside its industry"),
    Flag.UNCERTAIN_CODE: Name("代码由文字推断，把握不足", "Code read from words, uncertain"),
    Flag.UNREADABLE: Name("记录无法读取", "Record cannot be read"),
    Flag.NO_NAME: Name("没有名称", "No name"),
    Flag.OTHER_UNIT: Name("规模为其他币种", "Size in another currency"),
}
"""What each flag says to people."""
