"""Pages of long-term rectification."""

from issues.stages.views.pages import (
    propose_stages,
    revise_stages,
    stage_file,
    stage_plan,
    stage_plan_file,
    stages,
    stages_of_issue,
)
from issues.stages.views.verbs import (
    add_stage,
    confirm_stages,
    drop_stage,
    finish_stage,
    move_stage,
    reopen_stage,
    return_stages,
)

__all__ = [
    "add_stage",
    "confirm_stages",
    "drop_stage",
    "finish_stage",
    "move_stage",
    "propose_stages",
    "reopen_stage",
    "return_stages",
    "revise_stages",
    "stage_file",
    "stage_plan",
    "stage_plan_file",
    "stages",
    "stages_of_issue",
]
