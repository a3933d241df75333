"""Proper names and common nouns told apart, word by word.

A zone or firm is recognised by its last word (开发区, 公司), which common nouns share
(各类开发区, 上市公司). What decides is whether a *proper* word stands before it: a place, a
person's or a brand's name, or letters such as G60. The words come from rjieba, whose
dictionary knows the places of China; a short list here overrules it where it is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import rjieba

_PROPER_TAGS = frozenset({"ns", "nr", "nrt", "nrfg", "nz", "nt", "eng"})

# Words that the dictionary takes for names and that plans use as common nouns.
COMMON = frozenset(
    """
    智慧 深度 数字 绿色 创新 高端 智能 未来 新型 国际 东方 中央 全国 国家 国家级 省级 市级 县级 区级 中外
    新区 滨海新区 开发区 园区 新城 高新区 高新 经开区 老区 特区 城区 郊区 山区 矿区 港区 湖区 林区 牧区
    江河 长江 黄河 沿海 沿江 沿边 流域 大学 高校 科技 金融 文化 生态 健康 康养 文旅 旅游 生物 医药
    谷 港 岛 城 湾 湖 山 江 河 海 洲 岸 桥 高地 中部 西部 东部 南部 北部 北方 南方 华中 华南 华北
    中国 我国 全球 世界 亚洲 欧洲 一带 一路 丝路 双碳 元宇宙 明珠 金字塔 高质量 高水平 高标准
    王牌 明星 金牌 名牌 名优 名特优 老字号 双创 双一流 专精 特新 小巨人 独角兽 瞪羚 雏鹰 链主 龙头
    云 芯 新 大 小 老 高 精 尖 特 优 强 AI 5G 6G VR AR IT ICT IP APP SUV LED CBD R&D ESG GDP
    中介 白名单 黑土 北斗 安全 和谐 富民 惠民 便民 利民 康复 康 安康 永续 和平 幸福 美丽 平安 长寿
    温室 马铃薯 石化 石油化工 石油 天然气 海洋 海上 陆海 空港 水港 陆港 铁路 公铁 高铁 宽带 蓝色 黑色
    央行 央企 国企 城投 农商 信用社 合作社 政务 财政 税务 民营 私营 上市 挂牌 控股 投资 担保 融资 小贷
    全域 全链 全链条 全产业链 双循环 双向 双招双引 双万 双千 双百 千亿 百亿 万亩 成果 技术 高能级 策源
    """.split()
)

# A name never reaches back across one of these.
_STOP_TAGS = frozenset({"p", "c", "uj", "ul", "u", "uz", "ud", "uv", "ug", "y", "x", "r"})
_STOP_WORDS = frozenset(
    """
    建设 打造 推进 推动 支持 加快 依托 围绕 创建 建成 建立 设立 组建 引进 引入 引导 培育 发展 壮大 做强 做大
    做优 扩建 新建 新设 新增 改造 提升 推广 实施 开展 落实 完善 优化 强化 加强 深化 促进 鼓励 争创 申创 申建
    谋划 规划 布局 扩大 聚焦 利用 发挥 充分发挥 入驻 落户 位于 入选 获批 列入 纳入 面向 包括 涵盖 形成 实现
    带动 辐射 覆盖 启动 开工 完成 推出 联动 整合 盘活 对接 承接 服务 保障 统筹 参与 加入 投资 收购 并购 重组
    联合 携手 委托 授权 批准 同意 确保 力争 争取 继续 积极 大力 全力 全面 着力 重点 主动 稳步 有序 加大 高标准
    高质量 高水平 高起点 率先 优先 逐步 持续 进一步 抓好 抓紧 抓实 办好 建好 用好 管好 做好 做实 扶持 指导 督促
    组织 选择 选取 集聚发展 充分 通过 协调 请求 减免 免收 提供 给予 拓展 探索 构建 构筑 塑造 擦亮 唱响 聚力 奋力
    聚力打造 全力打造 积极推进 各类 各级 各个 每个 多个 若干 一批 系列 部分 所有 其他 其它 有关 相关 主要 现有 目前
    已有 全省 全市 全区 全县 本市 本省 我省 我市 我区 其中 以及 围绕着 经 由 在 以 于 向 对 将 把 为 至 到 从 与 和
    及 或 等 的 了 是 有 并 也 还 又 让 使 令 促 推 促使 扩容 出台 制定 编制 印发 发布 公布 举办 承办 参观 考察 前往
    作为 属于 来自 来源于 分布 散布 坐落 集中 主攻 鼓励支持 扎实推进 深入推进 深入实施 加快推进 加快建设 统筹推进
    协同推进 持续推进 协同 共建 共同 分别 同时 累计 超过 达到 突破 增至 扩至 建有 拥有 具有 现代化建设 延伸
    """.split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, with its part of speech and span."""

    text: str
    tag: str
    start: int
    end: int

    @property
    def proper(self) -> bool:
        """Whether the word is a name of its own."""
        if self.text in COMMON:
            return False
        if self.tag == "eng":
            return any(character.isalpha() for character in self.text)
        return self.tag in _PROPER_TAGS and len(self.text) >= 2

    @property
    def stops(self) -> bool:
        """Whether a name cannot reach back across the word."""
        return self.text in _STOP_WORDS or (self.tag in _STOP_TAGS and self.text not in _JOINING)

    @property
    def known(self) -> bool:
        """Whether the dictionary holds the word."""
        return bool(rjieba.has_word(self.text))


_JOINING = frozenset("·-—+“”")


def words(folded: str, start: int, end: int) -> list[Word]:
    """Cut ``folded[start:end]`` into words.

    Examples
    --------
    >>> [word.text for word in words("推进苏州工业园区", 0, 8)]
    ['推进', '苏州', '工业园区']
    """
    found: list[Word] = []
    at = start
    for piece, tag in rjieba.tag(folded[start:end]):
        found.append(Word(piece, tag, at, at + len(piece)))
        at += len(piece)
    return found


def reach_back(row: Sequence[Word]) -> list[Word]:
    """Return the last words of `row` that can be one name: back to the first that stops it."""
    kept: list[Word] = []
    for word in reversed(row):
        if word.stops:
            break
        kept.append(word)
    kept.reverse()
    while kept and (kept[0].tag in ("d", "f", "m", "q", "t", "zg") and not kept[0].proper):
        kept.pop(0)
    return kept


def from_first_proper(row: Sequence[Word]) -> list[Word]:
    """Return `row` from its first proper word on; empty where there is none."""
    for index, word in enumerate(row):
        if word.proper:
            return list(row[index:])
    return []
