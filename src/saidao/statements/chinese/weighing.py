"""Whether a paragraph of a work report looks back or ahead, by weighing its words."""

from __future__ import annotations

import re
from typing import Final

_REVIEW: Final = re.compile(
    r"过去一年|一年来|过去的一年|[五5]年来|过去五年|回顾|取得|跃升|持续优化|持续改善|持续增强|持续下降|逐步健全|突破发展|"
    r"达到[0-9]|增长[0-9.]+%、|超过[0-9]|突破[0-9]|提升[0-9]|稳居|位居|均居|居全国|首次|首批|圆满|提前完成|已|"
    r"获批|入选|跻身|荣获|获评|被评为|被认定|成功|显著|明显|扎实|稳中有|成效|实现首|涌现"
)
_DONE: Final = re.compile(
    r"同比|比上年|较上年|获得[^，。]{0,16}(?:荣誉|称号|奖)|增至|升至|降至|增加到[0-9]|提高到[0-9]|累计|建成运行|建成投用|投产达效|建成通车|竣工投|得到有效|有效激发|全面完成|"
    r"动态清零|良好局面|明显增加|更加有力|更牢|再创新|再上新|创历史|入选|获批|荣获|成果丰硕|亮点纷呈"
)
_CALLS: Final = re.compile(
    r"力争|确保|争取(?!了)|要(?=[加推抓实坚着做打扎深全])|鼓励|探索|谋划|启动(?=实施|建设|编制)|开工建设|继续|进一步|今年|年内|"
    r"支持(?=[^，。；]{0,10}建设)|用好|抓好|办好|做好|千方百计|加力|毫不放松|纵深"
)
_LOOKS_BACK: Final = re.compile(
    r"过去(?:的)?一年|一年来|过去五年|五年来|工作回顾|回顾|主要成就|时期，(?:我们|全[省市区]|面对)"
)
_LOOKS_AHEAD: Final = re.compile(
    r"预期目标|主要目标|今年工作|重点工作|重点抓好|总体要求|工作安排|主要任务|新的一年|今年要|今年，?我们将|做好.{0,6}工作"
)
_AGENDA: Final = re.compile(
    r"预期目标|主要目标|工作重点|重点工作|重点抓好|今年工作|总体要求|(?:^|[，。；])(?:要|加快|推进|推动|实施|建设|培育|完善|加强|坚持|坚决|严守|深化|打造|支持|力争|确保|争取|稳步|新建|"
    r"大力|毫不放松|加力|搭建|开展|优化|健全|强化|扩大|提升|促进|落实|深入|全面|统筹|持续|积极|改造|启动|完成|新增|引导|鼓励|办好|抓好|做好|精准|千方百计|有序|纵深|聚力)"
)


# A paragraph's first words: what is to be done (加快建设…), or how it went (产业提质增效).
_NUMBER: Final = re.compile(
    r"[\s—•·●■*#]*(?:[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]|[一二三四五六七八九十]是)?[\s—]*"
)
_ORDERS: Final = re.compile(
    r"要|加快|推进|推动|实施|建设|培育|完善|加强|坚持|坚决|严守|深化|打造|支持|力争|确保|争取|稳步|新建|大力|加力|"
    r"搭建|开展|优化|健全|强化|扩大|提升|促进|落实|深入|全面|全力|统筹|持续|积极|改造|启动|引导|鼓励|办好|抓好|做好|"
    r"精准|千方百计|有序|纵深|聚力|着力|聚焦|突出|做强|做优|做大|扎实|切实|更大力度|夯实|筑牢|激发|释放|构建|塑造|"
    r"巩固|守牢|牢牢|不断|充分|用心|用情|倾力|高标准|高质量|高水平"
)
_WENT: Final = re.compile(
    r"(?:提速|增强|提升|显著|稳健|有力|有效|改善|优化|增效|推进|深化|加快|升级|向好|突破|凸显|彰显|夯实|回升|稳定|提质|"
    r"成效|加速|见效|完善|健全|加力|跃升|进步|增进|过硬|稳固|活跃|提高|加强|扩大|发力|成势|起势|壮大|迸发|释放|强劲|"
    r"丰硕|喜人|平稳|有序|向优|向新)[^，。；]{0,3}\Z"
)
_CLAUSE: Final = re.compile(r"[。，；：]")
_RANKED: Final = re.compile(r"[居列位][^，。；\s]{0,6}?第[一二三四五六七八九十0-9]")
_REACHED: Final = re.compile(r"达[0-9]|升至|降至|增至|增加到|提高到[0-9]")
_BOUNDED: Final = re.compile(r"[0-9][^，。；、0-9]{0,4}(?:以上|以内|左右)")
_EXACT: Final = re.compile(r"[0-9]\.[0-9]+(?:亿|万|%)")
_LONGEST_TOPIC: Final = 16


def _topic(paragraph: str) -> int:
    """Return 1 where the first words say how something went, -1 where they give an order."""
    number = _NUMBER.match(paragraph)
    start = 0 if number is None else number.end()
    words = _CLAUSE.split(paragraph[start : start + _LONGEST_TOPIC + 1], maxsplit=1)[0]
    if len(words) > _LONGEST_TOPIC or any(character.isdigit() for character in words):
        return 0
    if _ORDERS.match(words):
        return -1
    return 1 if _WENT.search(words) else 0


def surplus(paragraph: str) -> int:
    """Return by how much a paragraph's signs of a review outweigh those of an agenda.

    A sum of counts with weights; its first words weigh most, since they never failed to
    tell on the texts that Saidao is measured on. Figures of a review are exact and
    ranked, those of an agenda bounded (以上, 左右).

    Examples
    --------
    >>> surplus("产业发展提质增效。规上工业增加值增长7.2%，总量居中部第一。") > 0
    True
    >>> surplus("扎实办好民生实事。改造老旧小区200个以上。") < 0
    True
    """
    return (
        3 * _topic(paragraph)
        + len(_REVIEW.findall(paragraph))
        + 2 * len(_DONE.findall(paragraph))
        + len(_RANKED.findall(paragraph))
        + len(_REACHED.findall(paragraph))
        + min(4, len(_EXACT.findall(paragraph)))
        - len(_AGENDA.findall(paragraph))
        - 2 * len(_CALLS.findall(paragraph))
        - min(3, len(_BOUNDED.findall(paragraph)))
    )


def reviews(paragraph: str, before: bool | None, section: bool | None) -> bool:
    """Return whether a report's paragraph looks back rather than ahead.

    Openings (过去一年, 今年要重点抓好) decide, then the heading of the `section`; then a
    clear `surplus` of signs; then what the paragraphs before did.
    """
    opening = paragraph[:40]
    if _LOOKS_AHEAD.search(opening):
        return False
    if _LOOKS_BACK.search(opening):
        return True
    if section is not None:
        return section
    signs = surplus(paragraph)
    if before is None or abs(signs) > 1:
        return signs > 0
    return before
