"""What pages show of a plan and its stages: the time left of each, who did what, what proves it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.urls import reverse

from hezhang.core.files.models import UploadKind
from hezhang.core.kernel.words import day_words, due_words, moment_words
from hezhang.core.workflow.facts import timeline
from issues.escalation.models import Notice, NoticeRule
from issues.escalation.rules import Suggestion
from issues.ledger.facts import issue_link
from issues.stages import rules
from issues.stages.models import Stage, StageFile, StagePlan, StageTransition
from issues.stages.workflow import TABLE

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from issues.ledger.models import Issue

PART = ("finish_stage", "reopen_stage", "move_stage", "drop_stage")
MOVES = Prefetch("transitions", StageTransition.objects.filter(verb="move_stage").order_by("pk"), to_attr="moves")


def state_of(stage: Stage, today: date) -> tuple[str, str]:
    """(words, tone): 超期 3 天, 剩余 20 天, 已完成, 已取消."""
    if stage.done_at:
        return "已完成", "green"
    if stage.dropped_at:
        return "已取消", "grey"
    left = (stage.due_on - today).days
    return due_words(stage.due_on, today), "red" if left < 0 else "orange" if left <= 3 else "blue"


def facts_of(plan: StagePlan, post: Post) -> list[tuple[str, Any]]:
    rows = [
        ("问题", issue_link(plan.issue, post)),
        ("责任单位", plan.issue.unit or plan.unit),
        ("整改方案", plan.words),
        ("确认", f"{plan.confirmed_by}　{moment_words(plan.confirmed_at)}" if plan.confirmed_at else ""),
    ]
    return [(label, value) for label, value in rows if value]


def stages_of(plan: StagePlan, post: Post, today: date) -> list[dict[str, Any]]:
    """Each stage with its state, what proves it, and the steps that the post may take on it; four queries."""
    rows = plan.stages.select_related("unit", "done_by").prefetch_related("files__upload", MOVES)
    offered = [verb for verb in PART if TABLE.allows(plan, verb, post)]
    told = []
    for stage in rows:
        words, tone = state_of(stage, today)
        told.append(
            {
                "stage": stage,
                "words": words,
                "tone": tone,
                "moves": [move.words for move in stage.moves],
                "said": stage.done_words or stage.dropped_why,
                "files": [file_of(one) for one in stage.files.all()] if stage.done_at else [],
                "buttons": [
                    {"label": TABLE[verb].label.replace("阶段任务", ""), "url": TABLE.url(verb, stage)}
                    for verb in offered
                    if _fits(verb, stage, post)
                ],
            }
        )
    return told


def _fits(verb: str, stage: Stage, post: Post) -> bool:
    if verb == "finish_stage":
        return bool(rules.may_finish(stage, post))
    return bool(rules.may_reopen(stage) if verb == "reopen_stage" else rules.is_open(stage))


def file_of(one: StageFile) -> dict[str, Any]:
    """One file: a photo is shown, a document is fetched."""
    return {
        "url": reverse("issues:stage_file", args=[one.pk]),
        "is_photo": one.upload.kind == UploadKind.PHOTO,
        "name": one.upload.name,
    }


def steps_of(plan: StagePlan) -> list[dict[str, Any]]:
    rows = plan.transitions.select_related("user", "post__region", "post__department", "stage").order_by("-id")
    return timeline(TABLE, rows, words=_words)


def _words(step: Any) -> str:
    return f"{step.stage}：{step.words}" if step.stage else step.words


def clock_words(stage: Stage, today: date) -> str:
    """For the page that explains the deadline: 2027年6月30日，剩余 20 天."""
    return f"{day_words(stage.due_on)}，{state_of(stage, today)[0]}"


def suggestion_of(issue: Issue, late: list[Stage], today: date) -> Suggestion | None:
    """督办阶梯 for the stage that is latest, as for an issue that runs late: suggested, and sent by a person."""
    worst = max(late, key=lambda stage: stage.days_late(today), default=None)
    if worst is None:
        return None
    days = worst.days_late(today)
    ladder = NoticeRule.objects.in_force(issue.region_id).filter(is_active=True)
    due = [rule for rule in ladder if days >= rule.days_for(issue.severity)]
    sent = set(Notice.objects.waiting().filter(issue=issue).values_list("kind", flat=True))
    top = max(due, key=lambda rule: rule.days_for(issue.severity), default=None)
    if top is None or top.kind in sent:
        return None
    return Suggestion(top, f"阶段任务“{worst}”已超期 {days} 天（满 {top.days_for(issue.severity)} 天起建议）")
