"""What can be done with the plan of a long-term rectification: each verb of its table is one function here."""

from issues.stages.services.planning import confirm_stages, propose_stages, return_stages, revise_stages
from issues.stages.services.reminding import remind
from issues.stages.services.working import add_stage, drop_stage, finish_stage, move_stage, reopen_stage

__all__ = [
    "add_stage",
    "confirm_stages",
    "drop_stage",
    "finish_stage",
    "move_stage",
    "propose_stages",
    "remind",
    "reopen_stage",
    "return_stages",
    "revise_stages",
]
