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


def reviews(paragraph: str, before: bool | None, section: bool | None) -> bool:
    """Return whether a report's paragraph looks back rather than ahead.

    Openings (过去一年, 今年要重点抓好) decide, then the heading of the `section`; then a
    clear majority of words that report or that call to act; then what the paragraphs
    before did.
    """
    opening = paragraph[:40]
    if _LOOKS_AHEAD.search(opening):
        return False
    if _LOOKS_BACK.search(opening):
        return True
    if section is not None:
        return section
    back = len(_REVIEW.findall(paragraph)) + 2 * len(_DONE.findall(paragraph))
    ahead = len(_AGENDA.findall(paragraph)) + 2 * len(_CALLS.findall(paragraph))
    surplus = back - ahead
    if before is None or abs(surplus) > 1:
        return surplus > 0
    return before
