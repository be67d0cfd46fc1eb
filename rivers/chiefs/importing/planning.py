"""The plan of an import: counts, preview, what stands in the way; and carrying it out by the services, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from hezhang.core.accounts.models import User
from hezhang.core.kernel.words import day_words, mask_phone
from hezhang.core.web.excel import SheetIn
from hezhang.core.web.importing import CellProblem, ImportPlan
from rivers.chiefs.importing.carrying import Carrier, first_day
from rivers.chiefs.importing.compare import SAME, Registry, Step, differs
from rivers.chiefs.importing.reading import understand
from rivers.chiefs.importing.target import SAME_PHONE, Person, Target
from rivers.chiefs.rules import Appointment, Effect
from rivers.chiefs.signals import chiefs_planned
from rivers.registry.rules import may_keep

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

# The figures above the table count all of them; the rows are for a look whether the list was understood.
PREVIEWED = 50
HEADINGS = ["河湖", "河段", "级别", "河长", "职务", "电话", "任职"]


def plan(
    post: Post | None,
    sheets: Sequence[SheetIn],
    *,
    county: str = "",
    since: date | None = None,
    today: date | None = None,
) -> ImportPlan:
    """Look at every row and write nothing; ``post`` None is the command line.

    ``since``: the day from which those who are new hold office; default today.
    """
    understood = understand(sheets, county, own=post.region if post else None)
    if understood.target is None:
        return ImportPlan(problems=understood.problems, notices=understood.notices, head_rows=understood.head_rows)
    target = understood.target
    outside = _outside(post, target)
    if outside:
        return ImportPlan(problems=[outside])
    today = today or timezone.localdate()
    registry = Registry.around(target, today)
    steps = [_step(registry, river, reach) for river, reach in target.all_reaches()]
    problems = understood.problems + _clashes(registry, target) + _too_early(registry, steps, since, today)
    problems += _taken_phones(post, registry, steps) + _too_high(post, steps)
    problems.sort(key=lambda one: (one.sheet, one.row, one.col))
    carrier = Carrier(post, target, registry, steps, since, today)
    effects = _effects(steps, first_day(since, today), today)
    return ImportPlan(
        problems=problems,
        notices=understood.notices + [_remark(*said) for effect in effects for said in effect.notices],
        summary=_summary(registry, target, steps) + [figure for effect in effects for figure in effect.figures],
        headings=HEADINGS,
        preview=[_shown(step) for step in sorted(steps, key=lambda step: step.words == SAME)[:PREVIEWED]],  # news first
        head_rows=understood.head_rows,
        apply=carrier.carry_out,
    )


def _effects(steps: list[Step], starts_on: date, today: date) -> list[Effect]:
    """What those who reckon with tenures say to the new chiefs."""
    people = [(step, step.wanted.person) for step in steps if step.is_new_chief]
    new = [_appointment(step, person, starts_on) for step, person in people if person]
    answers = chiefs_planned.send(Appointment, appointments=new, today=today)
    return [effect for _, effect in answers if effect]


def _appointment(step: Step, person: Person, starts_on: date) -> Appointment:
    return Appointment(
        chief=step.post.pk if step.post else person.key,
        region=person.region.code,
        tier=person.region.tier,
        reach=step.reach.pk if step.reach else (step.river.name, step.wanted.tier, step.wanted.region.code),
        starts_on=max(starts_on, step.post.starts_on) if step.post else starts_on,
        post=step.post,
        follows=step.holder,
    )


def _remark(what: str, remedy: str) -> CellProblem:
    return CellProblem(0, "", "", what, remedy)


def _step(registry: Registry, river: Any, wanted: Any) -> Step:
    found = registry.reaches.get((river.name, wanted.tier, wanted.region.code), [])
    reach = next((one for one in found if one.name == wanted.name), found[0] if found else None)
    step = Step(wanted, river, reach, registry.holders.get(reach.pk) if reach else None)
    if wanted.person:
        step.user = registry.user_of(wanted.person, step.holder)
        step.post = registry.post_of(step.user, wanted.person) if step.user else None
    return step


def _outside(post: Post | None, target: Target) -> CellProblem | None:
    if post is None or may_keep(post, target.county.code):
        return None
    reason = f"名录属于{target.county.name}，不在您可以维护的范围内。"
    return CellProblem(0, "", target.county.name, reason, "请由该区县的河长办导入。")


def _too_high(post: Post | None, steps: list[Step]) -> list[CellProblem]:
    """Reaches above the office's own region (a city's, in a county's list)."""
    reason = "该级河段由上级河长办登记。"
    # A merged cell is one spot for many rows, and is told once.
    high = {step.wanted.spot: step for step in steps if post and not may_keep(post, step.wanted.region.code)}
    return [spot.problem(reason, "请删去这一级的各列后重新上传，或交上级河长办导入。") for spot in high]


def _taken_phones(post: Post | None, registry: Registry, steps: list[Step]) -> list[CellProblem]:
    """Phones that somebody else has; whose name is told only to those who may see that person."""
    people = {step.wanted.person.spot: step.wanted.person for step in steps if step.wanted.person}
    clashes = [(one, registry.by_phone[one.phone]) for one in people.values() if one.phone in registry.by_phone]
    clashes = [(one, known) for one, known in clashes if known.name != one.name]
    if not clashes:
        return []
    ids = [known.pk for _, known in clashes]
    seen = set(User.objects.visible_to(post).filter(pk__in=ids).values_list("pk", flat=True)) if post else set(ids)
    return [
        person.spot.problem(
            SAME_PHONE,
            f"系统中该号码登记的是{f'“{known.name}”' if known.pk in seen else '其他区划的人员'}，请核对号码或姓名。",
        )
        for person, known in clashes
    ]


def _clashes(registry: Registry, target: Target) -> list[CellProblem]:
    """What the registry says against the list: several rivers of one name."""
    problems = []
    for name, rivers in registry.rivers.items():
        if len(rivers) > 1:
            codes = "、".join(river.code for river in rivers)
            spot = target.rivers[name].spot
            problems.append(
                spot.problem(f"系统中有 {len(rivers)} 条同名河湖（{codes}）。", "请先在系统中改名加以区分。")
            )
    return problems


def _too_early(registry: Registry, steps: list[Step], since: date | None, today: date) -> list[CellProblem]:
    """Somebody who follows another must begin after that other began, and after a term that is over."""
    problems = []
    for step in steps:
        person = step.wanted.person
        reason = _clash_of_terms(step, registry, since, today) if person and step.is_new_chief else ""
        if person and reason:
            problems.append(person.spot.problem(reason, "请填写更晚的任职开始日期，或改天导入。"))
    return problems


def _clash_of_terms(step: Step, registry: Registry, since: date | None, today: date) -> str:
    """Why the new chief cannot begin that day, or ""."""
    # Ended the day before, the present chief's term would end before it began.
    if step.holder and step.holder.starts_on >= (since or today):
        return (
            f"现任河长{step.holder.post.user.name}自 {day_words(step.holder.starts_on)} 起任职，接任日期须晚于这一天。"
        )
    vacant = registry.vacant_since.get(step.reach.pk) if step.reach and not step.holder else None
    if vacant and since and since < vacant:
        return f"该河段原河长任至 {day_words(vacant - timedelta(days=1))}，任职开始日期须晚于这一天。"
    return ""


def _summary(registry: Registry, target: Target, steps: list[Step]) -> list[tuple[str, int]]:
    changing = [step for step in steps if step.is_new_chief]
    new_people = {step.wanted.person.key for step in steps if step.wanted.person and not step.user}
    longer = sum(
        len(rivers) == 1 and differs(rivers[0].length_km, target.rivers[name].length_km)
        for name, rivers in registry.rivers.items()
    )
    return [
        ("新增河湖", sum(name not in registry.rivers for name in target.rivers)),
        (
            "更新长度",
            longer
            + sum(step.reach is not None and differs(step.reach.length_km, step.wanted.length_km) for step in steps),
        ),
        ("新增河段", sum(step.reach is None for step in steps)),
        ("新增人员", len(new_people)),
        ("更新电话或职务", len({step.wanted.person.key for step in steps if step.wanted.person and step.is_corrected})),
        ("新任河长", sum(step.holder is None for step in changing)),
        ("更换河长", sum(step.holder is not None for step in changing)),
        ("河长不变", sum(step.wanted.person is not None for step in steps) - len(changing)),
    ]


def _shown(step: Step) -> list[str]:
    person = step.wanted.person
    who = [person.name, person.title, mask_phone(person.phone)] if person else ["—", "", ""]
    return [step.river.name, step.wanted.name, str(step.wanted.tier.label), *who, step.words]
