"""Requests that wait for a second person, and who holds which role where."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.choices import RequestKind, RequestState, Role
from hezhang.core.accounts.models import AccountRequest, Post, Region
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.words import day_words
from hezhang.core.web.lists import Column, ListSpec, Tab, register


class RequestFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label="事项", choices=RequestKind.choices)
    who = django_filters.CharFilter(label="人员", field_name="user__name", lookup_expr="contains")


def requests_of(post: Post) -> QuerySet:
    names = ("user", "asked_by__user", "decided_by__user", "region", "department", "post__region", "post__department")
    return AccountRequest.objects.visible_to(post).select_related(*names)


def office_words(request: AccountRequest) -> str:
    """What the request is about besides the person."""
    if request.kind == RequestKind.POST:
        return f"{request.office().label}，自 {day_words(request.starts_on)} 起"
    if request.kind == RequestKind.END and request.post is not None:
        return f"{request.post.label}，至 {day_words(request.ends_on)} 止"
    return ""


REQUESTS = register(
    ListSpec(
        key="requests",
        title="待确认事项",
        filterset=RequestFilter,
        order="-id",
        columns=[
            Column("kind", "事项", "get_kind_display"),
            Column("user", "人员", lambda row: f"{row.user.name}（{row.user.username}）"),
            Column("office", "岗位", office_words, width=30),
            Column("reason", "申请理由", "reason", width=40),
            Column("asked_by", "申请人", "asked_by.user.name"),
            Column("asked_at", "申请时间", "asked_at", order="asked_at", kind="datetime"),
            Column("state", "状态", lambda row: row.state_words(timezone.now())),
            Column("decided_by", "办理人", lambda row: row.decided_by.user.name if row.decided_by else ""),
        ],
        tabs=[
            Tab("waiting", "待确认", lambda rows: rows.waiting(timezone.now())),
            Tab("confirmed", "已确认", lambda rows: rows.filter(state=RequestState.CONFIRMED)),
            Tab("declined", "已驳回", lambda rows: rows.filter(state=RequestState.DECLINED)),
            Tab("all", "全部"),
        ],
        row_url=lambda row: reverse("oversight:request", args=[row.pk]),
        row_actions=lambda row, post: [("查看", reverse("oversight:request", args=[row.pk]))],
        empty="没有待确认的事项",
    ),
    requests_of,
)


def places(request: Any) -> QuerySet:
    """Regions to filter by; the auditor's own, and all for the security administrator, down to the towns."""
    scope = (
        Region.objects.all() if request.post.role == Role.SECURITY_ADMIN else Region.objects.visible_to(request.post)
    )
    return scope.exclude(tier=Tier.VILLAGE)


class HolderFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名或用户名", method="by_word")
    role = django_filters.ChoiceFilter(label="角色", choices=Role.choices)
    region = django_filters.ModelChoiceFilter(label="区划", queryset=places, method="by_region")

    def by_word(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(user__name__contains=value) | Q(user__username__startswith=value))

    def by_region(self, rows: QuerySet, name: str, value: Region) -> QuerySet:
        return rows.filter(within(value))


def holders_of(post: Post) -> QuerySet:
    """Posts that have not ended, those to come among them."""
    return Post.objects.visible_to(post).not_ended().with_names()


HOLDERS = register(
    ListSpec(
        key="holders",
        title="谁担任什么角色",
        filterset=HolderFilter,
        order="-id",
        columns=[
            Column("name", "姓名", "user.name", order="user__name"),
            Column("username", "用户名", "user.username"),
            Column("role", "角色", "get_role_display", order="role"),
            Column("region", "管辖区划", "region.name", order="region_id"),
            Column("department", "单位", lambda row: row.department.name if row.department else ""),
            Column("title", "职务", "title"),
            Column("starts_on", "任职日期", "starts_on", kind="date"),
            Column("state", "账号", lambda row: "在用" if row.user.is_active else "停用"),
        ],
        tabs=[
            Tab("all", "全部"),
            Tab("admins", "三员", lambda rows: rows.filter(role__in=["system_admin", "security_admin", "audit_admin"])),
            Tab("office", "河长办", lambda rows: rows.filter(role__in=["office_head", "office_clerk"])),
            Tab("coming", "未到任", lambda rows: rows.filter(starts_on__gt=timezone.localdate())),
        ],
        empty="没有在任岗位",
    ),
    holders_of,
)
