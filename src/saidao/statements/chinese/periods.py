"""Period expressions of Chinese: when something is to be, was, or is compared with.

`scan` finds 到2025年底, 十四五末, 今年1—9月, 未来五年, 2018-19至2027-28年度, 目前 and the
like and resolves them against the document's `Clock`. Which expression governs which
figure is decided in `inheritance`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from saidao.statements import periods as iso
from saidao.statements.chinese.numerals import spelled

Role = Literal["when", "base", "since", "now", "date", "name", "ago"]


@dataclass(frozen=True, slots=True)
class Clock:
    """Against what relative expressions are resolved.

    Parameters
    ----------
    year : int or None
        Year of publication.
    month : int or None
        Month of publication, where the date says it.
    plan : str
        Period of the plan that the document is or carries out, ``2026/2030``, or empty.
    horizon : str
        Period of a plan that the document reports on: it gives 未来五年 its end.
    reviewing : bool
        The document reviews the year before its own (a government work report).
    reviewed : int or None
        Year that a review or bulletin is of, where its title says it.
    behind : str
        Span of years that the text looks back on (五年里 in a review of a plan).
    republic : bool
        Years may count from 1912 (Taiwan's 民國114年).
    """

    year: int | None = None
    month: int | None = None
    plan: str = ""
    reviewing: bool = False
    horizon: str = ""
    republic: bool = False
    reviewed: int | None = None
    behind: str = ""

    @property
    def now(self) -> str | None:
        """The day of publication at the granularity of a year."""
        return None if self.year is None else str(self.year)


@dataclass(frozen=True, slots=True)
class Mention:
    """A period expression in a sentence.

    `role` is ``when`` (governs the figures behind it), ``base`` (比2020年), ``since``
    (自2015年以来), ``now`` (目前), ``date`` (a day in the news), ``ago`` (5年 before a
    change: its base lies that many years back) or ``name`` (inside a title). A `narrow`
    one belongs to the figure right behind it alone (2024年的40.5万亿元); an `explicit`
    one names its first and last year (2018—2022年); facts are told `until` one (截至9月底).
    """

    start: int
    end: int
    period: str | None
    role: Role
    years: int = 0
    narrow: bool = False
    explicit: bool = False
    until: bool = False


_N: Final = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_DASH: Final = r"[-—–~～至到]{1,2}"
_DETAIL: Final = (
    r"(?:年?(?P<end>底|末)(?:之前|以前|前)?|年初|初|(?:之前|以前|前|或之前|或以前)(?!(?:\d{1,2}|[一二两三四五六七八九十]{1,3})个?[季月])"
    r"|(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度?(?P<qend>末|底)?|[前首](?P<quarters>[一二三两四1-4])个?季度?"
    rf"|[前首](?P<months>{_N})个?月(?![底末])"
    rf"|(?P<m1>\d{{1,2}})月?{_DASH}(?P<m2>\d{{1,2}})月(?:份|底|末)?"
    r"|(?P<ma>\d{1,2})、(?P<mb>\d{1,2})月"
    r"|(?P<month>\d{1,2})月(?:份)?(?:(?P<day>\d{1,2})[日号])?(?P<mend>底|末|初)?(?:之前|以前|前)?)"
)
_PERIOD: Final = re.compile(
    rf"(?P<f1>\d{{4}})[-/](?P<f1b>\d{{4}}|\d{{2}})(?:财政年度|年度)?[至到](?P<f2>\d{{4}})[-/]"
    r"(?P<f2b>\d{4}|\d{2})(?:财政年度|财年|学年|年度)?(?!\d)"
    rf"|(?P<fyrun>\d{{4}})[-/]\d{{2,4}}(?:财政|学)?年度?(?:起|开始)[，的]?(?:连续)?(?P<fyears>{_N})年(?:内|间)?"
    r"|(?P<fy>\d{4})[-/](?P<fyb>\d{4}|\d{2})(?:财政年度|财年|学年|年度)"
    rf"|(?P<from>(?:19|20)\d\d)年?(?:底|末)?{_DASH}(?P<to>(?:19|20)\d\d|\d\d)年(?:度)?(?P<toend>底|末)?(?:间|期间)?"
    r"|(?:现在|今年|即日|目前|当下)(?:开始|起)?(?:到|至|直至)(?P<from_now>(?:19|20)\d\d)年(?:度)?(?:底|末)?(?:间|期间)?"
    rf"|(?P<from_year>20\d\d)年(?:起|开始)[，的]?(?P<lasting>{_N})年(?:内|间|时间)"
    r"|(?:民国)?(?P<mfrom>(?<![\d.])1[0-3]\d)年?[至到-](?:民国)?(?P<mto>1[0-3]\d)年度?"
    rf"|(?:(?P<year>(?:19|20)\d\d|二[〇零○][一二三四五六七八九〇零○]{{2}})年度?"
    rf"|(?P<wminguo>一[〇零○一][一二三四五六七八九〇零○])年度?"
    rf"|民国(?P<republic>\d{{2,3}})年度?|(?<![\d.])(?P<minguo>1[0-3]\d)年度?"
    rf"|(?P<relative>(?<!以)上年度|(?<!以)上一年|(?<!以)上年|今明两年|今年度?|本年度|本年|明后两年|明年度?|下年度|下一年度|[今本上下]一?个?财政年度|一个财政年度(?<=新一个财政年度)|后年|去年度?|前年|当年))(?:{_DETAIL})?"
    r"|(?P<wfrom>二[〇零○][一二三四五六七八九〇零○]{2})年?[至到—/-](?P<wto>(?:二[〇零○])?[一二三四五六七八九〇零○]{2})(?:课税|财政|学)?年度?"
    r"|第(?P<ordinal>十[一二三四五六七八九])个五年规划(?:时?期间?)?"
    r"|“?(?P<plan>十[一二三四五六七八九]|二十[一二三四五]?)五”?(?P<planned>规划期?末|期?末|收官|终期|规划期|期间|时期|以来|前(?P<planhead>[一二两三四])年|后(?P<plantail>[一二两三四])年|头(?P<planfirst>[一二两三四])年|规划)?"
    rf"|(?P<ahead>未来|今后|接下来|往后|下一个|未来的)(?P<years>{_N})(?:到|至|-)?(?P<yearsb>{_N})?个?(?:财政)?年度?(?P<andhalf>半)?(?:内|间|时间)?"
    rf"|(?P<past>过去|近|最近|这|前(?<!学前)|上|此前)(?P<pyears>{_N})年(?:来|间|里)?(?!前|给予|按|免|补|奖|全额|由)"
    rf"|(?P<since>{_N})年(?P<sincew>以来|来|间|里)"
    rf"|(?P<run>连续)(?P<ryears>{_N})年(?:以上|来)?(?!(?:每年)?(?:给予|予以|补|资助|奖|享受|拨))"
    rf"|(?:(?:用|利用|通过|力争用|经过)(?P<useyears>{_N})(?:至|-|到)?{_N}?年(?:左右)?(?:时间|的时间|(?:的)?(?:持续|不懈|共同|艰苦)?(?:努力|奋斗))|(?<![\d过长起后的校业])(?P<within>{_N})年内(?!享受|给予|未|免|可享|内享))"
    r"|(?P<whole>全年)(?!龄|均)"
    rf"|(?P<yearend>年底|年末|年内)(?:之前|以前|前)?"
    rf"|(?P<ago>{_N})年前(?!后)"
    rf"|(?P<change>{_N})年(?:累计|共|已|来|内|间)?(?=提高|提升|增长|增加|下降|降低|减少|翻|上升|净增)"
    r"|(?P<now>截至目前|截至当前|截止目前|目前为止|到目前为止|目前|当前|如今|眼下|现有|现在(?![时年起开就的]|能)|现在(?=的\d)|现时|迄今|截至今)"
    r"|(?P<opening>(?:今年|本年)?首季)(?!度)"
    r"|(?P<bare>(?:全年(?:前)?)?(?:"
    r"(?P<bhalf>[上下])半年|(?:第(?=[一二三四1-4]季)|(?=[一二三四]季度))(?P<bquarter>[一二三四1-4])季(?:度(?P<bqend>末|底)?|(?![节军]))|[前首](?P<bquarters>[一二三两])个?季度"
    rf"|[前首](?P<bmonths>{_N})个?月(?![底末])|(?P<bm1>\d{{1,2}})月?{_DASH}(?P<bm2>\d{{1,2}})月(?:份)?"
    r"|(?P<bma>\d{1,2})、(?P<bmb>\d{1,2})月"
    r"|(?P<bmonth>\d{1,2})月(?:份)?(?:(?P<bday>\d{1,2})[日号])?(?P<bend>底|末)?)(?:之前|以前|前)?)"
)
# Every expression begins with one of these; looking for them first is ten times faster
# than trying each expression at each character.
_START: Final = re.compile(
    r"[0-9今本明后去上前首当民“一二三四五六七八九十第未今接往下过近最这此连用利通力经目截到如眼现即迄全年]"
)
_HINT: Final = re.compile(
    r"年|月(?<=[0-9]月)|季度|目前|现在|现时|第.季|首季|当前|如今|五[”末期时规]|全年|-(?<=[0-9]-)(?=[0-9])|眼下|现有|迄今|个月"
)
_NAME: Final = re.compile(r"《[^》]{0,160}》?|〈[^〉]{0,80}〉")
_BASE_BEFORE: Final = re.compile(
    r"(?:比|较|相比于?|相较于?|较之|对比|超过|同|与|和|以|高于|低于|不低于|在)[“‘]?$"
)
_BASE_AFTER: Final = re.compile(
    r"(?:的|年|时期?|期间|同期|末|底|水平)*(?:[^，。；0-9]{1,8}(?=相比))?(?:基础|相比|比(?=，)|为基[期年数准]|为基数|价格|不变价|年为基)"
)
_CHANGED: Final = re.compile(
    r"[^，。；]{0,14}?(?:增|成长|衰退|降|减|提高|提升|上升|扩大|翻|缩|回落|多|少|高|低|改善|涨|跌|节|加快|放缓|收窄|落)"
)
_TIMES_OF: Final = re.compile(r"的\d+(?:\.\d+)?倍")
_ITS_OWN: Final = re.compile(
    r"(?:改造|扩建|建设|利用|整合|提升|盘活|依托|优化|完善|升级|[在对将除把以从])\Z"
)
_ONLY: Final = frozenset(("仅", "只", "已"))
_UNTIL: Final = frozenset(("截至", "截止"))
_RESTORED: Final = re.compile(r"(?:恢复|回复|回升|相当于|达)(?:到|至|了)?\Z")
_PART_OF: Final = re.compile(r"(?:同期|全年|水平)?的?(?:约|近|超过|逾|超)?[0-9.]+%")
_THAN: Final = frozenset(("比", "较"))
_AGAIN: Final = re.compile(r"再|力争|争取|将|要|通过|目标|计划|到20\d\d年")
_STRONG_BASE: Final = frozenset(("比", "较", "相比", "相比于", "相较", "相较于", "较之", "对比"))


_PLAN_SAID: Final = re.compile(r"[，,]|我国|全国|全省|全市|将|要|力争|计划|累计")
_OWN_VALUE: Final = re.compile(r"的(?=[0-9约近])")


def scan(sentence: str, clock: Clock, year_hint: int | None = None) -> list[Mention]:
    """Return the period expressions of a folded `sentence`, in order.

    Parameters
    ----------
    sentence : str
    clock : Clock
    year_hint : int, optional
        Year of the last period before, for 上半年 or 9月末 without a year.
    """
    if _HINT.search(sentence) is None:
        return []
    names = [match.span() for match in _NAME.finditer(sentence)] if "《" in sentence else []
    found: list[Mention] = []
    hint = year_hint if year_hint is not None else clock.year
    said: int | None = None
    position = 0
    for candidate in _START.finditer(sentence):
        start = candidate.start()
        if start < position or (
            sentence[start].isdigit() and start and sentence[start - 1].isdigit()
        ):
            continue
        match = _PERIOD.match(sentence, start)
        if match is None:
            continue
        position = end = match.end()
        if names and any(low <= start < high for low, high in names):
            found.append(Mention(start, end, None, "name"))
            continue
        mention = _mention(sentence, match, clock, hint, said)
        if mention is None:
            continue
        if mention.role == "when" and mention.period and not match["bare"]:
            hint = said = iso.last_year(mention.period)
        found.append(mention)
    return found


def _mention(
    sentence: str, match: re.Match[str], clock: Clock, hint: int | None, said: int | None
) -> Mention | None:
    """Resolve one match."""
    start, end = match.span()
    if (match["minguo"] or match["mfrom"] or match["wminguo"]) and not clock.republic:
        return None
    if match["now"]:
        if match["now"] == "现有" and _ITS_OWN.search(sentence, max(0, start - 3), start):
            return None
        period = clock.now
        if period is not None and clock.month is not None:
            period = iso.month(int(period), clock.month)
        return Mention(start, end, period, "now")
    if match["plan"] and (
        match["planned"] == "规划"
        or (
            match["planned"] is None
            and not _PLAN_SAID.match(sentence, end)
            and not (sentence[max(0, start - 1) : start] in _THAN and _CHANGED.match(sentence, end))
        )
    ):
        return Mention(start, end, None, "name")
    if match["ago"]:
        years = int(_figure(match["ago"]))
        return Mention(start, end, None if hint is None else str(hint - years), "base", years)
    if match["change"]:
        return Mention(start, end, None, "ago", int(_figure(match["change"])))
    period = _resolve(match, clock, hint, said)
    if period is None:
        return Mention(start, end, None, "date")
    if (
        match["bare"]
        and match["bday"]
        and sentence[max(0, start - 2) : start] not in ("截至", "截止")
    ):
        return Mention(start, end, None, "date")
    if (
        match["bare"]
        and match["bmonth"]
        and not match["bend"]
        and not match.group().endswith("份")
        and sentence[max(0, start - 2) : start] not in ("截至", "截止")
        and not sentence.startswith("前", end - 1)
        and not sentence.startswith(("当月", "单月"), end)
    ):
        return Mention(start, end, period, "date")
    return Mention(
        start, end, period, _role(sentence, start, end, match),
        narrow=_OWN_VALUE.match(sentence, end) is not None
        or match["run"] is not None
        or ((match["bare"] or match["yearend"]) is not None and match.group()[-1] == "前"),
        explicit=match["from"] is not None,
        until=sentence[max(0, start - 2) : start] in _UNTIL,
    )  # fmt: skip


def _role(sentence: str, start: int, end: int, match: re.Match[str]) -> Role:
    """Decide whether the expression says when, or from what base."""
    if _TIMES_OF.match(sentence, end):
        return "base"
    if match["relative"] and sentence.startswith("同期", end):
        return "base"
    if _PART_OF.match(sentence, end) and _RESTORED.search(sentence, max(0, start - 5), start):
        return "base"
    before = _BASE_BEFORE.search(sentence, max(0, start - 4), start)
    if before is not None:
        word = before.group().rstrip("“‘")
        if word in _STRONG_BASE and _CHANGED.match(sentence, end):
            return "base"
        if _BASE_AFTER.match(sentence, end):
            return "base"
        if word in ("高于", "低于", "不低于", "超过", "同", "与") and match["relative"]:
            return "base"
    elif match["relative"] in ("上年度", "上年", "上一年") and sentence[end : end + 1] not in (
        "，",
        "",
    ):
        # 返还其上年度实际缴纳…: whose payments, not when
        return "base"
    elif _BASE_AFTER.match(sentence, end) and not sentence.startswith("价格", end):
        return "base"
    if sentence[max(0, start - 1) : start] == "自" and sentence[end : end + 1] == "起":
        return "when"
    spanned = match["mfrom"] or match["from"]
    if (sentence[max(0, start - 1) : start] == "自" and not spanned) or sentence[end : end + 2] in (
        "以来",
        "以后",
    ):
        return "since"
    return "when"


def _figure(text: str) -> float:
    """Value of a small figure in digits or characters."""
    return float(text) if text[0].isdigit() else spelled(text)


def _resolve(match: re.Match[str], clock: Clock, hint: int | None, said: int | None) -> str | None:
    """Return the ISO period of a match, None where it cannot be known."""
    if match["f1"]:
        return iso.span(int(match["f1"]), _fiscal_end(match["f2"], match["f2b"]))
    if match["fyrun"]:
        first = int(match["fyrun"])
        return iso.span(first, first + int(_figure(match["fyears"])))
    if match["fy"]:
        return iso.span(int(match["fy"]), _fiscal_end(match["fy"], match["fyb"]))
    if match["from"]:
        first = int(match["from"])
        last = match["to"]
        year = int(last) if len(last) == 4 else first - first % 100 + int(last)
        return iso.span(first, year) if year > first else str(first)
    if match["from_now"]:
        last = match["from_now"]
        return last if clock.year is None else iso.span(clock.year, max(int(last), clock.year))
    if match["mfrom"]:
        return iso.span(int(match["mfrom"]) + 1911, int(match["mto"]) + 1911)
    if match["plan"]:
        period = _plan(match)
        if match["planned"] == "以来" and period is not None and clock.year is not None:
            first, last = iso.first_year(period), iso.last_year(period)
            return iso.span(first, min(last, clock.year)) if first < clock.year else str(first)
        return period
    if match["ordinal"]:
        return iso.span(*iso.five_year_plan(int(spelled(match["ordinal"]))))
    if match["wfrom"]:
        first, last_words = int(spelled(match["wfrom"])), match["wto"]
        last = int(spelled(last_words))
        return iso.span(first, last if len(last_words) == 4 else first - first % 100 + last)
    if match["bare"]:
        if match.string[max(0, match.start() - 2) : match.start()] in ("截至", "截止"):
            hint = said if said is not None else clock.reviewed or hint_of(clock)
        return None if hint is None else _detail(hint, match, "b")
    if match["year"] or match["republic"] or match["minguo"] or match["wminguo"]:
        text = match["year"]
        republic = match["republic"] or match["minguo"] or match["wminguo"]
        year = int(_figure(republic)) + 1911 if text is None else int(_figure(text))
        return _detail(year, match, "")
    if clock.year is None:
        return None
    if match["opening"]:
        return None if hint is None else iso.quarter(hint, 1)
    if match["whole"]:
        whole = hint if hint is not None else clock.reviewed
        if whole is None:
            whole = clock.year - 1 if clock.reviewing else clock.year
        return str(whole)
    if match["yearend"]:
        ends = clock.reviewed or (clock.year if hint is None else hint)
        return str(ends) if match["yearend"] == "年内" else iso.month(ends, 12)
    if match["relative"]:
        return _relative(match, clock, hint)
    if match["from_year"]:
        first = int(match["from_year"])
        return iso.span(first, first + int(_figure(match["lasting"])) - 1)
    if match["ahead"]:
        years = int(_figure(match["yearsb"] or match["years"]))
        if _spans(clock.plan or clock.horizon, years):
            return clock.plan or clock.horizon
        return iso.span(clock.year, clock.year + years + (match["andhalf"] is not None))
    if match.group().startswith("经过") and not _AGAIN.search(match.string, 0, match.start()):
        return None  # how long it took, not when
    if match["useyears"] and match.string[max(0, match.start() - 1) : match.start()] in _ONLY:
        return iso.span(clock.year - int(_figure(match["useyears"])), clock.year)
    if match["useyears"] or match["within"]:
        years = int(_figure(match["useyears"] or match["within"]))
        if _spans(clock.plan or clock.horizon, years):
            known = clock.plan or clock.horizon
            return known if match["within"] else str(iso.last_year(known))
        return iso.span(clock.year, clock.year + years)
    years = int(_figure(match["pyears"] or match["since"] or match["ryears"]))
    if clock.behind and _spans(clock.behind, years):
        return clock.behind
    if match["since"] and match.string[max(0, match.start() - 1) : match.start()] == "年":
        return None  # 2023至2025年三年间: the span has been said
    if match["since"] and said is not None and said > clock.year:
        return iso.span(said - years, said)  # 到2032年…，10年间增长1倍
    back = clock.reviewing or match.group().startswith("过去一年")
    last = clock.reviewed or (clock.year - 1 if back else clock.year)
    if match["ryears"] and said is not None and said <= clock.year:
        last = said
    return iso.span(last - years + 1, last)


def hint_of(clock: Clock) -> int | None:
    """Year in which months without a year lie when no earlier word says another."""
    return None if clock.year is None else clock.year - 1 if clock.reviewing else clock.year


def _spans(period: str, years: int) -> bool:
    """Whether a plan's period is that many years long."""
    return bool(period) and years == iso.last_year(period) - iso.first_year(period) + 1


def _relative(match: re.Match[str], clock: Clock, hint: int | None) -> str | None:
    """Resolve 今年, 去年 and the like."""
    word = match["relative"]
    year = clock.year or 0
    if word == "今明两年":
        return iso.span(year, year + 1)
    if word[0] in "今本上" and word.endswith("财政年度"):
        # A fiscal year that runs from April is the present one until March.
        begun = year - (clock.month is None or clock.month < 4) - (word[0] == "上")
        return iso.span(begun, begun + 1)
    if word[0] == "下" or word.endswith("财政年度"):
        return iso.span(year, year + 1)
    if word == "明后两年":
        return iso.span(year + 1, year + 2)
    if word == "当年":
        if hint is None or hint > year:
            return None  # after a year to come, 当年 is a day long gone
        return _detail(hint, match, "")
    if word in ("上年", "上年度", "上一年"):
        current = hint if hint is not None else clock.reviewed
        return _detail((year if current is None else current) - 1, match, "")
    shift = {"明年": 1, "后年": 2, "去年": -1, "上年": -1, "上一年": -1, "前年": -2}
    return _detail(year + shift.get(word.removesuffix("度"), 0), match, "")


def _plan(match: re.Match[str]) -> str | None:
    """Resolve a five-year plan by its number."""
    name = match["plan"]
    number = int(spelled(name)) if name != "二十" else 20
    first, last = iso.five_year_plan(number)
    said = match["planned"] or ""
    if said.endswith("末") or said in ("收官", "终期"):
        return str(last)
    head = match["planhead"] or match["planfirst"]
    if head:
        return iso.span(first, first + int(spelled(head)) - 1)
    if match["plantail"]:
        return iso.span(last - int(spelled(match["plantail"])) + 1, last)
    return iso.span(first, last)


def _fiscal_end(start: str, end: str) -> int:
    """Last calendar year of a fiscal year written 2027-28."""
    if len(end) == 4:
        return int(end)
    return int(start[:2] + end) if end > start[2:] else int(start[:2]) * 100 + 100 + int(end)


def _detail(year: int, match: re.Match[str], prefix: str) -> str:
    """Refine a year by the half, quarter, months, month or day said with it."""
    group = match.group
    if prefix == "" and group("end"):
        return iso.month(year, 12)
    half = group(prefix + "half")
    if half:
        first = 1 if half == "上" else 7
        return iso.span(iso.month(year, first), iso.month(year, first + 5))
    quarter = group(prefix + "quarter")
    if quarter:
        nth = int(_figure(quarter))
        return iso.month(year, 3 * nth) if group(prefix + "qend") else iso.quarter(year, nth)
    quarters = group(prefix + "quarters")
    if quarters:
        return iso.span(iso.month(year, 1), iso.month(year, 3 * int(_figure(quarters))))
    months = group(prefix + "months")
    if months:
        return iso.span(iso.month(year, 1), iso.month(year, min(12, int(_figure(months)))))
    first_month, last_month = group(prefix + "m1"), group(prefix + "m2")
    if first_month is None:
        first_month, last_month = group(prefix + "ma"), group(prefix + "mb")
    if first_month is not None and last_month is not None:
        low, high = int(first_month), int(last_month)
        if 1 <= low < high <= 12:
            return iso.span(iso.month(year, low), iso.month(year, high))
        return str(year)
    month = group(prefix + "month")
    if month and 1 <= int(month) <= 12:
        number = group(prefix + "day")
        if number and 1 <= int(number) <= 31:
            return iso.day(year, int(month), int(number))
        return iso.month(year, int(month))
    return str(year)
