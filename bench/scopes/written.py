"""The scopes that we wrote, with their classes: 1,298 records in many styles and eras.

``prose.csv`` holds whole records. ``cores_*.csv`` hold what a firm does (its class, what its
name says, its main and side business); each is put once into the words of one style, so that
no business and no style of the test stands in training: the split is by family of styles.
Nothing here is taken from a register.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SEED = 20251122

SPLITS = {
    "train": ("list_and_verb", "verb_first", "of_sale", "no_verb", "own_products", "prose_train"),
    "calibrate": ("main_and_side", "many_goods", "bracketed", "prose_calibrate"),
    "test": ("standard_phrases", "in_the_field", "workshop", "prose_test"),
}
"""Families of styles of each split."""

BRANDS = (
    "华宁", "申达", "宏远", "东亚", "金河", "瑞丰", "永泰", "浦发", "长城", "海联", "信诚",
    "三友", "大众", "兴业", "康达", "万里", "新元", "顺昌", "立达", "恒基", "明珠", "嘉华",
    "天马", "龙腾", "欣荣", "百川", "同济达", "良友", "正泰源", "鼎盛", "联谊", "春江", "益民",
    "泰和", "光明达", "通源", "富华", "怡景", "九州", "德隆", "开元", "伟业", "银河", "振华",
    "丰华", "中山达", "亚太", "国脉", "汇通", "四方", "沪东", "松江达", "宝隆", "南翔", "北新",
    "虹源", "静安达", "徐汇达", "川沙", "奉浦", "崇明达", "嘉定源",
)  # fmt: skip
PLACES = ("上海", "上海市", "", "", "沪", "杭州", "苏州", "宁波", "无锡", "上海浦东", "南京")
EXTRA_CODES = {
    "五金交电": "5174",
    "建筑材料": "5165",
    "日用百货": "5135",
    "机电设备": "5179",
    "办公用品": "5141",
    "针纺织品": "5131",
    "化工原料（除危险品）": "5169",
    "汽车配件": "5172",
    "金属材料": "5164",
    "工艺品": "5146",
    "电子产品": "5179",
    "通讯器材": "5177",
    "服装鞋帽": "5132",
    "装潢材料": "5165",
    "食用农产品": "5123",
    "劳防用品": "5199",
    "仪器仪表": "5179",
    "橡塑制品": "5169",
    "家具": "5139",
    "文化用品": "5141",
    "包装材料": "5199",
    "电线电缆": "5175",
    "家用电器": "5138",
    "计算机及配件": "5176",
    "木材": "5165",
    "摩托车配件": "5173",
    "纸制品": "5141",
    "玩具": "5149",
    "化妆品": "5134",
    "阀门": "5174",
}
"""Goods that every trader lists, with the class of who sells nothing else."""
EXTRA = tuple(EXTRA_CODES)
TAILS = (
    "商务咨询", "企业管理咨询", "会务服务", "货运代理", "仓储服务（除危险品）", "自有设备租赁",
    "物业管理", "从事货物及技术的进出口业务", "技术咨询", "市场营销策划", "投资咨询", "室内装潢",
    "广告设计制作", "自有房屋租赁",
)  # fmt: skip
MIXED_OF_A_FAMILY = 8
MIXED_VARIANTS = 20
CLOSING = "【依法须经批准的项目，经相关部门批准后方可开展经营活动】"


@dataclass(frozen=True, slots=True)
class Record:
    """A firm with the classes that are right for it, the best first."""

    name: str
    scope: str
    codes: tuple[str, ...]
    family: str

    @property
    def split(self) -> str:
        """The split of its family."""
        return next(split for split, families in SPLITS.items() if self.family in families)


@dataclass(frozen=True, slots=True)
class _Core:
    """What a firm does, before it is put in words."""

    codes: tuple[str, ...]
    kind: str
    stem: str
    main: tuple[str, ...]
    side: tuple[str, ...]


def _cores() -> list[_Core]:
    """Read the cores."""
    found = []
    for path in sorted(HERE.glob("cores_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                main, side = row["main"].split(), (row["side"] or "").split()
                codes = tuple(row["code"].split("/"))
                found.append(_Core(codes, row["kind"], row["stem"], tuple(main), tuple(side)))
    return found


def _name(core: _Core, rng: random.Random, family: str) -> str:
    """Return a name for a firm: its trade stands in most, but not in all."""
    if core.kind == "M" and family == "no_verb":
        # Who makes things and does not say so is known by the name alone.
        return rng.choice(PLACES) + rng.choice(BRANDS) + core.stem + rng.choice(("厂", "制造厂"))
    place, brand = rng.choice(PLACES), rng.choice(BRANDS)
    stem = core.stem
    if rng.random() < 0.12:
        return ""
    if core.kind == "M":
        if rng.random() < 0.25:
            end = ("实业有限公司", "有限公司", "工贸有限公司", "集团有限公司")
            return place + brand + rng.choice(end)
        ends = ("有限公司", "厂", "制造有限公司", "有限责任公司", "总厂", "科技有限公司", "厂")
    elif core.kind == "W":
        if rng.random() < 0.3:
            end = ("贸易有限公司", "实业有限公司", "商贸有限公司", "发展有限公司", "经贸公司")
            return place + brand + rng.choice(end)
        ends = ("有限公司", "经营部", "有限公司", "贸易有限公司", "有限公司", "批发部")
    elif core.kind == "R":
        if rng.random() < 0.2:
            return place + brand + rng.choice(("商店", "商行", "门市部"))
        ends = ("商店", "店", "门市部", "商行", "专卖店", "有限公司第一分店")
    else:
        if rng.random() < 0.2:
            return (
                place + brand + rng.choice(("有限公司", "发展有限公司", "实业有限公司", "服务部"))
            )
        ends = ("有限公司", "有限责任公司", "服务有限公司", "中心", "", "服务部")
    end = rng.choice(ends)
    return place + brand + stem + ("" if stem.endswith(end) and end else end)


def _goods(core: _Core, rng: random.Random, extra: int) -> tuple[list[str], list[str]]:
    """Return main goods and side business, with some goods that every trader lists."""
    side = list(core.side) + rng.sample(EXTRA, extra)
    return list(core.main), side


def _verb(core: _Core, rng: random.Random) -> str:
    """Return what is done with the goods of a core; empty for a service."""
    choices = {
        "M": ("制造", "加工", "生产", "制造、加工", "生产、加工", "生产、销售"),
        "W": ("批发", "销售", "批发、零售", "批兼零", "批售"),
        "R": ("零售", "销售", "批发、零售", "零售"),
    }
    return rng.choice(choices.get(core.kind, ("",)))


def _tails(rng: random.Random, most: int) -> list[str]:
    """Return some of the side lines that many firms have."""
    return rng.sample(TAILS, rng.randint(0, most))


def _written(core: _Core, family: str, rng: random.Random) -> str:
    """Put a core in the words of a family of styles."""
    verb = _verb(core, rng)
    goods, side = _goods(core, rng, rng.choice((0, 0, 1, 2, 3, 5, 7)) if core.kind != "S" else 0)
    if core.kind == "S" and family in ("list_and_verb", "of_sale", "many_goods", "no_verb"):
        side += rng.sample(EXTRA, rng.choice((0, 1, 2, 4, 6)))
    tails = _tails(rng, 3)
    if family == "list_and_verb":
        text = "、".join(goods) + verb
        return "，".join([text, *side, *tails]) + rng.choice(("", "。", "，附设分支机构。"))
    if family == "verb_first":
        joint = verb.replace("、", "") if verb else ""
        text = joint + "、".join(goods)
        if side:
            text += ("；销售" if verb else "，") + "、".join(side)
        return text + "。" + "，".join(tails)
    if family == "of_sale":
        text = "，".join(goods) + (f"的{verb}" if verb else "")
        if side:
            text += "，" + "，".join(side) + "的销售"
        return "，".join([text, *tails]) + rng.choice(("", "。" + CLOSING))
    if family == "no_verb":
        return "，".join(goods + side + _tails(rng, 1))
    if family == "own_products":
        if core.kind == "M":
            text = f"生产{'、'.join(goods)}，销售自产产品，并提供相关技术服务"
        else:
            text = (
                f"从事{'、'.join(goods)}的{verb}" if verb else "、".join(goods)
            ) + "及相关配套服务"
        return text + ("，" + "，".join(side) if side else "") + "（涉及行政许可的，凭许可证经营）"
    if family == "main_and_side":
        return f"主营：{'、'.join(goods)}{verb}。兼营：{'、'.join(side or ['五金交电'])}。"
    if family == "many_goods":
        more = rng.sample(EXTRA, rng.randint(2, 5))
        text = "，".join(goods + side + more)
        done = {
            "M": f"{goods[0]}{verb}，{text}的销售",
            "W": f"{text}的{verb}",
            "R": f"{text}{verb}",
        }
        return "，".join([done.get(core.kind, "，".join(goods + side)), *tails])
    if family == "bracketed":
        text = "，".join(goods) + (f"（{verb}）" if verb else "")
        return "，".join([text, *side]) + "（上述经营范围涉及许可经营的凭许可证经营）。" + CLOSING
    if family == "standard_phrases":
        ends = {"M": ("制造", "销售"), "W": ("批发", "销售"), "R": ("零售", "销售")}.get(core.kind)
        parts = [item + (ends[0] if ends else "") for item in goods]
        parts += [goods[0] + "销售"] if core.kind == "M" else []
        parts += [item + "销售" for item in side if not item.endswith(("销售", "服务", "咨询"))]
        parts += ["技术服务、技术开发、技术咨询、技术交流", "货物进出口"][: rng.randint(0, 2)]
        ending = "（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）"
        return f"一般项目：{'；'.join(parts)}。{ending}"
    if family == "in_the_field":
        text = (f"{'、'.join(goods)}的{verb}" if verb else "，".join(goods)) + "，"
        more = "，".join(side + tails)
        return text + more + "。" + CLOSING
    if family == "workshop":
        text = "、".join(goods) + (verb[:2] if verb else "")
        return text + ("，" + "、".join(side) if side else "") + "，附设分支。"
    raise AssertionError(family)


def _mixed(family: str, rng: random.Random) -> Record:
    """Return a trader of this and that, whose name says no more than that it trades."""
    goods = rng.sample(EXTRA, rng.randint(4, 10))
    kinds = (
        "贸易有限公司",
        "实业有限公司",
        "商贸有限公司",
        "工贸有限公司",
        "经贸有限公司",
        "发展有限公司",
    )
    name = rng.choice(PLACES) + rng.choice(BRANDS) + rng.choice(kinds)
    core = _Core((EXTRA_CODES[goods[0]], "5199"), "W", "", tuple(goods), ())
    codes = tuple(dict.fromkeys(core.codes))
    return Record(name, _written(core, family, rng), codes, family)


def variants() -> list[Record]:
    """Return the training businesses once more in every style of training, for fitting."""
    rng = random.Random(SEED + 1)
    styles = SPLITS["train"][:-1]
    mixed = [_mixed(family, rng) for family in styles * MIXED_VARIANTS]
    return mixed + [
        Record(_name(core, rng, family), _written(core, family, rng), core.codes, family)
        for core, first in _placed()
        if first in styles
        for family in styles
    ]


def _placed() -> list[tuple[_Core, str]]:
    """Return each core with the one family that it is put in."""
    rng = random.Random(SEED)
    cores = _cores()
    rng.shuffle(cores)
    # Training gets half of the cores, calibration and test a quarter each.
    order = [*SPLITS["train"][:-1], *SPLITS["calibrate"][:-1], *SPLITS["test"][:-1]]
    shares = [0.1] * 5 + [0.25 / 3] * 3 + [0.25 / 3] * 3
    return [(core, rng.choices(order, shares)[0]) for core in cores]


def records() -> list[Record]:
    """Return all records, each time the same."""
    rng = random.Random(SEED + 2)
    found = [
        Record(_name(core, rng, family), _written(core, family, rng), core.codes, family)
        for core, family in _placed()
    ]
    found += [
        _mixed(family, rng)
        for split in SPLITS.values()
        for family in split[:-1] * MIXED_OF_A_FAMILY
    ]
    with (HERE / "prose.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            split = rng.choices(("train", "calibrate", "test"), (0.5, 0.25, 0.25))[0]
            codes = tuple(row["code"].split("/"))
            found.append(Record(row["name"], row["scope"], codes, f"prose_{split}"))
    return found
