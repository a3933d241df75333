"""RSS and Atom: items, their ids, dates and places in the feed's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from saidao.documents import read_documents, read_feed, read_feed_bytes, read_file
from saidao.documents.document import Document, TextAnchor
from saidao.errors import DocumentError

RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>
<title>河口市政策</title><lastBuildDate>Wed, 04 Mar 2026 04:52:10 +0000</lastBuildDate>
<item><title><![CDATA[关于港口收费的通知]]></title><link>https://a.example/1</link>
<description><![CDATA[来源: 市交通局<br/>收费标准下降<b>8%</b>以上。]]></description>
<pubDate>Tue, 03 Mar 2026 00:00:00 +0000</pubDate><guid>one</guid><source>市交通局</source></item>
<item><title>港口 R&amp;amp;D 计划</title><link>https://a.example/2</link>
<description>&lt;p&gt;新增泊位&lt;i&gt;12&lt;/i&gt;个。&lt;/p&gt;</description></item>
<item><title>   </title></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Harbour plan</title>
<link href="https://a.example/3"/><id>urn:3</id><updated>2026-03-05T10:00:00Z</updated>
<author><name>Harbour Board</name></author><content type="xhtml"><div><p>Adds 12 berths.</p>
<p>Keeps prices.</p></div></content></entry></feed>"""


def quote_of(document: Document, text: str) -> str:
    assert isinstance(document.anchor, TextAnchor)
    start = document.text.index(text)
    address = document.locate(start, start + len(text))
    assert document.anchor.source[address.start : address.end] == address.quote
    return address.quote


def items(source: str) -> list[Document]:
    found = read_feed_bytes(source.encode(), "feed.xml")
    assert found is not None
    return found


def test_items_are_documents_of_their_own() -> None:
    first, second = items(RSS)
    assert first.text == "关于港口收费的通知\n收费标准下降8%以上。"
    assert first.metadata.issued == "2026-03-03"
    assert first.metadata.issuer == "市交通局"
    assert first.metadata.url == "https://a.example/1"
    assert second.text == "港口 R&D 计划\n新增泊位12个。"
    assert second.metadata.issued == "2026-03-04", "the feed's own date where an item has none"
    assert len({first.id, second.id, first.sha256, second.sha256}) == 4


def test_quotes_are_those_of_the_feeds_file() -> None:
    first, second = items(RSS)
    assert quote_of(first, "下降8%以上") == "下降<b>8%</b>以上"
    assert quote_of(second, "泊位12个") == "泊位&lt;i&gt;12&lt;/i&gt;个"
    assert quote_of(second, "R&D") == "R&amp;amp;D"


def test_atom_with_markup_in_its_content() -> None:
    (entry,) = items(ATOM)
    assert entry.text == "Harbour plan\nAdds 12 berths.\nKeeps prices."
    assert entry.metadata.issued == "2026-03-05"
    assert entry.metadata.issuer == "Harbour Board"
    assert quote_of(entry, "12 berths") == "12 berths"


def test_ids_stay_when_the_feed_goes_on() -> None:
    newer = RSS.replace("<item>", "<item><title>新</title><guid>zero</guid></item><item>", 1)
    assert {d.id for d in items(RSS)} < {d.id for d in items(newer)}


def test_no_entity_is_expanded() -> None:
    laughs = "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    source = f'<!DOCTYPE rss [<!ENTITY a "哈">{laughs}]><rss><item><title>&i;</title></item></rss>'
    (item,) = items(source)
    assert item.text == "&i;"


def test_a_feed_is_many_documents_and_other_files_are_one(tmp_path: Path) -> None:
    feed, page = tmp_path / "feed.txt", tmp_path / "page.txt"
    feed.write_text(RSS, encoding="utf-8")
    page.write_text("达到9亿吨。", encoding="utf-8")
    assert len(read_documents(feed)) == 2
    assert len(read_documents(page)) == 1
    with pytest.raises(DocumentError, match="feed of many"):
        read_file(feed)
    with pytest.raises(DocumentError, match="not an RSS or Atom"):
        read_feed(page)
