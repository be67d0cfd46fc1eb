"""The transition table of the issue ledger: who may do what in which state, and whom it tells.

Its Markdown form (``manage.py workflow_table``) stands in the README; buttons are drawn from it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from hezhang.core.accounts.choices import OFFICE_ROLES, Role
from hezhang.core.accounts.models import Post
from hezhang.core.workflow.table import Audience, Row, Table
from issues.ledger import rules
from issues.ledger.choices import ListLevel, State
from issues.ledger.queries import co_handled
from rivers.acting.models import Acting
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure

if TYPE_CHECKING:
    from issues.ledger.models import Issue


def _in_office(issue: Issue, post: Post, at: datetime) -> bool:
    return post.role in OFFICE_ROLES and post.region.contains(issue.region_id)


def _county(issue: Issue) -> str:
    return str(issue.region_id)[:6].ljust(12, "0")


def _office(issue: Issue) -> QuerySet[Post]:
    """Who is told: the office that listed it, and the county's office unless a town listed it for itself."""
    codes = {rules.listing_code(issue)}
    if issue.list_level != ListLevel.TOWN:
        codes.add(_county(issue))
    return Post.objects.current().filter(role__in=OFFICE_ROLES, region_id__in=codes)


def _listing_office(issue: Issue) -> QuerySet[Post]:
    """Where the level that listed it has no office here, the county's, which reports to it."""
    held = Post.objects.current().filter(role__in=OFFICE_ROLES)
    there, county = Q(region_id=rules.listing_code(issue)), Q(region_id=_county(issue))
    return held.filter(there) if held.filter(there).exists() else held.filter(county)


def _in_unit(issue: Issue, post: Post, at: datetime) -> bool:
    return post.role == Role.HANDLER and issue.unit_id is not None and post.department_id == issue.unit_id


def _unit_queue(post: Post, at: datetime) -> Q | None:
    """All that a unit sees is its own, unless it helps others: only then has the question to say which."""
    if post.role != Role.HANDLER:
        return None
    return Q(unit_id=post.department_id) if co_handled(post) else Q()


def _in_co_unit(issue: Issue, post: Post, at: datetime) -> bool:
    return issue.pk in co_handled(post)


def _co_unit_queue(post: Post, at: datetime) -> Q | None:
    helped = co_handled(post)
    return Q(pk__in=sorted(helped)) if helped else None


def _co_units(issue: Issue) -> QuerySet[Post]:
    helping = issue.co_units.order_by().values("unit_id")
    return Post.objects.current().filter(role=Role.HANDLER, department_id__in=helping)


def _unit(issue: Issue) -> QuerySet[Post]:
    return Post.objects.handlers_of(issue.unit_id) if issue.unit_id else Post.objects.none()


def _is_chief(issue: Issue, post: Post, at: datetime) -> bool:
    return post.role == Role.CHIEF and rules.answers_for(issue, post, timezone.localdate(at))


def _chief_queue(post: Post, at: datetime) -> Q | None:
    return rules.answered_for(post, timezone.localdate(at)) if post.role == Role.CHIEF else None


def _chiefs(issue: Issue) -> QuerySet[Post]:
    """Chief and deputies of the reach today, the chief of the nearest above where it has none; and who stands in for a chief.

    The chief of the day of finding, too, until a successor has come.
    """
    here, today = Q(reach_id=issue.reach_id, kind__in=rules.LEADING), timezone.localdate()
    answering = Q(reach_id=rules.reach_led_for(issue.reach_id, today), kind=TenureKind.RESPONSIBLE)
    held = Tenure.objects.current(today).filter(here | answering)
    successors = held.filter(here, kind=TenureKind.RESPONSIBLE).exclude(post_id=issue.chief_id)
    found_under = Q(pk=issue.chief_id) & ~Exists(successors)
    acting = Acting.objects.current(today).filter(tenure__in=held.filter(kind=TenureKind.RESPONSIBLE).values("pk"))
    told = Q(pk__in=held.values("post_id")) | Q(pk__in=acting.values("post_id"))
    return Post.objects.current().filter(told | found_under)


def _raised_to(issue: Issue) -> QuerySet[Post]:
    """Who is asked, or was, as long as no unit has it."""
    if issue.answer_on is None or issue.unit_id is not None:
        return Post.objects.none()
    return Post.objects.filter(pk__in=[post.pk for post in rules.asked(issue, timezone.localdate())])


def _is_patroller(issue: Issue, post: Post, at: datetime) -> bool:
    return post.role == Role.PATROLLER and post.region.contains(issue.region_id)


def _patrollers(issue: Issue) -> QuerySet[Post]:
    """Patrol staff of the issue's village, town and county."""
    # County, town and village, by the digits of their codes (decision 0002).
    codes = [issue.region_id[:digits].ljust(12, "0") for digits in (6, 9, 12)]
    return Post.objects.current().filter(role=Role.PATROLLER, region_id__in=codes)


def _is_reporter(issue: Issue, post: Post, at: datetime) -> bool:
    return issue.reporter_id is not None and post.pk == issue.reporter_id


def _reporter(issue: Issue) -> QuerySet[Post]:
    return Post.objects.current().filter(pk=issue.reporter_id)


def _may_report(issue: Issue, post: Post, at: datetime) -> bool:
    return bool(rules.may_report(post)) and post.region.contains(issue.region_id)


def _all_seen_by(*roles: str) -> Callable[[Post, datetime], Q | None]:
    """Whom the ledger shows no issue but those around which it belongs to the group: the scope is the queue."""
    return lambda post, at: Q() if post.role in roles else None


AUDIENCES = [
    Audience("office", "河长办", _in_office, _office, queue=_all_seen_by(*OFFICE_ROLES)),
    Audience("listing_office", "列入层级的河长办", _in_office, _listing_office),
    Audience("unit", "责任单位", _in_unit, _unit, queue=_unit_queue),
    Audience("co_unit", "协办单位", _in_co_unit, _co_units, queue=_co_unit_queue),
    Audience("chief", "责任河长", _is_chief, _chiefs, queue=_chief_queue),
    Audience("raised_to", "上报到的乡镇级河长", rules.is_asked, _raised_to, queue=rules.asked_of),
    Audience("patroller", "巡河员", _is_patroller, _patrollers, queue=_all_seen_by(Role.PATROLLER)),
    Audience("reporter", "发现人", _is_reporter, _reporter),
    Audience("finder", "河长、巡河员、河长办", _may_report, lambda issue: Post.objects.none()),
]
S = State
NEW = {S.RAISED, S.REPORTED}
RUNNING = {S.REGISTERED, S.DISPATCHED, S.RECTIFYING, S.SUSPENDED, S.APPLIED, S.VERIFIED}
AT_WORK = frozenset({S.DISPATCHED, S.RECTIFYING})
ROWS = [
    Row(
        "report", "上报", frozenset(), S.REPORTED, who=("finder",), needs=("text",), tells=("office",),
        condition="本人辖区内", public="已收到，等待核实", done="新问题待登记", style="primary", icon="plus",
    ),
    # What a village finds and cannot solve (decision 0068): the first step of it, in the place of the one above.
    Row(
        "raise", "上报乡镇级河长", frozenset(), S.RAISED, who=("finder",), needs=("text", "answer_on"), tells=("raised_to",),
        deadline="乡镇级河长答复时限（可设）", follows=True,
        condition="随村级巡河提交自动办理：没有当场解决，不按规则登记，上一级有在任或代理的乡镇级河长", public="已收到，等待核实",
        done="村级上报，请答复", icon="arrow-right",
    ),
    Row(
        "settle", "我来协调解决", frozenset({S.RAISED}), S.SETTLED, who=("raised_to",), needs=("measures",), deadline="办结",
        tells=("reporter",), may=rules.may_answer_raised, queue=rules.answerable_by, condition="答复期限以内",
        public="已解决", done="乡镇级河长已协调解决", leads_on=True, icon="check", tone="green",
    ),
    Row(
        "pass_on", "转河长办", frozenset({S.RAISED}), S.REPORTED, who=("raised_to",), needs=("words",), deadline="不再等候答复",
        tells=("office", "reporter"), may=rules.may_answer_raised, condition="答复期限以内", public="已收到，等待核实",
        done="乡镇级河长转来，待登记", icon="arrow-right",
    ),
    # Nobody's act: the clock's, or of a tenure that has ended.
    Row(
        "lapse", "自动转河长办", frozenset({S.RAISED}), S.REPORTED, who=("office",), needs=("words",), deadline="不再等候答复",
        tells=("office", "reporter", "raised_to"), follows=True, condition="定时办理：逾期未答复，或不再有人能够答复",
        public="已收到，等待核实", done="乡镇级河长没有答复，待登记", icon="clock", tone="orange",
    ),
    Row(
        "register", "登记", frozenset({S.REPORTED}), S.REGISTERED, who=("office",),
        needs=("category", "severity", "track"), tells=("reporter", "chief", "raised_to"),
        early=frozenset({S.RAISED, S.SETTLED}),
        public="已登记", done="问题已登记", leads_on=True, then="dispatch", icon="clipboard",
    ),
    # What the office's table says of a finding of this kind, carried out with the patrol itself (decision 0067).
    Row(
        "register_by_rule", "按规则登记", frozenset({S.REPORTED}), S.REGISTERED, who=("office",),
        needs=("category", "severity", "track"), tells=("office", "reporter", "chief"), follows=True,
        condition="随巡河提交自动办理：巡查内容列入“发现自动登记”（可设，默认不开）", public="已登记", done="问题已按规则登记，待交办",
        icon="clipboard",
    ),
    Row(
        "dispatch", "交办", frozenset({S.REGISTERED}), S.DISPATCHED, who=("office",),
        needs=("unit", "requirement", "due_on"), deadline="自交办日起按整改方式和严重程度起算工作日",
        tells=("unit", "co_unit", "chief"), public="已交办责任单位", done="问题已交办", leads_on=True, icon="arrow-right",
        urgent=rules.is_major,
    ),
    Row(
        "sign_for", "签收", frozenset({S.DISPATCHED}), S.RECTIFYING, who=("unit",), deadline="不变",
        tells=("office",), public="责任单位已签收，正在整改", done="责任单位已签收", leads_on=True, press=True, icon="check",
    ),
    Row(
        "return", "责任退回", frozenset({S.DISPATCHED, S.RECTIFYING}), S.REGISTERED, who=("unit",),
        needs=("words",), deadline="清除，再次交办时重新起算", tells=("office",), tells_before=("co_unit",), may=rules.may_return,
        condition="交办后 24 小时内", public="正在重新确定责任单位", done="责任单位退回，待重新交办",
        icon="arrow-left", tone="orange",
    ),
    Row(
        "recall", "撤回交办", frozenset({S.DISPATCHED}), S.REGISTERED, who=("office",), needs=("words",),
        deadline="清除，再次交办时重新起算", tells=("chief",), tells_before=("unit", "co_unit"), condition="责任单位签收前",
        public="正在重新确定责任单位", done="交办已撤回", icon="arrow-left", tone="orange",
    ),
    Row(
        "reassign", "改派", AT_WORK, S.DISPATCHED, who=("office",), needs=("unit", "requirement", "due_on", "words"),
        deadline="自改派日起重新起算", tells=("unit", "co_unit", "chief"), tells_before=("unit", "co_unit"),
        public="已改派责任单位", done="问题已改派", icon="arrow-right", tone="orange", urgent=rules.is_major,
    ),
    Row(
        "nudge", "催办", AT_WORK, "", who=("office", "chief"), needs=("words",), deadline="不变", tells=("unit",),
        may=rules.may_nudge, condition="24 小时内不重复催办", public="正在整改", done="催办，请答复", icon="bell", tone="orange",
        urgent=rules.is_major,
    ),
    Row(
        "answer", "答复催办", AT_WORK, "", who=("unit",), needs=("words",), deadline="不变", tells=("office", "chief"),
        may=rules.may_answer, condition="有待答复的催办", public="正在整改", done="责任单位答复了催办", icon="edit",
    ),
    Row(
        "ask_extension", "申请延期", frozenset({S.RECTIFYING}), "", who=("unit",), needs=("asked_until", "words"),
        deadline="批准前不变", tells=("office",), may=rules.may_ask_extension, condition="到期日当日及以前，没有待批的申请",
        public="正在整改", done="责任单位申请延期", icon="calendar",
    ),
    Row(
        "grant_extension", "批准延期", frozenset({S.RECTIFYING}), "", who=("listing_office",), needs=("due_on",),
        deadline="改为批准的日期", tells=("unit", "chief"), may=rules.may_answer_extension, condition="有待批的延期申请",
        public="正在整改，时限已延长", done="延期已批准", style="outline-primary", icon="check", tone="green",
    ),
    Row(
        "refuse_extension", "驳回延期", frozenset({S.RECTIFYING}), "", who=("listing_office",), needs=("words",),
        deadline="不变", tells=("unit",), may=rules.may_answer_extension, condition="有待批的延期申请",
        public="正在整改", done="延期未获批准", icon="x", tone="red",
    ),
    Row(
        "redate", "按日历改期", AT_WORK, "", who=("listing_office",), needs=("due_on",),
        deadline="改为按现行工作日表推算的日期", tells=("unit", "chief"), may=rules.may_redate, quiet=True,
        condition="工作日表改动后，推算的到期日与原来不同，且还没有过去", public="正在整改，时限按工作日调整", done="到期日按日历改期",
        icon="calendar",
    ),
    Row(
        "suspend", "挂起", frozenset({S.RECTIFYING}), S.SUSPENDED, who=("listing_office",), needs=("words",),
        deadline="次日起停止计时", tells=("unit", "chief"), condition="客观原因",
        public="因客观原因暂缓整改", done="问题已挂起", icon="clock", tone="grey",
    ),
    Row(
        "resume", "恢复办理", frozenset({S.SUSPENDED}), S.RECTIFYING, who=("listing_office",),
        deadline="次日起继续计时，时限顺延挂起的工作日", tells=("unit", "chief"), public="正在整改", done="已恢复办理",
        style="primary", icon="arrow-right",
    ),
    Row(
        "rectify", "填报进展", frozenset({S.RECTIFYING}), "", who=("unit",), needs=("words",),
        deadline="不变", public="正在整改", done="整改进展", style="outline-primary", icon="edit",
    ),
    Row(
        "involve", "调整协办单位", frozenset({*AT_WORK, S.SUSPENDED}), "", who=("office",), deadline="不变",
        tells=("co_unit", "unit"), tells_before=("co_unit",), condition="责任单位不能同时协办",
        public="正在整改", done="协办单位有调整", icon="people",
    ),
    Row(
        "assist", "填报协办进展", frozenset({S.RECTIFYING}), "", who=("co_unit",), needs=("words",), deadline="不变",
        tells=("unit",), may=rules.may_assist, queue=rules.assistable_by, condition="本单位的协办事项未报完成",
        public="正在整改", done="协办进展", leads_on=True, icon="edit",
    ),
    Row(
        "apply", "申请销号", frozenset({S.RECTIFYING}), S.APPLIED, who=("unit",), needs=("measures",),
        deadline="停止计时", tells=("office", "chief", "patroller"), may=rules.may_apply, queue=rules.appliable_by,
        condition="附整改后照片；长期整改的，阶段任务都已完成或取消",
        public="整改完成，等待现场核查", done="整改完成，待现场核查", leads_on=True, icon="check",
    ),
    Row(
        "endorse", "签署河长意见", frozenset({S.APPLIED, S.VERIFIED}), "", who=("chief",),
        needs=("chief_view", "words"), deadline="不变", tells=("listing_office", "unit"), may=rules.may_endorse,
        queue=rules.endorsable_by, quiet=True, condition="严重程度要求征求河长意见（可设）；期限过了不影响销号",
        public="整改完成，等待现场核查", done="责任河长签署了意见", leads_on=True, icon="edit",
    ),
    Row(
        "check_first", "第一人核查", frozenset({S.APPLIED}), "", who=("office", "chief", "patroller"),
        needs=("first_opinion",), deadline="不变", tells=("office", "chief", "patroller"), may=rules.may_check_first,
        queue=rules.first_checkable_by, quiet=True,
        condition="严重程度要求两人核查（可设）；非整改人、非责任单位人员；附现场核查照片", public="整改完成，正在现场核查",
        done="第一人已核查，待第二人核查", leads_on=True, icon="eye", tone="green",
    ),
    Row(
        "verify", "现场核查", frozenset({S.APPLIED}), S.VERIFIED, who=("office", "chief", "patroller"),
        needs=("opinion",), tells=("listing_office", "unit"), may=rules.may_complete, queue=rules.completable_by,
        condition="非整改人、非责任单位人员；须两人的由第二人；附现场核查照片", public="现场核查通过", done="核查通过，待销号",
        leads_on=True, icon="eye", tone="green",
    ),
    Row(
        "send_back", "退回重改", frozenset({S.APPLIED, S.VERIFIED}), S.RECTIFYING,
        who=("office", "chief", "patroller"), needs=("words",), deadline="恢复原时限",
        tells=("unit", "co_unit", "office"), may=rules.may_verify, condition="非整改人、非责任单位人员",
        public="核查未通过，继续整改", done="核查未通过，退回重改", style="outline-danger", icon="arrow-left", tone="red",
    ),
    Row(
        "close", "销号", frozenset({S.VERIFIED}), S.CLOSED, who=("office",), deadline="办结",
        tells=("unit", "co_unit", "chief", "reporter"), may=rules.may_close, queue=rules.closable_by, condition="列入层级的河长办；非整改人；河长意见已签署或已过期限；较严重、重大问题须非核查人（可设）",
        public="已销号", done="问题已销号", leads_on=True, icon="check", tone="green",
    ),
    # What the superior's 销号清单 says, taken over by the import desk (decision 0053).
    Row(
        "close_by_list", "按清单销号", frozenset({S.VERIFIED}), S.CLOSED, who=("office",), needs=("closing_number", "closed_at"),
        deadline="办结", tells=("unit", "co_unit", "chief", "reporter"), may=rules.may_close_by_list, follows=True,
        condition="随销号清单导入：清单由列入层级的上级下达；非整改人、非责任单位人员", public="已销号", done="上级销号清单已销号",
        icon="check", tone="green",
    ),
    Row(
        "send_back_by_list", "按清单退回", frozenset({S.VERIFIED}), S.RECTIFYING, who=("office",), needs=("words",),
        deadline="恢复原时限", tells=("unit", "co_unit", "office"), may=rules.may_close_by_list, follows=True,
        condition="随销号清单导入：上级不予销号；非整改人、非责任单位人员", public="上级复核未通过，继续整改",
        done="上级不予销号，退回重改", icon="arrow-left", tone="red",
    ),
    Row(
        "undo_list", "撤销清单结论", frozenset({S.CLOSED, S.RECTIFYING}), "", back=True, who=("office",), needs=("words",),
        deadline="停止计时", tells=("unit", "chief", "office"), may=rules.may_undo_list, follows=True,
        condition="随撤销导入：清单结论之后没有办理过其他环节", public="现场核查通过", done="上级销号清单的导入已撤销，恢复待销号",
        icon="arrow-left", tone="orange",
    ),
    Row(
        "correct", "更正", frozenset({*NEW, *RUNNING}), "", who=("office",), needs=("words",), deadline="不变",
        tells=("unit",), public="信息已更正", done="问题信息已更正", icon="edit",
    ),
    # What was forgotten is added to the stored issue, by whoever reported it (decision 0013).
    Row(
        "supplement", "补充情况", frozenset({*NEW, *RUNNING}), "", who=("reporter",), needs=("words",),
        deadline="不变", tells=("office", "unit", "raised_to"), public="发现人补充了情况", done="发现人补充了情况", icon="plus",
    ),
    Row(
        "reject", "不属实", frozenset({*NEW, S.REGISTERED}), S.UNFOUNDED, who=("office",), needs=("words",),
        deadline="办结", tells=("reporter", "raised_to"), public="经核实不属实", done="经核实不属实",
        may=rules.may_reject, condition="没有问题并入本问题", icon="x", tone="grey",
    ),
    Row(
        "hold", "巩固", frozenset({S.CLOSED}), "", who=("office", "patroller"), may=rules.may_look_back,
        condition="回头看；非整改人、非责任单位人员；附回头看照片", public="回头看：整改成效巩固", done="回头看：巩固",
        style="outline-primary", icon="check", tone="green",
    ),
    Row(
        "rebound", "反弹", frozenset({S.CLOSED}), "", who=("office", "patroller"), needs=("words",),
        deadline="新问题自交办日起算", tells=("listing_office", "unit", "chief"), may=rules.may_look_back,
        condition="回头看；非整改人、非责任单位人员；附回头看照片", public="回头看发现反弹，已重新立案",
        done="回头看发现反弹，已重新立案", style="outline-danger", icon="refresh", tone="red",
    ),
    Row(
        "clear_false", "撤销虚假整改认定", frozenset({*AT_WORK, S.SUSPENDED, S.APPLIED, S.VERIFIED, S.CLOSED}), "",
        who=("listing_office",), needs=("words",), deadline="不变", tells=("unit", "chief", "office"),
        may=rules.may_clear_false, quiet=True, condition="已认定为虚假整改", public="信息已更正", done="虚假整改认定已撤销", icon="x",
    ),
    Row(
        "merge", "合并", frozenset({S.REPORTED, S.REGISTERED, *AT_WORK}), S.MERGED, who=("office",),
        needs=("merged_into",), deadline="办结，随并入的问题办理", tells=("unit", "reporter"), may=rules.may_merge,
        condition="并入同一区县的在办问题；没有问题并入本问题；不并入时限更晚的问题", public="与另一件问题合并办理",
        done="问题已并入另一件一并办理", icon="link", tone="grey",
    ),
    Row(
        "unmerge", "撤销合并", frozenset({S.MERGED}), "", back=True, who=("office",), needs=("words",),
        deadline="恢复原时限", tells=("unit", "reporter"), may=rules.may_unmerge, condition="并入的问题尚未办结",
        public="恢复单独办理", done="合并已撤销，恢复单独办理", icon="arrow-left", tone="orange",
    ),
]  # fmt: skip
TABLE = Table(ROWS, {state.value: str(state.label) for state in State}, AUDIENCES, urls="issues")
