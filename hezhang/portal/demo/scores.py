"""Two finished quarters, frozen, and the running one as a 预评估."""

from __future__ import annotations

from datetime import timedelta

from assessment.rounds import services
from assessment.rounds.choices import RoundState
from assessment.rounds.models import Round
from assessment.schemes.models import Indicator, Scheme
from hezhang.core.kernel.periods import Period, periods_between
from hezhang.portal.demo.hours import AFTER_LUNCH
from hezhang.portal.demo.world import World, dice_for

REASONS = {
    "supervised": ["污水直排问题整改滞后，区河长办发函督办", "岸坡垃圾清理进度慢，列入督办清单"],
    "rebound": ["桥下垃圾堆放点清理后反弹", "已清退的菜地复耕"],
    "check_minor": ["暗访发现桥下零星漂浮垃圾", "暗访发现公示牌版面破损", "暗访发现岸坡零星白色垃圾"],
    "check_serious": ["暗访发现岸坡垃圾成片堆放", "暗访发现雨水口晴天出水未处置"],
    "check_major": ["暗访发现暗管排污未处置"],
    "late_report": ["季度报表迟报 2 天", "问题台账更新不及时", "月度信息未按时报送"],
    "commended": ["获评市级河湖管护先进", "幸福河湖建设获市级通报表扬"],
    "news_used": ["治水经验被市级简报采用", "“河长+网格”做法被市河长办转发"],
    "self_found": ["自查发现并上报隐蔽排污口 1 处"],
}
OFTEN = {"check_minor": 6, "check_serious": 3, "late_report": 3, "news_used": 2, "rebound": 2}
QUARTER_HOUR = timedelta(minutes=15)


def rounds(world: World) -> str:
    scheme = Scheme.objects.get(is_active=True)
    quarters = periods_between("quarter", world.first, world.today + timedelta(days=92))
    for number, period in enumerate(quarters[:3]):
        _round(world, scheme, period, finished=number < 2)
    return f"{Round.objects.count()} 轮"


def _round(world: World, scheme: Scheme, period: Period, *, finished: bool) -> None:
    hours, start, clerk = world.hours, period.start, world.posts["hezhangban"]
    opened = services.open_(
        by=world.posts["zhuren"], scheme=scheme, region=world.places["county"], period=period,
        at=min(hours.office(hours.workday(start)), world.now),
    )  # fmt: skip
    _entries(world, opened, scheme, period)
    # The sixth working day after the quarter; in its first days the head has been quick.
    sealed = hours.within(hours.calendar.add(period.end, 6), AFTER_LUNCH)
    services.compute(opened, by=clerk, at=min(sealed, world.now) if finished else world.now)
    if finished:
        services.freeze(opened, by=world.posts["zhuren"], at=min(sealed + QUARTER_HOUR, world.now))


def again(world: World) -> str:
    """What was answered and found since counts, too: the running round agrees with the pages that its figures come from."""
    running = Round.objects.exclude(state=RoundState.FROZEN).order_by("-pk").first()
    if running is None:
        return "没有进行中的考核"
    services.compute(running, by=world.posts["hezhangban"], at=world.now)
    return str(running)


def _entries(world: World, opened: Round, scheme: Scheme, period: Period) -> None:
    """Spot checks, commendations and late reports: about one a week, on working days, entered the day after."""
    hours, dice = world.hours, dice_for(f"scores {period.label}")
    manual = list(Indicator.objects.filter(scheme=scheme, code__in=REASONS))
    last = min(period.end, world.today)
    for week in periods_between("week", period.start + timedelta(days=6), last):
        day = hours.calendar.add(hours.workday(week.start), dice.randrange(5))
        indicator, town = dice.choices(manual, [OFTEN.get(one.code, 1) for one in manual])[0], dice.choice(world.towns)
        entered = hours.office(hours.calendar.add(day, 1))
        if period.contains(day) and entered <= world.now:
            services.add_entry(
                opened, by=world.posts["hezhangban"], region=town, indicator=indicator, times=1, day=day,
                reason=dice.choice(REASONS[indicator.code]), at=entered,
            )  # fmt: skip
