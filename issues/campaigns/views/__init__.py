"""Pages of campaigns: the office's, and the team's at the reach."""

from issues.campaigns.views.pages import (
    campaign,
    campaign_explained,
    campaign_findings,
    campaigns,
    visit,
    visit_photo,
    visits,
)
from issues.campaigns.views.papers import campaign_paper, export_campaign
from issues.campaigns.views.planning import edit_campaign, plan_campaign
from issues.campaigns.views.verbs import (
    amend_visit,
    cancel_campaign,
    draw_campaign,
    finish_campaign,
    leave_out_reach,
    redraw_campaign,
    start_campaign,
    submit_visit,
    take_back_reach,
)

__all__ = [
    "amend_visit",
    "campaign",
    "campaign_explained",
    "campaign_findings",
    "campaign_paper",
    "campaigns",
    "cancel_campaign",
    "draw_campaign",
    "edit_campaign",
    "export_campaign",
    "finish_campaign",
    "leave_out_reach",
    "plan_campaign",
    "redraw_campaign",
    "start_campaign",
    "submit_visit",
    "take_back_reach",
    "visit",
    "visit_photo",
    "visits",
]
