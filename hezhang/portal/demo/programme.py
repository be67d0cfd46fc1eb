"""一河一策 of eight rivers, one 总河长令 and one 年度任务书, with what has been done of them so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.periods import SHANGHAI
from hezhang.portal.demo.world import World, dice_for
from rivers.plans import services
from rivers.plans.choices import ItemList, PlanKind
from rivers.plans.models import Plan, PlanTask
from rivers.plans.services.tasking import Stone
from rivers.registry.models import Reach, River

if TYPE_CHECKING:
    from random import Random


@dataclass(frozen=True)
class Theme:
    """A problem, the goal that answers it, and the task that serves the goal."""

    problem: str
    text: str
    source: str
    goal: str
    base: str
    target: str
    unit: str
    task: str
    measure: str
    amount: float  # 0: by steps
    of: str
    unit_key: str  # the bureau that is responsible; "" for the chiefs of the towns' reaches
    assisting: str = ""


THEMES = [
    Theme("沿河生活污水直排", "沿河农户和小餐饮污水未接管，雨季溢流入河。", "日常巡河", "生活污水处理率", "72", "92", "%",
          "截污纳管", "沿河新建污水支管，接入镇污水管网；暂不具备条件的建小型处理设施。", 3.6, "公里", "housing", "沿线各乡镇"),
    Theme("河道淤积", "下游段平均淤深 0.8 米，过流能力下降。", "水利普查", "恢复行洪断面", "0", "4.5", "公里",
          "河道清淤", "枯水期分段清淤，淤泥集中脱水后处置，不在岸边堆放。", 4.5, "公里", "water", "区农业农村局"),
    Theme("岸线乱堆乱占", "菜地、杂物和砂石堆占用管理范围。", "四乱排查", "岸线乱占问题整治率", "78", "100", "%",
          "岸线清理整治", "逐处建账，限期清理，清理一处销号一处，同步补植护岸植被。", 12, "处", "", "区综合行政执法局"),
    Theme("农田退水带入氮磷", "两岸农田退水直排，汛期总磷升高。", "水质监测", "生态沟渠覆盖率", "15", "40", "%",
          "生态沟渠建设", "改造退水沟为生态沟渠，设拦截净化塘，推广测土配方施肥。", 2.4, "公里", "farming", "沿线各乡镇"),
    Theme("断面水质不稳定", "枯水期氨氮偶有超标。", "水质监测", "断面水质", "Ⅳ类", "Ⅲ类", "",
          "断面水质提升", "查清上游来源，实施生态补水和在线监测，一断面一方案。", 0, "", "ecology", "区水利局"),
]  # fmt: skip
STEPS = ["完成溯源排查", "方案通过评审", "工程开工", "通过验收"]
TOWN_RIVERS = ("桥头港", "西埠河")
# Share of what should be done by now, by the number of the task: most keep up, some fall behind, a few have not begun.
PACE = [1.0, 0.9, 1.0, 0.35, 1.0, 0.7, 0.0, 1.0, 0.55]


def plans(world: World) -> str:
    dice = dice_for("plans")
    named = [one for one in world.rivers if one.name in TOWN_RIVERS]
    for number, river in enumerate([*world.rivers[:6], *named]):
        _river_plan(world, dice, number, river)
    _order(world)
    _book(world)
    return f"{Plan.objects.count()} 份，{PlanTask.objects.count()} 项任务"


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(10, 20), SHANGHAI)


def _approve(world: World, plan: Plan, day: date, number: str) -> None:
    office = world.posts["hezhangban"]
    approver = world.posts["zhangqu"] if plan.river else world.posts["zhuren"]
    services.submit_plan(plan, by=office, approver=approver, at=_moment(day - timedelta(days=6)))
    services.approve_plan(plan, by=approver, approved_on=day, number=number, at=_moment(day))


def _river_plan(world: World, dice: Random, number: int, river: River) -> None:
    office, start = world.posts["hezhangban"], date(world.today.year - 1, 1, 1)
    first = _moment(date(start.year, 1, 6))
    plan = services.draw_plan(
        by=office, kind=PlanKind.RIVER, river=river, starts_on=start, at=first, title=f"{river.name}“一河一策”实施方案",
        summary=f"{river.name}长 {river.length_km} 公里。上一轮治理后水质总体向好，截污、清淤和岸线管护仍是短板，本轮逐项落实到岗到人。",
    )  # fmt: skip
    for step, theme in enumerate(THEMES[: 3 + number % 3]):
        _theme(world, dice, plan, theme, number + step)
    _approve(world, plan, date(start.year, 2, 14), f"澄河长办〔{start.year}〕{number + 3}号")
    _report(world, plan, number)


def _theme(world: World, dice: Random, plan: Plan, theme: Theme, turn: int) -> None:
    office, reaches = world.posts["hezhangban"], _town_reaches(world, plan.river)
    place = reaches[turn % len(reaches)]
    values: dict[str, Any] = {"name": theme.problem, "text": theme.text, "source": theme.source, "reach": place}
    problem = services.add_item(plan, values, by=office, kind=ItemList.PROBLEM)
    goal = {"problem": problem, "name": theme.goal, "base": theme.base, "target": theme.target, "unit": theme.unit}
    answer = services.add_item(
        plan, goal | {"by_year": {str(plan.ends_on.year): theme.target}}, by=office, kind=ItemList.GOAL
    )
    # Some are due before today, most later: what is late stays so whatever the day of the build.
    due = (
        world.today - timedelta(days=25)
        if turn % 7 == 3
        else min(plan.ends_on, date(world.today.year + turn % 2, 12, 20))
    )
    task = {
        "goal": answer,
        "name": theme.task,
        "measure": theme.measure,
        "starts_on": date(plan.starts_on.year, 3, 1),
        "due_on": due,
    }
    task |= {"assisting": theme.assisting, "department": world.units.get(theme.unit_key)}
    if not theme.amount:
        services.add_task(plan, task, by=office, stones=_steps(task["starts_on"], due))
        return
    amount = (
        Decimal(str(round(theme.amount * dice.uniform(0.6, 1.5), 1)))
        if theme.of != "处"
        else Decimal(dice.randrange(8, 20))
    )
    task |= {"quantity": amount, "unit": theme.of}
    if theme.unit_key:
        services.add_task(plan, task, by=office, stones=_yearly(task["starts_on"], due, amount))
    else:
        _by_town(world, plan, task, amount, reaches[:4])


def _by_town(world: World, plan: Plan, task: dict[str, Any], amount: Decimal, reaches: list[Reach]) -> None:
    """Broken down to the chiefs of the towns' reaches."""
    office = world.posts["hezhangban"]
    whole = services.add_task(plan, task, by=office)
    share = amount // len(reaches)
    for serial, reach in enumerate(reaches):
        part = share if serial else amount - share * (len(reaches) - 1)
        name = f"{reach.region.name}：{task['name']}"
        services.add_task(plan, task | {"name": name, "quantity": part, "reach": reach}, by=office, parent=whole)


def _steps(start: date, due: date) -> list[Stone]:
    gap = (due - start) / len(STEPS)
    return [
        Stone(due if name == STEPS[-1] else start + gap * serial, None, name) for serial, name in enumerate(STEPS, 1)
    ]


def _yearly(start: date, due: date, amount: Decimal) -> list[Stone]:
    """Half by the end of the first year, where the task runs longer."""
    first = date(start.year, 12, 25)
    half = (amount / 2).quantize(Decimal("0.1"))
    return [Stone(first, half)] if first < due and 0 < half < amount else []


def _town_reaches(world: World, river: River | None) -> list[Reach]:
    return [one for one in world.reaches if one.river_id == getattr(river, "pk", None) and one.tier == Tier.TOWN]


def _report(world: World, plan: Plan, first: int = 0) -> None:
    """Two reports a task, as far as it has come: by the pace of its number."""
    for number, task in enumerate(
        PlanTask.objects.filter(plan=plan).leaves().select_related("plan").order_by("serial")
    ):
        pace = PACE[(first + number) % len(PACE)]
        gone = (world.today - task.starts_on) / max(task.due_on - task.starts_on, timedelta(days=1))
        share = Decimal(str(round(min(1.0, gone) * pace, 3)))
        for part, days in ((Decimal("0.5"), 150), (Decimal(1), 12)):
            _one_report(world, task, share * part, world.today - timedelta(days=days + number))


def _one_report(world: World, task: PlanTask, share: Decimal, day: date) -> None:
    whole = task.by_steps or task.unit in ("处", "块", "期", "个")
    done = (task.quantity * share).quantize(Decimal(1) if whole else Decimal("0.1"))
    if done <= 0 or day < task.starts_on:
        return
    words = "按计划推进，现场已核对。" if done < task.quantity else "已全部完成，待复核。"
    services.report_progress(
        task, by=world.posts["hezhangban"], day=day, done=min(done, task.quantity), words=words, at=_moment(day)
    )


def _year(world: World) -> int:
    """Orders and books of a year are approved in its January: until that is over those of the year before stand."""
    return world.today.year - (world.today.month == 1)


def _order(world: World) -> None:
    """第1号总河长令: sixty places, broken down to towns, and in the cast's own town to posts and persons."""
    year, office, towns = _year(world), world.posts["hezhangban"], world.towns[:6]
    plan = services.draw_plan(
        by=office, kind=PlanKind.ORDER, region=world.places["county"], starts_on=date(year, 1, 1), at=_moment(date(year, 1, 8)),
        title=f"{year}年第1号总河长令：河湖岸线清理攻坚", summary="全面排查整治河湖管理范围内乱占、乱采、乱堆、乱建，限期销号。",
    )  # fmt: skip
    span = {
        "starts_on": date(year, 2, 1),
        "due_on": date(year, 12, 15),
        "unit": "处",
        "measure": "建账、清理、复核、销号，每旬报进度。",
    }
    facts = {"name": "岸线乱占乱堆清理", "quantity": Decimal(10 * len(towns)), "department": world.units["enforcement"]}
    whole = services.add_task(plan, span | facts, by=office)
    for town in towns:
        facts = {
            "name": f"{town.name}岸线清理",
            "quantity": Decimal(10),
            "department": world.government_of(town),
            "region": town,
        }
        part = services.add_task(plan, span | facts, by=office, parent=whole)
        if town == world.places["town"]:
            for name, post, amount in (
                ("镇区河段", world.posts["zhangzhen"], 6),
                ("上游村段", world.posts["zhangcun"], 4),
            ):
                facts = {"name": f"{name}清理", "quantity": Decimal(amount), "owner": post, "region": post.region}
                services.add_task(plan, span | facts, by=office, parent=part)
    _approve(world, plan, date(year, 1, 20), f"澄总河长令〔{year}〕1号")
    _report(world, plan)


BOOK = [
    ("公示牌内容更新", "河长变更后 15 日内更换，逐块拍照存档。", 120, "块", "water", 12),
    ("入河排污口规范整治", "一口一档，分类整治，完成立标。", 24, "个", "ecology", 11),
    ("管网新建改造", "老镇区雨污分流。", 8.5, "公里", "housing", 12),
    ("河长业务培训", "镇村河长全员轮训。", 4, "期", "", 10),
    ("健康河湖评价", "完成两条河流评价并公布结果。", 0, "", "water", 12),
    ("水库退养还湖", "清退网箱，落实管护人员。", 3, "处", "farming", 9),
]


def _book(world: World) -> None:
    year, office = _year(world), world.posts["hezhangban"]
    plan = services.draw_plan(
        by=office, kind=PlanKind.BOOK, region=world.places["county"], starts_on=date(year, 1, 1), at=_moment(date(year, 1, 10)),
        title=f"{world.places['county'].name}{year}年河湖长制年度任务书",
    )  # fmt: skip
    for name, measure, amount, unit, key, month in BOOK:
        due = date(year, month, 30 if month != 2 else 28)
        task = {"name": name, "measure": measure, "starts_on": date(year, 2, 1), "due_on": due}
        task |= {"department": world.units[key]} if key else {"owner": world.posts["zhuren"]}
        if amount:
            half = Decimal(str(amount)) / 2
            stones = [Stone(date(year, 6, 30), half.quantize(Decimal(1) if unit != "公里" else Decimal("0.1")))]
            services.add_task(plan, task | {"quantity": Decimal(str(amount)), "unit": unit}, by=office, stones=stones)
        else:
            services.add_task(plan, task, by=office, stones=_steps(task["starts_on"], due))
    _approve(world, plan, date(year, 1, 26), f"澄河长办〔{year}〕2号")
    _report(world, plan)
