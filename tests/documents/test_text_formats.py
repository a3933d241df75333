"""Plain text, Markdown and front matter: blocks, titles, headings, tables."""

from __future__ import annotations

import pytest

from saidao.documents import read_bytes
from saidao.documents.document import Document


def read(source: str, name: str = "a.txt") -> Document:
    return read_bytes(source.encode(), name)


def outline(document: Document) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, document.text[b.start : b.end]) for b in document.blocks]


def test_a_plan_in_plain_text_has_title_headings_and_paragraphs() -> None:
    document = read(
        "河口市人民政府关于印发《河口市港口行动计划（2026—2028年）》的通知\n"
        "河府发〔2026〕3号\n\n各区人民政府：\n\n一、主要目标\n\n"
        "\u3000\u3000到2028年，港口吞吐量达到9亿吨。\n\n（一）扩大能力\n\n新建泊位12个。\n\n"
        "河口市人民政府\n\n2026年3月1日\n"
    )
    assert outline(document)[:3] == [
        ("title", 0, "河口市人民政府关于印发《河口市港口行动计划（2026—2028年）》的通知"),
        ("paragraph", 0, "河府发〔2026〕3号"),
        ("paragraph", 0, "各区人民政府："),
    ]
    assert ("heading", 1, "一、主要目标") in outline(document)
    assert ("heading", 2, "（一）扩大能力") in outline(document)
    assert ("paragraph", 0, "到2028年，港口吞吐量达到9亿吨。") in outline(document)
    says = document.metadata
    assert says.title.startswith("河口市人民政府关于印发")
    assert says.issuer == "河口市人民政府"
    assert says.number == "河府发〔2026〕3号"
    assert says.issued == "2026-03-01"
    assert says.language == "zh-Hans"


def test_a_numbered_sentence_is_no_heading() -> None:
    document = read("一、到2028年，港口吞吐量达到9亿吨，比2025年增长五分之一。\n\n后文。")
    assert outline(document)[0][0] != "heading"


def test_lines_broken_for_width_are_one_paragraph() -> None:
    document = read(
        "The harbour board will add twelve berths by the end of 2028, which is\n"
        "four more than the plan of 2024 had foreseen, and will keep the price\n"
        "of a berth as it is.\n\nA second paragraph.\n"
    )
    assert document.text.split("\n") == [
        (
            "The harbour board will add twelve berths by the end of 2028, which is four more than "
            "the plan of 2024 had foreseen, and will keep the price of a berth as it is."
        ),
        "A second paragraph.",
    ]


def test_short_lines_stay_apart() -> None:
    document = read("新建泊位12个\n改造泊位8个\n新增航线5条\n")
    assert len(document.blocks) == 3


def test_a_document_run_together_into_one_line_is_taken_apart() -> None:
    body = "推动港口转型升级，提升服务能力，完善集疏运体系，强化安全保障。" * 4
    document = read(f"一、总体要求 {body} 二、主要目标 {body} 三、保障措施 {body}")
    headings = [text for kind, _, text in outline(document) if kind == "heading"]
    assert headings == ["一、总体要求", "二、主要目标", "三、保障措施"]


def test_markdown_blocks() -> None:
    document = read(
        "# Harbour plan\n\nIntro with `code` and ~~old~~ text.\n\n## Goals\n\n- Add **12** berths\n"
        "- Keep [prices](http://a.example) low\n\n> Quoted line\n\n| Item | 2028 |\n|----|---:|\n"
        "| Berths | 12 |\n\n![chart](c.png)\n",
        "plan.md",
    )
    assert outline(document) == [
        ("title", 0, "Harbour plan"),
        ("paragraph", 0, "Intro with code and old text."),
        ("heading", 2, "Goals"),
        ("list_item", 1, "Add 12 berths"),
        ("list_item", 1, "Keep prices low"),
        ("paragraph", 0, "Quoted line"),
        ("cell", 0, "Item"),
        ("cell", 0, "2028"),
        ("cell", 0, "Berths"),
        ("cell", 0, "12"),
    ]
    last = document.blocks[-1].cell
    assert last is not None
    assert (last.row, last.column) == (1, 1)
    assert last.column_header == ("2028",)
    assert last.row_header == ("Berths",)


def test_signs_that_are_no_markup_stay() -> None:
    document = read("# 表\n\n面积为3*4平方公里，file_name_x 不变，5 * 6 也不变。\n", "a.md")
    assert "3*4平方公里，file_name_x 不变，5 * 6 也不变" in document.text


def test_front_matter_gives_title_date_and_author() -> None:
    document = read(
        '---\ntitle: "港口\\"九亿吨\\"目标"\ndate: Wed, 04 Mar 2026 08:00:00 GMT\n'
        "author: 河口日报\ntags:\n - 港口\n---\n\n<div><p>到2028年达到9亿吨。</p></div>\n"
    )
    assert outline(document) == [
        ("title", 0, '港口"九亿吨"目标'),
        ("paragraph", 0, "到2028年达到9亿吨。"),
    ]
    assert document.metadata.issued == "2026-03-04"
    assert document.metadata.issuer == "河口日报"
    assert document.media_type == "text/html"


def test_the_users_word_goes_before_what_the_text_says() -> None:
    from saidao.documents.document import Metadata

    given = Metadata(title="别名", region="河口")
    document = read_bytes("港口计划\n\n达到9亿吨。".encode(), "a.txt", id="x", metadata=given)
    assert document.id == "x"
    assert document.metadata.title == "别名"
    assert document.metadata.region == "河口"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年3月1日", "2026-03-01"),
        ("二〇二六年三月十一日", "2026-03-11"),
        ("2026年3月", "2026-03"),
        ("2026-03-01 09:53", "2026-03-01"),
        ("20260301", "2026-03-01"),
        ("1 March 2026", "2026-03-01"),
        ("March 1st, 2026", "2026-03-01"),
        ("Sept. 2026", "2026-09"),
        ("2026", "2026"),
        ("2026-13-01", ""),
        ("no date", ""),
    ],
)
def test_dates(text: str, day: str) -> None:
    from saidao.documents.metadata import iso_date

    assert iso_date(text) == day


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("到二〇二八年达到九亿吨，发展产业。", "zh-Hans"),
        ("到二〇二八年達到九億噸，發展產業。", "zh-Hant"),
        ("By 2028 the port handles 900 million tonnes.", "en"),
        ("12345", ""),
    ],
)
def test_languages(text: str, language: str) -> None:
    from saidao.documents.script import language_of

    assert language_of(text) == language
