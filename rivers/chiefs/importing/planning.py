"""The plan of an import: what a list changes in the registry, what stands in the way, what it does to duties."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hezhang.core.accounts.models import User
from hezhang.core.kernel.words import day_words, decimal_words, mask_phone
from hezhang.core.web.importing import CellProblem
from rivers.chiefs.importing.carrying import Carrier, first_day
from rivers.chiefs.importing.compare import Registry, Step, differs
from rivers.chiefs.importing.reading import Understood
from rivers.chiefs.importing.target import SAME_PHONE, Person, Target
from rivers.chiefs.rules import Appointment, Effect
from rivers.chiefs.signals import chiefs_planned
from rivers.registry.rules import may_keep

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post, Region

HEADINGS = ["河湖", "河段", "级别", "河长", "职务", "电话", "任职"]
ROUNDS = 20  # a list whose rows hang on one another that deep has not been seen


@dataclass
class Planned:
    """What a target means for the registry as it stands."""

    target: Target
    registry: Registry
    steps: list[Step]
    problems: list[CellProblem]
    bad: set[tuple[str, int]]  # (sheet, row) of lines that cannot go in
    carrier: Carrier
    effects: list[Effect]

    @property
    def figures(self) -> list[tuple[str, int]]:
        """What would be done, and what it would do to duties."""
        return _summary(self.registry, self.target, self.steps) + [one for each in self.effects for one in each.figures]

    @property
    def remarks(self) -> list[tuple[str, str]]:
        """What to look at before confirming, as (what is so, what to do)."""
        return [said for effect in self.effects for said in effect.notices]


def plan_target(post: Post | None, target: Target, since: date | None, today: date) -> Planned:
    """Compare a target with the registry; every problem at once, nothing is written."""
    registry = Registry.around(target, today)
    _leave_lengths(post, registry, target)
    steps = [_step(registry, river, reach) for river, reach in target.all_reaches()]
    more = _clashes(registry, target) + _too_early(registry, steps, since, today)
    more += _taken_phones(post, registry, steps) + _too_high(post, steps)
    problems = sorted(target.problems + more, key=lambda one: (one.sheet, one.row, one.col))
    bad = target.bad | {(one.sheet, one.row) for one in more}
    carrier = Carrier(post, target, registry, steps, since, today)
    return Planned(target, registry, steps, problems, bad, carrier, _effects(steps, since, today))


def _leave_lengths(post: Post | None, registry: Registry, target: Target) -> None:
    """A river that is registered with the city keeps its length, told at its cell: the county's chiefs go in all the same."""
    for name, rivers in registry.rivers.items():
        wanted, river = target.rivers[name], rivers[0]
        if post is None or may_keep(post, river.region_id) or not differs(river.length_km, wanted.length_km):
            continue
        wanted.length_km = river.length_km
        kept = f"{decimal_words(river.length_km)} 公里" if river.length_km else "空白"
        target.guesses.append((wanted.spot, kept, "这条河湖由上级河长办登记，名录里的河湖长度没有采用"))


def plan_sound(
    post: Post | None, understood: Understood, since: date | None, today: date
) -> tuple[Planned, dict[tuple[str, int], list[CellProblem]]]:
    """The plan of those lines that can go in, and by (sheet, row) why the others stay out.

    A line that is left out may have been what another contradicts or hangs on: so it is asked until all is sound.
    """
    out: dict[tuple[str, int], list[CellProblem]] = {}
    for _ in range(ROUNDS):
        planned = plan_target(post, understood.target(out), since, today)
        if not planned.bad:
            break
        for place in planned.bad:
            mine = [one for one in planned.problems if (one.sheet, one.row) == place]
            out.setdefault(place, mine or _of_merged(place, planned.problems))
    return planned, out


def _of_merged(place: tuple[str, int], problems: list[CellProblem]) -> list[CellProblem]:
    """A row that shares a merged cell with the row where the problem is told: the nearest above."""
    above = [one for one in problems if one.sheet == place[0] and one.row <= place[1]]
    found = max(above, key=lambda one: one.row, default=problems[0])
    return [replace(found, row=place[1])]


def _effects(steps: list[Step], since: date | None, today: date) -> list[Effect]:
    """What those who reckon with tenures say to the new chiefs."""
    people = [(step, step.wanted.person) for step in steps if step.is_new_chief]
    new = [_appointment(step, person, person.starts_on or first_day(since, today)) for step, person in people if person]
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


def _step(registry: Registry, river: Any, wanted: Any) -> Step:
    found = registry.reaches.get((river.name, wanted.tier, wanted.region.code), [])
    reach = next((one for one in found if one.name == wanted.name), found[0] if found else None)
    step = Step(wanted, river, reach, registry.holders.get(reach.pk) if reach else None)
    if wanted.person:
        step.user = registry.user_of(wanted.person, step.holder)
        step.post = registry.post_of(step.user, wanted.person) if step.user else None
    return step


def outside(post: Post | None, county: Region) -> CellProblem | None:
    """The list of another county."""
    if post is None or may_keep(post, county.code):
        return None
    return CellProblem(
        0, "", county.name, f"名录属于{county.name}，不在您可以维护的范围内。", "请由该区县的河长办导入。"
    )


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
        own = person.starts_on or since if person else None
        reason = _clash_of_terms(step, registry, own, today) if person and step.is_new_chief else ""
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


def shown(step: Step) -> list[str]:
    """A line of the preview."""
    person = step.wanted.person
    who = [person.name, person.title, mask_phone(person.phone)] if person else ["—", "", ""]
    return [step.river.name, step.wanted.name, str(step.wanted.tier.label), *who, step.words]
