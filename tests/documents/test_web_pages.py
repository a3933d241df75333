"""HTML: the main text and not the furniture, tables, titles, what a page says of itself."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from saidao.documents import main_text, read_bytes, read_file
from saidao.documents.document import Document
from saidao.errors import DocumentError

PARAGRAPHS = (
    "到2028年，全市港口吞吐量达到9亿吨，集装箱吞吐量突破3000万标箱，港口能级显著提升。",
    "新建深水泊位12个，改造老旧泊位8个，新增国际航线5条以上，完善集疏运体系。",
    "培育年营收超100亿元的航运企业2家，引进航运服务机构30家，形成完整产业链。",
)
LINK = "<li><a href='/x'>另一条新闻的标题很长很长</a></li>"
PAGE = f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">
<title>河口市港口三年行动计划_河口市交通局</title>
<meta name="PubDate" content="2026-03-02 09:53"><meta name="SiteName" content="河口市交通局">
<script>var a = "<p>脚本里的文字</p>";</script><style>p {{ color: red }}</style></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li></ul></div>
<div class="position">您当前的位置：<a href="/">首页</a> &gt; <a href="/b">规划计划</a></div>
<div class="article"><h1>河口市港口三年行动计划</h1>
<div class="info">发布日期：2026-03-02 信息来源：市交通局 浏览次数：99</div>
<div id="zoom">{"".join(f"<p>　　{text}</p>" for text in PARAGRAPHS)}
<p style="display: none">看不见的文字</p></div>
<div class="share">分享到：<a href="#">微信</a></div><p>【打印】 【关闭】</p></div>
<div class="related"><h3>相关文章</h3><ul>{LINK * 6}</ul></div>
<div class="footer"><p>版权所有：河口市交通局 河ICP备05000000号</p></div></body></html>"""
FURNITURE = ("首页", "脚本", "看不见", "打印", "分享", "另一条", "版权", "浏览次数", "color")


def texts(document: Document, kind: str) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind == kind]


def read(source: str) -> Document:
    return read_bytes(source.encode(), "a.html")


def test_the_article_is_read_and_the_furniture_is_not() -> None:
    document = read(PAGE)
    assert texts(document, "title") == ["河口市港口三年行动计划"]
    assert texts(document, "paragraph") == list(PARAGRAPHS)
    assert not [words for words in FURNITURE if words in document.text]
    says = document.metadata
    assert (says.title, says.issuer) == ("河口市港口三年行动计划", "河口市交通局")
    assert (says.issued, says.language) == ("2026-03-02", "zh-Hans")


def test_a_page_too_large_for_trafilatura_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = read(PAGE)
    monkeypatch.setattr(main_text, "LARGEST_FOR_TRAFILATURA", 0)
    assert read(PAGE).text == usual.text


def test_a_fragment_is_read_whole() -> None:
    document = read("<p>短。</p><p>新增泊位<a href='https://a.example/1'>12</a>个</p>")
    assert document.text == "短。\n新增泊位12个"


def test_the_title_without_the_site_where_no_heading_shows_it() -> None:
    page = "<html><head><title>Harbour Plan - GOV.EXAMPLE</title></head><body><p>"
    document = read(
        page + "The plan adds twelve berths by 2028 for larger ships.</p></body></html>"
    )
    assert texts(document, "title") == ["Harbour Plan"]
    assert "GOV.EXAMPLE" not in document.text


def test_headings_lists_and_breaks() -> None:
    document = read("<h2>目标<br>任务</h2><ul><li>甲<ul><li>乙</li></ul></li></ul><p>丙<br>丁</p>")
    assert [(b.kind, b.level, document.text[b.start : b.end]) for b in document.blocks] == [
        ("heading", 2, "目标 任务"),
        ("list_item", 1, "甲"),
        ("list_item", 2, "乙"),
        ("paragraph", 0, "丙"),
        ("paragraph", 0, "丁"),
    ]


def test_a_line_broken_in_the_source_joins_without_a_space_in_chinese() -> None:
    assert read("<p>吞吐量突\n   破9亿吨 of\n cargo</p>").text == "吞吐量突破9亿吨 of cargo"


def test_table_cells_know_their_headings_caption_and_spans() -> None:
    document = read(
        "<p>主要指标</p><p>表1 港口指标（单位：亿吨）</p><table>"
        "<tr><td rowspan=2>指标</td><td colspan=2>目标值</td></tr>"
        "<tr><td>2026年</td><td>2028年</td></tr>"
        "<tr><td>吞吐量</td><td>8.2</td><td>9</td></tr>"
        "<tr><td>其中：内贸</td><td></td><td>4.5</td></tr></table>"
    )
    cells = {document.text[b.start : b.end]: b.cell for b in document.blocks if b.cell}
    last = cells["4.5"]
    assert last is not None
    assert (last.row, last.column) == (3, 2)
    assert last.column_header == ("目标值", "2028年")
    assert last.row_header == ("其中：内贸",)
    assert last.caption == "表1 港口指标（单位：亿吨）"
    head = cells["目标值"]
    assert head is not None
    assert head.is_header
    assert head.column_span == 2
    assert texts(document, "caption") == ["表1 港口指标（单位：亿吨）"]


def test_a_table_that_lays_out_a_page_is_no_data() -> None:
    cell = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    document = read(f"<table><tr><td><table><tr><td>{cell}</td></tr></table></td></tr></table>")
    assert texts(document, "paragraph") == list(PARAGRAPHS)


def test_an_order_of_several_bodies() -> None:
    lines = [
        "河口市交通局",
        "河口市财政局",
        "令",
        "第7号",
        "《港口管理办法》现予公布。",
        "2026年5月4日",
    ]
    says = read("".join(f"<p>{line}</p>" for line in lines)).metadata
    assert (says.issuer, says.number) == ("河口市交通局等二部门", "令第7号")
    assert says.issued == "2026-05-04"


def test_the_table_above_an_official_document_is_no_text_but_says_what_it_is() -> None:
    rows = (
        ("发文机关：", "河口市人民政府办公厅"),
        ("成文日期：", "2026年05月04日"),
        ("发文字号：", "河府办发〔2026〕9号"),
    )
    head = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    says = read(f"<table>{head}</table><h1>港口计划</h1><p>{PARAGRAPHS[0]}</p>").metadata
    assert (says.issuer, says.issued) == ("河口市人民政府办公厅", "2026-05-04")
    assert says.number == "河府办发〔2026〕9号"


@pytest.mark.parametrize(
    ("extra", "day"),
    [
        ('<script>{"datePublished": "2026-05-04T08:00:00Z"}</script>', "2026-05-04"),
        ('<time datetime="2026-05-05">today</time>', "2026-05-05"),
        ('<meta property="article:published_time" content="2026-05-06T01:00">', "2026-05-06"),
    ],
)
def test_where_pages_hide_their_date(extra: str, day: str) -> None:
    assert read(f"<html><body>{extra}<p>{PARAGRAPHS[0]}</p></body></html>").metadata.issued == day


@pytest.mark.parametrize(
    "source",
    [
        "<html><body>" + "<div>" * 60_000 + "深处",
        "<html><body>" + "<table><tr><td>" * 20_000 + "深处",
        "<html><body>" + "<ul><li>" * 30_000 + "深处",
        "<p>深处" + "<a '" * 60_000,
        "<p>深处" + "<!DOCTYPE [" * 60_000,
        "<p>深处" + "<!-- " * 60_000,
        "<p>深处" + "&" * 200_000,
        "<p>深处</p><table>" + "<tr><td colspan=1000 rowspan=1000>1" * 500,
    ],
    ids=["div", "table", "list", "quotes", "doctypes", "comments", "ampersands", "spans"],
)
def test_hostile_markup_costs_no_more_than_its_length(source: str) -> None:
    began = time.process_time()
    assert "深处" in read(source).text
    assert time.process_time() - began < 20


def test_too_many_tags_and_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saidao.documents.html.MOST_TOKENS", 100)
    with pytest.raises(DocumentError, match="tags; split it"):
        read("<p>x</p>" * 100)
    monkeypatch.setattr("saidao.documents.reading.LARGEST_TEXT", 50)
    with pytest.raises(DocumentError, match="MB are read"):
        read("<p>x</p>" * 10)


@pytest.mark.parametrize("name", ["f07.html", "f08.htm", "f09.html"])
def test_real_pages(shared: Path, name: str) -> None:
    import json

    expected = json.loads((shared / "files" / f"{name[:3]}.expected.json").read_text("utf-8"))
    document = read_file(shared / "files" / name)
    assert not [s["quote"] for s in expected["statements"] if s["quote"] not in document.text]
    assert not [words for words in expected["boilerplate"] if words in document.text]
    assert document.metadata.title == expected["title"]


def test_the_line_under_a_headline_dates_a_page() -> None:
    page = (
        "<html><body><nav><a href='/'>首页</a></nav><h1>江州市发布产业规划</h1>"
        "<p>2024-03-05 09:30 江州日报</p><div><p>"
        + "江州市人民政府今天公布了新的产业规划，明确了今后几年的发展目标和重点任务。" * 4
        + "</p></div><footer>版权所有 2005-2024</footer></body></html>"
    )
    assert read_bytes(page.encode(), "news.html").metadata.issued == "2024-03-05"
