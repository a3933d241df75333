"""DOCX: headings, numbers, tables, notes, text boxes, and their places in the body."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from saidao.documents import read_bytes
from saidao.documents.document import Document, ParagraphAddress
from saidao.errors import DocumentError
from saidao.statements.reader import read_document
from saidao.statements.statement import Context


def saved(document: docx.document.Document, parts: Mapping[str, str] | None = None) -> bytes:
    """Return the bytes of a document, with parts replaced or added."""
    stream = io.BytesIO()
    document.save(stream)
    if not parts:
        return stream.getvalue()
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry, old.read(entry))
        for name, text in parts.items():
            new.writestr(name, text)
    return out.getvalue()


def read(data: bytes) -> Document:
    return read_bytes(data, "a.docx")


def outline(document: Document) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, document.text[b.start : b.end]) for b in document.blocks]


def place_of(document: Document, text: str) -> ParagraphAddress:
    start = document.text.index(text)
    address = document.locate(start, start + len(text))
    assert isinstance(address, ParagraphAddress)
    return address


def test_headings_paragraphs_and_their_places() -> None:
    made = docx.Document()
    made.add_heading("河口市港口行动计划", 0)
    made.add_paragraph("")
    made.add_heading("主要目标", 1)
    paragraph = made.add_paragraph("到2028年，港口吞吐量")
    paragraph.add_run("达到9亿吨").bold = True
    paragraph.add_run("。").add_break(WD_BREAK.LINE)
    paragraph.add_run("新建泊位12个。")
    document = read(saved(made))
    assert outline(document) == [
        ("title", 0, "河口市港口行动计划"),
        ("heading", 1, "主要目标"),
        ("paragraph", 0, "到2028年，港口吞吐量达到9亿吨。"),
        ("paragraph", 0, "新建泊位12个。"),
    ]
    address = place_of(document, "泊位12个")
    assert made.paragraphs[address.paragraph].text[address.start : address.end] == "泊位12个"
    assert address.quote == "泊位12个"
    assert document.metadata.title == "河口市港口行动计划"


def test_every_block_is_what_python_docx_has_at_its_place() -> None:
    made = docx.Document()
    for number in range(5):
        made.add_paragraph(f"第{number}段写明\t目标是{number}亿吨。")
    document = read(saved(made))
    for block in document.blocks:
        address = document.locate(block.start, block.end)
        assert isinstance(address, ParagraphAddress)
        text = made.paragraphs[address.paragraph].text
        assert text[address.start : address.end] == address.quote


def test_deleted_text_is_out_and_inserted_text_is_in() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("达到")
    for tag, inner, text in (("w:del", "w:delText", "8亿吨"), ("w:ins", "w:t", "9亿吨")):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)
    assert read(saved(made)).text == "达到9亿吨"


def test_list_numbers_are_counted_as_word_does() -> None:
    made = docx.Document()
    numbering = made.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for depth, (fmt, text) in enumerate((("chineseCounting", "%1、"), ("decimal", "%1.%2"))):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for tag, value in (("w:start", "1"), ("w:numFmt", fmt), ("w:lvlText", text)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
    numbering.insert(0, abstract)
    number = numbering.add_num(77)
    for text, depth in (("主要目标", 0), ("吞吐量", 1), ("泊位", 1), ("保障措施", 0), ("资金", 1)):
        properties = made.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = number.numId
        properties.get_or_add_ilvl().val = depth
    texts = [text for _, _, text in outline(read(saved(made)))]
    assert texts == ["一、主要目标", "一.1吞吐量", "一.2泊位", "二、保障措施", "二.1资金"]


def test_a_number_that_word_adds_has_no_place_of_its_own() -> None:
    made = docx.Document()
    made.add_paragraph("前言写在这里。")
    made.add_paragraph("新建泊位12个，改造泊位8个。", style="List Number")
    document = read(saved(made))
    assert document.text.endswith("1.新建泊位12个，改造泊位8个。")
    assert place_of(document, "1.新建泊位").quote == "新建泊位"


def test_merged_cells_and_a_caption() -> None:
    made = docx.Document()
    made.add_paragraph("表1 港口指标（单位：亿吨）")
    table = made.add_table(3, 3)
    rows = (("指标", "目标值", ""), ("", "2026年", "2028年"), ("吞吐量", "8.2", "9"))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(1, 0)).text = "指标"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "目标值"
    document = read(saved(made))
    cells = {document.text[b.start : b.end]: b.cell for b in document.blocks if b.cell}
    last = cells["9"]
    assert last is not None
    assert last.column_header == ("目标值", "2028年")
    assert last.row_header == ("吞吐量",)
    assert last.caption == "表1 港口指标（单位：亿吨）"
    address = place_of(document, "8.2")
    assert (address.table, address.row, address.column) == (0, 2, 1)
    assert table.cell(2, 1).paragraphs[address.paragraph].text == address.quote


def test_a_box_of_text_is_no_table() -> None:
    made = docx.Document()
    made.add_table(1, 1).cell(0, 0).text = "专栏：到2028年新建泊位12个。"
    assert outline(read(saved(made)))[0][0] == "paragraph"


def test_footnotes_come_last_and_their_marks_are_left_out() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("吞吐量达到9亿吨")
    run = paragraph.add_run()
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), "2")
    run._r.append(mark)
    paragraph.add_run("。")
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<w:footnotes {space}><w:footnote w:id="2"><w:p><w:r><w:t>含内贸4亿吨。</w:t></w:r>'
        "</w:p></w:footnote></w:footnotes>"
    )
    document = read(saved(made, {"word/footnotes.xml": notes}))
    assert document.text == "吞吐量达到9亿吨。\n含内贸4亿吨。"
    assert document.blocks[1].kind == "note"
    assert place_of(document, "内贸4亿吨").note == "footnote:2"


def test_residue_of_markdown_is_taken_off() -> None:
    made = docx.Document()
    for text in ("# 港口计划", "**发布日期**: 2026年3月1日", "## 目标", "达到**9亿吨**。"):
        made.add_paragraph(text)
    document = read(saved(made))
    assert outline(document) == [
        ("title", 0, "港口计划"),
        ("heading", 2, "目标"),
        ("paragraph", 0, "达到9亿吨。"),
    ]
    assert document.metadata.issued == "2026-03-01"


LAUGHS = (
    '<!DOCTYPE w:document [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(
        f'<!ENTITY {n} "{f"&{o};" * 10}">' for o, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
LAUGH = "<w:p><w:r><w:t>&i;</w:t></w:r></w:p>"
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (LAUGHS + f"<w:document {SPACE}><w:body>{LAUGH}</w:body></w:document>", "damaged|no text"),
        (f"<w:document {SPACE}>" + "<w:p>" * 5_000, "damaged"),
        (f"<w:document {SPACE}><w:body>", "damaged"),
        ("nothing", "damaged"),
        (" " * 60_000_000, "unpacks to"),
    ],
    ids=["laughs", "deep", "cut", "no xml", "large"],
)  # fmt: skip
def test_hostile_packages_are_refused(body: str, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        read(saved(docx.Document(), {"word/document.xml": body}))


def test_an_archive_that_is_no_document_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/other.xml", "<a/>")
    with pytest.raises(DocumentError, match="without a Word document"):
        read(stream.getvalue())


def test_a_title_of_two_paragraphs_is_one() -> None:
    document = docx.Document()
    for line in (
        "海州市人民政府办公室文件",
        "海政办发〔2026〕18号",
        "海州市人民政府办公室关于印发",
    ):
        document.add_paragraph(line)
    document.add_paragraph("《海洋产业行动方案》的通知")
    document.add_paragraph("各区人民政府：")
    document.add_paragraph("到2028年，海州市海洋产业规模突破600亿元。")
    document.add_paragraph("海州市人民政府办公室")
    document.add_paragraph("2026年3月15日")
    found = read(saved(document)).metadata
    assert found.title == "海州市人民政府办公室关于印发《海洋产业行动方案》的通知"
    assert (found.issuer, found.number, found.issued) == (
        "海州市人民政府办公室",
        "海政办发〔2026〕18号",
        "2026-03-15",
    )


def test_a_table_inside_a_cell_and_merged_headings() -> None:
    document = docx.Document()
    document.add_paragraph("海洋产业主要指标")
    table = document.add_table(rows=4, cols=4)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "指标"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "目标（亿元）"
    table.cell(0, 3).merge(table.cell(1, 3)).text = "任务"
    for (row, column), text in {
        (1, 1): "2027年", (1, 2): "2030年", (2, 0): "海洋产业规模", (2, 1): "600", (2, 2): "1000",
        (2, 3): "引进龙头企业5家，新增就业3万人", (3, 0): "出口额", (3, 1): "80", (3, 2): "120",
    }.items():  # fmt: skip
        table.cell(row, column).text = text
    inner = table.cell(3, 3).add_table(rows=2, cols=2)
    for place, text in {
        (0, 0): "区", (0, 1): "出口额（亿元）", (1, 0): "东港区", (1, 1): "50",
    }.items():  # fmt: skip
        inner.cell(*place).text = text
    found = read(saved(document))
    said = {
        found.text[one.start : one.end]: (one.value, one.period)
        for one in read_document(found, Context(date="2026")).statements
    }
    assert said["600"] == (6e10, "2027")
    assert said["1000"] == (1e11, "2030")
    assert said["120"] == (1.2e10, "2030")
    assert said["50"][0] == 5e9
    assert {"引进龙头企业5家", "新增就业3万人"} <= set(said)
