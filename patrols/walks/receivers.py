"""What patrols listen to: whether somebody has walked a reach since it came of a split or a join.

Patrols themselves follow nothing: a walk stays with the reach as it was on its day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from patrols.walks.models import Patrol
from rivers.cutting.signals import since_asked
from rivers.registry.models import Reach


def connect() -> None:
    since_asked.connect(walked_since, dispatch_uid="patrols.since")


def walked_since(sender: Any, reaches: Sequence[Reach], **_: Any) -> list[str]:
    return ["已有巡河记录"] if Patrol.objects.filter(reach__in=reaches).exists() else []
