"""Who answers for what: labelled lists, brackets behind an item, clauses, table columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from saidao.documents.document import Block
from saidao.statements.mentions.bodies import Body, Role, body_list, is_agency
from saidao.statements.mentions.passages import (
    Brackets,
    Items,
    Span,
    Spans,
    clause_start,
    sentence,
    sentences,
    strip,
)
from saidao.statements.statement import Mention

_WHO = r"(?:单位|部门|机关|机构|主体|处室|科室|委办局|地区|区县|方|分工)"
_LABEL = re.compile(
    rf"""(?:(?:(?P<lead>(?:总|第一)?(?:牵头责任|责任牵头|主要责任|第一责任|牵头负责|牵头|主办|主责))
        |(?P<co>责任配合|配合责任|共同责任|配合|协办|协同|参与|参加|协作|协助|会办|支持)
        |(?P<contact>对接|联系|联络)
        |(?P<any>责任落实|责任|负责|实施|承办|承担|落实|主管))(?P<who>{_WHO}(?:及分工)?)?
      |(?P<skip>(?:责任|牵头|分管|包抓|联系|挂钩|负责)(?:市|区|县)?(?:领导|人)|责任人及电话
        |(?:完成|推进|工作)?(?:时限|时间节点|完成时间|时间要求|进度安排|时间安排|完成时间表)))
    [\s*]{{0,4}}[：:][\s*]{{0,8}}""",
    re.VERBOSE,
)
_LABELS = ("lead", "co", "contact", "any", "skip")
_COLON = re.compile(r"[：:]")
_HEADER = re.compile(
    rf"(?P<lead>牵头|主办|主责)(?:责任)?{_WHO}|(?P<co>配合|协办|协同|参与){_WHO}"
    rf"|(?P<contact>对接|联系){_WHO}|(?P<any>责任|负责|实施|承办|落实|主管){_WHO}"
)
# Every name of a body holds one of these; most clauses do not.
_AGENCY = re.compile(r"[委局厅部办署府关财行会院省市区县国央]")
_TASK_HEADER = re.compile(r"任务|内容|事项|举措|措施|项目|工作|指标|目标")
_ROLE_END = re.compile(r"(?:负责|牵头|配合|落实|参与)$")
_NUMBERED = re.compile(r"[ \t\u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）).．、]|[①-⑳])")
_LEVEL_FIRST = re.compile(r"(?:国家|自治区|[省市区县州盟旗])")
_MAX_LABEL = 14
_AFTER_BRACKET = re.compile(r"[\s*]*(?:[。；;，]|$|\n)|\s+|(?=\d{1,3}[．.、])")
_LEADS = re.compile("牵头")
_HAND_IN_HAND = ("联手", "携手", "合力", "协力", "共同", "联合", "分别", "各自")
_JOINTLY = ("共同", "联合", "总")
_BY = re.compile(
    r"由(?P<bodies>[^，。；：\n由]{1,60}?)"
    r"(?:负责|牵头|统筹|组织|承担|承办|主管|会同|审批|审核|认定|实施|制定|落实|办理|推动|推进|主导"
    r"|规划|兴建|订定|核定)(?!解释)"
)
# 省、自治区、直辖市水利、林业部门: the lists are of levels and trades, the body is one.
_LEVELS = re.compile(
    r"(?:省|自治区|直辖市|设区的市|[市区县州盟旗]|自治[州县旗])"
    r"(?:(?:、|或者?|和|及)(?:省|自治区|直辖市|设区的市|[市区县州盟旗]|自治[州县旗]))+级?"
    r"(?:[\u4e00-\u9fff、]{2,16}(?:部门|机关|机构)|人民政府)"
)
# 国家某某集团有限公司将…: a company of the state that a text gives something to do.
_STATE_COMPANY = re.compile(r"(?:中国|国家|[省市])[\u4e00-\u9fff]{2,20}(?:有限公司|有限责任公司)")
# A sentence, or a clause within one, may begin with the body that has something to do. Each
# alternative begins with a literal, so that the search skips to the marks.
_BODY_AHEAD = r"[ \u3000]*(?=[^，。；：\n（〔\[【]{0,9}[省市区县州盟旗国部委局厅办行])"
_FIRST = re.compile(_BODY_AHEAD)
_ACTOR = re.compile(
    rf"。{_BODY_AHEAD}|；{_BODY_AHEAD}|\n{_BODY_AHEAD}"
    r"|，(?=[^，。；：\n、]{0,6}[省市区县州盟旗国局署]|[^，。；：\n、]{1,4}[会部](?=将|会|已|则|、)"
    r"|(?:行政|经济|内政|环境|劳动|教育|交通|农业|数位发展)[部院])"
)
# 环境局会…: in Hong Kong `will`; elsewhere the end of a name (国科会, 管委会).
_WILL = r"会(?<![科发员理监管工协学商金联合委]会)(?![同议员长])"
_DUTY = re.compile(
    rf"要|应当|应|须|将|{_WILL}|负责(?!人)|给予|安排|提供|承担|会同|建立|设立|制定|组织|统筹"
    r"|共同推[动进]|积极推[动进]|推[动进]|主导|已订定|订定|已核定|核定|补助"
)
_FURTHER_DUTY = re.compile(
    rf"要|应当|应|须|将|{_WILL}|则[将在由]|负责(?!人)|给予|会同|统筹|共同推动|推[动进]|已订定|订定|已核定|核定"
)
_CLAUSE_END = re.compile(r"[，。；：\n]")
_LONGEST_LIST = 90
_LONGEST_FURTHER = 40
_WITH = re.compile(r"会同|联合")
_CO = re.compile(
    r"[，、；](?P<bodies>[^，。；：\n]{2,60}?)(?:积极|共同|协同)?(?:配合|协办|协助"
    r"|参与)(?=[，。；\n]|\Z|落实|实施|做好)"
)
_NAMED_BODY_AHEAD = re.compile(
    r"(?:国家|省|市|区|县|州|自治区)[\u4e00-\u9fff]{1,14}?(?:委员会|管委会|人民政府|政府|办公室"
    r"|海关|委|局|厅|办|署)"
    r"(?![委局厅办署部院])"
)


@dataclass(frozen=True, slots=True)
class _Segment:
    """A label with its list."""

    start: int
    end: int
    label: str
    bodies: tuple[Body, ...]
    bracket: Span | None


def read(text: str, folded: str, items: Items, blocks: Sequence[Block]) -> list[Mention]:
    """Read who answers for what.

    Parameters
    ----------
    text, folded : str
        The reading text, and the same folded.
    items : Items
        The numbered items: a list of bodies behind an item answers for that item.
    blocks : sequence of Block
        For tables, where a column's heading is the label.

    Returns
    -------
    list of Mention
        Of kind ``responsible``, in the order of the text. `parts` are one mention of
        kind ``task`` and one of kind ``body`` for each body.
    """
    brackets = Brackets(folded)
    found = list(_labelled(folded, brackets))
    taken = Spans([span for span, _ in found])
    found += [entry for entry in _bracketed(folded, brackets) if not taken.touch(entry[0])]
    found.sort(key=lambda entry: entry[0])
    mentions: list[Mention] = []
    previous = 0
    for span, bodies in found:
        task = _task_before(folded, items, span[0], previous)
        mentions.append(_mention(text, span, task, bodies))
        previous = span[1]
    taken = Spans([span for span, _ in found])
    for span, task, bodies in _clauses(folded):
        if not taken.touch(span):
            mentions.append(_mention(text, span, task, bodies))
    mentions += _cells(text, folded, blocks)
    mentions.sort(key=lambda mention: (mention.start, mention.end))
    return mentions


def _mention(text: str, span: Span, task: Span, bodies: Sequence[Body]) -> Mention:
    """Build the mention, with roles settled: where nothing says who leads, the first does."""
    parts = [Mention("task", task[0], task[1], text[slice(*task)], "task")]
    for body in bodies:
        parts.append(Mention("body", body.start, body.end, text[body.start : body.end], body.role))
    return Mention("responsible", span[0], span[1], text[slice(*span)], None, tuple(parts))


def _settle(bodies: Sequence[Body], *, ordered: bool) -> list[Body]:
    """Give every body a role. In an `ordered` list the first named leads."""
    led = any(body.role == "lead" for body in bodies)
    settled: list[Body] = []
    for body in bodies:
        role: Role | None = body.role
        if role is None:
            role = "co" if led or settled else "lead"
            if not ordered:
                role = "unspecified"
        settled.append(replace(body, role=role))
    return settled


def _labelled(folded: str, brackets: Brackets) -> Iterator[tuple[Span, list[Body]]]:
    """Yield lists behind a label, labels that belong together as one."""
    group: list[_Segment] = []
    for segment in _segments(folded, brackets):
        if group and not _belongs(folded, group[-1], segment):
            yield from _close(group)
            group = []
        group.append(segment)
    yield from _close(group)


def _segments(folded: str, brackets: Brackets) -> Iterator[_Segment]:
    """Yield each label with its own list."""
    matches = _labels(folded)
    for index, match in enumerate(matches):
        bracket = brackets.around(match.start())
        following = matches[index + 1].start() if index + 1 < len(matches) else len(folded)
        limit = min(bracket[1] - 1 if bracket else len(folded), following, match.end() + 600)
        end = _list_end(folded, match.end(), limit)
        label = next(name for name in _LABELS if match[name])
        if bracket is None and not match["who"] and label != "skip":
            continue  # a bare `责任：` or `牵头：` says so only inside a bracket
        bodies: tuple[Body, ...] = ()
        if label != "skip":
            default: dict[str, Role] = {"lead": "lead", "co": "co", "contact": "contact"}
            bodies = tuple(
                replace(body, role=body.role or default.get(label))
                for body in body_list(folded, match.end(), end, strict=False)
            )
        yield _Segment(match.start(), end, label, bodies, bracket)


def _labels(folded: str) -> list[re.Match[str]]:
    """Return the labels: looked for in front of colons, which are rare."""
    found: list[re.Match[str]] = []
    for colon in _COLON.finditer(folded):
        low = max(0, colon.start() - _MAX_LABEL, found[-1].end() if found else 0)
        for match in _LABEL.finditer(folded, low, colon.end() + 8):
            if match.start() < colon.start() < match.end():
                found.append(match)
                break
    return found


def _belongs(folded: str, last: _Segment, segment: _Segment) -> bool:
    """Say whether two labels are about the same task: one bracket, or next to each other."""
    if last.bracket is not None:
        return last.bracket == segment.bracket
    between = folded[last.end : segment.start]
    if last.label == segment.label and "\n" not in between.strip(" *"):
        return not between.strip(" *；;，。、")
    return not between.strip(" *；;，。、\n\u3000") and last.label != segment.label


def _close(group: Sequence[_Segment]) -> Iterator[tuple[Span, list[Body]]]:
    """Turn labels that belong together into one list with settled roles."""
    bodies = [body for segment in group for body in segment.bodies]
    if not bodies:
        return
    bracket = group[0].bracket
    span = bracket or (group[0].start, max(bodies[-1].end, group[-1].start))
    yield span, _settle(bodies, ordered=True)


def _list_end(folded: str, start: int, limit: int) -> int:
    """Return where a list ends: its full stop, semicolon or line end outside brackets."""
    depth = 0
    for position in range(start, limit):
        character = folded[position]
        if character in "（(〔[【《":
            depth += 1
        elif character in "）)〕]】》":
            if depth == 0:
                return position
            depth -= 1
        elif depth == 0 and character in "；;。\n":
            return position
    return limit


def _bracketed(folded: str, brackets: Brackets) -> Iterator[tuple[Span, list[Body]]]:
    """Yield brackets that hold nothing but names of bodies, behind what they answer for."""
    for start, stop in brackets.spans:
        end = stop - 1
        if not 4 <= end - start <= 300:
            continue
        inner = folded[start + 1 : end]
        stands_behind = _AFTER_BRACKET.match(folded, end + 1) is not None or (
            folded[start - 1 : start] in "。；！" and _ROLE_END.search(inner) is not None
        )
        if "：" in inner or not stands_behind:
            continue
        bodies = body_list(folded, start + 1, end, strict=True)
        if not bodies or not any(is_agency(folded[body.start : body.end]) for body in bodies):
            continue
        if len(bodies) == 1 and (end - start > 24 or not _stands_apart(folded, start, end)):
            continue  # one name in a bracket mostly explains the word before it
        yield (start, end + 1), _settle(bodies, ordered=True)


def _stands_apart(folded: str, start: int, end: int) -> bool:
    """Say whether a bracket is behind a sentence, or ends the line of a numbered item."""
    if folded[start - 1 : start] in "。；！\n ":
        return True
    line = folded.rfind("\n", 0, start) + 1
    return (
        start - line >= 8
        and folded[end + 1 : end + 2].strip("。；;") in ("", "\n")
        and _NUMBERED.match(folded, line, start) is not None
        and not is_agency(folded[max(line, start - 6) : start])
        and _LEVEL_FIRST.match(folded, start + 1) is not None
    )


def _task_before(folded: str, items: Items, position: int, previous: int) -> Span:
    """Return what a list behind an item answers for: the item's title, or its first words."""
    title = items.before(position)
    if title is not None and title[0] >= previous:
        return title
    line = folded.rfind("\n", previous, position)
    start = previous if line < 0 else line + 1
    if not folded[start:position].strip():
        start = max(previous, folded.rfind("\n", previous, max(previous, line)) + 1)
    if title is not None:
        start = max(start, title[0])
    low, high = strip(folded, start, position, "。；;，")
    for first in sentences(folded, low, high):
        return strip(folded, *first)
    return title if title is not None else (max(0, position - 1), position)


def _clauses(folded: str) -> Iterator[tuple[Span, Span, list[Body]]]:
    """Yield bodies that a clause makes answerable: A牵头, 由A负责, A会同B."""
    seen: dict[Span, int] = {}
    for low, high, end, leads in _candidates(folded):
        bodies = _clause_bodies(folded, low, high)
        if not bodies:
            continue
        around = sentence(folded, bodies[0].start)
        if "解释" in folded[slice(*around)]:
            continue  # who explains a text does not answer for a task in it
        if around in seen:
            # A推动…，B推动…: a second body with a verb of its own, behind the first task.
            if leads or low < seen[around] or folded[low - 1] != "，":
                continue
            seen[around] = end
            yield (
                (low, around[1]),
                _clause_task(folded, end, around),
                [replace(body, role=body.role or "unspecified") for body in bodies],
            )
            continue
        seen[around] = end
        first_end = end
        joined = end if _WITH.match(folded, end - 2) else end + 2
        if joined == end or _WITH.match(folded, end):
            leads = True  # A会同B…, A要会同B…
            ahead = _NAMED_BODY_AHEAD.match(folded, joined)
            if ahead:
                bodies.append(Body(ahead.start(), ahead.end(), "co"))
                first_end = ahead.end()
        partners = _CO.search(folded, first_end, around[1])
        if partners:
            named = body_list(folded, *partners.span("bodies"), strict=True)
            bodies += [replace(body, role="co") for body in named]
        role: Role = "lead" if leads else "unspecified"
        settled = [replace(body, role=body.role or role) for body in bodies]
        if "分工" in folded[bodies[-1].end : first_end]:
            settled = _settle(bodies, ordered=True)
        yield around, _clause_task(folded, first_end, around), settled


def _candidates(folded: str) -> Iterator[tuple[int, int, int, bool]]:
    """Yield where bodies may stand before or behind a telling word.

    Each is the start and end of the would-be list, where the telling words end, and
    whether they say that the body leads.
    """
    for match in _LEADS.finditer(folded):
        at = match.start()
        for word in _JOINTLY:
            if folded.endswith(word, 0, at):
                at -= len(word)
                break
        yield clause_start(folded, at, 60), at, match.end(), True
    for match in _BY.finditer(folded):
        at, end = match.span("bodies")
        if folded.endswith(_HAND_IN_HAND, at, end):
            end -= 2
        yield at, end, match.end(), True
    first = _FIRST.match(folded)
    starts = [(first.end(), False)] if first else []
    starts += [(actor.end(), actor[0] == "，") for actor in _ACTOR.finditer(folded)]
    for start, further in starts:
        stop = _CLAUSE_END.search(folded, start)
        reach = _LONGEST_FURTHER if further else _LONGEST_LIST
        end = min(stop.start() if stop else len(folded), start + reach + 2)
        verb = _FURTHER_DUTY if further else _DUTY
        duty = verb.search(folded, start + (3 if further else 2), end)
        if duty:
            yield start, duty.start(), duty.end(), False


def _clause_bodies(folded: str, start: int, end: int) -> list[Body]:
    """Return the bodies of a clause, or none where the words are not names of bodies."""
    if not _AGENCY.search(folded, start, end):
        return []
    name = folded[start:end].strip()
    if name in ("省", "市", "区", "县", "国家", "中央", "省级", "市级"):
        low, high = strip(folded, start, end)
        return [Body(low, high)]
    if name.startswith(("各", "有关", "相关")):
        return []
    if _LEVELS.fullmatch(name) or _STATE_COMPANY.fullmatch(name):
        return [Body(*strip(folded, start, end))]
    bodies = body_list(folded, start, end, strict=True)
    if any(is_agency(folded[body.start : body.end]) for body in bodies):
        return bodies
    return []


def _clause_task(folded: str, verb_end: int, around: Span) -> Span:
    """Return what the clause asks for: what follows the verb, or all of it if too little does."""
    end = verb_end
    while end < around[1] and folded[end] not in "，；":
        end += 1
    low, high = strip(folded, verb_end, end)
    return (low, high) if high - low >= 4 else around


def _cells(text: str, folded: str, blocks: Sequence[Block]) -> Iterator[Mention]:
    """Yield the bodies that a table names in a column headed by a label."""
    rows: dict[tuple[int, int], list[tuple[Block, str]]] = {}
    for block in blocks:
        if block.cell is None or block.cell.is_header:
            continue
        header = _HEADER.search(" ".join(block.cell.column_header))
        if header:
            key = (block.cell.table, block.cell.row)
            rows.setdefault(key, []).append((block, str(header.lastgroup)))
    if not rows:
        return
    tasks = _row_tasks(blocks)
    default: dict[str, Role] = {"lead": "lead", "co": "co", "contact": "contact"}
    for key, cells in rows.items():
        bodies = [
            replace(body, role=body.role or default.get(label))
            for block, label in cells
            for body in body_list(folded, block.start, block.end, strict=False)
        ]
        if not bodies:
            continue
        span = (cells[0][0].start, cells[-1][0].end)
        yield _mention(text, span, tasks.get(key, span), _settle(bodies, ordered=True))


def _row_tasks(blocks: Sequence[Block]) -> dict[tuple[int, int], Span]:
    """Return the cell that says what each table row is about."""
    tasks: dict[tuple[int, int], Span] = {}
    for block in blocks:
        if block.cell is None or block.cell.is_header or block.end <= block.start:
            continue
        heading = " ".join(block.cell.column_header)
        if _HEADER.search(heading) or not _TASK_HEADER.search(heading):
            continue
        key = (block.cell.table, block.cell.row)
        held = tasks.get(key)
        if held is None or block.end - block.start > held[1] - held[0]:
            tasks[key] = (block.start, block.end)
    return tasks
