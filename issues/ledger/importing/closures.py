"""The kind 销号清单: what the level that listed problems says of them. Each row is a step of its problem (decision 0053)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from hezhang.core.accounts.queries import within
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.words import day_words
from hezhang.core.web.importing.desk import parsers
from hezhang.core.web.importing.desk.fields import Field, Kind, register
from hezhang.core.web.importing.desk.plan import CHANGED, SAME, Act, Context, Outcome, refuse_twice
from hezhang.core.web.importing.desk.recording import recorder
from hezhang.core.web.importing.desk.rows import Row
from issues.ledger import rules
from issues.ledger.choices import ListLevel, ListVerdict, State
from issues.ledger.importing import words
from issues.ledger.importing.fields import level_field, outside_field
from issues.ledger.models import CoUnit, Issue
from issues.ledger.services import close_by_list, send_back_by_list, undo_list
from issues.ledger.services.listed import PUT_BACK, demand_day

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.web.models import ImportBatch

# 某河长办〔2026〕12号, with whichever brackets it was typed.
PAPER = re.compile(r"[\u4e00-\u9fff]{2,16}[〔\[(（【]\d{4}[〕\])）】]\s*第?\d{1,5}\s*号")
FIELDS = [
    Field("number", "问题编号", ["编号", "台账编号", "本级编号"], parse=parsers.limited(60, parsers.name), weight=2, example="M02260306001"),
    outside_field(),
    level_field(),
    Field("verdict", "结论", ["销号结论", "是否销号", "是否同意销号", "复核结论", "审核结论", "核查结论"], parse=words.verdict, weight=2, example="同意销号"),
    Field("closed", "销号日期", ["销号时间", "同意销号日期", "批准销号日期", "核销日期", "批复日期"], parse=parsers.day, weight=1, example="2026-03-31"),
    Field("paper", "销号文号", ["文号", "批复文号", "清单文号", "发文字号", "销号批文"], parse=parsers.limited(60, parsers.name), weight=2, example="省河长办〔2026〕12号"),
    Field("words", "意见", ["销号意见", "复核意见", "审核意见", "不予销号原因", "不予销号理由", "原因", "备注"], parse=parsers.limited(300)),
]  # fmt: skip


@dataclass
class Known:
    """What rows are compared with, fetched once."""

    context: Context
    numbers: dict[str, list[Issue]]
    levels: dict[str, frozenset[str]]  # by the digits of the city

    def found(self, row: Row) -> list[Issue]:
        """The problem by our number or by theirs, whichever column it stands in."""
        told = [row.get("number"), row.get("outside")]
        return next((self.numbers[word] for word in told if word in self.numbers), [])

    def above(self, issue: Issue) -> frozenset[str]:
        city = issue.region_id[:4]
        if city not in self.levels:
            self.levels[city] = rules.levels_above_region(issue.region_id, self.context.today)
        return self.levels[city]


def plan(rows: list[Row], context: Context) -> Outcome:
    known = _known(rows, context)
    refuse_twice(rows, lambda row: next((one.pk for one in known.found(row)), None), "number", "问题编号")
    acts = [act for row in rows if not row.is_refused and (act := _act(row, known))]
    said = [act.row.get("verdict") for act in acts if act.what == CHANGED and not act.row.is_refused]
    told = [("其中销号", said.count(ListVerdict.CLOSE)), ("其中不予销号、退回整改", said.count(ListVerdict.SEND_BACK))]
    return Outcome(acts, told)


def _known(rows: list[Row], context: Context) -> Known:
    told = {word for row in rows for word in (row.get("number"), row.get("outside")) if word}
    here = Issue.objects.filter(within(context.region)) if context.region else Issue.objects.none()
    numbers: dict[str, list[Issue]] = defaultdict(list)
    for issue in here.filter(Q(number__in=told) | Q(outside_number__in=told)).select_related("region"):
        for word in {issue.number, issue.outside_number} & told:
            numbers[word].append(issue)
    return Known(context, dict(numbers), {})


def _act(row: Row, known: Known) -> Act | None:
    found = known.found(row)
    if not found:
        row.refuse("number", "台账中没有这个编号。", "请核对编号；用上级编号的，先在问题上填写“上级编号”。")
        return None
    if len(found) > 1:
        told = "、".join(one.number for one in found)
        row.refuse("number", f"有几件问题是这个编号：{told}。", "请写本平台的问题编号。")
        return None
    issue, verdict = found[0], _verdict(row)
    if verdict is None:
        return Act(row, SAME, _shown(row, issue, ""))
    _paper(row, known.context)
    if _is_done(row, issue, verdict):
        return Act(row, SAME, _shown(row, issue, str(verdict.label)))
    _judge(row, issue, verdict, known)
    if row.is_refused:
        return None
    carry = partial(_close if verdict == ListVerdict.CLOSE else _send_back, issue, row, known.context.by)
    after = State.CLOSED if verdict == ListVerdict.CLOSE else State.RECTIFYING
    moved = f"{issue.get_state_display()} → {after.label}"
    return Act(row, CHANGED, _shown(row, issue, str(verdict.label)), carry, rank=row.number, changes=moved)


def _verdict(row: Row) -> ListVerdict | None:
    """A list that names day and 文号 and has no column of verdicts is a list of what is closed; a blank row says nothing yet."""
    told = row.get("verdict")
    if told is None and row.get("closed"):
        told = row.read["verdict"] = ListVerdict.CLOSE
        row.guess("verdict", str(ListVerdict.CLOSE.label), "没有写结论，写了销号日期")
    return told


def _paper(row: Row, context: Context) -> None:
    if row.get("verdict") == ListVerdict.CLOSE and not row.get("paper") and (found := PAPER.search(context.title)):
        row.read["paper"] = re.sub(r"\s+", "", found[0])
        row.guess("paper", row.read["paper"], "没有写文号，按标题中的文号")


def _is_done(row: Row, issue: Issue, verdict: ListVerdict) -> bool:
    """Whether the problem says the same already: a list that comes twice changes nothing."""
    if verdict == ListVerdict.CLOSE:
        same = issue.state == State.CLOSED and issue.closing_number == row.get("paper", "")
        return same and issue.closed_at is not None and timezone.localdate(issue.closed_at) == row.get("closed")
    last = issue.transitions.order_by("-pk").first() if issue.state == State.RECTIFYING else None
    return last is not None and last.verb == "send_back_by_list" and last.words == row.get("words", "")


def _judge(row: Row, issue: Issue, verdict: ListVerdict, known: Known) -> None:
    level = str(issue.get_list_level_display())
    told = row.get("level")
    if issue.list_level not in known.above(issue):
        row.refuse("number", f"本问题列入{level}清单，不由上级销号。", "列入层级有误的，请先在问题上“更正”。")
    elif told and told != issue.list_level:
        row.refuse(
            "level", f"本问题列入{level}清单，不是{ListLevel(told).label}清单。", "请核对，或先在问题上“更正”列入层级。"
        )
    elif issue.state == State.CLOSED:
        paper = f"，文号 {issue.closing_number}" if issue.closing_number else ""
        row.refuse("number", f"本问题已于 {_day(issue.closed_at)} 销号{paper}，与清单不一致。", "请核对日期和文号。")
    elif issue.state != State.VERIFIED:
        row.refuse("number", f"本问题现为“{issue.get_state_display()}”，还没有核查通过。", "核查通过以后再导入。")
    elif known.context.by and not (may := rules.may_close_by_list(issue, known.context.by, timezone.now())):
        row.refuse("number", may.reason)
    elif verdict == ListVerdict.SEND_BACK and not row.get("words"):
        row.refuse("words", "不予销号的没有写意见。", "请写明哪里没有整改到位。")
    elif verdict == ListVerdict.CLOSE:
        _judge_closing(row, issue, known.context.today)


def _judge_closing(row: Row, issue: Issue, today: date) -> None:
    day = row.get("closed")
    if not day:
        row.refuse("closed", "没有写销号日期。", "请填写清单上的日期。")
        return
    try:
        demand_day(issue, day, today)
    except ValidationError as wrong:
        row.refuse("closed", "".join(wrong.messages), "请核对日期。")
    if not row.get("paper"):
        row.refuse("paper", "没有写销号文号。", "请填写清单的文号，或在标题中写明。")


def _day(moment: datetime | None) -> str:
    return day_words(timezone.localdate(moment)) if moment else ""


def _close(issue: Issue, row: Row, by: Post | None) -> Any:
    return close_by_list(issue, by, number=row.get("paper"), day=row.get("closed"), words=row.get("words", ""))


def _send_back(issue: Issue, row: Row, by: Post | None) -> Any:
    if (noting := recorder()) is not None:
        noting.changing(CoUnit.objects.filter(issue=issue, is_done=True))
    return send_back_by_list(issue, by, words=row.get("words"))


def _shown(row: Row, issue: Issue, verdict: str) -> list[Any]:
    told = [issue.number, issue.outside_number, issue.text, issue.get_list_level_display(), issue.get_state_display()]
    return [*told, verdict or "未写结论，仍待上级销号", row.get("closed") or "", row.get("paper", "")]


def take_back(batch: ImportBatch, by: Post | None, at: datetime) -> None:
    """Each problem waits for the superior again, by a step of its own: what was said stays in its history."""
    changed = {one.object_id: one.before for one in batch.changes.filter(model=Issue._meta.label_lower)}
    words_of = f"第 {batch.pk} 批导入（{batch.file_name}）已撤销。"
    for issue in Issue.objects.filter(pk__in=list(changed)).order_by("pk"):
        undo_list(issue, by, before=_kept(changed[str(issue.pk)] or {}), words=words_of, at=at)
    helped: Iterable[str] = batch.changes.filter(model=CoUnit._meta.label_lower).values_list("object_id", flat=True)
    CoUnit.objects.filter(pk__in=list(helped)).update(is_done=True)


def _kept(before: dict[str, Any]) -> dict[str, Any]:
    """Stored values as the problem holds them."""
    kept = {}
    for name in PUT_BACK:
        field: Any = Issue._meta.get_field(name)
        value = field.to_python(before[field.attname])
        kept[name] = field.related_model.objects.filter(pk=value).first() if field.related_model else value
    return kept


KIND = register(
    Kind(
        key="closures",
        title="上级销号清单",
        order=95,
        rule=is_office,
        list_url="issues:closures",
        fields=FIELDS,
        plan=plan,
        least=4,
        headings=["问题编号", "上级编号", "问题描述", "列入层级", "现状", "结论", "销号日期", "销号文号"],
        fits=lambda head: bool({"verdict", "paper"} & head.columns.keys()),
        # Steps and what is told of them stay; they are never taken back by deleting.
        leaves=frozenset({"issues.issuetransition", "issues.change"}),
        take_back=take_back,
        silent=True,
        hint="上级下达的销号清单，或在“上报销号”中导出、由上级填好结论的表。按问题编号或上级编号对应；同意销号的须有日期和文号，"
        "不予销号的须写意见，退回整改。还没有写结论的行不变。",
    )
)
