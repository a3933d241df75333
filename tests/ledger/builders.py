"""Small values for tests of the ledger."""

from __future__ import annotations

from typing import Any

from saidao.ledger import Assertion, Subject
from saidao.packs.pack import Indicator, Lexicon, Source
from saidao.statements.statement import Statement
from saidao.terms.name import Name

SIZE = Subject("size", "ocean", "", "990000", "level", "stock", "CNY")

LEXICON = Lexicon(
    industries={
        "海洋产业": "ocean",
        "海洋": "ocean",
        "无人机": "drones",
        "航运服务业": "shipping-services",
        "两条赛道": "both-tracks",
    },
    indicators=(
        Indicator("size", Name("产业规模"), "CNY", ("产业规模", "总规模", "规模")),
        Indicator("output", Name("产值"), "CNY", ("产值",)),
        Indicator("gross-output", Name("总产值"), "CNY", ("总产值",)),
        Indicator("value-added", Name("增加值"), "CNY", ("增加值",)),
        Indicator("clusters", Name("产业集群数"), "count", ("产业集群", "集群")),
        Indicator("firms", Name("企业数"), "count", ("企业",)),
        Indicator("platforms", Name("平台数"), "count", ("平台",)),
    ),
    regions={"海港市": "990000", "全市": "990000", "灯塔区": "990101"},
    bodies={},
)


def source(id: str, authority: str = "news", issued: str | None = None) -> Source:
    """Return a source."""
    return Source(id, id, "", authority, issued, None, None, None)  # type: ignore[arg-type]


def assertion(id: str, **changes: Any) -> Assertion:
    """Return a target of 300 bn by 2030, with changes."""
    values: dict[str, Any] = {
        "origin": "pack",
        "kind": "target",
        "subject": SIZE,
        "op": "=",
        "cmp": "=",
        "value": 3e11,
        "value_high": None,
        "period": "2030",
        "base_year": None,
        "firmness": None,
        "modality": "commitment",
        "qualifier": None,
        "counted": None,
        "tier": None,
        "driven_by": None,
        "source": "S001",
        "issued": None,
    }
    return Assertion(id=id, **(values | changes))


def statement(**changes: Any) -> Statement:
    """Return a statement that the ocean industry's size reaches 300 bn by 2030."""
    values: dict[str, Any] = {
        "start": 0,
        "end": 10,
        "value_start": 6,
        "value_end": 10,
        "kind": "target",
        "op": "=",
        "cmp": "=",
        "value": 3e11,
        "unit": "CNY",
        "indicator": "海洋产业规模",
        "scope": "海洋产业",
        "period": "2030",
    }
    return Statement(**(values | changes))
