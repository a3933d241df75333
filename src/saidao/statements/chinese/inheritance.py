"""What later figures take over from earlier words: period, region, scope.

`State` walks with the reader through the document. Within a sentence the last period
expression governs; across sentences a target takes the last period to come, an actual
the last one past; headings end what a section has set.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from saidao.statements import periods as iso
from saidao.statements.chinese import sections
from saidao.statements.chinese.evidence import Genre
from saidao.statements.chinese.numerals import spelled
from saidao.statements.chinese.periods import Clock, Mention
from saidao.statements.statement import Kind

_MONTHS: Final = re.compile(r"\d{4}-01/\d{4}-\d\d")
_CLOSED: Final = re.compile(r"(?:预计|预期)[^，。；0-9]{0,4}全年|全年[^，。；0-9]{0,8}预计")
_SO_FAR: Final = re.compile(r"半年|季度|[0-9]月|截至|截止|目前|已|累计|现已")
_GOALS: Final = re.compile(r"目标|指标|愿景|展望|要求")
_VALIDITY: Final = ("有效期限", "有效期", "执行期限", "执行期", "实施期限", "实施期", "政策期限",
                    "有效至", "施行至", "执行至", "实施至")  # fmt: skip
_FROM_YEAR: Final = re.compile(r"(20\d\d)年[^。]{0,40}\Z")
_TO_YEAR: Final = re.compile(
    r"[^。0-9]{0,8}(?:(20\d\d)年[^。0-9]{0,8}(?:\d{1,2}月(?:\d{1,2}日)?)?[-—至到]+)?(20\d\d)年"
)
_FOR_YEARS: Final = re.compile(r"(?:为|暂定|是|：|限)?([一二两三四五六七八九十]|\d{1,2})年")


def _names(text: str) -> list[str]:
    """Names of a list written as one text."""
    return text.split()


# Every alternative begins with a literal, so that the engine skips to its first character.
_PLACE: Final = re.compile(
    "|".join(
        [
            "京津冀(?:区域|地区)?",
            *_names("长三角 珠三角 粤港澳大湾区 成渝地区 长江经济带 黄河流域 东北地区 中西部地区"),
            *_names("雄安新区 香港 澳门 我国"),
            *(
                f"{name}市?"
                for name in _names(
                    "北京 天津 上海 重庆 广州 深圳 武汉 成都 南京 杭州 西安 苏州 厦门 青岛 大连 "
                    "宁波 郑州 长沙 合肥 兰州 徐州 湛江 黄石 庆阳 挪威 英国 印度 美国 日本 德国"
                )
            ),
            *(
                f"{name}省?"
                for name in _names(
                    "河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 "
                    "广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾"
                )
            ),
            *(
                f"{name}(?:(?:壮族|回族|维吾尔)?自治区)?"
                for name in _names("内蒙古 广西 西藏 宁夏 新疆")
            ),
            r"全国(?<![占居列于位为达]全国)(?!平均|[第前首同的最]|比重|一体|影响|性|领先|示范|重点|知名|统一)",
            r"中国(?<!居中国)(?<!其中国)(?!移动|联通|电信|石)",
        ]
    )
)
_TOWN: Final = re.compile(
    r"(?<![\u4e00-\u9fff])(?!其|全|各|本|我|该|每|实|累|一|大|中心|特大|试点|个|余|多|重点)[\u4e00-\u9fff]{1,2}(?![、，。；：（）“”《》])[^城超都上门全各本我为城个](?:市(?!场|民|值|政|级|域|辖|委|区|属)|县(?!级|域|城|区))"
)
_AFTER_DISTRICT: Final = re.compile(r"区(?!域|块|间|划|别|位|级|政府|委|属|县|市|内|段)")
_DISTRICT: Final = re.compile(
    r"(?<![\u4e00-\u9fff])(?![其全各本我该每实累一大个余多])(?:[\u4e00-\u9fff]{2}新区|"
    r"[\u4e00-\u9fff]{1,2}(?![地园城市郊社景校矿灌林牧新库港片街厂辖县湾特专战选小禁疫老边军湖海域能范发验护聚核作困务活住业"
    r"假行领革保税流济])[\u4e00-\u9fff]区)\Z"
)
_NATION: Final = frozenset(("全国", "我国", "中国"))
_LOCAL: Final = re.compile(r"全市|全省|全区|全县|本市|我市|我省|本省|本港")
_SECTOR: Final = re.compile(
    "|".join(
        word + "(?!园|链|集群|区|地图|体系|结构|化|增加值|社会|基础)"
        for word in ("产业", "行业", "领域", "制造业", "服务业", "工业", "经济")
    )
)
_NAME: Final = re.compile(r"(?P<name>[\u4e00-\u9fffA-Za-z0-9]{2,12})”?(?:相关)?\Z")
_WHOLE_SECTORS: Final = frozenset(("制造业", "服务业", "工业"))
_SECTOR_LEAD: Final = re.compile(
    r"^(?:到|在|的|和|与|及|将|使|推动|带动|促进|培育|发展|壮大|加快|实现|我国|全市|全省|全国|上海|相关|重点|年|底|末|拉动|全部|规模以上|传统|新兴|主要|一批|对)+"
)


@dataclass(slots=True)
class State:
    """What has been said so far and still holds.

    `future` and `past` are the last periods after and up to the year of publication,
    with `future_paragraph` and `past_paragraph` the paragraphs that said them;
    `goals` tells whether the section states goals, whose period holds for all its
    paragraphs.
    """

    clock: Clock
    genre: Genre
    region: str = ""
    default_region: str = ""
    scope: str = ""
    future: str | None = None
    past: str | None = None
    future_paragraph: int = -1
    past_paragraph: int = -1
    paragraph: int = 0
    goals: bool = True
    headed: bool = False
    validity: str = ""
    reviewing: bool = False
    hint: int | None = None
    promised: bool = False
    last_said: str = ""
    document: sections.Section = sections.NONE
    section: sections.Section = sections.NONE
    lead: sections.Section = sections.NONE
    review_span: str = ""
    budget: str | None = None
    goal: str | None = None
    tasks_dated: bool = False
    december: bool = False
    closing: bool = False
    progress: bool = False
    task: bool = False
    months: str = ""
    item: int = 0
    run: str = ""

    def enter_heading(self, heading: str, level: int) -> None:
        """Begin a section: what the last one set no longer holds.

        `level` is 3 for a short line that may only be a line: it opens a section only
        where it says which.
        """
        opened = sections.of_heading(heading, self.clock)
        self.paragraph += 1
        self.past = None
        self.item, self.months = self.paragraph, ""
        if level >= 3 and opened is None:
            return
        first = not self.headed
        self.headed = True
        if level <= 1 or opened is not None or not self.goals or (first and level <= 2):
            self.future = self.past = None
            self.goals = _GOALS.search(heading) is not None or (
                opened is not None and opened.stance == "promise"
            )
        if opened is not None or level <= 1:
            self.section = opened or sections.NONE
            self.lead = sections.NONE
            if opened is not None and opened.stance == "review" and opened.period is not None:
                self.look_back(opened.period)
        self.hint = self.reported

    def enter_paragraph(self, text: str) -> None:
        """Begin a paragraph: only what sections and their leads set still holds.

        A line without a full stop is the headline of an item of its own.
        """
        self.paragraph += 1
        if "。" not in text:
            self.item, self.months = self.paragraph, ""
        self.past = None
        self.promised = False
        self.last_said = ""
        self.hint = self.reported
        self.region = ""
        self.task = self.progress
        if self.genre == "news":
            self.lead = sections.NONE

    def enter_sentence(self, sentence: str, mentions: list[Mention]) -> None:
        """Take up a dated lead, or that the year is closed."""
        if self.december and _CLOSED.search(sentence) is not None:
            self.closing = True
        dated = self.genre in ("report", "plan")
        lead = sections.of_lead(sentence, mentions, self.clock, dated, self.around)
        if lead is not None:
            self.lead = lead
            if lead.stance == "review" and lead.period is not None:
                self.look_back(lead.period)

    def leave_task(self, sentence: str) -> None:
        """End the task that a progress report sets, once a sentence says what came of it."""
        if _SO_FAR.search(sentence) is not None:
            self.task = False

    def look_back(self, period: str) -> None:
        """Resolve relative periods against the years that are reviewed."""
        if iso.last_year(period) - iso.first_year(period) >= 2:
            self.clock = replace(self.clock, behind=period)
        elif "/" not in period and self.genre == "report" and self.section.stance == "review":
            self.clock = replace(self.clock, reviewed=iso.last_year(period))

    @property
    def reported(self) -> int | None:
        """The one year that the document as a whole reports, None where it is not one."""
        period = self.document.period
        if self.document.stance != "review" or period is None or "/" in period:
            return None
        return iso.last_year(period)

    @property
    def around(self) -> sections.Section:
        """The section of the nearest heading, or the document's own."""
        return self.section if self.section != sections.NONE else self.document

    @property
    def stance(self) -> sections.Stance:
        """Whether the text at this place looks back or promises, empty where unknown.

        A paragraph of a progress report sets the task first, then says how far it is.
        """
        if self.task:
            return "promise"
        return self.lead.stance or self.section.stance or self.document.stance

    def note(self, mention: Mention) -> None:
        """Remember a period expression for the sentences that follow."""
        if mention.period is not None and self.clock.year is not None and mention.role == "when":
            years = iso.last_year(mention.period) - iso.first_year(mention.period)
            if years >= 2 and iso.last_year(mention.period) <= self.clock.year:
                self.review_span = mention.period
        if mention.role not in ("when", "now") or mention.period is None or mention.narrow:
            return
        year = self.clock.year
        if self.paragraph <= self.item + 1 and _MONTHS.fullmatch(mention.period):
            self.months = mention.period
        if year is not None:
            ahead = iso.last_year(mention.period) > year or (
                mention.role == "when"
                and iso.last_year(mention.period) == year
                and not iso.is_over(mention.period, year)
            )
            self.last_said = "future" if ahead else "past"
        if year is not None and iso.last_year(mention.period) > year:
            self.future, self.future_paragraph = mention.period, self.paragraph
            self.goal = self.goal or mention.period
        elif year is not None:
            self.past, self.past_paragraph = mention.period, self.paragraph
            if (
                mention.role == "when"
                and not mention.until
                and iso.last_year(mention.period) == year
            ):
                self.future, self.future_paragraph = mention.period, self.paragraph
        else:
            self.future, self.future_paragraph = mention.period, self.paragraph
        self.hint = iso.last_year(mention.period)

    def period_for(self, kind: Kind, review: bool, change: bool = False) -> str | None:
        """Return the period of a figure whose own sentence names none before it.

        A level found after 2020—2024年 is of the present; only a `change` spans years.
        """
        year = self.clock.year
        if self.budget is not None and kind in ("measure", "target"):
            return self.budget
        if kind == "measure":
            if self.validity:
                return self.validity
            for part in (self.lead, self.section):
                if part.stance == "review" and part.period is not None and "/" not in part.period:
                    return part.period
            return None if year is None else str(year)
        if kind in ("actual", "baseline"):
            if self.past is not None and self.past_paragraph == self.paragraph:
                years = iso.last_year(self.past) - iso.first_year(self.past)
                if years == 0 or change:
                    return self.past
                if self.genre == "news" and iso.is_closed_plan(self.past, year):
                    return str(iso.last_year(self.past))
            if year is None:
                return None
            for part in (self.lead, self.section, self.document):
                if part.stance == "review" and part.period is not None and self.genre != "news":
                    years = iso.last_year(part.period) - iso.first_year(part.period)
                    if years == 0 and kind == "baseline":
                        return str(iso.first_year(part.period) - 1)
                    if years < 2 or kind != "baseline":
                        level = years >= 2 and not change
                        level = level and (part is not self.lead or self.genre == "report")
                        return str(iso.last_year(part.period)) if level else part.period
                    break
            span = self.review_span or self.run
            if self.genre == "report" and review and span:
                if kind == "baseline":
                    return str(iso.first_year(span) - 1)
                return span if change else str(iso.last_year(span))
            if self.genre == "report" and review:
                return str(self.clock.reviewed or year - 1)
            told = self.document.period
            if self.genre == "news" and told is not None and len(told) == 4 and int(told) < year:
                return told
            if self.months and self.genre == "news" and iso.last_year(self.months) == year:
                return self.months
            # The month of publication is not claimed for a fact that names no date.
            return str(year)
        if self.future is not None:
            apart = self.paragraph - self.future_paragraph
            carried = self.goals or not self.headed
            # What a news item announced paragraphs ago dates nothing any more.
            if apart == 0 or (carried and (apart == 1 or self.genre != "news")):
                return self.future
        if self.section.stance == "promise" and self.section.period is not None:
            return self.section.period
        if self.genre == "report":
            return None if year is None else str(year)
        if self.clock.plan:
            return self.clock.plan
        if self.genre == "plan":
            return self.goal if self.tasks_dated else None
        return None if year is None else str(year)

    def span_to(self, period: str) -> str:
        """Return the years looked back on that end with `period`, empty where none do."""
        for part in (self.lead, self.section, self.document):
            run = part.period or ""
            if part.stance == "review" and run[5:] == period and run[:4] < period:
                return run
        return self.review_span if self.review_span[5:] == period else ""

    def region_for(self, places: list[tuple[int, str]], position: int, sentence: str) -> str:
        """Return the nearest place named before `position`, or what holds for the paragraph.

        `places` are those of the sentence as `places_in` gives them.
        """
        found = ""
        for start, place in places:
            if start >= position:
                break
            found = place
        if found == NATION:
            return self.default_region if self.clock.republic else NATION
        if found:
            self.region = found
            return found
        if _LOCAL.search(sentence, 0, position) is not None:
            return self.default_region
        return self.region or self.default_region

    def scope_for(self, sectors: list[tuple[int, str]], position: int) -> str:
        """Return the last sector named before `position`, or what the text before spoke of.

        `sectors` are those of the sentence as `sectors_in` gives them.
        """
        for start, name in sectors:
            if start >= position:
                break
            self.scope = name
        return self.scope


def validity(text: str, year: int | None) -> str:
    """Return the years in which the measures of a text hold, empty where it does not say.

    Examples
    --------
    >>> validity("本措施自2025年8月1日起施行，有效期至2030年7月31日。", 2025)
    '2025/2030'
    >>> validity("本办法自发布之日起实施，有效期三年。", 2024)
    '2024/2027'
    """
    places: dict[int, int] = {}
    for word in _VALIDITY:
        start = text.find(word)
        while start >= 0:
            places.setdefault(start, start + len(word))
            start = text.find(word, start + len(word))
    for start, end in sorted(places.items()):
        begun = _FROM_YEAR.search(text, max(0, start - 60), start)
        first = int(begun[1]) if begun is not None else year
        ended = _TO_YEAR.match(text, end)
        if ended is not None:
            first = int(ended[1]) if ended[1] else first
            return iso.span(first, int(ended[2])) if first is not None else ended[2]
        lasting = _FOR_YEARS.match(text, end)
        if lasting is not None and first is not None:
            years = int(lasting[1]) if lasting[1].isdigit() else int(spelled(lasting[1]))
            return iso.span(first, first + years)
    return ""


NATION: Final = "中国"
"""How the country as a whole is named in a statement's region."""


def places_in(sentence: str, wording: str) -> list[tuple[int, str]]:
    """Return where each place is named in a sentence, in the script of the document."""
    found = [
        (
            match.start(),
            NATION if match.group() in _NATION else wording[match.start() : match.end()],
        )
        for match in _PLACE.finditer(sentence)
    ]
    taken = {start for start, _ in found}
    towns: list[re.Match[str]] = []
    if "市" in sentence or "县" in sentence:
        towns += _TOWN.finditer(sentence)
    if "区" in sentence:
        for match in _AFTER_DISTRICT.finditer(sentence):
            named = _DISTRICT.search(sentence, max(0, match.start() - 4), match.end())
            towns += [] if named is None else [named]
    more = [
        (match.start(), wording[match.start() : match.end()])
        for match in towns
        if match.start() not in taken
    ]
    return sorted(found + more) if more else found


def sectors_in(sentence: str, wording: str) -> list[tuple[int, str]]:
    """Return where each sector is named in a sentence, in the script of the document."""
    found: list[tuple[int, str]] = []
    for match in _SECTOR.finditer(sentence):
        end = match.start()
        run = _NAME.search(sentence, max(0, end - 14), end)
        if run is None:
            continue
        lead = _SECTOR_LEAD.match(run["name"])
        start = run.start("name") + (0 if lead is None else lead.end())
        # 电子信息占制造业的比重: the sector is what stands behind 占.
        start = max(start, run.start("name") + run["name"].rfind("占") + 1)
        if run.end("name") - start >= 2:
            stop = match.end() if match.group() in _WHOLE_SECTORS else run.end("name")
            found.append((match.start(), wording[start:stop]))
    return found
