"""The patterns of signboards that the office edits under 设置."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from hezhang.core.office.parameters import ReferenceTable
from rivers.boards.models import BoardPattern
from rivers.boards.services.text import WORDS, split


def faults(values: Mapping[str, Any], row: models.Model | None) -> dict[str, str]:
    """Words that are no part of a board, and a board without a chief."""
    sides = {side: split(str(values.get(side) or "")) for side in ("front", "back")}
    found = {}
    for side, words in sides.items():
        if unknown := [word for word in words if word not in WORDS]:
            found[side] = f"不认识“{'、'.join(unknown)}”。可以写：{'、'.join(WORDS)}。"
        elif twice := [word for word in dict.fromkeys(words) if words.count(word) > 1]:
            found[side] = f"“{'、'.join(twice)}”写了两次。"
    if not found and "河长" not in sides["front"]:
        found["front"] = "公示牌正面须有“河长”。"
    return found


TABLES = [
    ReferenceTable(
        "board_patterns",
        BoardPattern,
        "公示牌样式",
        fields=[
            "name", "order", "front", "back", "heading", "duties", "bans", "slogan", "hotline", "signed",
            "width_mm", "height_mm", "basis",
        ],
        list_fields=["name", "order", "front", "back", "width_mm", "height_mm", "basis"],
        hint="排序最小的样式为本区采用的样式。河段、河长、电话等内容按登记自动生成，不在这里填写。修改样式不会使已立的公示牌变成“应更新”。",
        bounds={"order": (0, 999), "width_mm": (200, 6000), "height_mm": (200, 6000)},
        check=faults,
    ),
]  # fmt: skip
