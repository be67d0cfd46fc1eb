"""One home per role: what I must do today, each with one button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, User
from hezhang.core.audit.models import Entry
from hezhang.core.audit.sealing import sealed_upto
from hezhang.core.kernel.workdays import missing_years
from hezhang.portal.desks import notices, reads, setup
from hezhang.portal.desks.board import Desk, Section, Stat, Todo, link
from issues.ledger.choices import State
from issues.ledger.models import Issue
from patrols.judgement.facts.duties import owed_now
from patrols.norms.choices import THIS_PERIOD
from patrols.norms.rules.duty import PeriodDuty
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessment.rounds.models import Round

OFFICE_STATES = {
    State.REPORTED.value: "待登记",
    State.REGISTERED.value: "待交办",
    State.APPLIED.value: "待核查",
    State.VERIFIED.value: "待销号",
}
UNIT_STATES = {State.DISPATCHED.value: "待签收", State.RECTIFYING.value: "整改中", State.APPLIED.value: "待核查"}
MOST_REACHES = 3  # with a button each on the home; more are chosen on the page of patrols
LEADER_STATES = {State.RECTIFYING.value: "整改中", State.APPLIED.value: "待核查"}


def desk_for(post: Post, today: date) -> Desk:
    """The home of the acting post."""
    return HOMES[Role(post.role)](post, today)


def _office(post: Post, today: date) -> Desk:
    # Asked along with the figures, so that a district that stands pays nothing for the steps of setting one up.
    issues, upkeep = reads.issue_rows(post, today, OFFICE_STATES), reads.upkeep_rows(post, today)
    counts, answers = reads.tally(post, [*issues, *upkeep], setup.asked_of(post))
    of_issues, of_upkeep = counts[: len(issues)], counts[len(issues) :]
    return Desk(
        "登记、交办、核查、销号；等得最久的排在前面。",
        [*reads.issue_stats(OFFICE_STATES, of_issues), *reads.upkeep_stats(of_upkeep)],
        [
            reads.awaiting(post, "今天要办", "没有等您办的问题。"),
            reads.overdue(post, today, of_issues[-1]),
            *_holidays(today, kept_here=False),
        ],
        rates=reads.patrol_rates(post, today),
        setup=setup.standing(post, answers),
    )


def _unit(post: Post, today: date) -> Desk:
    counts, _ = reads.tally(post, reads.issue_rows(post, today, UNIT_STATES))
    return Desk(
        "先签收，按期整改，附整改后照片申请销号。",
        reads.issue_stats(UNIT_STATES, counts),
        [
            reads.awaiting(post, "今天要办", "没有交到本单位、等您办的问题。", order="due_sort"),
            *notices.to_reply(post),
            *reads.stages_of_unit(post),
            *reads.to_visit(reads.my_visits(post)),
            *reads.plan_tasks(reads.my_tasks(post, today)),
        ],
    )


def _leader(post: Post, today: date) -> Desk:
    rows = [reads.vacant(post, today), *reads.issue_rows(post, today, LEADER_STATES)]
    (gaps, *counts), _ = reads.tally(post, rows)
    rounds = reads.latest_rounds(post)
    return Desk(
        "本季进展、排名与超期问题；每个数字都可点开。",
        [*reads.issue_stats(LEADER_STATES, counts), reads.gap_stat(gaps)],
        [reads.overdue(post, today, counts[-1])],
        rates=reads.patrol_rates(post, today),
        ranking=reads.ranking(post, rounds[0] if rounds else None),
        reports=_reports(rounds),
    )


def _reports(rounds: Iterable[Round]) -> list[tuple[str, str]]:
    """Label and address of the Excel of the running quarter and of the newest frozen one, each by its name."""
    return [
        (f"{str(one).removeprefix(one.region.name)}（{one.get_state_display()}）", link("assessment:report", one.pk))
        for one in rounds
    ]


def _walker(post: Post, today: date) -> Desk:
    sections = [_patrol_section(post, today), reads.awaiting(post, "待我办", "没有等您答复、核查的问题。")]
    # Behind what is asked every week: on most days neither is there.
    return Desk("", [], [*sections, *reads.rare(post, today), _reported(post)], walks=True)


def _patrol_section(post: Post, today: date) -> Section:
    """What this week (旬, month, quarter) still asks for; nothing owed is said plainly."""
    owed = [one for one in owed_now(post, today) if not one.is_met]
    reaches = list(Reach.objects.of_chief(post, today).order_by("code")[: MOST_REACHES + 1])
    few = owed and 1 < len(reaches) <= MOST_REACHES
    todos = _by_reach(owed, reaches) if few else _by_period(owed, reaches)
    return Section("巡河", todos, "本期巡河已完成，随时可以再巡。", link("patrols:start"), len(owed))


def _by_reach(owed: list[PeriodDuty], reaches: list[Reach]) -> list[Todo]:
    """A button for each of a few reaches, so that the walk begins here and not on a page of choices."""
    todos = []
    for reach in reaches:
        mine = [one for one in owed if one.reach_id in (None, reach.pk)]
        if mine:
            note, due = "；".join(map(_owed_at_a_reach, mine)), min(one.period.end for one in mine)
            walk = link("patrols:walk", reach=reach.pk)
            todos.append(Todo(reach.name, note, reach.get_absolute_url(), "开始巡河", walk, due))
    return todos


def _owed_at_a_reach(one: PeriodDuty) -> str:
    """本周还需巡河 1 次，任一河段."""
    return f"{THIS_PERIOD[one.period.unit]}还需巡河 {one.still_needed} 次{'，任一河段' if one.reach_id is None else ''}"


def _by_period(owed: list[PeriodDuty], reaches: list[Reach]) -> list[Todo]:
    start = link("patrols:walk", reach=reaches[0].pk) if len(reaches) == 1 else link("patrols:start")
    return [
        Todo(
            title=f"{THIS_PERIOD[one.period.unit]}还需巡河 {one.still_needed} 次",
            note="、".join(reach.name for reach in reaches[:3]) or "所辖河段",
            url=link("patrols:start"),
            button="去巡河",
            action=start,
            due=one.period.end,
        )
        for one in owed[:3]
    ]


def _reported(post: Post) -> Section:
    """My own reports and where they stand: nobody has to ask."""
    rows = Issue.objects.visible_to(post).filter(reporter=post).select_related("region", "river").order_by("-found_at")
    todos = [
        Todo(issue.text, f"{issue.number}　{issue.river.name}", issue.get_absolute_url(), "看进展",
             issue.get_absolute_url(), None, issue.get_state_display(), issue.state_tone, quiet=True)
        for issue in rows[:4]
    ]  # fmt: skip
    return Section(
        "我发现的问题", todos, "您还没有上报过需要处理的问题。", link("issues:ledger", tab="all"), len(todos)
    )


def _holidays(today: date, *, kept_here: bool = True) -> Iterable[Section]:
    """A warning when next year's holidays are missing: deadlines would count plain weekends. The table is one for the whole
    house, and the system administrator's."""
    years = "、".join(f"{year} 年" for year in missing_years(today))
    if not years:
        return []
    page = link("web:setting", "holidays")
    why, act = ("时限暂按普通周末计算", "去录入") if kept_here else ("时限暂按普通周末计算，请系统管理员录入", "查看")
    todo = Todo(f"{years}的放假与调休尚未录入", why, page, act, page)
    return [Section("提醒", [todo], "", "", 1)]


def _system(post: Post, today: date) -> Desk:
    people = User.objects.filter(is_active=True)
    idle = people.exclude(posts__in=Post.objects.current(today)).count()
    stats = [
        Stat("在用账号", people.count(), link("people:people"), "人", "blue"),
        Stat("无在任岗位", idle, link("people:people", tab="idle"), "人", "orange" if idle else "grey"),
        Stat("已发链接未用", people.with_link(timezone.now()).count(), link("people:people", tab="handed"), "人"),
    ]
    asked = reads.requests_waiting(post, mine=True)
    lead, sections = "人员、岗位、区划与参数；不接触业务数据。", [asked, *_holidays(today)]
    return Desk(lead, stats, sections, setup=setup.opening(post), opens=True)


def _security(post: Post, today: date) -> Desk:
    locked = Section("登录失败锁定", reads.locked_out(), "没有被锁定的账号。")
    several = Section("一人兼任两员", reads.holding_several(today), "没有人兼任两员。")
    waiting = reads.requests_waiting(post)
    locked.total, several.total = len(locked.todos), len(several.todos)
    stats = [
        Stat("待我确认", waiting.total, link("oversight:requests"), "件", "orange" if waiting.total else "green"),
        Stat(locked.title, locked.total, "#section-2", "个", "orange" if locked.total else "green"),
        Stat(several.title, several.total, "#section-3", "人", "red" if several.total else "green"),
    ]
    lead = "确认系统管理员的申请，查看角色、策略与账号情况；不接触业务数据。"
    return Desk(lead, stats, [waiting, locked, several])


def _audit(post: Post, today: date) -> Desk:
    of_today = {"at_after": today, "at_before": today}
    mine = Entry.objects.visible_to(post)
    open_rows = mine.filter(pk__gt=sealed_upto(Entry)).count()
    stats = [
        Stat("今日日志", mine.filter(at__date=today).count(), link("audit:journal", **of_today), "条", "blue"),
        Stat("今日登录失败", mine.filter(at__date=today, action="sign_in.failed").count(),
             link("audit:journal", action="sign_in.failed", **of_today), "次"),
        Stat("待封签", open_rows, link("audit:journal", tab="open"), "条"),
    ]  # fmt: skip
    return Desk("操作日志只增不改，定时封签，可随时校验。", stats, [])


HOMES: dict[Role, Callable[[Post, date], Desk]] = {
    Role.CHIEF: _walker,
    Role.PATROLLER: _walker,
    Role.OFFICE_CLERK: _office,
    Role.OFFICE_HEAD: _office,
    Role.HANDLER: _unit,
    Role.LEADER: _leader,
    Role.SYSTEM_ADMIN: _system,
    Role.SECURITY_ADMIN: _security,
    Role.AUDIT_ADMIN: _audit,
}
