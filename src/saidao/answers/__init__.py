"""A planner's questions, answered as plain values from a snapshot of an atlas.

Every function takes a `saidao.store.Snapshot`; those that judge progress take the day
they are asked on. What they return stands in `saidao.answers.shapes`.
"""

from saidao.answers.checks import report as check_report
from saidao.answers.checks import report_of as check_report_of
from saidao.answers.commitments import LedgerQuery, commitment, ledger
from saidao.answers.contradictions import conflicts
from saidao.answers.data import data_report, info
from saidao.answers.documents import document, documents
from saidao.answers.industries import industries, industry, systems
from saidao.answers.meetings import contradictory_figures, meetings
from saidao.answers.overview import overview
from saidao.answers.places import districts, map_view, park, parks
from saidao.answers.progress.scores import forecast_record
from saidao.answers.reviews import open_reviews, review, review_list, reviews
from saidao.answers.roadmap import roadmap
from saidao.answers.search import search
from saidao.answers.tasks import tasks
from saidao.answers.versions import diff, history, most_promised, versions

__all__ = [
    "LedgerQuery",
    "check_report",
    "check_report_of",
    "commitment",
    "conflicts",
    "contradictory_figures",
    "data_report",
    "diff",
    "districts",
    "document",
    "documents",
    "forecast_record",
    "history",
    "industries",
    "industry",
    "info",
    "ledger",
    "map_view",
    "meetings",
    "most_promised",
    "open_reviews",
    "overview",
    "park",
    "parks",
    "review",
    "review_list",
    "reviews",
    "roadmap",
    "search",
    "systems",
    "tasks",
    "versions",
]
