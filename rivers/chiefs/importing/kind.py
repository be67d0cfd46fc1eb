"""The kind 河长名录 at the import desk, and the same on a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.choices import Tier
from hezhang.core.web.excel import SheetIn
from hezhang.core.web.importing import CellProblem, ImportPlan
from hezhang.core.web.importing.desk.fields import Kind, register
from hezhang.core.web.importing.desk.plan import CHANGED, NEW, SAME, Act, Context, Outcome
from hezhang.core.web.importing.desk.rows import Reading, Row, read
from rivers.chiefs.importing import compare
from rivers.chiefs.importing.alone import refuse_ended
from rivers.chiefs.importing.columns import FIELDS, is_list, name_of
from rivers.chiefs.importing.compare import ReachKey
from rivers.chiefs.importing.kinds import split
from rivers.chiefs.importing.lines import Line, Spot
from rivers.chiefs.importing.others import Others
from rivers.chiefs.importing.others import shown as shown_other
from rivers.chiefs.importing.planning import HEADINGS, Planned, outside, plan_sound, plan_target, shown
from rivers.chiefs.importing.reading import NO_HEAD, NO_HEAD_REMEDY, understand
from rivers.registry.rules import may_keep

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

PREVIEWED = 50
RANKS = [SAME, CHANGED, NEW]
Place = tuple[str, int]


def plan_rows(rows: list[Row], context: Context) -> Outcome:
    """What the lines change in the registry. Those that contradict one another or the registry stay out, each told."""
    own = context.region
    code = own.code if own and own.tier == Tier.COUNTY else ""
    refuse_ended(rows, context.today)
    chiefs, keepers = split(rows)
    if keepers and not chiefs and own is not None:
        return _whole([], Others(keepers, context), None)
    understood = understand(chiefs, code, beside=keepers)
    if understood.county is None:
        return Outcome(problems=understood.problems)
    if (told := outside(context.by, understood.county)) is not None:
        return Outcome(problems=[told])
    context.region = understood.county
    unread = {(row.sheet, row.number) for row in chiefs if row.is_refused}
    understood.lines = [_within(line, context) for line in understood.lines if _place(line.spot) not in unread]
    planned, out = plan_sound(context.by, understood, context.since, context.today)
    by_place = {(row.sheet, row.number): row for row in chiefs}
    for place, problems in out.items():
        by_place[place].refusals += problems
    _tell(planned, by_place)
    return _whole(_acts(chiefs, planned), Others(keepers, context, coming_of(planned)), planned)


def _within(line: Line, context: Context) -> Line:
    """Without a city's chief who stands beside a county's own: the county's part of the row need not wait for the city's office."""
    named = [tier for tier, cells in line.chiefs.items() if not cells.is_blank]
    county = context.region
    if (
        context.by is None
        or county is None
        or may_keep(context.by, county.parent_id or "")
        or named in ([], [Tier.CITY])
    ):
        return line
    if Tier.CITY in named and line.row is not None and line.row.text(name_of(Tier.CITY)):
        line.row.guess(name_of(Tier.CITY), "空白", "市级河长由上级河长办登记，这一格没有采用")
    return replace(line, chiefs={tier: cells for tier, cells in line.chiefs.items() if tier != Tier.CITY})


def coming_of(planned: Planned) -> list[ReachKey]:
    """The reaches that the lines of responsible chiefs bring."""
    return [
        (step.river.name, step.wanted.tier, step.wanted.region.code) for step in planned.steps if step.reach is None
    ]


def _whole(acts: list[Act], others: Others, planned: Planned | None) -> Outcome:
    """First the responsible chiefs with their reaches, then who else is named."""
    figures = planned.figures if planned and acts else []
    remarks = planned.remarks if planned else []
    return Outcome([*acts, *others.acts()], figures + others.figures, remarks, lambda: _carry_out(planned, others))


def _carry_out(planned: Planned | None, others: Others) -> None:
    if planned:
        planned.carrier.carry_out()
    others.carry_out(planned.carrier.reaches if planned else {})


def _place(spot: Spot) -> Place:
    return spot.sheet, spot.row + 1


def _tell(planned: Planned, rows: dict[Place, Row]) -> None:
    """Guesses and gaps belong to their rows."""
    for spot, read_as, why in planned.target.guesses:
        one = spot.problem(f"按“{read_as}”读取：{why}。", "")
        rows[_place(spot)].guesses.append(one)
    for notice in planned.target.notices:
        rows[notice.sheet, notice.row].guesses.append(notice)


def _acts(rows: list[Row], planned: Planned) -> list[Act]:
    """One for each row that goes in: what it adds to the registry, the most of its reaches."""
    what = {(row.sheet, row.number): SAME for row in rows}
    words: dict[Place, list[str]] = {}

    def mark(place: Place, kind: str) -> None:
        what[place] = max(what[place], kind, key=RANKS.index)

    for river in planned.target.rivers.values():
        known = planned.registry.rivers.get(river.name)
        if known is None or compare.differs(known[0].length_km, river.length_km):
            mark(_place(river.spot), NEW if known is None else CHANGED)
    for step in planned.steps:
        if (kind := _kind_of(step)) != SAME:
            mark(_place(step.wanted.spot), kind)
        words.setdefault(_place(step.wanted.spot), []).append(f"{step.wanted.name}：{step.words}")
    steps = {_place(step.wanted.spot): shown(step) for step in planned.steps}  # the lowest tier of a row comes last
    blank = [""] * len(HEADINGS)
    places = [(row, (row.sheet, row.number)) for row in rows if not row.is_refused]
    return [Act(row, what[one], steps.get(one, blank), changes="；".join(words.get(one, []))) for row, one in places]


def _kind_of(step: compare.Step) -> str:
    if step.reach is None or (step.is_new_chief and step.holder is None):
        return NEW
    longer = compare.differs(step.reach.length_km, step.wanted.length_km)
    return CHANGED if step.is_new_chief or step.is_corrected or longer else SAME


KIND = register(
    Kind(
        key="chiefs",
        title="河长名录",
        order=20,
        rule=is_office,
        list_url="rivers:chiefs",
        fields=FIELDS,
        plan=plan_rows,
        leaves=frozenset({"rivers.codeserial"}),
        least=4,
        fits=is_list,
        needs_region=False,
        asks_since=True,
        headings=HEADINGS,
        hint="直接上传办公室现有的名录即可：标题行、合并单元格、合计行、两行表头都能识别。"
        "四级河长并排的、一人一行的都可以；一人一行的按“类别”登记总河长、副总河长、副河长、警长、联系单位、巡河员、民间河长。行政区划须先导入。已登记而没有变化的不会重复登记；"
        "河长有变的，由新河长接替，原河长的任期到前一天为止。",
    )
)


def plan(
    post: Post | None,
    sheets: Sequence[SheetIn],
    *,
    county: str = "",
    since: date | None = None,
    today: date | None = None,
) -> ImportPlan:
    """The same for the page of its own, where a single mistake keeps the whole list out. ``post`` None: the command.

    ``since``: the day from which those who are new hold office; default today.
    """
    reading = read(KIND, sheets)
    if not reading.tables:
        return ImportPlan(problems=[CellProblem(0, "", "", NO_HEAD, NO_HEAD_REMEDY)], notices=reading.left_out)
    refuse_ended(reading.rows, today or timezone.localdate())
    chiefs, keepers = split(reading.rows)
    understood = understand(chiefs, county, own=post.region if post else None, beside=keepers)
    if understood.county is None:
        return ImportPlan(problems=understood.problems, notices=reading.left_out, head_rows=reading.head_rows)
    if (told := outside(post, understood.county)) is not None:
        return ImportPlan(problems=[told])
    planned = plan_target(post, understood.target(), since, today or timezone.localdate())
    context = Context(post, understood.county, today or timezone.localdate(), since, reading.title)
    others = Others(keepers, context, coming_of(planned))
    unread = [one for row in reading.rows for one in row.refusals]
    return _as_import_plan(planned, others, unread, reading)


def _as_import_plan(planned: Planned, others: Others, unread: list[CellProblem], reading: Reading) -> ImportPlan:
    guesses = [spot.problem(f"按“{read_as}”读取：{why}。", "") for spot, read_as, why in planned.target.guesses]
    remarks = [CellProblem(0, "", "", *said) for said in planned.remarks]
    news = sorted(planned.steps, key=lambda step: step.words == compare.SAME)
    return ImportPlan(
        problems=sorted(planned.problems + unread, key=lambda one: (one.sheet, one.row, one.col)),
        notices=[*planned.target.notices, *reading.left_out, *guesses, *remarks],
        summary=planned.figures + others.figures,
        headings=HEADINGS,
        preview=[*map(shown, news), *map(shown_other, others.wanted)][:PREVIEWED],
        head_rows=reading.head_rows,
        apply=lambda: _carry_out(planned, others),
    )
