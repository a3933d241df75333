"""Records say where a mention stands in the source, and carry no more than the layout."""

from __future__ import annotations

import json
from array import array

from saidao.documents.document import Document, PageAddress, ParagraphAddress, TextAnchor
from saidao.statements.mentions import read
from saidao.statements.mentions.records import records
from saidao.statements.statement import Statement

TEXT = (
    "1.壮大陶瓷。到2028年，突破釉料配方、窑炉控制等关键技术，推进佛山陶瓷产业园建设。"
    "佛山陶瓷产业园由佛陶集团运营。（责任单位：市科技局、佛陶集团）"
)


def shifted(text: str, by: int) -> Document:
    """Return a document whose source has `by` characters of markup before the text."""
    source = "<" + "p" * (by - 2) + ">" + text
    starts = array("I", range(by, by + len(text)))
    ends = array("I", range(by + 1, by + 1 + len(text)))
    return Document("d", "", "d", "text/html", text, (), TextAnchor(source, starts, ends))


def test_every_quote_stands_where_its_record_says() -> None:
    document = shifted(TEXT, 40)
    source = document.anchor.source  # type: ignore[attr-defined]
    found = records(document, read(TEXT))

    def check(value: object) -> int:
        if isinstance(value, list):
            return sum(check(item) for item in value)
        if not isinstance(value, dict):
            return 0
        if "start" in value:
            assert source[value["start"] : value["end"]] == value["quote"]
        return ("start" in value) + sum(check(item) for item in value.values())

    assert check(found) >= 10
    assert json.loads(json.dumps(found, ensure_ascii=False)) == found


def test_layout_of_each_type() -> None:
    found = records(shifted(TEXT, 3), read(TEXT))
    by_type = {row["type"]: row for row in found}
    assert set(by_type) == {"responsible", "technology_task", "zone", "firm"}
    assert [body["role"] for body in by_type["responsible"]["bodies"]] == ["lead", "co"]
    assert by_type["responsible"]["task"]["quote"] == "1.壮大陶瓷"
    task = by_type["technology_task"]
    assert [one["quote"] for one in task["technologies"]] == ["釉料配方", "窑炉控制"]
    assert (task["owner"]["quote"], task["milestone"]["quote"]) == ("市科技局", "到2028年")
    assert by_type["zone"]["name"] == "佛山陶瓷产业园"
    assert by_type["firm"]["name"] == "佛陶集团"


def test_a_name_is_recorded_where_it_first_stands_unless_all_are_wanted() -> None:
    document, mentions = shifted(TEXT, 3), read(TEXT)
    zones = [row["start"] for row in records(document, mentions) if row["type"] == "zone"]
    assert zones == [3 + TEXT.index("佛山陶瓷产业园")]
    every = [row for row in records(document, mentions, every=True) if row["type"] == "zone"]
    assert len(every) == 2


def test_a_part_points_to_its_total() -> None:
    text = "总投资90亿元，其中设备60亿元。"
    total = Statement(0, 7, 3, 7, "target", "=", "=", 9e9, "CNY")
    part = Statement(8, 16, 12, 16, "target", "=", "=", 6e9, "CNY", part_of=0)
    (row,) = records(shifted(text, 5), (), (total, part))
    assert (row["from"]["quote"], row["to"]["quote"]) == ("其中设备60亿元", "总投资90亿元")
    assert row["type"] == "part_of"
    assert row["additive"] is True


class Fixed:
    """An anchor that answers the same for every span."""

    def __init__(self, address: PageAddress | ParagraphAddress) -> None:
        self.address = address

    def locate(self, text: str, start: int, end: int) -> PageAddress | ParagraphAddress:
        return self.address


def test_pages_and_paragraphs_keep_their_own_address() -> None:
    text = "依托宁波石化经济技术开发区。"
    page = Fixed(PageAddress(4, ((1.0, 2.0, 3.0, 4.0),), "宁波石化经济技术开发区"))
    document = Document("d", "", "d.pdf", "application/pdf", text, (), page)
    (row,) = records(document, read(text))
    assert (row["page"], row["boxes"]) == (4, [[1.0, 2.0, 3.0, 4.0]])
    cell = Fixed(ParagraphAddress(0, 2, 13, "宁波石化经济技术开发区", table=1, row=2, column=0))
    document = Document("d", "", "d.docx", "application/docx", text, (), cell)
    (row,) = records(document, read(text))
    assert (row["table"], row["row"], row["column"], row["start"]) == (1, 2, 0, 2)
    assert "note" not in row
