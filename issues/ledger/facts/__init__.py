"""What the pages of one issue show: facts, the time left in words, steps, photos, buttons."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.rules import may_read_journal
from hezhang.core.audit.models import Entry
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.models import DayKind, Holiday
from hezhang.core.kernel.words import NOTHING, day_words, due_words, moment_words
from hezhang.core.kernel.workdays import Calendar
from hezhang.core.parcels.choices import Decision
from hezhang.core.parcels.facts import late_words, panel
from hezhang.core.parcels.models import Held
from hezhang.core.workflow.facts import timeline, who_words
from issues.clocks.rules.replay import Replay, replay
from issues.ledger import rules
from issues.ledger.choices import ChiefView, Look, State
from issues.ledger.facts.photos import picture
from issues.ledger.models import Issue, IssueTransition
from issues.ledger.queries import IssueQuery
from issues.ledger.signals import origins_asked
from issues.ledger.workflow import TABLE
from rivers.registry.facts import Tally, person_link, reach_link, river_link

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post, User

HIDDEN = "已隐藏"
NOT_TOLD = "原台账未载"
FINDERS = {"report", "raise", "supplement"}  # the steps of whoever found it
EXTENDED = {"ask_extension": "asked_until", "grant_extension": "due_on", "redate": "due_on"}
ENDED_AS = {
    State.CLOSED: ("green", "check"),
    State.SETTLED: ("green", "check"),
    State.UNFOUNDED: ("green", "minus"),
    State.MERGED: ("green", "link"),
}
Facts = list[tuple[str, Any]]


def reporter_words(issue: Issue, post: Post) -> str:
    """Who found it; hidden from handling units."""
    if not rules.sees_reporter(post):
        return HIDDEN
    if issue.old_ledger and issue.reporter is None:
        return NOT_TOLD
    return str(issue.reporter.user.name) if issue.reporter else "群众"


def figures(rows: IssueQuery, today: date, url: str) -> list[Tally]:
    """Of the ledger of a river or a reach: open and overdue; ``url`` is its tab."""
    return [
        Tally("在办问题", rows.open(), f"{url}?tab=open", 70, "件", "blue", "blue"),
        Tally("已超期", rows.overdue_on(today), f"{url}?tab=overdue", 71, "件"),
    ]


def open_of(person: User, post: Post, today: date) -> IssueQuery:
    """Open issues in the post's scope that somebody is chief for, or that lie with a unit whose handler the person is."""
    units = person.posts.current(today).filter(role=Role.HANDLER).order_by().values("department")
    return Issue.objects.visible_to(post).open().filter(Q(chief__user=person) | Q(unit__in=units))


def facts(issue: Issue, post: Post) -> Facts:
    """What is known of the issue, (label, value) in reading order."""
    return [
        ("问题编号", issue.number),
        ("来源", issue.get_source_display()),
        ("河湖、河段", format_html("{}　{}", river_link(issue.river, post), reach_link(issue.reach, post))),
        ("所在区划", issue.region),
        ("位置描述", issue.place),
        ("坐标", f"{issue.lng:.6f}，{issue.lat:.6f}" if issue.lat is not None and issue.lng is not None else ""),
        ("问题类别", issue.category),
        ("严重程度", issue.get_severity_display()),
        ("整改方式", issue.get_track_display()),
        ("发现时间", moment_words(issue.found_at)),
        ("发现人", reporter_words(issue, post)),
        ("责任河长", person_link(issue.chief, post)),
        ("列入层级", issue.get_list_level_display()),
        ("上级编号", issue.outside_number or NOTHING),
    ]


def alike(issue: Issue) -> list[tuple[str, str]]:
    """查同类: (words, the ledger filtered by class and river, or by class and town); none while it has no class."""
    if issue.category is None:
        return []
    town = issue.region if issue.region.tier == Tier.TOWN else issue.region.parent
    places: list[tuple[str, str, Any]] = [(issue.river.name, "river", issue.river_id)]
    places += [(town.name, "town", town.pk)] if town and town.tier == Tier.TOWN else []
    ledger, name = reverse("issues:ledger"), issue.category.name
    asked = {"tab": "all", "category": issue.category_id}
    return [(f"{place}的“{name}”", f"{ledger}?{urlencode(asked | {key: value})}") for place, key, value in places]


def origins(issue: Issue, post: Post) -> Facts:
    """Where the issue came from, told by the rooms above; only what is there."""
    return [fact for _, told in origins_asked.send(sender=Issue, issue=issue, post=post) for fact in told]


def handling_facts(issue: Issue, post: Post) -> Facts:
    """What was ordered and done; only what is there."""
    rows = [
        ("上报", "" if issue.state == State.SETTLED else raised_words(issue)),
        ("并入", issue_link(issue.merged_into, post)),
        ("反弹自", issue_link(issue.rebound_of, post)),
        ("责任单位", issue.unit),
        ("协办单位", helpers(issue)),
        ("办理要求", issue.requirement),
        ("整改时限", day_words(issue.due_on) if issue.due_on else ""),
        ("申请延期至", f"{day_words(issue.asked_until)}（待批）" if issue.asked_until else ""),
        ("催办", f"{moment_words(issue.nudged_at)}，待答复" if issue.nudged_at else ""),
        ("交办时间", moment_words(issue.dispatched_at) if issue.dispatched_at else ""),
        ("退回原因", issue.return_reason),
        ("进度", f"{issue.progress}%" if issue.signed_at else ""),
        ("整改措施", issue.measures),
        ("责任河长意见", chief_words(issue)),
        ("第一人核查意见", f"{issue.first_opinion}（{issue.first_checked_by}）" if issue.first_checked_by else ""),
        ("现场核查", "须两人" if issue.two_checkers and not issue.verified_at else ""),
        ("验收意见", issue.opinion),
        ("销号", superior_words(issue, post)),
        ("销号时间", moment_words(issue.closed_at) if issue.closed_at else ""),
        ("销号文号", issue.closing_number),
        ("回头看", f"{issue.get_look_display()}（{moment_words(issue.looked_at)}）" if issue.looked_at else ""),
        ("反弹后的新问题", issue_link(came_back(issue), post)),
        ("虚假整改", f"{moment_words(issue.false_at)}认定" if issue.false_at else ""),
        ("不属实说明", issue.unfounded_reason),
        ("原台账", issue.old_ledger),
    ]
    return [(label, value) for label, value in rows if value]


def chief_words(issue: Issue) -> str:
    """同意：… ; or by when it is asked for; "" where it is not."""
    if issue.chief_view:
        return f"{issue.get_chief_view_display()}：{issue.chief_words}（{issue.chief_said_by}）"
    return f"征求中，{day_words(issue.chief_asked_until)}以后不再等" if issue.chief_asked_until else ""


def superior_words(issue: Issue, post: Post) -> str:
    """待上级销号…; "" where an office of this house closes it, or has."""
    if not rules.awaits_superior(issue, post, timezone.localdate()):
        return ""
    return f"待{issue.get_list_level_display()}下达销号清单，已等 {days_since(issue.verified_at)} 天"


def days_since(moment: datetime | None) -> int:
    """Whole days until today."""
    return (timezone.localdate() - timezone.localdate(moment)).days if moment else 0


def helpers(issue: Issue) -> str:
    """区住建局（已完成）、桥头镇人民政府."""
    if not issue.co_names:
        return ""
    parts = issue.co_units.select_related("unit").order_by("pk")
    return "、".join(f"{part.unit.name}{'（已完成）' if part.is_done else ''}" for part in parts)


def issue_link(other: Issue | None, post: Post) -> str:
    """Another issue, how far it is, and its page for whoever may open it; "" for none."""
    if other is None:
        return ""
    state = other.get_state_display()
    if not Issue.objects.visible_to(post).filter(pk=other.pk).exists():
        return f"{other.number}（{state}）"
    return format_html('<a href="{}">{}</a>（{}）', other.get_absolute_url(), other.number, state)


def came_back(issue: Issue) -> Issue | None:
    """The newer issue as which a signed-off one has come back."""
    return issue.come_back.first() if issue.look == Look.REBOUND else None


def rebound_words(issue: Issue) -> str:
    """第 2 次反弹; "" for what has not come back."""
    return f"第 {issue.rebounds} 次反弹" if issue.rebounds else ""


def standing_words(issue: Issue, today: date) -> str:
    """整改中；责任单位：区水利局；超期 2 天."""
    unit = f"责任单位：{issue.unit}" if issue.unit else ""
    due = due_words(issue.awaited_on, today)
    return "；".join(part for part in (str(issue.get_state_display()), unit, due) if part)


def clock(issue: Issue, post: Post) -> dict[str, str]:
    """The time left in words, and how pressing it is: what the page says largest."""
    if rules.awaits_superior(issue, post, timezone.localdate()):
        return {"words": "待上级销号", "tone": "cyan", "icon": "clock"}
    if issue.state == State.RAISED:
        return _raised_clock(issue, post)
    if issue.running_due:
        left = (issue.running_due - timezone.localdate()).days
        tone = "red" if left < 0 else "orange" if left <= 3 else "blue"
        return {"words": due_words(issue.running_due, timezone.localdate()), "tone": tone, "icon": "clock"}
    late = f"（超期 {issue.days_late} 天）" if issue.days_late else ""
    # A clock is drawn only where one runs.
    tone, icon = ENDED_AS.get(State(issue.state), ("blue", "arrow-right"))
    return {"words": f"{State(issue.state).label}{late}", "tone": tone, "icon": icon}


def _raised_clock(issue: Issue, post: Post) -> dict[str, str]:
    """请于…前答复 for whoever is asked, 应于… for all others."""
    today = timezone.localdate()
    if issue.answer_on is None or issue.answer_on < today:
        return {"words": "逾期未答复，转河长办登记", "tone": "red", "icon": "clock"}
    is_mine = rules.is_asked(issue, post, timezone.now())
    # Without the year, which is near: one line on a phone.
    words = f"{'请' if is_mine else '河长应'}于{issue.answer_on.month}月{issue.answer_on.day}日前答复"
    return {"words": words, "tone": "orange" if issue.answer_on == today else "blue", "icon": "clock"}


def raised_words(issue: Issue) -> str:
    """已上报桥头镇河长（张三），应于2026年11月30日前答复; his answer; or why the office has it. Who it is, the tenures of today say."""
    if issue.state == State.SETTLED:
        return f"河长已协调解决：{issue.measures}"
    if issue.state == State.REPORTED:
        came = issue.transitions.filter(verb__in=["report", "pass_on", "lapse"]).order_by("-id").first()
        return str(came.words) if came else ""
    if issue.state != State.RAISED:
        taken = issue.answer_on and issue.transitions.filter(verb="register", from_state=State.RAISED).exists()
        return "已由河长办登记，不再等河长答复" if taken else ""
    return f"已上报{rules.asked_words(issue, timezone.localdate())}，应于{day_words(issue.answer_on)}前答复"


def explained(issue: Issue, today: date) -> Replay | None:
    """The deadline told day by day; None where no clock has begun. Three queries."""
    term, extensions, pauses = rules.clock_of(issue)
    if term is None:
        return None
    names = dict(Holiday.objects.filter(kind=DayKind.OFF).values_list("day", "name"))
    return replay(term, extensions, pauses, calendar=Calendar.load(), today=today, names=names)


def terms(issue: Issue) -> Facts:
    """What the deadline is made of, in words: the term, what extended it, what held it up."""
    term, extensions, pauses = rules.clock_of(issue)
    if term is None:
        return []
    given = f"{term.workdays} 个工作日（按规定时限）" if term.workdays else "由河长办指定"
    told: Facts = [("交办日", day_words(term.given_on)), ("整改时限", given)]
    told += [("延期", f"{day_words(one.granted_on)}批准，延至 {day_words(one.until)}") for one in extensions]
    for one in pauses:
        lifted = f"{day_words(one.lifted_on)}恢复" if one.lifted_on else "尚未恢复"
        told.append(("挂起", f"{day_words(one.ordered_on)}挂起，{lifted}。{one.why}"))
    return told


def due_moves(issue: Issue, post: Post) -> list[dict[str, Any]]:
    """Why the date is another: each change of it with day, person, reason and the journal's row, the latest first. Two queries."""
    words = {(one.verb, one.at): one.words for one in issue.transitions.order_by("id")}
    opens = bool(may_read_journal(post))
    told = []
    for entry in Entry.objects.about(issue).select_related("user", "post__region", "post__department").order_by("-id"):
        before, after = (side.get("due_on", "") if side else "" for side in (entry.before, entry.after))
        if before == after:
            continue
        verb = entry.action.split(".")[-1]
        told.append(
            {
                "at": moment_words(entry.at),
                "what": TABLE.rows[verb].label if verb in TABLE.rows else entry.action,
                "who": f"{entry.user.name}（{entry.post.label}）" if entry.user and entry.post else "系统",
                "old": day_words(parse_date(str(before or ""))),
                "new": day_words(parse_date(str(after or ""))),
                "why": words.get((verb, entry.at)) or (TABLE.rows[verb].deadline if verb in TABLE.rows else ""),
                "entry": entry.pk,
                "url": reverse("audit:entry", args=[entry.pk]) if opens else "",
            }
        )
    return told


def steps(issue: Issue, post: Post) -> list[dict[str, Any]]:
    """The way so far, newest first; four queries whatever its length."""
    found = issue.transitions.select_related("user", "post__region", "post__department").order_by("-id")
    rows = list(found.prefetch_related("evidence__upload"))
    late = late_words(rows)

    def _who(row: IssueTransition) -> str:
        # The finder reports and adds, so these lines would give the name away.
        return HIDDEN if row.verb in FINDERS and not rules.sees_reporter(post) else who_words(row)

    def _said(row: IssueTransition) -> str:
        return "\n".join(part for part in (_words(row), late.get(row.pk, "")) if part)

    return timeline(TABLE, rows, who=_who, words=_said, photos=_photos) + _old_steps(issue, post)


def held(issue: Issue) -> list[dict[str, Any]]:
    """What came from phones and could not be carried out, and is kept beside the issue; what was dropped stays with the office."""
    rows = Held.objects.about(issue).exclude(decision__in=[Decision.DROPPED, Decision.DONE]).with_names()
    return [panel(one, "issues:held_photo") for one in rows.prefetch_related("photos").order_by("id")]


def _old_steps(issue: Issue, post: Post) -> list[dict[str, Any]]:
    """What the ledger that kept the issue before says of its days and names, newest first: told, and no steps taken here."""
    if not issue.old_ledger:
        return []
    told = dict(part.split(" ", 1) for part in issue.old_ledger.split("；") if " " in part)
    unit = str(issue.unit or told.get("责任单位", ""))
    who = "、".join(name for name in (unit, told.get("责任人", "")) if name)
    term = day_words(issue.due_on) if issue.due_on else told.get("整改时限", "")
    asked = "；".join(words for words in (issue.requirement.rstrip("。；"), term and f"整改时限 {term}") if words)
    found = reporter_words(issue, post)
    told_of = [
        (
            "导入台账",
            "系统",
            moment_words(issue.registered_at) if issue.registered_at else "",
            issue.old_ledger,
            "grey",
        ),
        ("销号", NOT_TOLD, day_words(issue.closed_at) if issue.closed_at else "", told.get("整改情况", ""), "green"),
        ("交办整改", who, "日期未载" if who else "", asked, "blue"),
        ("发现", found, day_words(issue.found_at), f"来源：{issue.get_source_display()}", "blue"),
    ]
    return [
        {"title": f"{title}（原台账）" if title != "导入台账" else title, "who": by, "when": when, "words": words}
        | {"photos": [], "tone": tone}
        for title, by, when, words, tone in told_of
        if when
    ]


def _photos(row: IssueTransition) -> list[dict[str, str]]:
    return [picture(photo) for photo in row.evidence.all()]


def _corrected(name: str, value: Any) -> str:
    """位置描述为“三号桥下”."""
    field: Any = Issue._meta.get_field(name)
    told = str(dict(field.flatchoices).get(value, value or "空")).split(" (#")[0]
    return f"{field.verbose_name}为“{told}”"


def _words(row: IssueTransition) -> str:
    """What was said at the step: for a dispatch the unit, the demand and the date."""
    supplied = row.supplied
    if row.verb == "dispatch":
        unit = str(supplied.get("unit", "")).split(" (#")[0]
        wanted = str(supplied.get("requirement", "")).rstrip("。；")
        due = parse_date(str(supplied.get("due_on", "")))
        helped = f"；协办：{supplied['co_names']}" if supplied.get("co_names") else ""
        return f"责任单位：{unit}{helped}；要求：{wanted}；时限：{day_words(due)}"
    if row.verb == "reassign":
        unit = str(supplied.get("unit", "")).split(" (#")[0]
        return f"改派 {unit}：{row.words}"
    if row.verb == "merge":
        number = str(supplied.get("merged_into", "")).split()[0]
        return f"并入 {number}{'：' if row.words else ''}{row.words}"
    if row.verb == "endorse":
        return f"{ChiefView(str(supplied.get('chief_view'))).label}：{row.words}"
    if row.verb == "involve":
        return f"协办单位：{supplied.get('co_names') or '无'}{'。' if row.words else ''}{row.words}"
    if row.verb == "correct":
        return f"更正{'、'.join(_corrected(name, value) for name, value in supplied.items())}：{row.words}"
    if row.verb in EXTENDED:
        until = parse_date(str(supplied.get(EXTENDED[row.verb], "")))
        moved = "改为" if row.verb == "redate" else "延至"
        return f"{moved} {day_words(until)}{'：' if row.words else ''}{row.words}"
    if row.verb == "rectify":
        return f"{row.words}（进度 {supplied.get('progress', 0)}%）"
    return f"认定虚假整改。{row.words}" if supplied.get("false_at") else row.words
