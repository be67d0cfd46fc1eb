"""Words of leads."""

from __future__ import annotations

from django.db import models

from hezhang.core.kernel.choices import Toned
from issues.ledger.choices import Source


class LeadState(Toned):
    WAITING = "waiting", "orange", "待核实"
    BECAME = "became", "green", "已立为问题"
    JOINED = "joined", "cyan", "已并入问题"
    DISMISSED = "dismissed", "不是问题"


class LimitWhat(models.TextChoices):
    NEAR = "near", "离最近的河段不超过（米）"
    WAIT = "wait", "多少天未核实即提醒（天）"


# Of spots at the edge of a managed strip, and of lines that are drawn along the middle of the water.
LIMITS = {LimitWhat.NEAR: 1000, LimitWhat.WAIT: 3}
# The least and the greatest sensible figure of each.
BOUNDS = {LimitWhat.NEAR: (10, 20_000), LimitWhat.WAIT: (1, 60)}

# What the answer to whoever sent the list says of each: 是问题 / 不是问题.
VERDICTS = {
    LeadState.WAITING: "待核实", LeadState.BECAME: "是问题", LeadState.JOINED: "是问题", LeadState.DISMISSED: "不是问题",
}  # fmt: skip
CHECKED = frozenset(LeadState) - {LeadState.WAITING}
# A patrol's finding is a problem at once: whoever found it was there.
SOURCES = [(one.value, one.label) for one in Source if one not in (Source.PATROL, Source.LOOK_BACK)]
