"""Registers whose layout is known, and columns guessed from headers where it is not.

Sources of the layouts: the variables of the SIRENE stock file of establishments (Insee,
StockEtablissement), the free company data product (Companies House, BasicCompanyData), the
French register of polluting emissions IREP (Géorisques), and the headers under which
Chinese company registrations are commonly exported.
"""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from saidao.errors import InvalidInput, RegisterError
from saidao.register.fields import FIELDS, VALUE_KINDS, field_of, folded
from saidao.register.mapping import Mapping
from saidao.register.wordings import Band
from saidao.terms.name import Name

__all__ = ["LAYOUTS", "Layout", "resolve"]


@dataclass(frozen=True, slots=True)
class Layout:
    """A known layout: headers by which it is recognised, and how its columns are read."""

    id: str
    name: Name
    signature: tuple[str, ...]
    mapping: Mapping


SIRENE_BANDS: Final[Map[str, Band]] = {
    "NN": (0, 0),
    "00": (0, 0),
    "01": (1, 2),
    "02": (3, 5),
    "03": (6, 9),
    "11": (10, 19),
    "12": (20, 49),
    "21": (50, 99),
    "22": (100, 199),
    "31": (200, 249),
    "32": (250, 499),
    "41": (500, 999),
    "42": (1000, 1999),
    "51": (2000, 4999),
    "52": (5000, 9999),
    "53": (10000, None),
}
"""Tranches of employees (Insee, Sirene, trancheEffectifsEtablissement)."""

CHINESE_OPEN: Final = (
    "存续", "在业", "在营", "开业", "正常", "在册", "登记成立", "成立", "确立", "有效", "营业",
    "迁入", "仍注册",
)  # fmt: skip
"""Beginnings of statuses of companies that are open."""

NOTHING: Final = (
    "-",
    "--",
    "—",
    "/",
    "无",
    "未公开",
    "不详",
    "null",
    "none",
    "nan",
    "n/a",
    "na",
    "[nd]",
)
"""Cells that stand for nothing in any register."""

SCHEME_WORDS: Final = (
    ("行业", "GB/T 4754-2017"),
    ("国民经济", "GB/T 4754-2017"),
    ("naics", "NAICS 2017"),
    ("nace", "NACE Rev. 2"),
    ("isic", "ISIC Rev. 4"),
    ("naf", "NAF Rev. 2"),
    ("ape", "NAF Rev. 2"),
)
"""What the header of a column of codes says of their classification."""

SIRENE: Final = Mapping(
    layout="sirene",
    columns={
        "establishment": ("siret",),
        "name": (
            "denominationUsuelleEtablissement?",
            "enseigne1Etablissement?",
        ),
        "code": ("activitePrincipaleEtablissement",),
        "address": (
            "numeroVoieEtablissement?",
            "typeVoieEtablissement?",
            "libelleVoieEtablissement?",
            "codePostalEtablissement?",
            "libelleCommuneEtablissement?",
        ),
        "district": ("codeCommuneEtablissement?",),
        "town": ("libelleCommuneEtablissement?",),
        "lon": ("coordonneeLambertAbscisseEtablissement?",),
        "lat": ("coordonneeLambertOrdonneeEtablissement?",),
        "employees": ("trancheEffectifsEtablissement?",),
        "opened": ("dateCreationEtablissement?",),
        "closed": ("dateDebut?",),
        "status": ("etatAdministratifEtablissement",),
    },
    coordinates="EPSG:2154",
    scheme="NAF Rev. 2",
    bands=SIRENE_BANDS,
    open=("A",),
    unknown=("[ND]", "1900-01-01"),
    about={"publisher": "Insee", "licence": "Licence Ouverte 2.0"},
)
"""The stock file of establishments; its coordinates are since 2024 those of Lambert 93."""

GEOCODED: Final = {
    **{name: columns for name, columns in SIRENE.columns.items() if name not in ("lon", "lat")},
    "lon": ("longitude",),
    "lat": ("latitude",),
}

LAYOUTS: Final = (
    Layout(
        "sirene-geocoded",
        Name("法国 SIRENE 机构库（带经纬度）", "French SIRENE, geocoded"),
        ("siret", "activitePrincipaleEtablissement", "longitude", "latitude"),
        replace(SIRENE, layout="sirene-geocoded", columns=GEOCODED, coordinates="WGS-84"),
    ),
    Layout(
        "sirene",
        Name("法国 SIRENE 机构库", "French SIRENE, stock of establishments"),
        ("siret", "activitePrincipaleEtablissement", "etatAdministratifEtablissement"),
        SIRENE,
    ),
    Layout(
        "companies-house",
        Name("英国公司注册处", "UK Companies House, basic company data"),
        ("CompanyNumber", "RegAddress.PostCode", "SICCode.SicText_1"),
        Mapping(
            layout="companies-house",
            columns={
                "establishment": ("CompanyNumber",),
                "name": ("CompanyName",),
                "code": ("SICCode.SicText_1",),
                "scope": ("SICCode.SicText_1",),
                "address": (
                    "RegAddress.AddressLine1?",
                    "RegAddress.AddressLine2?",
                    "RegAddress.PostTown?",
                    "RegAddress.PostCode",
                ),
                "town": ("RegAddress.PostTown?",),
                "district": ("RegAddress.County?",),
                "opened": ("IncorporationDate?",),
                "closed": ("DissolutionDate?",),
                "status": ("CompanyStatus?",),
            },
            scheme="UK SIC 2007",
            dates="dmy",
            open=("Active", "Liquidation", "Voluntary Arrangement", "Administr", "Receiver",
                  "In Administration", "Live"),
            unknown=("None Supplied",),
            about={"publisher": "Companies House", "licence": "Open Government Licence v3.0"},
        ),
    ),
    Layout(
        "irep",
        Name("法国污染排放名录 IREP", "French register of polluting emissions, IREP"),
        ("Identifiant", "Nom_Etablissement", "Coordonnees_X", "Coordonnees_Y", "Code_APE"),
        Mapping(
            layout="irep",
            columns={
                "establishment": ("Identifiant",),
                "name": ("Nom_Etablissement",),
                "code": ("Code_APE",),
                "scope": ("Libelle_APE?",),
                "address": ("Code_Postal?", "Commune?"),
                "town": ("Commune?",),
                "district": ("Region?",),
                "lon": ("Coordonnees_X",),
                "lat": ("Coordonnees_Y",),
            },
            coordinates="EPSG:27572",
            scheme="NAF Rev. 2",
            about={"publisher": "Géorisques", "licence": "Licence Ouverte"},
        ),
    ),
    Layout(
        "houjin-bangou",
        Name("日本法人番号公表数据", "Japanese corporate numbers"),
        (),
        Mapping(
            layout="houjin-bangou",
            header_row=0,
            # By the definition of resources that the National Tax Agency publishes.
            columns={
                "establishment": ("2",),
                "name": ("7",),
                "address": ("10", "11", "12"),
                "district": ("11",),
                "closed": ("19",),
            },
            about={"publisher": "国税庁", "licence": "公共データ利用規約（第1.0版）"},
        ),
    ),
    Layout(
        "cn-registry",
        Name("工商登记导出表", "Chinese company registrations"),
        ("经营范围", "成立日期|注册日期|成立时间", "统一社会信用代码|注册号|注册资本"),
        Mapping(
            layout="cn-registry",
            scheme="GB/T 4754-2017",
            value_kind="registered-capital",
            value_unit="CNY",
            open=CHINESE_OPEN,
        ),
    ),
    Layout(
        "cn-registry-latin",
        Name("工商登记导出表（英文列名）", "Chinese company registrations, English headers"),
        ("uscc", "scope", "reg_date"),
        Mapping(
            layout="cn-registry-latin",
            scheme="GB/T 4754-2017",
            value_kind="registered-capital",
            value_unit="CNY",
            open=CHINESE_OPEN,
        ),
    ),
)  # fmt: skip
"""In the order in which they are tried. A header with ? may be missing, | parts other names.

One without a signature is for a file without a header and taken only where it is named.
"""


def resolve(headers: Sequence[str], given: Mapping, file: str, *, layout: str = "") -> Mapping:
    """Return how a file with these headers is read.

    What the mapping file says goes before the layout, the layout before the guess.

    Parameters
    ----------
    headers : sequence of str
    given : Mapping
        What a mapping file says; empty where there is none.
    file : str
        For messages.
    layout : str
        A layout that the user names; ``none`` for no layout.

    Raises
    ------
    RegisterError
        If a column that is named is missing or stands twice, or nothing can be read.
    InvalidInput
        If there is no such layout.
    """
    wanted = layout or given.layout
    known = {one.id: one for one in LAYOUTS}
    if wanted and wanted != "none" and wanted not in known:
        raise InvalidInput("layout", repr(wanted), "one of " + ", ".join((*known, "none")))
    checked = replace(given, columns=present(headers, given.columns, file))
    found = known.get(wanted) if wanted else recognised(headers)
    mapping = checked
    if found is not None:
        columns = present(headers, found.mapping.columns, file)
        mapping = mapping.over(replace(found.mapping, columns=columns))
    if found is None or not found.mapping.columns:
        mapping = mapping.over(
            guessed(headers, taken={h for c in mapping.columns.values() for h in c})
        )
    if not mapping.columns:
        raise RegisterError(
            file,
            "got no column that says what it is, expected headers such as 企业名称, 行业代码, 经度 "
            "(name, industry code, longitude); say what is what with --mapping FILE, and "
            "header_row: 0 there if the file has no header",
        )
    return with_point(mapping)


def with_point(mapping: Mapping) -> Mapping:
    """Return a mapping that takes both coordinates from the column that holds both."""
    columns = dict(mapping.columns)
    point = columns.pop("point", None)
    if point is not None and not {"lon", "lat"} & set(columns):
        columns |= {"lon": point, "lat": point}
    return replace(mapping, columns=columns)


def recognised(headers: Sequence[str]) -> Layout | None:
    """Return the layout whose headers a file has."""
    stand = {folded(header) for header in headers}
    for layout in LAYOUTS:
        if layout.signature and all(
            any(folded(part) in stand for part in one.split("|")) for one in layout.signature
        ):
            return layout
    return None


def present(
    headers: Sequence[str], columns: Map[str, tuple[str, ...]], file: str
) -> dict[str, tuple[str, ...]]:
    """Return columns under the headers as the file has them, optional ones where they are.

    Raises
    ------
    RegisterError
        If a header is missing or stands twice.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, wanted in columns.items():
        there = []
        for text in wanted:
            optional, text = text.endswith("?"), text.removesuffix("?")
            matches = [one for one in headers if one == text]
            matches = matches or [one for one in headers if folded(one) == folded(text)]
            if len(matches) > 1:
                raise RegisterError(
                    file,
                    f"got {len(matches)} columns with this header, expected one; rename them",
                    column=text,
                )
            if not matches and not optional:
                shown = ", ".join(repr(one) for one in headers[:30] if one)
                raise RegisterError(
                    file, f"got no such column for {name}, expected one of {shown}", column=text
                )
            there += matches
        if there:
            found[name] = tuple(there)
    return found


def guessed(headers: Sequence[str], taken: set[str]) -> Mapping:
    """Return what the headers say of themselves; the more usual word wins."""
    columns: dict[str, tuple[str, ...]] = {}
    orders = {one.name: {folded(h): n for n, h in enumerate(one.headers)} for one in FIELDS}
    best: dict[str, int] = {}
    for header in headers:
        name = field_of(header)
        if name is None or header in taken:
            continue
        rank = orders[name].get(folded(header), 999)
        if name not in columns or rank < best[name]:
            columns[name], best[name] = (header,), rank
    for one, other in (("lon", "lat"), ("lat", "lon")):
        if one in columns and other not in columns:
            del columns[one]
            break
    if "lon" in columns or "geometry" in columns:
        columns.pop("point", None)
    kind, unit = "", ""
    if "value" in columns:
        header = columns["value"][0]
        stem = folded(header.split("(")[0].split("（")[0])
        kind, unit = VALUE_KINDS.get(stem, (header, ""))
    scheme = ""
    if "code" in columns:
        word = folded(columns["code"][0])
        scheme = next((name for part, name in SCHEME_WORDS if part in word), "")
    return Mapping(
        columns=columns,
        scheme=scheme,
        value_kind=kind,
        value_unit=unit,
        value_factor=factor_of(columns),
    )


def factor_of(columns: Map[str, tuple[str, ...]]) -> float:
    """Return what a size's numbers are multiplied by, as its header says: 注册资本（万元）."""
    header = columns.get("value", ("",))[0]
    for word, factor in (("亿", 1e8), ("百万", 1e6), ("万", 1e4), ("千元", 1e3)):
        if word in header:
            return factor
    return 1.0
