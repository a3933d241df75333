"""What this atlas is and how good its data are: known, estimated, missing."""

from __future__ import annotations

import saidao
from saidao.answers.register_marks import marks
from saidao.answers.reviews import open_reviews
from saidao.answers.shapes import AtlasInfo, DataReport, GapView
from saidao.answers.views import source_views
from saidao.register.establishment import Flag
from saidao.store import Snapshot
from saidao.terms.name import Name

__all__ = ["data_report", "info"]

CERTAIN = {None, "published"}


def info(snapshot: Snapshot) -> AtlasInfo:
    """Return what this atlas is."""
    return AtlasInfo(
        id=snapshot.city.id,
        city=snapshot.city.name,
        as_of=snapshot.city.as_of,
        content_hash=snapshot.content_hash,
        saidao_version=saidao.__version__,
        documents=len(snapshot.document),
        assertions=len(snapshot.assertion),
        commitments=len(snapshot.commitment),
        observations=len(snapshot.observation),
        parks=len(snapshot.park),
        licence=snapshot.city.licence,
        registers=marks(snapshot),
    )


def data_report(snapshot: Snapshot) -> DataReport:
    """Return what is known, estimated or inferred, and missing, by table."""
    parks, districts, values = snapshot.park, snapshot.district, snapshot.observation
    targets = [a for a in snapshot.assertion if a.kind == "target"]
    return DataReport(
        tables=(
            (
                Name("园区：位置", "Parks: place"),
                len(parks),
                sum(row.place.basis not in CERTAIN for row in parks),
                sum(row.place.lon is None for row in parks),
            ),
            (
                Name("园区：所在区", "Parks: district"),
                len(parks),
                sum(row.district_basis not in CERTAIN for row in parks),
                sum(not row.districts for row in parks),
            ),
            (
                Name("园区：面积", "Parks: area"),
                len(parks),
                sum(row.area_basis not in CERTAIN for row in parks),
                sum(row.area_km2 is None for row in parks),
            ),
            (
                Name("区：人口", "Districts: population"),
                len(districts),
                0,
                sum(row.population is None for row in districts),
            ),
            (
                Name("区：面积", "Districts: area"),
                len(districts),
                sum(row.area_note is not None for row in districts),
                sum(row.area_km2 is None for row in districts),
            ),
            (
                Name("产业：统计代码", "Industries: classification codes"),
                len(snapshot.industry),
                sum(row.codes_basis not in CERTAIN for row in snapshot.industry),
                sum(not row.codes for row in snapshot.industry),
            ),
            (
                Name("目标：期限", "Targets: deadline"),
                len(targets),
                0,
                sum(row.period is None for row in targets),
            ),
            (
                Name("目标：文档出处", "Targets: clause in a document"),
                len(targets),
                0,
                sum(row.passage is None for row in targets),
            ),
            (
                Name("实际值：质量", "Observed values: quality"),
                len(values),
                sum(row.quality in {"derived", "low"} for row in values),
                sum(row.quality == "unusable" for row in values),
            ),
            (
                Name("实际值：统计口径", "Observed values: definition"),
                len(values),
                0,
                sum(row.definition is None for row in values),
            ),
            (
                Name("来源：发布日期", "Sources: date of issue"),
                len(snapshot.source),
                0,
                sum(row.issued is None for row in snapshot.source),
            ),
            *register_tables(snapshot),
        ),
        gaps=tuple(
            GapView(
                subject=gap.subject,
                known=gap.known,
                total=gap.total,
                statement=gap.statement,
                sources=source_views(snapshot, gap.sources),
            )
            for gap in snapshot.gap
        ),
        sources=source_views(snapshot, (source.id for source in snapshot.source)),
        reviews=open_reviews(snapshot),
    )


def register_tables(snapshot: Snapshot) -> list[tuple[Name, int, int, int]]:
    """Return for each register how many of its usable rows have no place and no sure code."""
    found = []
    for row in snapshot.register:
        flagged = {line.flag: line.rows for line in row.quality}
        estimated = row.usable if row.synthetic else 0
        found += [
            (
                Name(f"{row.name.zh}：位置", f"{row.name.en or row.name.zh}: place"),
                row.usable,
                estimated,
                row.usable - row.placed,
            ),
            (
                Name(f"{row.name.zh}：行业代码", f"{row.name.en or row.name.zh}: industry code"),
                row.usable,
                estimated or flagged.get(int(Flag.UNCERTAIN_CODE), 0),
                sum(flagged.get(int(flag), 0) for flag in (Flag.NO_CODE, Flag.UNKNOWN_CODE)),
            ),
        ]
    return found
