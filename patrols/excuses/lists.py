"""请假: the list of leaves without anybody who stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from hezhang.core.web.lists import Action, Column, ListSpec, Tab, register
from patrols.excuses import rules
from patrols.excuses.models import Excuse
from rivers.registry.rules import may_keep

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hezhang.core.accounts.models import Post


class LeaveFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名", field_name="post__user__name", lookup_expr="icontains")


def source(post: Post) -> QuerySet[Excuse]:
    return Excuse.objects.visible_to(post).leaves().with_names()


def standing(leave: Excuse) -> str:
    return rules.standing(leave, timezone.localdate())


def actions(leave: Excuse, post: Post) -> Iterable[Action | tuple[str, str]]:
    today = timezone.localdate()
    yield "沿革", reverse("audit:history", args=["leave", leave.pk])
    if not may_keep(post, leave.post.region_id):
        return
    if rules.may_end(leave, today):
        yield "提前销假", reverse("patrols:end_leave", args=[leave.pk])
    if rules.may_take_back(leave, today):
        word = "撤销提前销假" if leave.closed_on else "撤销"
        yield Action(word, reverse("patrols:take_back_leave", args=[leave.pk]), press=True)


def _now(rows: QuerySet) -> QuerySet:
    return rows.touching(timezone.localdate(), timezone.localdate())


LEAVES = register(
    ListSpec(
        key="leaves",
        title="河长请假",
        columns=[
            Column("chief", "河长", "post.user.name", width=10),
            Column("post", "岗位", "post.label", width=24),
            Column("starts", "请假起", "starts_on", order="starts_on", kind="date", width=12),
            Column("ends", "请假止", "ends_on", order="ends_on", kind="date", width=12),
            Column("reason", "事由", "reason", width=24),
            Column("document", "文号", "document", width=18),
            Column("standing", "状态", standing, width=10),
        ],
        filterset=LeaveFilter,
        order="-starts_on",
        row_actions=actions,
        tabs=[Tab("now", "请假中", _now), Tab("all", "全部")],
        empty="没有请假。请在巡河完成情况中打开河长，点“登记请假”；有人代理的，请在河长名录点“代理”。",
    ),
    source,
)
