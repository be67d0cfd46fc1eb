"""The table of tracks that the office edits under 设置."""

from collections.abc import Mapping
from typing import Any

from hezhang.core.office.parameters import ReferenceTable
from patrols.tracks.choices import Recording
from patrols.tracks.models import TrackRule


def rule_faults(values: Mapping[str, Any]) -> dict[str, str]:
    """Tracks are taken on a regulation or not at all (国办函〔2026〕12号)."""
    is_bare = values["recording"] != Recording.OFF and not values["basis"].strip()
    return {"basis": "开启轨迹记录须写明依据。"} if is_bare else {}


TABLES = [
    ReferenceTable(
        "track_rules",
        TrackRule,
        "巡河轨迹",
        fields=["recording", "near_m", "kept_days", "ask_m", "link_m", "basis"],
        list_fields=["thing", "recording", "near_m", "kept_days", "ask_m", "link_m", "basis"],
        hint="默认不记录。开启后也由巡河人自愿，不记录轨迹照样提交；轨迹点到期自动删除，长度等数字保留。单次记录的位置离河段太远时请巡河人核对，附近有登记的对象时提示关联，都不影响提交；填 0 不提示。",
        bounds={"near_m": (10, 1000), "kept_days": (1, 1095), "ask_m": (0, 20_000), "link_m": (0, 1000)},
        check=lambda values, row: rule_faults(values),
        can_add=False,
        can_delete=False,
    ),
]
