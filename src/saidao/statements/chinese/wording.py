"""Words that are no part of a name: what is cut off the ends of a clause to find it.

`strip_head` and `strip_tail` are the two cuts; their tables are word lists, longest word
first, with the characters that make another word of an entry (将 but not 将军).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final


def _words(text: str) -> tuple[str, ...]:
    """Words of a list written as one text."""
    return tuple(text.split())


_HEAD_WORDS: Final = _words(
    "、 ， 及 与 ： : 以及 且 其中 当中 同时 此外 另外 并且 力争 争取 确保 努力 预计 预期 "
    "有望 料 要 计划 进一步 继续 加快 推动 推进 实现 使 已 已经 目前 当前 初步 截至 到 年底 "
    "年末 底 末 现时 期间 时期 力求 全面 还 还将 也 累计 约 仅 该 提出 明确 显示 指出 介绍 我国 "
    "全市 全省 全国 全区 本市 我省 我市 是 为 保持 稳定 达到 完成 形成 设立 安排 发放 给予 "
    "预留 拨付 投入 打造 建设 建成 培育 新建 拥有 据 政府会 会 我会 将会 辖区 其中： 今后 "
    "未来 投用 新开通 开通 共有 改扩建 新登记 全年"
)
_HEAD_GUARDED: Final[Mapping[str, str]] = {
    "和": "谐平解美", "并": "网购联", "将": "军来", "基本": "养医公农草药民支建", "至": "少",
    "在": "线建校岗读园地", "年": "均产度末轻龄", "均": "衡", "都": "市", "再": "生就贷担保融制",
    "现": "代有场行货时",
    "共": "建享同有性", "其": "他余", "服务": "业站中网器区点平机体窗外贸型", "惠及": "",
    "覆盖": "率面",
    "吸引": "力", "涉及": "",
    "接待": "量中", "集聚": "区效", "培训": "机基中", "帮扶": "", "扶持": "",
    "把": "握关控", "有": "效色机限线轨害关", "经": "济营常费开",
}  # fmt: skip
_TAIL_WORDS: Final = _words(
    "、 ， ： : “ 突破 超过 超出 超 逾 达到 达 实现 完成 为 是 约为 约 近 接近 不低于 "
    "不少于 不超过 不高于 至少 最高 最多 最长 高于 低于 控制在 保持在 稳定在 保持 稳定 "
    "维持在 维持 在 到 至 将 预计 有望 力争 争取 要 已 已经 分别 均 都 各 平均 增长 增加 "
    "提高 提升 上升 上涨 下降 降低 减少 扩大 压缩 缩短 涨 降 增 了 有 共 由 从 自 居 位居 "
    "稳居 位列 列 全国 全球 全省 世界 新增 净增 较去年同期 比上年同期 较上年同期 比去年同期 "
    "去年同期 上年同期 同期 "
    "超额 左右 大约 累计 再 可 会 上升到 人民币 的 每年 "
    "年均 同比 比上年 较上年 进一步 基本 总计 合计 共计 增至 降至 减 净增 减半 翻 压减 延长 "
    "放宽 上调 下调 调整 调升 调高 阶段性 成长 料 预估 编列 按 给予 再给予 缩小 缩小到 "
    "较 以 达成 由 的约 大于 小于 不足 未达 不到 少于 多于 提升至 提高至 下降至 降低至 "
    "增长至 增加至 压缩至 实际 名义 去年 今年 上年 每月 每人 每户 每亩 又 再次 首次 就"
)
_YEAR_TAIL: Final = re.compile(
    r"(?:比|较|由|从|自|到)?"
    r"(?:(?:(?:19|20)\d\d|二[〇零][一二三四五六七八九〇零]{2})年?(?:底|末)?|上年|去年|“?十[一二三四五六]五”?(?:末|时期)?)(?:的|同期)?\Z"
    r"|连续[0-9一二三四五六七八九十]{1,3}年\Z"
)
_PERIOD_LEAD: Final = re.compile(
    r"[^，。；]{0,2}?(?:(?:(?:19|20)\d\d|二[〇零][一二三四五六七八九〇零]{2})年?(?:[-—至](?:19|20)?\d\d年)?(?:底|末|初|前|度)?"
    r"(?:上半年|下半年|\d{1,2}月(?:底|末|份)?)?|今年|明年|去年|全年|“?十[一二三四五六]五”?(?:期间|时期|末)?|"
    r"未来[一二三四五六七八九十0-9]{1,2}年|[一二三四五0-9]年内|本年度)(?:期间|以来)?，?"
)
_LONGEST_LEAD: Final = 40


def _by_end(words: Iterable[str], place: int) -> dict[str, tuple[str, ...]]:
    """Words by their first (0) or last (-1) character, longest first."""
    table: dict[str, list[str]] = {}
    for word in words:
        table.setdefault(word[place], []).append(word)
    return {key: tuple(sorted(set(rows), key=len, reverse=True)) for key, rows in table.items()}


_HEADS: Final = _by_end([*_HEAD_WORDS, *_HEAD_GUARDED], 0)
_TAILS: Final = _by_end(_TAIL_WORDS, -1)


def strip_head(text: str) -> str:
    """Cut connectives, adverbs and verbs of attaining off the start of `text`.

    Examples
    --------
    >>> strip_head("并力争实现粮食产量"), strip_head("共享单车")
    ('粮食产量', '共享单车')
    """
    start = 0
    while start < len(text):
        for word in _HEADS.get(text[start], ()):
            if text.startswith(word, start):
                guard = _HEAD_GUARDED.get(word)
                stop = start + len(word)
                if guard is not None and text[stop : stop + 1] in guard and stop < len(text):
                    continue
                start = stop
                break
        else:
            break
    return text[start:]


def strip_tail(text: str) -> str:
    """Cut comparators and verbs of attaining off the end of `text`.

    Examples
    --------
    >>> strip_tail("产业规模将突破"), strip_tail("能耗较2025年下降")
    ('产业规模', '能耗')
    """
    end = len(text)
    while end:
        for word in _TAILS.get(text[end - 1], ()):
            if text.endswith(word, 0, end) and not (
                word == "会" and text[end - 2 : end - 1] in "机社协大员议年展"
            ):
                end -= len(word)
                break
        else:
            match = None
            if text[end - 1] in "年末期的底":
                match = _YEAR_TAIL.search(text, max(0, end - 10), end)
            if match is None:
                break
            end = match.start()
    return text[:end]


def name_in(left: str) -> str:
    """Return the nominal part of a clause up to its figure, its indicator as worded.

    Examples
    --------
    >>> name_in("到2025年，绿色低碳产业规模突破")
    '绿色低碳产业规模'
    """
    text = strip_head(_without_period(left))
    return strip_tail(strip_head(_without_period(text)))[-60:].strip("、，和及与”")


def _without_period(text: str) -> str:
    """Cut a period expression off the start."""
    match = _PERIOD_LEAD.match(text, 0, _LONGEST_LEAD)
    return text if match is None else text[match.end() :]
