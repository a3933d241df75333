"""Statements find the bodies that answer for them, and the instruments beside them."""

from __future__ import annotations

from saidao.documents.document import Block, CellPlace
from saidao.statements.mentions import read
from saidao.statements.mentions.attach import Attachment, attach


def attached(text: str, quotes: list[str], blocks: tuple[Block, ...] = ()) -> list[Attachment]:
    starts = [text.index(quote) for quote in quotes]
    spans = [(start, start + len(quote)) for start, quote in zip(starts, quotes, strict=True)]
    return list(attach(text, blocks, spans, read(text, blocks)))


def bodies(text: str, found: Attachment, blocks: tuple[Block, ...] = ()) -> list[str]:
    if found.responsible is None:
        return []
    mention = read(text, blocks)[found.responsible]
    return [part.name for part in mention.parts if part.kind == "body"]


def test_a_list_answers_for_its_own_item_only() -> None:
    text = (
        "1.扩大种植。新增茶园3万亩。（责任单位：县农业农村局）\n"
        "2.延伸加工。新建茶厂12座。（责任单位：县工信局）\n"
        "3.讲好故事。举办茶会20场。"
    )
    quotes = ["新增茶园3万亩", "新建茶厂12座", "举办茶会20场"]
    found = attached(text, quotes)
    assert [bodies(text, one) for one in found] == [["县农业农村局"], ["县工信局"], []]


def test_two_lists_in_one_item_share_it_out() -> None:
    text = "（一）补短板。改造管网80公里。（市住建局负责）建成水厂2座。（市水务局负责）"
    found = attached(text, ["改造管网80公里", "建成水厂2座"])
    assert [bodies(text, one) for one in found] == [["市住建局"], ["市水务局"]]


def test_a_label_under_the_title_answers_for_what_follows() -> None:
    text = "任务1 扩大养殖\n牵头单位：市海洋局\n新增网箱500口。\n任务2 稳住捕捞\n捕捞量10万吨。"
    found = attached(text, ["新增网箱500口", "捕捞量10万吨"])
    assert [bodies(text, one) for one in found] == [["市海洋局"], []]


def test_a_clause_answers_for_its_sentence() -> None:
    text = "由市交通运输局牵头新建充电站40座。新建绿道60公里。"
    found = attached(text, ["新建充电站40座", "新建绿道60公里"])
    assert [bodies(text, one) for one in found] == [["市交通运输局"], []]


def test_a_table_row_is_answered_for_by_its_own_column() -> None:
    text = "建成泊位6个\n市港口局、市发展改革委\n疏浚航道30公里\n省航道局"
    headers = ("主要任务", "责任单位")
    blocks: list[Block] = []
    start = 0
    for index, line in enumerate(text.split("\n")):
        row, column = divmod(index, 2)
        place = CellPlace(0, row + 1, column, column_header=(headers[column],))
        blocks.append(Block(start, start + len(line), "cell", cell=place))
        start += len(line) + 1
    cells = tuple(blocks)
    found = attached(text, ["建成泊位6个", "疏浚航道30公里"], cells)
    assert [bodies(text, one, cells) for one in found] == [
        ["市港口局", "市发展改革委"],
        ["省航道局"],
    ]
    mention = next(one for one in read(text, cells) if one.kind == "responsible")
    assert [part.role for part in mention.parts] == ["task", "lead", "co"]
    assert mention.parts[0].name == "建成泊位6个"


def test_instruments_come_from_the_sentence_of_the_statement() -> None:
    text = "对新建冷库每座补贴50万元。设立20亿元产业基金。建成冷库9座。"
    found = attached(text, ["每座补贴50万元", "设立20亿元产业基金", "建成冷库9座"])
    assert [[one.role for one in item.instruments] for item in found] == [
        ["subsidy"],
        ["fund"],
        [],
    ]
    first = found[0].instruments[0]
    assert text[first.start : first.end] == first.name == "补贴"
