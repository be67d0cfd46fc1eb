"""List pages of people and departments."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.choices import DepartmentKind, Role
from hezhang.core.accounts.models import Department, Post, Region, User
from hezhang.core.accounts.queries import within
from hezhang.core.accounts.rules import may_manage_people
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.words import mask_phone
from hezhang.core.office.people.searched import by_phone
from hezhang.core.search.finding import matching
from hezhang.core.web.lists import Column, ListSpec, Tab, Tool, register


def places(request: Any) -> QuerySet:
    """Regions to filter by: down to the towns, which keeps the box short."""
    return Region.objects.visible_to(request.post).exclude(tier=Tier.VILLAGE)


class PeopleFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名、用户名或职务", method="by_word")
    role = django_filters.ChoiceFilter(label="角色", choices=Role.choices, method="by_role")
    region = django_filters.ModelChoiceFilter(label="区划", queryset=places, method="by_region")

    def by_word(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """As the search finds them: name, initials, user name, offices; a phone number only as a whole."""
        return matching(rows, "person", value, also=by_phone(value, self.request.post))

    def by_role(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        # By subquery: a join on posts would show a person once for each of them.
        return rows.filter(pk__in=Post.objects.current().filter(role=value).values("user_id"))

    def by_region(self, rows: QuerySet, name: str, value: Region) -> QuerySet:
        return rows.filter(pk__in=Post.objects.current().filter(within(value)).values("user_id"))


def people_of(post: Post) -> QuerySet:
    """People in scope, with the posts that the list shows: those held today and in scope, too."""
    held = Post.objects.visible_to(post).current().with_names()
    return User.objects.visible_to(post).prefetch_related(Prefetch("posts", held, to_attr="posts_today"))


def without_post(rows: QuerySet) -> QuerySet:
    return rows.exclude(pk__in=Post.objects.current().values("user_id"))


PEOPLE = register(
    ListSpec(
        key="people",
        personal=True,
        title="人员与岗位",
        filterset=PeopleFilter,
        order="-id",
        columns=[
            Column("name", "姓名", "name", order="name"),
            Column("username", "用户名", "username", order="username"),
            Column("phone", "手机号", lambda row: mask_phone(row.phone)),
            Column("posts", "在任岗位", lambda row: "；".join(each.label for each in row.posts_today), width=40),
            Column("state", "状态", lambda row: "在用" if row.is_active else "停用"),
            Column("last_login", "最近登录", "last_login", kind="datetime"),
        ],
        tabs=[
            Tab("active", "在用", lambda rows: rows.filter(is_active=True)),
            Tab("idle", "无在任岗位", without_post),
            Tab("closed", "未开通", lambda rows: rows.without_password()),
            Tab("handed", "已发链接未用", lambda rows: rows.filter(is_active=True).with_link(timezone.now())),
            Tab("first", "须改密码", lambda rows: rows.filter(is_active=True, must_change_password=True)),
            Tab("off", "停用", lambda rows: rows.filter(is_active=False)),
        ],
        row_url=lambda row: reverse("people:person", args=[row.pk]),
        row_actions=lambda row, post: [
            ("查看", reverse("people:person", args=[row.pk])),
            ("修改", reverse("people:edit_person", args=[row.pk])),
        ],
        toolbar=lambda post: [
            Tool("新增人员", reverse("people:add_person"), icon="plus", primary=True, rule=may_manage_people),
            Tool("发放账号", reverse("people:open_accounts"), icon="key", rule=may_manage_people),
        ],
        empty="还没有登记人员",
    ),
    people_of,
)


class DepartmentFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(label="名称", lookup_expr="contains")
    kind = django_filters.ChoiceFilter(label="类别", choices=DepartmentKind.choices)
    region = django_filters.ModelChoiceFilter(label="区划", queryset=places, method="by_region")

    def by_region(self, rows: QuerySet, name: str, value: Region) -> QuerySet:
        return rows.filter(within(value))


def departments_of(post: Post) -> QuerySet:
    return Department.objects.visible_to(post).select_related("region")


DEPARTMENTS = register(
    ListSpec(
        key="departments",
        personal=True,
        title="单位",
        filterset=DepartmentFilter,
        order="region_id,kind",
        columns=[
            Column("name", "名称", "name", order="name"),
            Column("kind", "类别", "get_kind_display", order="kind"),
            Column("region", "所属区划", "region.name", order="region_id"),
            Column("phone", "电话", "phone"),
            Column("state", "状态", lambda row: "在用" if row.is_active else "停用"),
        ],
        row_url=lambda row: reverse("people:edit_department", args=[row.pk]),
        row_actions=lambda row, post: [("修改", reverse("people:edit_department", args=[row.pk]))],
        toolbar=lambda post: [
            Tool("按行政区划补齐乡镇政府", reverse("people:fill_towns"), icon="check", rule=may_manage_people),
            Tool("导入单位", reverse("desk:desk") + "?kind=departments", icon="upload", rule=may_manage_people),
            Tool("新增单位", reverse("people:create_department"), icon="plus", primary=True, rule=may_manage_people),
        ],
        empty="还没有登记单位",
    ),
    departments_of,
)


def regions_of(post: Post) -> QuerySet[Region]:
    return Region.objects.visible_to(post).order_by("code")


# Shown as a tree; as a workbook it is a list, with the headings that the import reads.
REGIONS = register(
    ListSpec(
        key="regions",
        title="行政区划",
        order="code",
        columns=[
            Column("code", "行政区划代码", "code", order="code", width=16),
            Column("name", "名称", "name", width=24),
            Column("tier", "级别", "get_tier_display", width=10),
            Column("parent", "上级代码", "parent_id", width=16),
        ],
        empty="还没有行政区划",
    ),
    regions_of,
)
