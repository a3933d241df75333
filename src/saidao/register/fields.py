"""What can be read of an establishment, and the headers that registers give it.

The words are those of registers and statistical forms in Chinese, English and French;
headers are compared in lower case, without blanks, underscores and points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from saidao.terms.name import Name

__all__ = ["FIELDS", "LATITUDE_FIRST", "VALUE_KINDS", "Field", "field_of", "folded"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a column may be.

    `many` where several columns may be joined to one text (parts of an address).
    """

    name: str
    meaning: Name
    headers: tuple[str, ...]
    many: bool = False


FIELDS: Final = (
    Field(
        "establishment",
        Name("编号", "The register's own id"),
        ("统一社会信用代码", "社会信用代码", "信用代码", "uscc", "注册号", "工商注册号",
         "组织机构代码", "企业编号", "单位代码", "法人代码", "编号", "序号id", "id", "siret",
         "numero siret", "company number", "registration number", "identifiant",
         "establishment id", "establishment", "facility id", "uen", "entity id", "dos id",
         "company no", "business id", "registration no", "工厂登记编号", "工廠登記編號",
         "公司统一编号", "统一编号", "統一編號", "法人番号", "osm id", "place id", "plant id",
         "gppd idnr", "firm id", "company id", "organisasjonsnummer", "corporate number",
         "상가업소번호", "사업자등록번호", "br no", "cr no", "brn", "orgnr", "kvk nummer", "cui",
         "nif", "rut", "ruc", "cnpj"),
    ),
    Field(
        "name",
        Name("名称", "Name"),
        ("企业名称", "公司名称", "系统匹配企业名称", "单位名称", "单位详细名称", "机构名称",
         "法人单位名称", "名称", "企业名", "name", "company name", "establishment name",
         "firm name", "firm", "company", "nom", "nom etablissement", "denomination",
         "plant name", "facility name", "entity name", "current entity name", "legal name",
         "business name", "trading name", "organisation name", "organization name", "dba name",
         "公司名稱", "工廠名稱", "工厂名称", "商業名稱", "营业人名称", "營業人名稱", "法人名",
         "商号", "商号又は名称", "事業所名", "names primary", "navn", "상호명", "회사명",
         "기업명", "denominationusuelleetablissement", "english company name", "naam",
         "razao social"),
    ),
    Field(
        "code",
        Name("行业代码", "Class in the register's scheme"),
        ("行业代码", "国民经济行业代码", "行业小类代码", "行业类别代码", "行业小类",
         "国民经济行业分类代码", "code", "industry code", "class", "naics", "naics code", "sic",
         "sic code", "nace", "nace code", "naf", "ape", "code ape", "code naf", "isic",
         "isic code", "activite principale etablissement", "activity code", "ssic code",
         "primary ssic code", "ssic", "uk sic", "anzsic", "anzsic code", "naics code 2022",
         "primary naics", "primary naics code", "行業代號", "行业代号", "业种代码",
         "産業分類コード", "naeringskode1 kode", "표준산업분류코드", "nace hovedbranche",
         "ateco", "cnae", "sni kod", "sbi code", "sic code 1", "siccode sictext 1"),
    ),
    Field(
        "industry",
        Name("行业名称", "Industry in words"),
        ("国标行业小类", "行业小类名称", "国标行业中类", "国标行业大类", "国标行业门类",
         "三级行业分类", "二级行业分类", "一级行业分类", "所属行业", "行业", "行业名称",
         "行业门类", "国民经济行业", "行业分类", "industry", "sector", "industry name",
         "libelle ape", "libelle naf", "primary fuel", "fuel", "naics description",
         "primary ssic description", "categories primary", "產業類別", "行業名稱", "業種",
         "amenity", "category", "naeringskode1 beskrivelse", "표준산업분류명",
         "상권업종소분류명", "industry description", "shop", "office"),
    ),
    Field(
        "scope",
        Name("经营范围", "Business scope or activity in words"),
        ("经营范围", "业务范围", "经营业务范围", "主营业务", "主要业务活动", "主要产品", "scope",
         "business scope", "activity", "activities", "main activity", "description",
         "primary user described activity", "主要產品", "營業項目", "事業概要",
         "vedtektsfestet formaal"),
    ),
    Field(
        "address",
        Name("地址", "Address"),
        ("地址", "注册地址", "企业地址", "住所", "经营地址", "详细地址", "单位地址", "所在地",
         "经营场所", "企业住所", "注册地", "通信地址", "通讯地址", "address", "full address",
         "street address", "adresse", "adresse complete", "registered address", "公司地址",
         "工廠地址", "工厂地址", "營業地址", "公司所在地", "本社所在地", "所在地住所",
         "business address", "location address", "location address 1", "street name",
         "addresses", "forretningsadresse adresse", "beliggenhetsadresse adresse", "도로명주소",
         "지번주소", "소재지", "addr street"),
        many=True,
    ),
    Field(
        "district",
        Name("区县", "District as stated: its code or name"),
        ("区县", "所属区县", "所属区", "行政区", "行政区划", "市辖区", "县区", "区", "所在区",
         "行政区划代码", "区划代码", "district", "district code", "district name", "borough",
         "county", "市区町村", "縣市區", "鄉鎮市區", "forretningsadresse kommune",
         "beliggenhetsadresse kommune", "시군구명"),
    ),
    Field(
        "town",
        Name("街镇", "Town or subdistrict as stated"),
        ("街道", "街镇", "乡镇", "街道乡镇", "乡镇街道", "镇", "所属街道", "所属街镇", "town",
         "subdistrict", "township", "commune", "city", "locality", "post town", "工廠市鎮鄉村里",
         "forretningsadresse poststed", "beliggenhetsadresse poststed", "행정동명"),
    ),
    Field(
        "lon",
        Name("经度", "Longitude or easting"),
        ("经度", "lon", "lng", "long", "longitude", "x", "x coord", "coord x", "easting",
         "coordonnees x", "coordonnee x", "东经", "wgs84 lon", "lon wgs84", "経度", "經度",
         "lon dd", "경도", "x longitude", "lengdegrad", "gps lon", "gps lng", "百度经度",
         "高德经度", "地理经度", "longitud"),
    ),
    Field(
        "lat",
        Name("纬度", "Latitude or northing"),
        ("纬度", "lat", "latitude", "y", "y coord", "coord y", "northing", "coordonnees y",
         "coordonnee y", "北纬", "wgs84 lat", "lat wgs84", "緯度", "lat dd", "위도",
         "y latitude", "breddegrad", "gps lat", "百度纬度", "高德纬度", "地理纬度", "latitud"),
    ),
    Field(
        "point",
        Name("经纬度（一列）", "Both coordinates in one column"),
        ("经纬度", "坐标", "经纬度坐标", "地理坐标", "位置坐标", "坐标点", "lnglat", "lonlat",
         "lon lat", "lng lat", "latlon", "latlng", "lat lon", "lat lng", "latlong",
         "coordinates", "coordinate", "geo point 2d", "geo point", "geopoint", "geoloc",
         "geolocation", "gps", "wkt", "經緯度", "座標"),
    ),
    Field(
        "geometry",
        Name("几何", "Geometry of a GeoParquet file"),
        ("geometry", "geom", "wkb geometry", "the geom"),
    ),
    Field(
        "employees",
        Name("从业人数", "Persons, or a size band"),
        ("从业人数", "从业人员", "从业人员数", "从业人员期末人数", "期末从业人员数", "员工人数",
         "员工数", "人数", "职工人数", "用工人数", "参保人数", "employees", "employment",
         "staff", "人员规模", "headcount", "number of employees", "antall ansatte", "persons",
         "workers", "effectif", "effectifs", "従業員数", "員工人數",
         "tranche effectifs etablissement"),
    ),
    Field(
        "value",
        Name("规模", "Size in money or another unit"),
        ("营业收入", "主营业务收入", "年营业收入", "销售额", "销售收入", "产值", "总产值",
         "工业总产值", "资产总计", "总资产", "注册资本", "注册资金", "资本", "capital",
         "registered capital", "revenue", "turnover", "sales", "output", "value", "assets",
         "資本金", "資本額", "資本總額", "資本總額(元)", "资本总额", "capacity mw"),
    ),
    Field(
        "opened",
        Name("成立日期", "Day of opening"),
        ("成立日期", "注册日期", "成立时间", "注册时间", "开业日期", "开业时间", "设立日期",
         "开业年份", "成立年份", "reg date", "opened", "open date", "opening date", "start date",
         "incorporation date", "date", "founded", "date creation etablissement",
         "commissioning year", "year opened", "date opened", "registration incorporation date",
         "initial dos filing date", "filing date", "date of incorporation",
         "business start date", "registration date", "設立年月日", "核准設立日期",
         "工廠設立核准日期", "設立日期", "登記核准日期", "stiftelsesdato", "oppstartsdato",
         "인허가일자", "开业（成立）时间", "creation date"),
    ),
    Field(
        "closed",
        Name("注销日期", "Day of closing"),
        ("注销日期", "吊销日期", "注销时间", "终止日期", "关闭日期", "注吊销日期", "closed",
         "close date", "closing date", "end date", "dissolution date", "date closed",
         "date fermeture", "nedleggelsesdato", "slettedato", "폐업일자"),
    ),
    Field(
        "status",
        Name("状态", "Whether it is open"),
        ("经营状态", "登记状态", "企业状态", "营业状态", "运行状态", "状态", "status",
         "company status", "operating status", "etat administratif etablissement",
         "entity status", "entity status description", "登記狀態", "工廠登記狀態", "公司狀況",
         "公司狀態", "영업상태명", "登记状态名称"),
    ),
)  # fmt: skip
"""In the order in which they are shown."""

LATITUDE_FIRST: Final = frozenset(
    {"latlon", "latlng", "latlong", "geopoint2d", "geopoint", "geoloc", "gps"}
)
"""Folded headers of a column with both coordinates that name the latitude first."""

VALUE_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "注册资本": ("registered-capital", "CNY"),
    "注册资金": ("registered-capital", "CNY"),
    "资本": ("registered-capital", "CNY"),
    "营业收入": ("revenue", "CNY"),
    "主营业务收入": ("revenue", "CNY"),
    "年营业收入": ("revenue", "CNY"),
    "销售额": ("revenue", "CNY"),
    "销售收入": ("revenue", "CNY"),
    "产值": ("output", "CNY"),
    "总产值": ("output", "CNY"),
    "工业总产值": ("output", "CNY"),
    "资产总计": ("assets", "CNY"),
    "总资产": ("assets", "CNY"),
    "registeredcapital": ("registered-capital", ""),
    "capital": ("registered-capital", ""),
    "revenue": ("revenue", ""),
    "turnover": ("revenue", ""),
    "sales": ("revenue", ""),
    "output": ("output", ""),
    "assets": ("assets", ""),
    "capacitymw": ("capacity", "MW"),
}
"""What a size's header says that it measures, and in what unit where that is plain."""


def folded(header: str) -> str:
    """Return a header as headers are compared.

    Examples
    --------
    >>> folded(" Company_Number ")
    'companynumber'
    """
    text = unicodedata.normalize("NFKD", header.strip().strip("\ufeff"))
    plain = "".join(c for c in text if not unicodedata.combining(c)).lower()
    return re.sub(r"[\s_\-.:*#]+", "", plain)


BY_HEADER: Final[Mapping[str, str]] = {
    folded(header): field.name for field in FIELDS for header in field.headers
}
BRACKET = re.compile(r"[(\[（【].*$")


def field_of(header: str) -> str | None:
    """Return what a column with this header is, None where it says nothing.

    What stands in brackets behind it (a unit, a remark) is not looked at.

    Examples
    --------
    >>> field_of("注册资本（万元）")
    'value'
    """
    return BY_HEADER.get(folded(header)) or BY_HEADER.get(folded(BRACKET.sub("", header)))
