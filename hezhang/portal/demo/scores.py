"""Two finished quarters, frozen, and the running one as a 预评估."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from assessment import services
from assessment.models import Indicator, Round, Scheme
from hezhang.core.kernel.periods import periods_between
from hezhang.portal.demo.world import World

REASONS = {
    "supervised": "污水直排问题整改滞后，区河长办发函督办",
    "rebound": "桥下垃圾堆放点清理后反弹",
    "check_minor": "暗访发现桥下零星漂浮垃圾",
    "check_serious": "暗访发现岸坡垃圾成片堆放",
    "check_major": "暗访发现暗管排污未处置",
    "late_report": "季度报表迟报 1 次",
    "commended": "获评市级河湖管护先进",
    "news_used": "治水经验被市级简报采用",
    "self_found": "自查发现并上报重大排污问题",
}


def rounds(world: World) -> str:
    scheme = Scheme.objects.get(is_active=True)
    quarters = periods_between("quarter", world.first, world.today + timedelta(days=92))
    for number, period in enumerate(quarters[:3]):
        _round(world, scheme, period.start, finished=number < 2)
    return f"{Round.objects.count()} 轮"


def _round(world: World, scheme: Scheme, start: date, *, finished: bool) -> None:
    quarter = (start.month - 1) // 3 + 1
    opened = services.open_round(
        world.posts["zhuren"], scheme=scheme, region=world.places["county"], year=start.year, quarter=quarter
    )
    _entries(world, opened, scheme, start)
    if finished:
        end = start + timedelta(days=98)
        at = datetime.combine(end, time(10), ZoneInfo(settings.TIME_ZONE))
        services.compute(opened, world.posts["hezhangban"], at=min(at, world.now))
        services.freeze(world.posts["zhuren"], opened, at=min(at, world.now))
    else:
        services.compute(opened, world.posts["hezhangban"], at=world.now)


def _entries(world: World, opened: Round, scheme: Scheme, start: date) -> None:
    manual = list(Indicator.objects.filter(scheme=scheme, code__in=REASONS))
    days = min(85, (world.today - start).days + 1)
    for _ in range(max(3, days // 7)):
        indicator, town = world.dice.choice(manual), world.dice.choice(world.towns)
        services.add_entry(
            world.posts["hezhangban"], round=opened, region=town, indicator=indicator, times=1,
            day=start + timedelta(days=world.dice.randrange(days)), reason=f"{town.name}{REASONS[indicator.code]}",
        )  # fmt: skip
