"""Who may do what with leads."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from hezhang.core.accounts.choices import ADMIN_ROLES, OFFICE_ROLES, Role
from hezhang.core.kernel.verdict import Verdict, yes_if
from issues.leads.choices import LeadState
from issues.ledger.choices import State

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from issues.leads.models import Lead

# Handed to nobody yet: until then the issue that a lead has become can be taken back with it.
EARLY = frozenset({State.REPORTED, State.REGISTERED})


def sees_leads(post: Post) -> Verdict:
    """Everybody who goes out or leads: not units, who get problems, nor the administrators."""
    hidden = post.role in ADMIN_ROLES or post.role == Role.HANDLER
    return yes_if(not hidden, "线索由河长办、河长和巡河员核实；责任单位办理的是核实后的问题。")


def may_record(post: Post) -> Verdict:
    return yes_if(post.role in OFFICE_ROLES, "线索由河长办登记。现场发现的问题请直接上报。")


def may_reopen(lead: Lead, post: Post, at: datetime) -> Verdict:
    """What has been handed to a unit has its own ways back."""
    if lead.state != LeadState.BECAME or lead.issue is None:
        return yes_if(True, "")
    state = lead.issue.get_state_display()
    return yes_if(
        lead.issue.state in EARLY,
        f"{lead.issue.number} 现为“{state}”，请在问题的页面上撤回交办或更正，不能再撤销核实。",
    )
