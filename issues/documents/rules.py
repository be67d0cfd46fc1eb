"""Which papers an issue has by now."""

from __future__ import annotations

from hezhang.core.accounts import rules as posts
from hezhang.core.accounts.models import Post
from hezhang.core.documents.templates import Asked
from hezhang.core.kernel.verdict import Verdict, yes_if
from issues.documents.choices import PaperKind
from issues.ledger.choices import State
from issues.ledger.models import Issue


def may_have_dispatch_paper(issue: Issue) -> Verdict:
    """Once it has been handed out, and as long as a unit has it."""
    handed = bool(issue.dispatched_at and issue.unit_id)
    return yes_if(handed, "问题还没有交办（或已撤回、退回），没有交办单。交办以后再下载。")


def may_have_closing_paper(issue: Issue) -> Verdict:
    """From the application on: it is carried along to the site, and filed at the end."""
    there = issue.state in {State.APPLIED, State.VERIFIED, State.CLOSED}
    return yes_if(there, "责任单位还没有申请销号，没有销号表。申请销号以后再下载。")


def may_have_look_back_paper(issue: Issue) -> Verdict:
    return yes_if(issue.looked_at is not None, "还没有回头看，没有记录。回头看登记以后再下载。")


HEAD = ("标题", "文号", "主送", "正文", "落款", "日期", "抄送")
ABOUT = ("问题编号", "问题来源", "河湖", "河段", "所在区划", "责任河长", "位置", "问题类别", "严重程度", "问题描述")
HANDLED = (
    "责任单位",
    "交办日期",
    "整改时限",
    "完成日期",
    "办理要求",
    "整改措施",
    "申请单位意见",
    "现场核查意见",
    "销号意见",
)
NOTICE = Asked((*HEAD, *ABOUT), ("文号", "主送", "正文", "日期"))
# What a template of each kind may name (the words of the paper's own form), and without what it would be no such paper.
ASKED = dict.fromkeys(PaperKind, NOTICE) | {
    PaperKind.DISPATCH: Asked(
        (*HEAD, *ABOUT, "办理要求", "协办单位", "整改方式", "整改时限"), ("问题编号", "主送", "办理要求", "整改时限")
    ),
    PaperKind.CLOSING: Asked((*HEAD, *ABOUT, *HANDLED), ("问题编号", "整改措施", "现场核查意见", "销号意见")),
}


def may_keep_templates(post: Post) -> Verdict:
    """The head of an office, for that office."""
    return posts.is_office_head(post)
