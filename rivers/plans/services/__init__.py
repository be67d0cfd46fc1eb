"""What can be done with plans: each verb of the workflow table is one function here; beside them the lists and the reports."""

from rivers.plans.services.copying import copy_plan, revise_plan
from rivers.plans.services.drawing import draw_plan, edit_plan
from rivers.plans.services.filling import add_item, edit_item, remove_item
from rivers.plans.services.reminding import follow_tenure, remind
from rivers.plans.services.reporting import report_progress, withdraw_progress
from rivers.plans.services.steps import approve_plan, finish_plan, resume_plan, return_plan, stop_plan, submit_plan
from rivers.plans.services.tasking import add_task, assign_task, edit_task, remove_task

__all__ = [
    "add_item",
    "add_task",
    "approve_plan",
    "assign_task",
    "copy_plan",
    "draw_plan",
    "edit_item",
    "edit_plan",
    "edit_task",
    "finish_plan",
    "follow_tenure",
    "remind",
    "remove_item",
    "remove_task",
    "report_progress",
    "resume_plan",
    "return_plan",
    "revise_plan",
    "stop_plan",
    "submit_plan",
    "withdraw_progress",
]
