"""The rules of codes that ship: Anhui's, which every office may edit."""

from hezhang.core.kernel.defaults import add_missing
from rivers.registry.models import CodeRule
from rivers.registry.rules.codes import PATTERNS

ANHUI = "DB34/T 3735.1-2020（安徽）：河流、水库、河段 12 位，湖泊 8 位"


def load() -> int:
    """Add what is missing; returns how many rows were added."""
    basis = dict.fromkeys(("river", "lake", "reservoir", "reach"), ANHUI)
    return add_missing(
        [CodeRule(what=what, pattern=pattern, basis=basis.get(what, "")) for what, pattern in PATTERNS.items()], "what"
    )
