"""Terms that ship with the product: proposals that every office may edit."""

from hezhang.core.kernel.defaults import add_missing
from rivers.chiefs.choices import TermUnit, TermWhat
from rivers.chiefs.models import ChangeTerm

TERMS = [
    # 南平 2023: whoever changes post hands over the lists of water quality and of problems within a month.
    (TermWhat.HANDOVER, 1, TermUnit.MONTH, "南平市2023年：河长离任一个月内交水"),
    # Hebei's standard for signboards (2022-07-01); Jiangsu allows 30 working days.
    (TermWhat.BOARD, 15, TermUnit.DAY, "河北省公示牌地方标准：15 日（江苏：30 个工作日）"),
]


def load() -> int:
    """Add what is missing; returns how many rows were added."""
    return add_missing([ChangeTerm(what=what, amount=n, unit=unit, basis=why) for what, n, unit, why in TERMS], "what")
