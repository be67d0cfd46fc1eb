"""Terms that ship with the product."""

from hezhang.core.kernel.defaults import add_missing
from rivers.plans.choices import TermWhat
from rivers.plans.models import PlanTerm
from rivers.plans.rules import SHIPPED

GUIDE = "《“一河（湖）一策”方案编制指南（试行）》（2017年9月）"
BASIS = {TermWhat.CITY: GUIDE, TermWhat.COUNTY: GUIDE, TermWhat.TOWN: GUIDE}


def load() -> int:
    """Add what is missing; returns how many rows were added."""
    return add_missing(
        [PlanTerm(what=what, amount=n, basis=BASIS.get(what, "")) for what, n in SHIPPED.items()], "what"
    )
