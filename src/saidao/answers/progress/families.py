"""Which past targets a target is like: from its indicator to a family of outcomes.

A pack may name the family of each of its indicators; the table speaks for the rest by the
ids of the shipped catalogue. An indicator that neither knows has no family, and its
targets get no probability.
"""

from __future__ import annotations

from types import MappingProxyType

from saidao.ledger.records import Subject
from saidao.packs.pack import Indicator
from saidao.terms.name import Name

__all__ = ["FAMILY_NAMES", "family_of", "is_standing"]

MEMBERS = {
    "industry_size": (
        "size gross-industrial-output output-value revenue value-added profit transactions "
        "share-of-gdp share-of-industrial-output exports"
    ),
    "firms": (
        "high-tech-firms specialised-firms little-giants listed-firms unicorns gazelles "
        "leading-firms chain-leading-firms firms-above-size technology-smes headquarters firms "
        "head-firms core-firms specialty-firms firms-by-revenue firms-by-output"
    ),
    "deliverable": (
        "parks smart-factories digital-workshops green-factories innovation-centres "
        "laboratories incubators application-scenes hydrogen-stations charging-points "
        "base-stations homes hospital-beds specialty-parks demonstration-scenarios "
        "demonstration-smart-factories benchmark-smart-factories pilot-zones "
        "technology-centres research-platforms major-projects priority-projects"
    ),
    "growth": (
        "value-added-growth gross-output-growth output-growth revenue-growth investment-growth "
        "gdp-growth"
    ),
    "jobs": "jobs urban-employment unemployment",
    "energy_saving": (
        "energy-intensity carbon-intensity industrial-energy-intensity emissions energy-saving-rate"
    ),
    "clean_energy": "non-fossil-share renewable-share installed-capacity",
    "research": "rd-intensity rd-spending patents",
    "output": (
        "vehicle-production robot-production cargo-throughput electricity container-throughput"
    ),
    "uptake": "vehicles-in-use vehicle-sales visitors passengers fuel-cell-vehicles-in-use",
    "structure": "urbanisation",
}
"""Family to the ids of its indicators in the catalogue."""

FAMILY_OF = MappingProxyType({id: family for family, ids in MEMBERS.items() for id in ids.split()})

ONE_YEAR = frozenset({"growth", "jobs", "prices"})
"""Families whose targets are about what happens in one year, and nothing afterwards."""

FAMILY_NAMES = MappingProxyType(
    {
        "growth": Name("增速", "growth rates"),
        "deliverable": Name("政府建设或认定的事项", "things a government builds or certifies"),
        "jobs": Name("就业", "jobs and unemployment"),
        "prices": Name("物价", "prices"),
        "energy_saving": Name("节能降碳", "energy and emissions per unit"),
        "clean_energy": Name("清洁能源", "clean energy"),
        "research": Name("研发", "research"),
        "social": Name("社会事业", "social targets"),
        "health": Name("健康", "health"),
        "spending": Name("公共支出", "public spending"),
        "output": Name("实物产量", "physical output"),
        "uptake": Name("新产品的推广", "uptake of something new"),
        "structure": Name("结构比重", "shares in a whole"),
        "environment": Name("环境质量", "quality of the environment"),
        "industry_size": Name("城市产业规模或比重", "sizes or shares of a city's industries"),
        "firms": Name("企业数", "numbers of firms"),
    }
)
"""Families in words."""


def family_of(subject: Subject, indicator: Indicator | None) -> str:
    """Return the family of a commitment's target, empty where nothing says it."""
    if subject.measure == "growth":
        return "growth"
    if indicator is not None and indicator.family:
        return indicator.family
    return FAMILY_OF.get(subject.indicator, "")


def is_standing(subject: Subject, family: str) -> bool:
    """Return whether a level once reached shall hold, rather than be of one year only."""
    return subject.change == "stock" and family not in ONE_YEAR
