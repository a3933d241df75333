"""Chooses what of a web page is its text: no navigation, no furniture.

trafilatura says which region of the page holds the article; the pieces of that region
are then taken from our own walk, which knows their offsets. Where trafilatura finds
nothing, or the page is too large or too deep for it, the region with the most running
text is taken.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from saidao.documents.draft import squeeze
from saidao.documents.html import Page, Piece

__all__ = ["choose", "is_furniture"]

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

LARGEST_FOR_TRAFILATURA = 1_500_000
DEEPEST_FOR_TRAFILATURA = 100
MOST_ELEMENTS_FOR_TRAFILATURA = 20_000
"""Beyond these it may take minutes; real pages stay well below."""

TABLE_SPAN = re.compile("(?:row|col)span", re.IGNORECASE)
"""Spans are kept from trafilatura, which spreads a cell over as many as it claims."""


CHROME_TAGS = frozenset({"nav", "footer", "aside", "form", "menu"})
CHROME_MARKS = re.compile(
    "(?:^|[\\s_-])(?:nav|navbar|navi|menu|breadcrumbs?|crumbs?|position|footer|foot|share|"
    "bdshare\\w*|bdsharebuttonbox|social|sidebar|related|recommend\\w*|comments?|copyright|"
    "toolbar|pagination|pager|page-?nav|qrcode|ewm|print|printer|login|search|advert\\w*|ads?|"
    "tags?|hot|skip-link|cookie\\w*|popup|dialog|modal)(?:$|[\\s_-])",
    re.IGNORECASE,
)
FURNITURE = re.compile(
    "^(?:[【\\[]?\\s*(?:打印(?:本页|此页|页面)?|列印(?:此頁|本頁)?|关闭(?:窗口|本页|页面)?|"
    "關閉(?:視窗)?|返回顶部|返回|回頁首|收藏|分享|字体|字號|字号|我要纠错|纠错|下载|"
    "大|中|小|上一篇|下一篇|上一页|下一页|首页|末页|尾页|共\\d+页|更多|视力保护色|浏览次数|阅读次数|点击数|"
    "print|share|close|back to top|previous|next|subscribe|"
    "advertisement)\\s*[】\\]]?[：:\\s\\d>»|]*)+$"
    "|^(?:图片|信息|文章)?(?:来源|來源|稿源)\\s*[:：]\\s*\\S{0,20}$|^[•·\\s]*(?:\\S{1,4}高亮\\s*[（(]评分.*|【?高亮说明】?|政策全文)$"
    "|^\\W{0,3}(?:发布日期|发布时间|发布机构|发文机关|发文字号|成文日期|索引号|分类|主题词|主题分类)"
    "\\W{0,3}[:：].{0,60}$|扫一扫|扫码|二维码|分享到|版权所有|ICP备|公网安备|网站标识码|技术支持[:：]|主办单位[:：]|"
    "承办单位[:：]|您当前(?:的)?位置|当前位置\\s*[:：]|您的位置\\s*[:：]|责任编辑\\s*[:：]|"
    "编辑\\s*[:：].{0,6}$|相关链接[:：]?$|相关文章[:：]?$|相关阅读[:：]?$|相关附件[:：]?$|"
    "^(?:热门|相关|精彩|猜你|更多|今日|为您|最新|友情|编辑)(?:推荐|阅读|新闻|文章|内容|资讯|喜欢|"
    "链接|热点)(?:推荐|[:：])?$|^(?:推荐|延伸|相关)(?:阅读|新闻)[:：]?$|"
    "^[上下]一[篇条则]\\s*[:：]|^(?:发布)?(?:时间|日期)\\s*[:：].{8,60}(?:来源|字号|浏览|点击|作者|访问)|"
    "预览时标签不可点|^(?:阅读|在看|点赞|赞)\\s*[\\d.]+万?\\+?(?:\\s|$)|"
    "^(?:is this page useful|help us improve|was this (?:page|article) helpful)\\b|"
    "^(?:版权|免责|特别)声明\\s*[:：]|^打印(?:日期|时间)\\s*[:：]|^[＊*]{4,}$|"
    "^(?:page )?(?:last )?(?:updated|modified|reviewed)(?: on)?\\s*[:：]?\\s.{0,40}$|"
    "^(?:sign up|subscribe)\\b.{0,60}\\b(?:newsletter|e-?mails?|alerts|updates)\\b|"
    "^(?:related (?:content|links|articles|news|documents)|share this (?:page|article)|"
    "skip to (?:main )?content|more (?:news|stories)|you may also like|"
    "most (?:read|viewed))[:：]?$|"
    "To contact .{0,80}(?:e-?mail|visit)|"
    "All rights reserved|Copyright\\s*(?:©|\\(c\\)|\\d)|©\\s*(?:19|20)\\d\\d",
    re.IGNORECASE,
)
STRONG_MARKS = re.compile(
    "(?:^|[\\s_-])(?:breadcrumbs?|crumbs?|share|share-?buttons?|bdshare\\w*|related|recommend\\w*|"
    "comments?|cmt|copyright|newsletter|subscribe|feedback|survey|cookie\\w*|advert\\w*|hot|pagination|pager)"
    "(?:$|[\\s_-])",
    re.IGNORECASE,
)
"""Marks of furniture that hold even where an extractor takes the inside for the article."""

SEPARATORS = re.compile(r"[\s|｜·•>»/、\-–—]+")
RECORD_LABEL = re.compile(
    "(?:索引号|信息索引号|发文机关|发文机构|发布机构|发布单位|制发机关|公开主体|主题分类|主题词|分类|体裁|"
    "文号|发文字号|文件编号|成文日期|发文日期|发布日期|公开日期|生成日期|公开方式|公开范围|有效性|"
    "时效性|标题|名称|关键词|组配分类|来源|公文种类|公开类别|体裁分类|服务对象)[:：]?"
)
RECORD_LINE = re.compile(
    r"\W{0,3}(?:索引号|信息索引号|发文机关|发布机构|发布单位|文号|发文字号|名称|主题分类|体裁分类|成文日期|"
    r"发文日期|发布日期|生成日期|公开方式|公开日期|有效性|关键词)\W{0,2}[:：]\S{0,50}"
)
LARGEST_RECORD = 40
"""The table of a portal that files a document: its labels, and how many cells it has."""

LEAST_LINKS = 3
"""So many links in a row, with nothing else between, are a menu or a list of other pages."""

NEAR = 8
"""A heading that stands so few pieces above the article belongs to it."""

LONGEST_FURNITURE = 120
RUNNING_TEXT = 20
"""Furniture is no longer than this; a piece this long is taken for running text."""

REGION_SHARE = 0.85
"""The region is the smallest element that holds this share of the article."""


def is_furniture(text: str) -> bool:
    """Return whether a line belongs to the page and not to the document."""
    if len(text) > LONGEST_FURNITURE:
        return False
    # Labels are set apart with spaces to be of one width: 索 引 号, 文　　号.
    return FURNITURE.search(text) is not None or RECORD_LINE.fullmatch(squeeze(text)) is not None


def choose(page: Page) -> list[Piece]:
    """Return the pieces of the document's text, in order.

    A fragment without ``html`` or ``body`` is read whole, but for furniture.
    """
    pieces = page.pieces
    if not page.is_whole:
        return [
            piece
            for piece in pieces
            if page.tags[piece.element] not in CHROME_TAGS and not is_furniture(piece.text)
        ]
    if not pieces:
        return []
    matched = _matched_by_trafilatura(page) or _matched_by_density(pieces)
    matched = _without_menus(page, matched)
    if not matched:
        return [piece for piece in pieces if not is_furniture(piece.text)]
    region_start, region_end = _region(page, matched)
    chrome = _chrome_elements(page, matched)
    first, last = min(matched), max(matched)
    records = _records(page)
    kept = []
    for index, piece in enumerate(pieces):
        if not region_start <= piece.element <= region_end or is_furniture(piece.text):
            continue
        if piece.cell is not None and piece.cell.table in records:
            continue
        if index not in matched:
            if piece.element in chrome or _is_links(piece):
                continue
            inside = first < index < last
            heads = piece.kind == "heading" and piece.level <= 3 and 0 < first - index <= NEAR
            if not inside and not heads and not _stands_alone(piece):
                continue
        kept.append(piece)
    return kept


def _matched_by_trafilatura(page: Page) -> set[int]:
    """Return the indices of the pieces that trafilatura takes for the article."""
    source = page.source
    if len(source) > LARGEST_FOR_TRAFILATURA:
        return set()
    if len(page.tags) + len(page.pieces) > MOST_ELEMENTS_FOR_TRAFILATURA:
        return set()
    if _depth(page) > DEEPEST_FOR_TRAFILATURA:
        return set()
    import trafilatura  # takes a while to load, and fragments do without it

    try:
        text = trafilatura.extract(
            TABLE_SPAN.sub("data-span", source),
            fast=True,
            include_comments=False,
            include_tables=True,
            deduplicate=False,
        )
    except (ValueError, TypeError, AttributeError, RecursionError, AssertionError):
        return set()  # it is made for the usual page; the unusual one is read by density
    if not text:
        return set()
    lines = [squeeze(line).lstrip("-|") for line in text.splitlines()]
    exact = set(lines)
    whole = "".join(lines)
    matched: set[int] = set()
    cursor = 0
    for index, piece in enumerate(page.pieces):
        words = squeeze(piece.text)
        if len(words) < 2 and piece.cell is None:
            continue
        found = whole.find(words, cursor, cursor + len(words) + 4000)
        if found >= 0 and (words in exact or len(words) >= 6):
            matched.add(index)
            cursor = found
        elif words in exact and len(words) >= 6:
            matched.add(index)
    return matched


def _depth(page: Page) -> int:
    """Return how deep the elements of a page are nested."""
    depth = [0] * len(page.parents)
    for element in range(1, len(page.parents)):
        depth[element] = depth[page.parents[element]] + 1
    return max(depth)


def _matched_by_density(pieces: Sequence[Piece]) -> set[int]:
    """Return the indices of the pieces that are running text."""
    return {
        index
        for index, piece in enumerate(pieces)
        if len(piece.text) >= RUNNING_TEXT and not _is_links(piece)
    }


def _is_links(piece: Piece) -> bool:
    """Return whether a piece is made of links."""
    return piece.link_characters * 2 > len(SEPARATORS.sub("", piece.text))


def _is_menu(piece: Piece) -> bool:
    """Return whether a piece is links and nothing but links."""
    return piece.link_characters * 10 >= len(SEPARATORS.sub("", piece.text)) * 9


def _without_menus(page: Page, matched: set[int]) -> set[int]:
    """Return the matched pieces that are no menu, list of other pages, or marked furniture.

    Extractors keep long lists of links whose texts look like sentences. A page that holds
    nothing else is a list, and keeps them.
    """
    pieces = page.pieces
    strong = _chrome_elements(page, matched, only=STRONG_MARKS)
    chrome = _chrome_elements(page, matched)
    row: list[int] = []
    dropped: set[int] = set()
    for index, piece in enumerate([*pieces, None]):
        if piece is not None and piece.kind != "heading" and _is_menu(piece):
            row.append(index)
            continue
        if len(row) >= LEAST_LINKS:
            dropped.update(row)
        row = []
    for index in matched:
        piece = pieces[index]
        bar = _is_menu(piece) and len(SEPARATORS.findall(piece.text)) >= 2
        if piece.element in strong or (_is_menu(piece) and (piece.element in chrome or bar)):
            dropped.add(index)
    rest = matched - dropped
    running = sum(len(pieces[index].text) for index in rest if not _is_links(pieces[index]))
    return rest if running >= 2 * RUNNING_TEXT else matched


def _records(page: Page) -> set[int]:
    """Return the tables in which a portal files the document: index number, body, date."""
    cells: dict[int, list[str]] = {}
    for piece in page.pieces:
        if piece.cell is not None:
            cells.setdefault(piece.cell.table, []).append(piece.text)
    return {
        table
        for table, texts in cells.items()
        if 4 <= len(texts) <= LARGEST_RECORD
        and sum(RECORD_LABEL.fullmatch(squeeze(text)) is not None for text in texts) * 3
        >= len(texts)
    }


def _stands_alone(piece: Piece) -> bool:
    """Return whether a piece outside the article's bounds is still part of it."""
    return piece.cell is not None or len(piece.text) >= 2 * RUNNING_TEXT


def _region(page: Page, matched: set[int]) -> tuple[int, int]:
    """Return the first and last element of the smallest one that holds the article."""
    count = len(page.parents)
    weight = [0] * count
    last = list(range(count))
    for index in matched:
        weight[page.pieces[index].element] += len(page.pieces[index].text)
    total = sum(weight)
    for element in range(count - 1, 0, -1):
        parent = page.parents[element]
        weight[parent] += weight[element]
        last[parent] = max(last[parent], last[element])
    # Elements come in document order, so the last one heavy enough is the deepest.
    region = max(e for e in range(count) if weight[e] >= REGION_SHARE * total)
    return region, last[region]


def _chrome_elements(
    page: Page, matched: set[int], only: re.Pattern[str] | None = None
) -> set[int]:
    """Return the elements that are furniture, with all inside them.

    One that holds a good part of the article is not, whatever it is called. With `only`,
    just the elements with such marks count.
    """
    count = len(page.parents)
    weight = [0] * count
    for index in matched:
        weight[page.pieces[index].element] += len(page.pieces[index].text)
    for element in range(count - 1, 0, -1):
        weight[page.parents[element]] += weight[element]
    total = max(1, weight[0])
    chrome: set[int] = set()
    for element in range(1, count):
        if only is not None:
            looks_so = only.search(page.marks[element]) is not None
        else:
            is_chrome = page.tags[element] in CHROME_TAGS
            looks_so = is_chrome or CHROME_MARKS.search(page.marks[element]) is not None
        if page.parents[element] in chrome or (looks_so and weight[element] * 3 < total):
            chrome.add(element)
    return chrome
