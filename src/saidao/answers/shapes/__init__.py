"""The resources of the API as frozen values: web, report and command line show these.

They mirror the front end's words. Every number carries the assertion or observation it
came from, and through it a document and a source. Texts in both languages are `Name`.

Over 500 lines on purpose: the whole contract of the API reads in one place.
"""

from saidao.answers.shapes.atlas import AtlasInfo, DataReport, GapView, Overview
from saidao.answers.shapes.checks import CheckedFigure, CheckReport, FindingView, RuleView
from saidao.answers.shapes.commitments import (
    CommitmentDetail,
    CommitmentPage,
    CommitmentSummary,
    ConflictView,
    Lane,
    ObservedParty,
    PartyView,
    Roadmap,
)
from saidao.answers.shapes.documents import (
    BlockView,
    DocumentDetail,
    DocumentSummary,
    Meeting,
    SearchHit,
    SpanView,
)
from saidao.answers.shapes.industries import IndustryView, SystemView
from saidao.answers.shapes.mentions import (
    BodyView,
    InstrumentView,
    MentionPartView,
    MentionView,
)
from saidao.answers.shapes.places import DistrictView, MapView, ParkView
from saidao.answers.shapes.progress import (
    AlternativeView,
    CourseView,
    EstimateView,
    ForecastInputView,
    ForecastRecord,
    ForecastView,
    PathPoint,
    PathView,
    ProgressView,
    RequiredView,
)
from saidao.answers.shapes.readings import (
    AssertionView,
    ClauseView,
    DecisionView,
    ObservationView,
    SourceView,
    SubjectView,
)
from saidao.answers.shapes.reviews import DecisionMade, ReviewList, ReviewView
from saidao.answers.shapes.tasks import TaskEvidenceView, TaskNamingView, TaskView
from saidao.answers.shapes.versions import (
    IndustryHistory,
    PairingView,
    ThreadStep,
    ThreadView,
    VersionDiff,
    VersionList,
    VersionView,
)

__all__ = [
    "AlternativeView",
    "AssertionView",
    "AtlasInfo",
    "BlockView",
    "BodyView",
    "CheckReport",
    "CheckedFigure",
    "ClauseView",
    "CommitmentDetail",
    "CommitmentPage",
    "CommitmentSummary",
    "ConflictView",
    "CourseView",
    "DataReport",
    "DecisionMade",
    "DecisionView",
    "DistrictView",
    "DocumentDetail",
    "DocumentSummary",
    "EstimateView",
    "FindingView",
    "ForecastInputView",
    "ForecastRecord",
    "ForecastView",
    "GapView",
    "IndustryHistory",
    "IndustryView",
    "InstrumentView",
    "Lane",
    "MapView",
    "Meeting",
    "MentionPartView",
    "MentionView",
    "ObservationView",
    "ObservedParty",
    "Overview",
    "PairingView",
    "ParkView",
    "PartyView",
    "PathPoint",
    "PathView",
    "ProgressView",
    "RequiredView",
    "ReviewList",
    "ReviewView",
    "Roadmap",
    "RuleView",
    "SearchHit",
    "SourceView",
    "SpanView",
    "SubjectView",
    "SystemView",
    "TaskEvidenceView",
    "TaskNamingView",
    "TaskView",
    "ThreadStep",
    "ThreadView",
    "VersionDiff",
    "VersionList",
    "VersionView",
]
