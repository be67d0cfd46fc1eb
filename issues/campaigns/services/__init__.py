"""What can be done with a campaign and with its visits: each verb of their tables is one function here, through the engine.

Common to all: ``once`` is the form's own number, ``at`` the time of the act (default now).
Raised: NotAllowed 403, SomebodyWasFaster 409, Supplied and EvidenceMissing 422, ValidationError.
"""

from issues.campaigns.services.drawing import draw_campaign, drawn_again, redraw_campaign
from issues.campaigns.services.ending import cancel_campaign, finish_campaign, start_campaign
from issues.campaigns.services.leaving import leave_out_reach, take_back_reach
from issues.campaigns.services.planning import Plan, edit_campaign, plan_campaign
from issues.campaigns.services.reminding import remind_visits
from issues.campaigns.services.visiting import Told, amend_visit, submit_visit

__all__ = [
    "Plan",
    "Told",
    "amend_visit",
    "cancel_campaign",
    "draw_campaign",
    "drawn_again",
    "edit_campaign",
    "finish_campaign",
    "leave_out_reach",
    "plan_campaign",
    "redraw_campaign",
    "remind_visits",
    "start_campaign",
    "submit_visit",
    "take_back_reach",
]
