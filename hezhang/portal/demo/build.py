"""Builds the believable district through the services, so that every row has its journal and its history."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from hezhang.core.kernel.periods import period_of
from hezhang.portal.demo import (
    appeals,
    assets,
    changes,
    heads,
    history,
    notices,
    oddities,
    people,
    registry,
    scenery,
    scores,
    settled,
    signs,
    tracks,
)
from hezhang.portal.demo.models import Mark
from hezhang.portal.demo.programme import plans
from hezhang.portal.demo.world import World, dice_for


def quarter_start_before(day: date, quarters: int) -> date:
    """The first day of the quarter that lies so many quarters before the day's own."""
    start = period_of("quarter", day).start
    for _ in range(quarters):
        start = period_of("quarter", start - timedelta(days=1)).start
    return start


def build(say: Callable[[str], None] = print) -> World:
    """The whole district: two finished quarters, frozen, and the running one. One transaction, all or nothing."""
    today = timezone.localdate()
    world = World(today, quarter_start_before(today, 2), timezone.now(), dice_for("district"))
    gc.disable()  # a tenth of the time; everything is kept until the end anyway
    # All or nothing: a district half built would be kept by the next start.
    with transaction.atomic():
        for title, step in [
            ("行政区划与单位", registry.regions_and_units),
            ("人员与岗位", people.everybody),
            ("河湖、河段、河长任职", registry.rivers_and_reaches),
            ("总河长、副总河长", heads.heads),
            ("一河一策与年度任务", plans),
            ("公示牌与断面水质", registry.boards_and_sections),
            ("照片", scenery.photos),
            ("牌面与巡检", signs.signs),
            ("涉河对象", assets.assets),
            ("巡河与问题", history.patrols_and_issues),
            ("巡河轨迹", tracks.tracks),
            ("离任交接与代理", changes.changes),
            ("季度考核", scores.rounds),
            ("巡河申诉", appeals.appeals),
            ("督办", notices.notices),
            ("发现自动登记", settled.finding_rules),
            ("照片比对从头开始", scenery.forget_sums),
            ("巡河请核实", oddities.oddities),
            ("本季考核按以上重新计算", scores.again),
        ]:
            say(f"  {title}：{step(world)}")
        Mark.objects.create(built_at=world.now)
    gc.enable()
    return world
