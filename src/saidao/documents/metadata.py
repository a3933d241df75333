"""What a document says of itself: title, issuing body, number, date, language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from email.utils import parsedate_to_datetime

from saidao.documents.document import Block, Metadata
from saidao.documents.english_bodies import contact_body, english_issuer
from saidao.documents.outline import LETTERHEAD
from saidao.documents.script import language_of

__all__ = ["Clues", "iso_date", "merged", "metadata_of"]

NUMBER = re.compile(
    "[\u4e00-\u9fff]{2,14}\\s*[〔\\[［(（【]\\s*((?:19|20)\\d\\d)\\s*[〕\\]］)）】]\\s*第?\\s*(\\d{1,5})\\s*[号號]"
)
ORDER_NUMBER = re.compile("令\\s*[（(]?\\s*第\\s*(\\d{1,4})\\s*[号號]")

DATE_ZH = re.compile(
    "((?:19|20)\\d\\d|[一二三四五六七八九十〇零○]{4})\\s*年\\s*"
    "(?:(\\d{1,2}|[一二三四五六七八九十]{1,3})\\s*月\\s*"
    "(?:(\\d{1,2}|[一二三四五六七八九十]{1,3})\\s*[日号號])?)?"
)
DATE_ISO = re.compile(
    "((?:19|20)\\d\\d)[-/.](\\d{1,2})(?:[-/.](\\d{1,2}))?(?!\\d)|((?:19|20)\\d\\d)(\\d\\d)(\\d\\d)(?!\\d)"
)
MONTH_NAMES = (
    "january february march april may june july august september october november december"
)
MONTHS = MONTH_NAMES.split()
DATE_EN = re.compile(
    "(?:(\\d{1,2})(?:st|nd|rd|th)?\\s+)?("
    + "|".join(f"{m}|{m[:3]}" for m in MONTHS)
    + "|sept"
    + ")\\.?\\s+"
    "(?:(\\d{1,2})(?:st|nd|rd|th)?,?\\s+)?((?:19|20)\\d\\d)\\b",
    re.IGNORECASE,
)
DIGITS_ZH = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}

PUBLISHED = re.compile(
    "(?:发布|發布|公布|印发|成文|刊登|发表|更新)?(?<!打印)(?:日期|时间|時間)\\s*[:：]|"
    "published|posted on|date\\s*:",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"\s*(?:(?:(?:来源|來源|source)\s*[:：]\s*)?\S{1,20}\s+)?\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
    r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s+\S{1,20})?)?\s*",
    re.IGNORECASE,
)
"""A line with the day and perhaps the hour and the outlet: what stands under a headline."""

LABELLED_BYLINE = re.compile(
    r"\s*\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*[|｜]?\s*"
    r"(?:来源|來源|信息来源|稿源|作者|记者|記者|编辑|責任編輯|责任编辑|浏览|阅读|字号|source|by)\b",
    re.IGNORECASE,
)
"""The same with a label behind the day: 2026-05-06 08:15 来源：..."""

META_DATES = (
    "pubdate",
    "publishdate",
    "publish_date",
    "publishedtime",
    "firstpublishedtime",
    "article:published_time",
    "datepublished",
    "dc.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "citation_publication_date",
    "og:published_time",
    "date",
    "govuk:first-published-at",
    "govuk:public-updated-at",
    "time",
)
META_TITLES = ("articletitle", "citation_title", "dc.title", "og:title", "twitter:title", "title")
META_BODIES = (
    "govuk:primary-publishing-organisation",
    "sitename",
    "dc.publisher",
    "dcterms.publisher",
    "citation_publisher",
    "publisher",
    "og:site_name",
    "contentsource",
    "source",
    "dc.creator",
    "dcterms.creator",
    "author",
)

ORGANISATION = re.compile(
    "(?:[\u4e00-\u9fff·、（）()]{2,30}?(?:人民政府(?:办公厅|办公室)?|委员会(?:办公室)?|委員會|办公厅|办公室|"
    "管理局|总局|總局|署|厅|廳|局|部|院|国务院|政府|中心|协会|协会|联盟|聯盟|市委|省委|区委|商务委|经信委|发改委))$"
)
TITLE_ISSUER = re.compile("^(.{4,60}?)(?:印发|印發)?(?:关于|關於)")
LABEL = re.compile(
    "\\W{0,2}(?:发文机关|发布机构|发布单位|印发机关|信息来源|来源|稿源|发文字号|文号|"
    "成文日期|发文日期|印发日期|发布日期|发布时间)\\s*[:：]?\\W?"
    "|(?:from|issued by|published by|prepared by|publisher|published|issued|date|organi[sz]ation)"
    "\\s*:?\\s*",
    re.IGNORECASE,
)
WRITTEN = re.compile("(?:成文|发文|印发|签发)(?:日期|时间)\\s*[:：]?")
BODY_LINE = re.compile(
    "(?:发文机关|印发机关|发布机构|发布单位)\\W{0,2}[:：]\\s*([^\\s:：|，。*]{2,40})"
)
SOURCE_LINE = re.compile(
    "(?:^|[\\s|（(])(?:信息来源|稿源|来源|來源|发布机构|发布单位|发文机关|"
    "source|issued by)\\s*[:：]\\s*([^\\s:：|，。]{2,40})",
    re.IGNORECASE,
)
COUNTS_ZH = "零一二三四五六七八九十"

HEAD_BLOCKS = 30
TAIL_BLOCKS = 12
LANGUAGE_SAMPLE = 8_000
"""Blocks at the beginning and at the end that are searched."""


@dataclass(slots=True)
class Clues:
    """What the format itself says, before the text is looked at.

    `fields` holds meta tags, front matter keys or document properties, names lower
    case; `outside` the lines around the text that are not part of it, such as the line
    with the date and the source on a web page; `expansions` full forms of abbreviations.
    """

    title: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    outside: Sequence[str] = ()
    language: str = ""
    url: str = ""
    expansions: Sequence[str] = ()


def metadata_of(text: str, blocks: Sequence[Block], clues: Clues) -> Metadata:
    """Return what the text and the format say of the document.

    Parameters
    ----------
    text : str
        The reading text.
    blocks : sequence of Block
        Cells of tables are searched for labels, never for a signature.
    clues : Clues
        What the format adds.
    """
    texts = [text[b.start : b.end] for b in blocks if b.kind != "cell"]
    cells = [text[b.start : b.end] for b in blocks[: 2 * HEAD_BLOCKS] if b.kind == "cell"]
    clues.outside = _labelled([*clues.outside, *cells])
    head = _labelled(texts[:HEAD_BLOCKS])
    tail = [*texts[HEAD_BLOCKS:][-TAIL_BLOCKS:]]
    title = clues.title or _first(clues.fields, META_TITLES)
    return Metadata(
        title=title,
        issuer=_issuer(title, head, tail, clues, text),
        number=_number([title, *head, *clues.outside]),
        issued=_issued(head, tail, clues),
        language=language_of(f"{title}\n{text[:LANGUAGE_SAMPLE]}") or clues.language,
        url=clues.url or _first(clues.fields, ("url", "og:url", "canonical", "link")),
    )


def _labelled(texts: Sequence[str]) -> list[str]:
    """Return lines, a label alone on its line joined with the value that follows it."""
    lines: list[str] = []
    for text in texts:
        if lines and LABEL.fullmatch(lines[-1]):
            lines[-1] = f"{lines[-1].rstrip(' :：')}: {text}"
        else:
            lines.append(text)
    return lines


def merged(found: Metadata, given: Metadata | None) -> Metadata:
    """Return `found` with every field that the user gave in its place."""
    if given is None:
        return found
    values = {f.name: getattr(given, f.name) or getattr(found, f.name) for f in fields(Metadata)}
    return Metadata(**values)


def _first(values: Mapping[str, str], names: Sequence[str]) -> str:
    """Return the first of the named values that is there."""
    return next((values[name] for name in names if values.get(name)), "")


def _number(texts: Sequence[str]) -> str:
    """Return the document number that stands first in the head."""
    for text in texts:
        match = NUMBER.search(text) if len(text) <= 120 else None
        if match:
            return re.sub("\\s+", "", match[0])
    match = ORDER_NUMBER.search("".join(texts[:HEAD_BLOCKS])[:600])
    return f"令第{match[1]}号" if match else ""


# --- dates --------------------------------------------------------------------


def iso_date(text: str) -> str:
    """Return the first date in `text` as ISO at the granularity found, or empty.

    Reads 2022年7月8日, 二〇二二年七月八日, 2022-07-08, 20220708, 8 July 2022,
    July 8, 2022 and the dates of mail headers and feeds.
    """
    found: list[tuple[int, str]] = []
    for match in DATE_ZH.finditer(text):
        year = _year_zh(match[1])
        if year:
            found.append((match.start(), _iso(year, _small(match[2]), _small(match[3]))))
            break
    match_iso = DATE_ISO.search(text)
    if match_iso:
        parts = match_iso.group(1, 2, 3) if match_iso[1] else match_iso.group(4, 5, 6)
        found.append((match_iso.start(), _iso(*(int(part or 0) for part in parts))))
    match_en = DATE_EN.search(text)
    if match_en:
        month = next(i for i, m in enumerate(MONTHS, 1) if m.startswith(match_en[2].lower()[:3]))
        day = int(match_en[1] or match_en[3] or 0)
        found.append((match_en.start(), _iso(int(match_en[4]), month, day)))
    found = [item for item in found if item[1]]
    if found:
        return min(found)[1]
    bare = re.fullmatch("\\s*((?:19|20)\\d\\d)\\s*", text)
    return bare[1] if bare else ""


def _iso(year: int, month: int, day: int) -> str:
    """Return an ISO date of the parts that are there, empty if they are no date."""
    if not month:
        return f"{year:04d}"
    if not 1 <= month <= 12 or not 0 <= day <= 31:
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}" if day else f"{year:04d}-{month:02d}"


def _year_zh(text: str) -> int:
    """Return a year in Arabic or Chinese digits, 0 if it is none."""
    if text.isdecimal():
        return int(text)
    if all(c in DIGITS_ZH for c in text):
        year = int("".join(str(DIGITS_ZH[c]) for c in text))
        return year if 1900 <= year < 2100 else 0
    return 0


def _small(text: str | None) -> int:
    """Return a month or day in Arabic or Chinese numerals, 0 where there is none."""
    if not text:
        return 0
    if text.isdecimal():
        return int(text)
    tens, ten, units = text.rpartition("十")
    value = (DIGITS_ZH.get(tens, 1 if ten else 0)) * 10 if ten else 0
    return value + DIGITS_ZH.get(units, 0)


def _is_date_line(text: str) -> bool:
    """Return whether a block is a date and nothing else, as under a signature."""
    return (
        len(text) <= 24
        and bool(DATE_ZH.search(text))
        and not re.sub("[\\s（()）]", "", DATE_ZH.sub("", text))
    )


def _issued(head: Sequence[str], tail: Sequence[str], clues: Clues) -> str:
    """Return the day of issue: the signature's, else the format's, else the page's."""
    signed = [text for text in (*head, *tail) if _is_date_line(text)]
    for text in signed:
        day = iso_date(text)
        if day.count("-") == 2:
            return day
    for text in (*clues.outside, *head):
        written = WRITTEN.search(text) if len(text) <= 200 else None
        day = iso_date(text[written.end() :]) if written else ""
        if day:
            return day
    stated = _first(clues.fields, META_DATES)
    if stated:
        day = _header_date(stated) or iso_date(stated)
        if day:
            return day
    for text in (*clues.outside, *head[:8], *tail[-4:]):
        if len(text) <= 200 and PUBLISHED.search(text):
            match = PUBLISHED.search(text)
            day = iso_date(text[match.start() if match else 0 :])
            if day:
                return day
    for text in clues.outside:
        if len(text) <= 80 and BYLINE.fullmatch(text):
            return iso_date(text)
        if len(text) <= 160 and LABELLED_BYLINE.match(text):
            return iso_date(text)
    for text in head[:8]:
        if len(text) <= 40 and iso_date(text).count("-") >= 1:
            return iso_date(text)
    if signed:
        return iso_date(signed[0])
    return clues.fields.get("created", "")  # when the file was made, for want of better


def _header_date(text: str) -> str:
    """Return the ISO day of an RFC 822 date, as feeds give it, or empty."""
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


# --- issuing body ---------------------------------------------------------------


def _issuer(title: str, head: Sequence[str], tail: Sequence[str], clues: Clues, whole: str) -> str:
    """Return the body that issued the document, as it names itself."""
    for text in head[:6]:
        letterhead = LETTERHEAD.match(text)
        if letterhead:
            return "".join(letterhead[1].split())
    match = TITLE_ISSUER.match(title)
    if match and ORGANISATION.search(match[1].strip()):
        return match[1].strip()
    for text in head[:6]:
        # 海州市发展和改革委员会 2026年3月, on the cover of a report.
        dated = DATE_ZH.search(text) if len(text) <= 60 else None
        if dated and dated.end() == len(text.rstrip()) and _is_body(text[: dated.start()].strip()):
            return text[: dated.start()].strip()
    for texts in (head, tail):
        signed = _signature(texts)
        if signed:
            return signed
    for text in (*clues.outside, *head):
        named = BODY_LINE.search(text) if len(text) <= 200 else None
        if named:
            return named[1]
    order = _ordering_bodies(head)
    if order:
        return order
    stated = [clues.fields[name] for name in META_BODIES if clues.fields.get(name)]
    for name in stated:
        if ORGANISATION.search(name):
            return name
    english = english_issuer([*clues.outside, *head], clues.expansions)
    if english:
        return english
    for text in (*clues.outside, *head[:6]):
        found = SOURCE_LINE.search(text) if len(text) <= 200 else None
        if found:
            return found[1]
    return stated[0] if stated else contact_body(whole, tail)


def _is_body(text: str) -> bool:
    """Return whether a block is the name of an organisation and nothing else."""
    return len(text) <= 40 and ORGANISATION.fullmatch(text.strip()) is not None


def _signature(texts: Sequence[str]) -> str:
    """Return the bodies that stand right above a date line."""
    for index, text in enumerate(texts):
        if index and _is_date_line(text):
            bodies: list[str] = []
            at = index - 1
            while at >= 0 and _is_body(texts[at]):
                bodies.insert(0, texts[at].strip())
                at -= 1
            if bodies:
                return _joint(bodies)
    return ""


def _ordering_bodies(head: Sequence[str]) -> str:
    """Return the bodies whose names stand above 令 at the beginning of an order."""
    bodies: list[str] = []
    for text in head[:25]:
        if _is_body(text):
            bodies.append(text.strip())
        elif bodies:
            return _joint(bodies) if text.startswith("令") else ""
    return ""


def _joint(bodies: Sequence[str]) -> str:
    """Return one name for the bodies that issue a document together."""
    if len(bodies) == 1:
        return bodies[0]
    count = COUNTS_ZH[len(bodies)] if len(bodies) < len(COUNTS_ZH) else str(len(bodies))
    return f"{bodies[0]}等{count}部门"
