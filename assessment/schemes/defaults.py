"""The default quarterly scheme: a proposal after the tables of several districts, as data that the office edits on a page."""

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment.schemes.choices import Calculation, IndicatorKind, IndicatorShape
from assessment.schemes.models import Band, Group, Indicator, Scheme
from assessment.schemes.rules.catalogue import filled

NAME = "乡镇河长制季度考核办法"
# As in 开化 (≥90 优秀, ≥80 良好, ≥70 合格); the veto stops at 合格.
BANDS = [("优秀", "90", False), ("良好", "80", False), ("合格", "70", True), ("不合格", "0", False)]
GROUPS = [
    ("组织体系与公示牌", 10),
    ("巡河履职", 20),
    ("问题整改", 30),
    ("水质", 20),
    ("现场抽查", 15),
    ("台账与报送", 5),
]
RATE, DEDUCT, BONUS, VETO = IndicatorShape.RATE, IndicatorShape.DEDUCT, IndicatorShape.BONUS, IndicatorShape.VETO
# (group, name, shape, points, calculation or "" for manual, days of grace, rule as the screen shows it)
INDICATORS: list[tuple[int | None, str, str, str, str, str, int, str]] = [
    # Half a point for a river without chief, or a board out of order, as 咸阳 has it.
    (0, "chief_gaps", "河段无责任河长", DEDUCT, "0.5", Calculation.CHIEF_GAPS, 0, "季末（预评估为今日）每有一个乡、村级河段没有责任河长，扣 0.5 分。"),
    (0, "boards_overdue", "公示牌超期未更新", DEDUCT, "0.5", Calculation.BOARDS_OVERDUE, 15, "河长变更超过宽限天数仍未更新的公示牌，每块扣 0.5 分。"),
    (1, "patrol_rate", "巡河完成率", RATE, "20", Calculation.PATROL_RATE, 0, "20 ×（已完成周期 ÷ 应完成周期），按每名河长每个周期计。"),
    (1, "patrol_zero", "整季未巡河", DEDUCT, "1", Calculation.PATROL_ZERO, 0, "有巡河任务而整季一次未巡的河长，每人扣 1 分。"),
    (2, "on_time_rate", "按期整改率", RATE, "20", Calculation.ON_TIME_RATE, 0, "20 ×（按期完成整改 ÷ 本季到期问题）。"),
    (2, "close_rate", "销号率", RATE, "10", Calculation.CLOSE_RATE, 0, "10 ×（已销号 ÷ 本季到期问题）。"),
    (2, "late_issues", "逾期问题", DEDUCT, "0.5", Calculation.LATE_ISSUES, 0, "本季内逾期（含上季结转）的问题，每件扣 0.5 分。"),
    (2, "supervised", "被督办", DEDUCT, "1", "", 0, "被上级或河长办督办，每件扣 1 分。"),
    (2, "rebound", "反弹或虚假整改", DEDUCT, "2", "", 0, "问题反弹或虚假整改，每件扣 2 分。"),
    (3, "water_target", "断面水质达标", RATE, "20", Calculation.WATER_TARGET, 0, "20 ×（达标断面月 ÷ 已监测断面月）；断流、封冻、未监测不参评。"),
    (3, "water_worse_v", "劣Ⅴ类断面月", DEDUCT, "2", Calculation.WATER_WORSE_V, 0, "断面水质为劣Ⅴ类，每个断面每月扣 2 分。"),
    (3, "water_rise", "断面水质提升", BONUS, "2", Calculation.WATER_RISE, 0, "断面季均类别比上年同季（没有则比上季）提升，每个断面加 2 分，加至本组满分为止。"),
    (4, "check_minor", "暗访一般问题", DEDUCT, "0.5", "", 0, "暗访抽查发现一般问题，每处扣 0.5 分。"),
    (4, "check_serious", "暗访较严重问题", DEDUCT, "1", "", 0, "暗访抽查发现较严重问题，每处扣 1 分。"),
    (4, "check_major", "暗访重大问题", DEDUCT, "2", "", 0, "暗访抽查发现重大问题，每处扣 2 分。"),
    (5, "late_report", "台账、信息迟报", DEDUCT, "0.5", "", 0, "台账、报表、信息报送迟报，每次扣 0.5 分。"),
    # A bonus is capped (at 3, as in 茶陵, where deductions have no limit) and outside of the groups.
    (None, "commended", "受到表彰", BONUS, "1", "", 0, "河湖长制工作受到上级表彰，每次加 1 分。"),
    (None, "news_used", "信息被采用", BONUS, "0.5", "", 0, "经验信息被上级采用，每篇加 0.5 分。"),
    (None, "self_found", "自查发现重大问题", BONUS, "1", "", 0, "自查发现并主动上报重大问题，每件加 1 分。"),
    (None, "veto_event", "重大涉水事件", VETO, "0", "", 0, "发生重大涉水事件，一票否决。"),
    (None, "veto_section", "国考断面不达标", VETO, "0", "", 0, "国考断面不达标且无正当理由，一票否决。"),
    (None, "veto_fraud", "弄虚作假", VETO, "0", "", 0, "考核或整改弄虚作假，一票否决。"),
]  # fmt: skip


def load() -> int:
    """Add the shipped scheme if no version of it is there; returns how many rows were added. Never overwrites."""
    if Scheme.objects.filter(region=None, name=NAME).exists():
        return 0
    try:
        with transaction.atomic():
            return _add()
    except IntegrityError:  # two processes that start at once: the other one has just loaded it
        return 0


def _add() -> int:
    scheme = Scheme.objects.create(
        name=NAME, basis="默认方案，可按本地考核办法修改", bonus_cap=3, is_active=True, created_at=timezone.now()
    )
    Band.objects.bulk_create(
        Band(scheme=scheme, name=name, at_least=Decimal(at_least), is_cap=is_cap) for name, at_least, is_cap in BANDS
    )
    groups = Group.objects.bulk_create(
        Group(scheme=scheme, name=name, points=points, order=order) for order, (name, points) in enumerate(GROUPS)
    )
    rows = [_indicator(scheme, groups, order, row) for order, row in enumerate(INDICATORS)]
    Indicator.objects.bulk_create(rows)
    return 1 + len(BANDS) + len(groups) + len(rows)


def _indicator(scheme: Scheme, groups: list[Group], order: int, row: tuple[Any, ...]) -> Indicator:
    place, code, name, shape, points, calculation, grace, rule = row
    return Indicator(
        scheme=scheme,
        group=None if place is None else groups[place],
        code=code,
        name=name,
        kind=IndicatorKind.AUTO if calculation else IndicatorKind.MANUAL,
        calculation=calculation,
        shape=shape,
        points=Decimal(points),
        parameters=filled(calculation, {"grace_days": grace}),
        rule=rule,
        order=order,
    )
