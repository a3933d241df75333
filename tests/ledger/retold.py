"""Documents of an invented province as other sites print them, with what belongs together.

Everything is generated: leads, bodies, mirrors with noise, reissues with other numbers, and
documents that only look alike.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

CITIES = ["云汐市", "望潮市", "石梁市", "青洲市", "白鹭市", "松岗市"]
TRADES = [
    "无人机",
    "深海装备",
    "合成纤维",
    "船舶电子",
    "海藻食品",
    "冷链物流",
    "风力叶片",
    "纺织机械",
]
CLAUSES = [
    "引导骨干企业建设共享实验室和中试线",
    "对首次上规模的企业给予一次性奖励",
    "支持行业协会编制技术路线和人才目录",
    "每季度召开供需对接会并公布结果",
    "把闲置厂房改造为小型企业的标准车间",
    "鼓励银行推出随借随还的设备贷款",
    "组织职业学校与企业共同招生",
    "在港区试行夜间通关和预约查验",
    "建立重点项目清单并逐月通报进度",
    "对绿色改造项目给予贴息支持",
    "推动公共数据向企业有序开放",
    "完善应急电源和污水处理设施",
]
READINGS = {"港": "gǎng", "银": "yín", "设": "shè", "路": "lù", "应": "yìng"}
TRADITIONAL = str.maketrans(
    "业厂设对区务发项进标节专联动开产应电", "業廠設對區務發項進標節專聯動開產應電"
)
ADVERTS = [
    "【广告】点击领取行业年历",
    "扫码关注本号，获取更多资讯",
    "推荐阅读：春季招聘会将于周末举行",
]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with the group that it belongs to; documents of one group are one voice."""

    id: str
    group: str
    text: str
    title: str
    url: str
    region: str = ""


def body(trade: str, seed: int, year: int = 2030) -> str:
    """Return a notice about a trade: figures of its own among clauses that many share."""
    chance = random.Random(f"{trade}{seed}")
    clauses = chance.sample(CLAUSES, 7)
    lines = [
        f"到{year}年，{trade}产业规模达到{chance.randint(201, 999)}亿元。",
        f"{trade}骨干企业达到{chance.randint(21, 99)}家。",
        f"{'；'.join(clauses[:3])}。",
        f"其中{trade}出口额突破{chance.randint(11, 89)}.{chance.randint(1, 9)}亿元，{clauses[3]}。",
        f"{'，'.join(clauses[4:])}。",
    ]
    return "\n".join(lines)


def noisy(text: str, kind: str) -> str:
    """Return a text as a mirror prints it."""
    if kind == "tags":
        return "\n".join(f"<p style='text-indent:2em'>{line}<br/></p>" for line in text.split("\n"))
    if kind == "pinyin":
        return "".join(f"{c}({READINGS[c]})" if c in READINGS else c for c in text)
    if kind == "script":
        return text.translate(TRADITIONAL)
    if kind == "adverts":
        lines = text.split("\n")
        return "\n".join(part for pair in zip(lines, ADVERTS * 2, strict=False) for part in pair)
    if kind == "frame":
        return f"本站综合消息，记者获悉：\n{text}\n（转载请注明来源）责任编辑：某某"
    raise ValueError(kind)


def papers() -> list[Paper]:
    """Return all documents."""
    found: list[Paper] = []
    for number, trade in enumerate(TRADES):
        city, host = CITIES[number % len(CITIES)], f"https://paper{number}.example"
        text = body(trade, number)
        title = f"{city}印发{trade}产业行动方案提出建设共享中试线"
        found.append(Paper(f"{number}-own", f"copy{number}", text, title, f"{host}/a1", city))
        for kind in ("tags", "pinyin", "script", "adverts", "frame")[: 3 + number % 3]:
            url = f"https://mirror-{kind}.example/{number}"
            found.append(Paper(f"{number}-{kind}", f"copy{number}", noisy(text, kind), "", url))
    for number, trade in enumerate(TRADES[:5]):
        # A lead and a body at two addresses of one site.
        city, host = CITIES[number], f"https://news{number}.example"
        title = f"{city}发布{trade}发展蓝图，首批中试线年内投用"
        lead, rest = body(trade, 50 + number).split("\n", 1)
        found.append(Paper(f"lead{number}", f"story{number}", lead, title, f"{host}/7", city))
        found.append(Paper(f"rest{number}", f"story{number}", rest, title, f"{host}/8", city))
    for number, trade in enumerate(TRADES[:6]):
        # One plan brought out again for the next years, with other numbers.
        host = f"https://bureau{number}.example"
        for year, number_of in ((2027, 3 * number + 20), (2030, 5 * number + 60)):
            plan = f"《{trade}稳增长行动方案（{year - 2}—{year}年）》"
            text = (
                f"市工信部门日前发布{plan}。到{year}年，{trade}重点企业达到{number_of}家。"
                + random.Random(f"{plan}").choice(CLAUSES)
            )
            url = f"{host}/{year}"
            found.append(Paper(f"plan{number}-{year}", f"plan{number}", text, f"{plan}发布", url))
    for city in CITIES:
        # Reports of several places and years: one form, figures of their own, at times alike.
        for year in (2025, 2026):
            chance = random.Random(f"{city}{year}")
            text = (
                f"{year}年，地区生产总值增长{chance.choice(['5.5', '6.0'])}%左右，"
                f"城镇调查失业率控制在5.5%左右，居民消费价格涨幅3%左右，"
                f"规上工业增加值增长{chance.randint(50, 90) / 10}%。"
                + "；".join(CLAUSES[:4])
                + f"。新增城镇就业{chance.randint(31, 99)}万人，{city}港口吞吐量{chance.randint(3, 9)}亿吨。"
                + "；".join(chance.sample(CLAUSES[4:], 3))
            )
            title = f"{year}年{city}政府工作报告"
            found.append(
                Paper(
                    f"{city}{year}", f"{city}{year}", text, title, "https://report.example/x", city
                )
            )
    for number, trade in enumerate(TRADES[:4]):
        # Two papers report one figure in their own words: two voices.
        for paper, words in (
            ("甲报", f"记者从发布会获悉，{trade}产业规模将在2030年突破640亿元，目前已有企业落户。"),
            ("乙报", f"按照市里的打算，再过几年{trade}的盘子要做到640亿元以上，业内看法不一。"),
        ):
            id = f"{paper}{number}"
            title = f"{paper}：{trade}前景几何，听听三位行家怎么说{number}"
            host = "https://one.example" if paper == "甲报" else "https://two.example"
            found.append(Paper(id, id, words, title, f"{host}/{number}"))
    return found
