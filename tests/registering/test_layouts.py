"""Files laid out as registries publish them, with made-up values, come in without a mapping.

The header lines are those of the publishers: Insee's StockEtablissement of 2021 and since 2024,
the geocoded file of Etalab, BasicCompanyData of Companies House (with its blanks before some
names), the exports of Chinese business databases, Enhetsregisteret, Taiwan's 公司登記, the
stores of Korea's 소상공인시장진흥공단, and 法人番号 of Japan, which has no header.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from pyproj import Transformer
from tests.cities import build
from tests.registering.imported import flags_of, imported

from saidao import registering
from saidao.errors import RegisterError
from saidao.register.establishment import Flag
from saidao.register.manifest import Register

SIRENE_2021 = (
    "siren,nic,siret,statutDiffusionEtablissement,dateCreationEtablissement,"
    "trancheEffectifsEtablissement,anneeEffectifsEtablissement,"
    "activitePrincipaleRegistreMetiersEtablissement,dateDernierTraitementEtablissement,"
    "etablissementSiege,nombrePeriodesEtablissement,complementAdresseEtablissement,"
    "numeroVoieEtablissement,indiceRepetitionEtablissement,typeVoieEtablissement,"
    "libelleVoieEtablissement,codePostalEtablissement,libelleCommuneEtablissement,"
    "libelleCommuneEtrangerEtablissement,distributionSpecialeEtablissement,"
    "codeCommuneEtablissement,codeCedexEtablissement,libelleCedexEtablissement,"
    "codePaysEtrangerEtablissement,libellePaysEtrangerEtablissement,"
    "complementAdresse2Etablissement,numeroVoie2Etablissement,indiceRepetition2Etablissement,"
    "typeVoie2Etablissement,libelleVoie2Etablissement,codePostal2Etablissement,"
    "libelleCommune2Etablissement,libelleCommuneEtranger2Etablissement,"
    "distributionSpeciale2Etablissement,codeCommune2Etablissement,codeCedex2Etablissement,"
    "libelleCedex2Etablissement,codePaysEtranger2Etablissement,libellePaysEtranger2Etablissement,"
    "dateDebut,etatAdministratifEtablissement,enseigne1Etablissement,enseigne2Etablissement,"
    "enseigne3Etablissement,denominationUsuelleEtablissement,activitePrincipaleEtablissement,"
    "nomenclatureActivitePrincipaleEtablissement,caractereEmployeurEtablissement"
)
SIRENE_2024 = SIRENE_2021.replace(
    "indiceRepetitionEtablissement,typeVoie",
    "indiceRepetitionEtablissement,dernierNumeroVoieEtablissement,"
    "indiceRepetitionDernierNumeroVoieEtablissement,typeVoie",
).replace(
    "libellePaysEtrangerEtablissement,complement",
    "libellePaysEtrangerEtablissement,identifiantAdresseEtablissement,"
    "coordonneeLambertAbscisseEtablissement,coordonneeLambertOrdonneeEtablissement,complement",
)
GEOCODED = (
    SIRENE_2021 + ",longitude,latitude,geo_score,geo_type,geo_adresse,geo_id,geo_ligne,geo_l4,"
    "geo_l5"
)
COMPANIES_HOUSE = (
    "CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1, "
    "RegAddress.AddressLine2,RegAddress.PostTown,RegAddress.County,RegAddress.Country,"
    "RegAddress.PostCode,CompanyCategory,CompanyStatus,CountryOfOrigin,DissolutionDate,"
    "IncorporationDate,Accounts.AccountRefDay,Accounts.AccountRefMonth,Accounts.NextDueDate,"
    "Accounts.LastMadeUpDate,Accounts.AccountCategory,Returns.NextDueDate,Returns.LastMadeUpDate,"
    "Mortgages.NumMortCharges,Mortgages.NumMortOutstanding,Mortgages.NumMortPartSatisfied,"
    "Mortgages.NumMortSatisfied,SICCode.SicText_1,SICCode.SicText_2,SICCode.SicText_3,"
    "SICCode.SicText_4,LimitedPartnerships.NumGenPartners,LimitedPartnerships.NumLimPartners,URI,"
    + ",".join(f"PreviousName_{n}.CONDATE, PreviousName_{n}.CompanyName" for n in range(1, 11))
    + ",ConfStmtNextDueDate, ConfStmtLastMadeUpDate"
)
QICHACHA = (
    "企业名称,登记状态,法定代表人,注册资本,实缴资本,成立日期,核准日期,营业期限,所属省份,所属城市,"
    "所属区县,电话,更多电话,邮箱,更多邮箱,统一社会信用代码,纳税人识别号,注册号,组织机构代码,参保人数,"
    "参保人数所属年报,企业（机构）类型,国标行业门类,国标行业大类,国标行业中类,国标行业小类,曾用名,"
    "英文名,网址,企业地址,最新年报地址,经营范围"
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The invented city."""
    build(tmp_path / "out")
    return tmp_path / "out"


def line(header: str, separator: str = ",", **values: str) -> str:
    """Return a record with some cells, as publishers quote them."""
    names = [name.strip() for name in header.split(separator)]
    assert set(values) <= {name.replace(".", "_") for name in names}
    cells = [values.get(name.replace(".", "_"), "") for name in names]
    return separator.join(f'"{cell}"' if separator in cell else cell for cell in cells) + "\n"


def brought(
    out: Path, name: str, data: bytes, **how: str
) -> tuple[Register, list[dict[str, object]]]:
    """Import a file; return what is known of it and its rows."""
    path = out.parent / name
    path.write_bytes(data)
    return imported(out, registering.open_register(path, **how))  # type: ignore[arg-type]


def sirene(header: str, **more: str) -> str:
    """Return one establishment of SIRENE."""
    values = {
        "siret": "12345678900011",
        "statutDiffusionEtablissement": "O",
        "dateCreationEtablissement": "2001-02-03",
        "trancheEffectifsEtablissement": "11",
        "numeroVoieEtablissement": "7",
        "typeVoieEtablissement": "RUE",
        "libelleVoieEtablissement": "DU PORT",
        "codePostalEtablissement": "29200",
        "libelleCommuneEtablissement": "BREST",
        "codeCommuneEtablissement": "29019",
        "dateDebut": "2008-01-01",
        "etatAdministratifEtablissement": "A",
        "enseigne1Etablissement": "AU PHARE",
        "activitePrincipaleEtablissement": "30.11Z",
        "nomenclatureActivitePrincipaleEtablissement": "NAFRev2",
        "caractereEmployeurEtablissement": "O",
    }
    return line(header, **{**values, **more})


@pytest.mark.parametrize("header", [SIRENE_2021, SIRENE_2024])
def test_sirene(out: Path, header: str) -> None:
    closed = {"etatAdministratifEtablissement": "F", "dateDebut": "1995-11-30"}
    old = {
        "activitePrincipaleEtablissement": "27.3C",
        "nomenclatureActivitePrincipaleEtablissement": "NAF1993",
    }
    hidden = dict.fromkeys(
        ("libelleVoieEtablissement", "typeVoieEtablissement", "enseigne1Etablissement"), "[ND]"
    )
    point = dict.fromkeys(
        ("coordonneeLambertAbscisseEtablissement", "coordonneeLambertOrdonneeEtablissement"), "[ND]"
    )
    stated = {
        "coordonneeLambertAbscisseEtablissement": "145698.5",
        "coordonneeLambertOrdonneeEtablissement": "6837210.25",
    }
    overseas = {
        "coordonneeLambertAbscisseEtablissement": "338000.1",
        "coordonneeLambertOrdonneeEtablissement": "7690000.2",
    }
    is_new = header == SIRENE_2024
    text = header + "\n"
    text += sirene(header, **(stated if is_new else {}))
    text += sirene(
        header, siret="12345678900029", trancheEffectifsEtablissement="NN",
        dateCreationEtablissement="1900-01-01", **closed, **old,
    )  # fmt: skip
    text += sirene(header, siret="12345678900037", **hidden, **(point if is_new else {}))
    text += sirene(header, siret="12345678900045", trancheEffectifsEtablissement="",
                   **(overseas if is_new else {}))  # fmt: skip
    register, rows = brought(out, "StockEtablissement_utf8.csv", text.encode())
    assert (register.layout, register.scheme) == ("sirene", "NAF Rev. 2")
    first, second, third, fourth = rows
    assert (first["code"], first["employees"]) == ("3011Z", 14.5)
    assert first["name"] == "AU PHARE"
    assert first["address"] == "7 RUE DU PORT 29200 BREST"
    assert (str(first["opened"]), first["closed"]) == ("2001-02-03", None)
    assert (second["employees"], second["opened"]) == (0.0, None)
    assert str(second["closed"]) == "1995-11-30"
    assert Flag.UNKNOWN_CODE in flags_of(second)
    assert (third["name"], third["address"]) == (None, "7 29200 BREST")
    assert fourth["employees"] is None
    if is_new:
        to_degrees = Transformer.from_crs(2154, 4326, always_xy=True)
        lon, lat = to_degrees.transform(145698.5, 6837210.25)
        assert (first["lon"], first["lat"]) == (pytest.approx(lon), pytest.approx(lat))
        assert (round(lon, 1), round(lat, 1)) == (-4.5, 48.4)
        assert third["lon"] is None
        # Réunion has a system of its own in the same columns.
        assert Flag.IMPOSSIBLE_PLACE in flags_of(fourth)
        assert Flag.IMPOSSIBLE_PLACE not in flags_of(third)


def test_sirene_with_longitudes(out: Path) -> None:
    text = GEOCODED + "\n" + sirene(GEOCODED, longitude="-4.489", latitude="48.39", geo_score="0.9")
    register, rows = brought(out, "etablissements_29.csv", text.encode())
    assert (register.layout, register.coordinate_system) == ("sirene-geocoded", "WGS-84")
    assert (rows[0]["lon"], rows[0]["lat"]) == (-4.489, 48.39)


def test_companies_house(out: Path) -> None:
    values = {
        "CompanyName": "TOY SHIPYARDS, LIMITED",
        "CompanyNumber": "01234567",
        "RegAddress_AddressLine1": "7 HARBOUR ROAD",
        "RegAddress_PostTown": "TOYTOWN",
        "RegAddress_PostCode": "TT1 1TT",
        "CompanyStatus": "Active",
        "IncorporationDate": "03/02/2001",
        "SICCode_SicText_1": "30110 - Building of ships and floating structures",
    }
    text = COMPANIES_HOUSE + "\n"
    text += line(COMPANIES_HOUSE, **values)
    text += line(COMPANIES_HOUSE, **{
        **values, "CompanyNumber": "SC123456", "DissolutionDate": "04/05/2020",
        "CompanyStatus": "Active - Proposal to Strike off",
        "SICCode_SicText_1": "None Supplied",
    })  # fmt: skip
    text += line(COMPANIES_HOUSE, **{
        **values, "CompanyNumber": "01234568", "CompanyStatus": "Converted/Closed",
        "SICCode_SicText_1": "99999 - Dormant Company",
    })  # fmt: skip
    register, (first, second, third) = brought(
        out,
        "BasicCompanyDataAsOneFile-2031-01-01.csv",
        text.encode(),
    )
    assert (register.layout, register.scheme) == ("companies-house", "UK SIC 2007")
    assert (first["establishment"], first["code"]) == ("01234567", "30110")
    assert first["name"] == "TOY SHIPYARDS, LIMITED"
    assert first["address"] == "7 HARBOUR ROAD TOYTOWN TT1 1TT"
    assert (str(first["opened"]), first["closed"]) == ("2001-02-03", None)
    # A company that is to be struck off is still there.
    assert (second["establishment"], second["closed"]) == ("SC123456", None)
    assert Flag.NO_CODE in flags_of(second)
    assert (third["code"], str(third["closed"])) == ("99999", "2031-02-01")


def test_an_export_of_a_chinese_database(out: Path) -> None:
    values = {
        "企业名称": "海港船舶制造有限公司",
        "登记状态": "存续（在营、开业、在册）",
        "注册资本": "858万元人民币",
        "成立日期": "2001-02-03",
        "所属区县": "灯塔区",
        "统一社会信用代码": "91990101MA0000001X",
        "参保人数": "120",
        "国标行业门类": "制造业",
        "国标行业大类": "铁路、船舶、航空航天和其他运输设备制造业",
        "国标行业中类": "船舶及相关装置制造",
        "国标行业小类": "金属船舶制造",
        "企业地址": "灯塔区一路1号",
        "经营范围": "船舶制造；船舶修理",
    }
    text = QICHACHA + "\n" + line(QICHACHA, **values)
    text += line(QICHACHA, **{
        **values, "统一社会信用代码": "91990101MA0000002X", "登记状态": "注销",
        "参保人数": "-", "注册资本": "100万美元", "国标行业小类": "-",
    })  # fmt: skip
    register, (first, second) = brought(out, "qcc.csv", text.encode("gb18030"))
    assert register.layout == "cn-registry"
    assert (first["code"], first["value"], first["employees"]) == ("3731", 8_580_000.0, 120.0)
    assert (first["district"], first["closed"]) == ("990101", None)
    assert (second["code"], second["value"], second["employees"]) == (None, None, None)
    assert str(second["closed"]) == "2031-02-01"
    told = dict(registering.open_register(out.parent / "qcc.csv").told)
    assert "'法定代表人'" in told["not read"]


def test_a_workbook_with_remarks_before_the_table(out: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    remarks = book.active
    assert remarks is not None
    remarks.title = "使用说明"
    remarks["A1"] = "本表由系统导出，仅供参考"
    sheet = book.create_sheet("企业名单")
    sheet.append(["企业导出结果"])
    sheet.merge_cells("A1:F1")
    sheet.append(["导出时间", dt.datetime(2031, 1, 1, 8, 30)])
    sheet.append([])
    sheet.append(["公司名称", "经营状态", "注册资本", "成立日期", "所属区县", "参保人数"])
    sheet.append(["海港船厂", "存续", "858万人民币", dt.datetime(2001, 2, 3), "灯塔区", "1,200"])
    sheet.append(["海港渔业", "注销", "5万人民币", "2010-05-06", None, " 20 "])
    book.save(tmp_path / "t.xlsx")
    register, (first, second) = brought(out, "t.xlsx", (tmp_path / "t.xlsx").read_bytes())
    assert register.rows == 2
    assert (first["name"], first["employees"], first["value"]) == ("海港船厂", 1200.0, 8.58e6)
    assert [str(row["opened"]) for row in (first, second)] == ["2001-02-03", "2010-05-06"]
    assert second["employees"] == 20.0


def test_the_norwegian_register_of_units(out: Path) -> None:
    header = (
        "organisasjonsnummer;navn;organisasjonsform.kode;antallAnsatte;konkurs;underAvvikling;"
        "forretningsadresse.adresse;forretningsadresse.kommune;forretningsadresse.kommunenummer;"
        "naeringskode1.kode;naeringskode1.beskrivelse;hjemmeside;stiftelsesdato"
    )
    text = header + "\n910000001;SKIPSVERFT ØST AS;AS;12;false;false;Havnegata 7;OSLO;0301;30.113;"
    text += "Bygging av skip;;2001-02-03\n"
    register, (row,) = brought(out, "enheter.csv", text.encode("latin-1"), scheme="NACE Rev. 2")
    assert (row["name"], row["code"], row["employees"]) == ("SKIPSVERFT ØST AS", "3011", 12.0)
    assert (row["address"], str(row["opened"])) == ("Havnegata 7", "2001-02-03")
    assert register.scheme == "NACE Rev. 2"


def test_companies_of_taiwan_in_big5(out: Path) -> None:
    text = (
        "統一編號,公司名稱,公司所在地,代表人,資本額,核准設立日期,核准變更日期,營業項目\n"
        "10000001,海港造船股份有限公司,海港市燈塔區一路1號,林甲,30000000,108/10/01,115/08/20,造船業\n"
    )
    _, (row,) = brought(out, "tw.csv", text.encode("big5"))
    assert (row["establishment"], row["name"]) == ("10000001", "海港造船股份有限公司")
    assert (row["value"], str(row["opened"])) == (3e7, "2019-10-01")
    assert row["scope"] == "造船業"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949"])
def test_stores_of_korea(out: Path, encoding: str) -> None:
    text = (
        "상가업소번호,상호명,상권업종소분류명,표준산업분류코드,시군구명,행정동명,도로명주소,경도,위도\n"
        "MA0000001,등대식당,한식,I56111,등대구,항구동,등대구 항구로 1,127.0251,37.5012\n"
        "MA0000002,항구서점,서점,G47611,등대구,항구동,등대구 항구로 2,127.0301,37.5033\n"
    )
    _, rows = brought(out, "kr.csv", text.encode(encoding), coordinates="WGS-84")
    assert [row["name"] for row in rows] == ["등대식당", "항구서점"]
    assert (rows[0]["lon"], rows[0]["lat"]) == (127.0251, 37.5012)


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_japanese_corporate_numbers_have_no_header(out: Path, encoding: str) -> None:
    cells = [""] * 30
    cells[0:9] = [
        "1",
        "1000000000001",
        "01",
        "0",
        "2018-04-02",
        "2015-10-05",
        "海港造船株式会社",
        "",
        "301",
    ]
    cells[9:12] = ["東京都", "灯台区", "一丁目１番１号"]
    cells[13:16] = ["13", "101", "1000001"]
    cells[22:24] = ["2015-10-05", "1"]
    text = "".join(",".join([str(n), *cells[1:]]) + "\n" for n in range(1, 4))
    text = text.replace("1000000000001", "1000000000002", 1)
    how = {"layout": "houjin-bangou"}
    _, rows = brought(out, "13_tokyo_all_20310131.csv", text.encode(encoding), **how)
    assert len(rows) == 3
    assert (rows[0]["establishment"], rows[1]["establishment"]) == (
        "1000000000002",
        "1000000000001",
    )
    assert rows[0]["name"] == "海港造船株式会社"
    assert rows[0]["address"] == "東京都 灯台区 一丁目１番１号"
    with pytest.raises(RegisterError, match="header_row: 0 there if the file has no header"):
        registering.open_register(out.parent / "13_tokyo_all_20310131.csv")


def test_a_mapping_names_columns_by_number_where_there_is_no_header(
    out: Path, tmp_path: Path
) -> None:
    mapping = tmp_path / "m.yaml"
    mapping.write_text("header_row: 0\ncolumns: {establishment: 2, name: '3', employees: 4}\n")
    _, rows = brought(out, "t.csv", b"x,7,yard,12\nx,8,mill,3\n", mapping=mapping)  # type: ignore[arg-type]
    assert [(row["establishment"], row["name"], row["employees"]) for row in rows] == [
        ("7", "yard", 12.0),
        ("8", "mill", 3.0),
    ]
