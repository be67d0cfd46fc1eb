"""Words of leads."""

from __future__ import annotations

from hezhang.core.kernel.choices import Toned
from issues.ledger.choices import Source


class LeadState(Toned):
    WAITING = "waiting", "orange", "待核实"
    BECAME = "became", "green", "已立为问题"
    JOINED = "joined", "cyan", "已并入问题"
    DISMISSED = "dismissed", "不是问题"


CHECKED = frozenset(LeadState) - {LeadState.WAITING}
# A patrol's finding is a problem at once: whoever found it was there.
SOURCES = [(one.value, one.label) for one in Source if one not in (Source.PATROL, Source.LOOK_BACK)]
