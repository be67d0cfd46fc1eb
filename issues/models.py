"""What Django looks for: the models of all rooms. Everybody else imports from the room."""

from issues.batches.models import Selection, SelectionRow
from issues.campaigns.models import (
    Answer,
    Campaign,
    CampaignDraw,
    CampaignItem,
    CampaignTransition,
    CheckLine,
    Inspector,
    LeftOut,
    Visit,
    VisitPhoto,
    VisitTransition,
)
from issues.clocks.models import DeadlineRule
from issues.documents.models import PaperTemplate
from issues.escalation.models import Notice, NoticeRule, NoticeSeries, NoticeTransition
from issues.feed.models import Change, FeedEnd
from issues.hints.models import Keyword, Phrase
from issues.leads.models import Lead, LeadBatch, LeadLimit, LeadPhoto, LeadTransition
from issues.ledger.models import (
    Category,
    ClockSpan,
    CoUnit,
    Evidence,
    EvidenceRule,
    FindingRule,
    Issue,
    IssueTransition,
    NumberSeries,
    SignOffRule,
)
from issues.lookback.models import Draw, DrawnIssue, LookBackRule
from issues.reminders.models import ReminderRule
from issues.stages.models import Stage, StageFile, StagePlan, StageTransition

__all__ = [
    "Answer",
    "Campaign",
    "CampaignDraw",
    "CampaignItem",
    "CampaignTransition",
    "Category",
    "Change",
    "CheckLine",
    "ClockSpan",
    "CoUnit",
    "DeadlineRule",
    "Draw",
    "DrawnIssue",
    "Evidence",
    "EvidenceRule",
    "FeedEnd",
    "FindingRule",
    "Inspector",
    "Issue",
    "IssueTransition",
    "Keyword",
    "Lead",
    "LeadBatch",
    "LeadLimit",
    "LeadPhoto",
    "LeadTransition",
    "LeftOut",
    "LookBackRule",
    "Notice",
    "NoticeRule",
    "NoticeSeries",
    "NoticeTransition",
    "NumberSeries",
    "PaperTemplate",
    "Phrase",
    "ReminderRule",
    "Selection",
    "SelectionRow",
    "SignOffRule",
    "Stage",
    "StageFile",
    "StagePlan",
    "StageTransition",
    "Visit",
    "VisitPhoto",
    "VisitTransition",
]
