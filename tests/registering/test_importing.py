"""A register's file of any kind comes into an atlas whole, or says what is wrong with it."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
import zipfile
from pathlib import Path

import pytest
from tests.cities import build

from saidao import registering, store
from saidao.atlas import Atlas
from saidao.errors import InvalidInput, NotFound, RegisterError
from saidao.register.establishment import COLUMNS, Flag
from saidao.register.manifest import Register
from saidao.registering import making, reading
from saidao.store import connect, export_atlas, import_atlas, read_pointer

HEADER = "统一社会信用代码,企业名称,行业代码,区县,地址,经度,纬度,从业人数,注册资本,成立日期\n"
ROWS = (
    "91A,海港船厂,3731,灯塔区,灯塔区一路1号,10.2001,50.2002,120,858(万元人民币),2001-02-03\n"
    '91B,"海港, 渔业",0412,灯塔,灯塔区二路2号,10.3003,50.3004,5,"1,000(万元人民币)",2010/5/6\n'
    "91A,海港船厂二,9999,灯塔区,灯塔区一路3号,10.2005,50.2006,-4,100万美元,2001年\n"
    "91D,坏行,1,2\n"
    ",海港船厂,3731,灯塔区,灯塔区一路1号,10.2001,50.2002,20-49人,,3001-01-01\n"
    "91E,远方,3731,灯塔区,别处,91.5123,51.5321,1,1,2001-02-30\n"
)
AT = "2031-02-01T00:00:00"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The invented city."""
    build(tmp_path / "out")
    return tmp_path / "out"


def bring(out: Path, path: Path, *, id: str = "toy", **how: str) -> Register:
    """Import a file whose coordinates are WGS-84."""
    opened = registering.open_register(path, coordinates=how.pop("coordinates", "WGS-84"), **how)
    return registering.import_register(out, opened, by="林", recorded_at=AT, id=id).register


def rows_of(out: Path, register: Register) -> list[dict[str, object]]:
    """Return the rows of a register."""
    files = [str(path) for path in store.parts_of(out, register)]
    connection = connect(Path(":memory:"), read_only=False)
    found = connection.execute("SELECT * FROM read_parquet(?) ORDER BY row", [files])
    names = [one[0] for one in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def flags_of(row: dict[str, object]) -> Flag:
    """Return a row's flags."""
    return Flag(int(str(row["flags"])))


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a file."""
    path.write_bytes(text.encode(encoding))
    return path


def test_rows_in_are_rows_out_with_what_is_wrong_with_them(out: Path, tmp_path: Path) -> None:
    register = bring(out, write(tmp_path / "t.csv", HEADER + ROWS))
    rows = rows_of(out, register)
    assert list(rows[0]) == [column.name for column in COLUMNS]
    assert [row["row"] for row in rows] == [1, 2, 3, 4, 5, 6]
    first, second, third, broken, fifth, far = rows
    assert (first["code"], first["value"], first["employees"]) == ("3731", 8_580_000.0, 120.0)
    assert str(first["opened"]) == "2001-02-03"
    assert (first["district"], first["district_basis"]) == ("990101", "point")
    assert flags_of(first) == 0
    assert (second["name"], second["value"]) == ("海港, 渔业", 10_000_000.0)
    assert str(second["opened"]) == "2010-05-06"
    assert flags_of(third) == (
        Flag.DUPLICATE_ID | Flag.UNKNOWN_CODE | Flag.BAD_SIZE | Flag.OTHER_UNIT
    )
    assert third["value"] is None
    assert str(third["opened"]) == "2001-01-01"
    assert flags_of(broken) == Flag.UNREADABLE
    assert flags_of(fifth) == Flag.NO_ID | Flag.DUPLICATE_RECORD | Flag.BAD_DATE
    assert fifth["employees"] == 34.5
    assert Flag.OUT_OF_AREA in flags_of(far)
    assert Flag.BAD_DATE in flags_of(far)
    assert (register.rows, register.usable) == (6, 3)
    told = {Flag(one.flag): (one.rows, one.examples) for one in register.quality}
    assert told[Flag.UNREADABLE] == (1, (4,))
    assert told[Flag.BAD_DATE] == (2, (5, 6))


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8-sig", ";"), ("gb18030", ","), ("utf-16", "\t"), ("utf-16-le", ","), ("big5", "|")],
)
def test_any_encoding_and_separator(
    out: Path, tmp_path: Path, encoding: str, separator: str
) -> None:
    text = "编号,名称,行业代码\n1,海港船厂,3731\n2,海港漁業公司,0412\n" * 1
    if encoding != "big5":
        text = text.replace("漁業", "渔业")
    else:
        text = text.replace("编号", "編號").replace("行业代码", "code").replace("名称", "name")
        text = text.replace("海港船厂", "海港船廠").replace("編號", "id")
    path = write(tmp_path / "t.csv", text.replace(",", separator), encoding)
    names = [row["name"] for row in rows_of(out, bring(out, path))]
    assert names == [line.split(",")[1] for line in text.splitlines()[1:]]


def test_packed_files(out: Path, tmp_path: Path) -> None:
    packed = tmp_path / "t.csv.gz"
    packed.write_bytes(gzip.compress((HEADER + ROWS).encode()))
    assert bring(out, packed).rows == 6
    archive = tmp_path / "t.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("inner.csv", HEADER + ROWS)
        made.writestr("readme.md", "x")
    assert bring(out, archive).rows == 6
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(packed.read_bytes()[:-60])
    with pytest.raises(RegisterError, match=r"cut\.csv\.gz: cannot be unpacked"):
        bring(out, cut)


def test_a_workbook(out: Path, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["某市企业名录"])
    sheet.append(["编号", "企业名称", "行业代码", "从业人数"])
    sheet.append(["1", "海港船厂", 3731, 12])
    sheet.append(["2", "海港\n渔业", "0412", "=1+1"])
    book.save(tmp_path / "t.xlsx")
    rows = rows_of(out, bring(out, tmp_path / "t.xlsx"))
    assert [(row["establishment"], row["name"], row["code"]) for row in rows] == [
        ("1", "海港船厂", "3731"),
        ("2", "海港 渔业", "0412"),
    ]
    assert rows[0]["employees"] == 12


@pytest.mark.slow
def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made,
        made.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(300):
            part.write(bytes(2**20))
    with pytest.raises(RegisterError, match="unpacks to"):
        registering.open_register(path)


def test_parquet_and_geoparquet(out: Path, tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    shapely = pytest.importorskip("shapely")
    square = shapely.box(10.3, 50.3, 10.3002, 50.3004)
    frame = geopandas.GeoDataFrame(
        {"id": ["1", "2"], "name": ['O\'Hara "x", y', "二"], "tags": [["a"], []]},
        geometry=[shapely.Point(10.2001, 50.2002), square],
        crs="EPSG:4326",
    ).to_crs("EPSG:3857")
    frame.to_parquet(tmp_path / "t.parquet")
    opened = registering.open_register(tmp_path / "t.parquet")
    assert opened.mapping.coordinates == "EPSG:3857"
    assert "centroid" in opened.described
    register = registering.import_register(out, opened, by="林", recorded_at=AT, id="geo").register
    rows = rows_of(out, register)
    assert rows[0]["name"] == 'O\'Hara "x", y'
    assert rows[0]["lon"] == pytest.approx(10.2001, abs=1e-6)
    assert rows[1]["lat"] == pytest.approx(50.3002, abs=1e-5)
    mapping = write(tmp_path / "m.yaml", "columns: {name: tags}\n")
    with pytest.raises(RegisterError, match="holds several values"):
        registering.open_register(tmp_path / "t.parquet", mapping=mapping)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.csv", b"", "empty file"),
        ("blank.csv", b"\n \n,,\n", "empty file"),
        ("header.csv", HEADER.encode(), "no record"),
        ("image.csv", bytes(range(256)) * 40, "binary|encoding|column"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel 97"),
        ("torn.xlsx", b"PK\x03\x04" + bytes(600), "cannot be unpacked"),
        ("torn.parquet", b"PAR1" + bytes(600), "cannot be read as Parquet"),
        ("words.csv", b"foo,bar\n1,2\n", "no column that says what it is"),
    ],
)
def test_what_is_no_register_says_so(
    out: Path, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    before = read_pointer(out)
    with pytest.raises(RegisterError, match=said) as problem:
        bring(out, path)
    assert problem.value.file == name
    assert read_pointer(out) == before


def test_names_are_no_sql(out: Path, tmp_path: Path) -> None:
    evil = "'); DROP TABLE x; --"
    path = write(tmp_path / f"a'b{evil.replace('/', '')}.csv", f'id,name,"{evil}"\n1,甲,{evil}\n')
    mapping = write(tmp_path / "m.yaml", f'columns: {{address: "{evil}"}}\nunknown: ["{evil}x"]\n')
    register = bring(out, path, mapping=mapping)  # type: ignore[arg-type]
    assert [row["address"] for row in rows_of(out, register)] == [evil]
    with pytest.raises(InvalidInput, match="small letters"):
        bring(out, path, id="../../x")


def test_mappings_that_do_not_fit(tmp_path: Path) -> None:
    table = write(tmp_path / "t.csv", "id,name,name,x\n1,甲,乙,2\n")
    for text, said in (
        ("columns: {name: nom}", "column nom: got no such column for name"),
        ("columns: {name: name}", "expected one of 'id', 'name (1)', 'name (2)'"),
        ("columns: {nmae: x}", "columns: got 'nmae'"),
        ("colums: {}", "key: got 'colums'"),
        ("columns: {lon: x, opened: x}", "is read as"),
        ("- a", "no mapping"),
        ("a: [", "broken YAML"),
        ("header_row: 9", "header_row: got 9"),
        ("encoding: klingon", "encoding: got 'klingon'"),
        ("bands: {employees: {a: [5, 1]}}", "bands: employees: a"),
        ("layout: nowhere", "layout: got 'nowhere'"),
    ):
        mapping = write(tmp_path / "m.yaml", text + "\n")
        with pytest.raises((RegisterError, InvalidInput), match=re.escape(said)):
            brought(tmp_path / "o", table, mapping)


def brought(out: Path, table: Path, mapping: Path) -> None:
    """Import a table with a mapping into a new atlas."""
    opened = registering.open_register(table, mapping=mapping, coordinates="WGS-84")
    build(out)
    registering.import_register(out, opened, by="", recorded_at=AT)


def test_ten_thousand_columns_are_too_many(tmp_path: Path) -> None:
    path = write(tmp_path / "wide.csv", ",".join(f"c{n}" for n in range(10_000)) + "\n1\n")
    with pytest.raises(RegisterError, match="10,000 columns"):
        registering.open_register(path)


@pytest.mark.slow
def test_importing_twice_changes_nothing_and_another_mapping_replaces(
    out: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / "t.csv", HEADER + ROWS)
    register = bring(out, path)
    opened = registering.open_register(path, coordinates="WGS-84")
    again = registering.import_register(out, opened, by="林", recorded_at=AT, id="toy")
    assert not again.built.changed
    other = bring(out, path, coordinates="GCJ-02")
    assert other.version != register.version
    assert [one.id for one in registering.registers_in(out)] == ["toy"]
    registering.remove_register(out, "toy", recorded_at=AT)
    assert registering.registers_in(out) == ()
    with pytest.raises(NotFound, match="no register 'toy'"):
        registering.remove_register(out, "toy", recorded_at=AT)


def test_a_stopped_import_goes_on_and_gives_the_same(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"{n},厂{n % 90},3731,,路{n},10.2,50.{n:04d},{n},,2001-01-01\n" for n in range(3000)]
    path = write(tmp_path / "t.csv", HEADER + "".join(lines))
    whole = rows_of(out, bring(out, path, id="whole"))
    monkeypatch.setattr(reading, "PIECE_BYTES", 20_000)
    made = 0
    keep = making.keep

    def stop(part: Path) -> None:
        nonlocal made
        made += 1
        if made == 4:
            raise KeyboardInterrupt
        keep(part)

    before = read_pointer(out)
    monkeypatch.setattr(making, "keep", stop)
    opened = registering.open_register(path, coordinates="WGS-84")
    with pytest.raises(KeyboardInterrupt):
        registering.import_register(out, opened, by="林", recorded_at=AT, id="toy", threads=2)
    assert read_pointer(out) == before
    assert store.unfinished_areas(out, "toy")
    monkeypatch.setattr(making, "keep", keep)
    done = registering.import_register(out, opened, by="林", recorded_at=AT, id="toy", threads=2)
    assert done.resumed > 0
    assert rows_of(out, done.register) == whole
    assert not store.unfinished_areas(out, "toy")


def test_a_file_that_was_changed_meanwhile_is_imported_from_its_beginning(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"{n},厂{n % 90},3731,,路{n},10.2,50.{n:04d},{n},,2001-01-01\n" for n in range(3000)]
    path = write(tmp_path / "t.csv", HEADER + "".join(lines))
    monkeypatch.setattr(reading, "PIECE_BYTES", 20_000)
    keep, kept = making.keep, 0

    def stop(part: Path) -> None:
        nonlocal kept
        kept += 1
        if kept == 4:
            raise KeyboardInterrupt
        keep(part)

    monkeypatch.setattr(making, "keep", stop)
    with pytest.raises(KeyboardInterrupt):
        bring(out, path, id="toy")
    monkeypatch.setattr(making, "keep", keep)
    # As long as before: only the time of change and a byte tell.
    write(path, HEADER + "".join(["0,店0,3731,,路0,10.2,50.0000,0,,2001-01-01\n", *lines[1:]]))
    opened = registering.open_register(path, coordinates="WGS-84")
    done = registering.import_register(out, opened, by="林", recorded_at=AT, id="toy", threads=2)
    assert done.resumed == 0
    assert [row["name"] for row in rows_of(out, done.register)[:2]] == ["店0", "厂1"]
    assert done.register.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert not store.unfinished_areas(out, "toy")


def test_an_export_carries_registers(out: Path, tmp_path: Path) -> None:
    register = bring(out, write(tmp_path / "t.csv", HEADER + ROWS))
    export_atlas(out, tmp_path / "export")
    import_atlas(tmp_path / "export", tmp_path / "back", recorded_at=AT)
    with Atlas.open(tmp_path / "back") as opened:
        assert opened.snapshot.register == (register,)
    assert rows_of(tmp_path / "back", register) == rows_of(out, register)
    part = next((tmp_path / "export" / "registers").rglob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-1])
    with pytest.raises(store_error(), match="changed after the export"):
        import_atlas(tmp_path / "export", tmp_path / "other", recorded_at=AT)


def store_error() -> type[Exception]:
    """Return the error of a folder that cannot be used."""
    from saidao.errors import StoreError

    return StoreError


def test_flagged_rows_as_a_file(out: Path, tmp_path: Path) -> None:
    bring(out, write(tmp_path / "t.csv", HEADER + ROWS))
    count = registering.flagged_rows(out, "toy", tmp_path / "f.csv", flags=[Flag.BAD_DATE])
    text = (tmp_path / "f.csv").read_text(encoding="utf-8")
    assert count == 2
    assert text.startswith("row,establishment,name")
    assert "bad_date" in io.StringIO(text).readlines()[1]


def test_flagged_rows_hold_no_formula(out: Path, tmp_path: Path) -> None:
    bring(out, write(tmp_path / "t.csv", "name,code,address\n=1+1,x,-\n@A1,x,+86 21\n甲,x,\n"))
    registering.flagged_rows(out, "toy", tmp_path / "f.csv")
    with (tmp_path / "f.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == ["'=1+1", "'@A1", "甲"]
    assert [row["address"] for row in rows] == ["", "'+86 21", ""]
