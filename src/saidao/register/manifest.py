"""What is known of an imported register as a whole: its ``register.json``."""

from __future__ import annotations

from dataclasses import dataclass

from saidao.terms.name import Name

__all__ = ["Quality", "Register"]


@dataclass(frozen=True, slots=True)
class Quality:
    """One line of the quality report.

    `flag` is a value of `saidao.register.establishment.Flag`; `examples` are row numbers.
    """

    flag: int
    rows: int
    examples: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """A register as it lies in an atlas.

    Its parts lie in ``registers/<id>/<version>/`` of the atlas's folder, the tables made
    from them (`saidao.indicators.cubes`) in ``cubes/`` there.

    Parameters
    ----------
    id : str
        Kebab-case.
    version : str
        First 12 digits of the hash of the source, the mapping and the code that read it.
    synthetic : bool
        Whether the establishments are made up; everything drawn from it says so.
    scheme : str
        Classification and year of `code`: ``GB/T 4754-2017``, ``NACE Rev. 2``.
    coordinate_system : str
        What the source's coordinates were taken for: ``WGS-84``, ``GCJ-02``, ``BD-09``,
        ``EPSG:27572``; empty where it has none.
    coordinate_basis : str
        ``stated`` by the user or layout, or ``detected``.
    as_of : str or None
        The day that the register describes, ISO 8601.
    value_kind, value_unit : str
        What `value` measures (``revenue``, ``registered-capital``) and in what (``CNY``);
        empty where there is none.
    rows, usable, placed : int
        All rows, those without a flag of `UNUSABLE`, and the usable ones with a place.
    """

    id: str
    version: str
    name: Name
    source: str
    publisher: str
    licence: str
    url: str | None
    synthetic: bool
    layout: str
    file: str
    sha256: str
    scheme: str
    coordinate_system: str
    coordinate_basis: str
    as_of: str | None
    value_kind: str
    value_unit: str
    rows: int
    usable: int
    placed: int
    quality: tuple[Quality, ...]
    mapping: tuple[tuple[str, str], ...]
    """Field and the source's column or constant it was read from."""
    recorded_at: str
    recorded_by: str
    note: Name | None = None
