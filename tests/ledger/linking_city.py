"""The invented city of the linking examples, and how a text becomes commitments in it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from saidao import packs
from saidao.documents import read_bytes
from saidao.ledger import Ledger, ReadDocument, Resolver, document_intake, pack_intake, reconcile
from saidao.ledger.intake import city_of, known_subjects
from saidao.packs.pack import Lexicon, Source
from saidao.statements.reader import read_document
from saidao.statements.statement import Context

CITY = Lexicon(
    industries={
        "三条赛道": "three-tracks",
        "海洋产业": "ocean",
        "海洋": "ocean",
        "无人机产业": "drones",
        "无人机": "drones",
        "drone industry": "drones",
        "drones": "drones",
        "drone": "drones",
        "ocean industry": "ocean",
        "生物医药产业": "biomedicine",
        "生物医药": "biomedicine",
        "biomedicine": "biomedicine",
        "集成电路产业": "chips",
        "集成电路": "chips",
        "半导体": "chips",
        "芯片": "chips",
        "软件和信息服务业": "software",
        "软件业": "software",
    },
    indicators=(),
    regions={
        "云汐市": "990000",
        "全市": "990000",
        "the city": "990000",
        "灯塔区": "990101",
        "Lighthouse District": "990101",
        "望潮区": "990102",
    },
    bodies={},
)
"""Knows no indicator: those are the catalogue's."""


def read(name: str, text: str, date: str, region: str) -> tuple[ReadDocument, Source]:
    """Read a text as a document of its own."""
    document = replace(read_bytes(text.encode(), f"{name}.txt"), id=name)
    reading = read_document(document, Context(date=date, region=region))
    source = Source(name, name, "", "news", date, None, None, None)
    return ReadDocument(document, reading, source=source), source


@cache
def resolver_of(city: str) -> tuple[Resolver, str]:
    """Return what resolves words in a city, and the city's name."""
    if not city:
        return Resolver(CITY, "990000"), "云汐市"
    pack = packs.load(Path(__file__).resolve().parents[2] / "packs" / city)
    known = known_subjects(pack_intake(pack, []).assertions)
    return Resolver(pack.lexicon, city_of(pack), known), pack.name.zh


def ledger_of(texts: dict[str, str], *, city: str = "") -> Ledger:
    """Return the ledger of texts by name, each a document and a voice of its own."""
    resolver, region = resolver_of(city)
    date = "2022-07" if city else "2026-03"
    both = {name: read(name, text, date, region) for name, text in texts.items()}
    intakes = [document_intake(one, resolver) for one, _ in both.values()]
    sources = {name: source for name, (_, source) in both.items()}
    return reconcile(intakes, sources, {}, ("authority", "date"))
