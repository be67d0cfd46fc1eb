"""The journal, for the audit administrator alone."""

from __future__ import annotations

import json
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import may_read_journal
from hezhang.core.audit.models import Entry, Seal
from hezhang.core.audit.sealing import sealed_upto
from hezhang.core.kernel.refusal import demand
from hezhang.core.office.journal import facts
from hezhang.core.office.journal.traced import find
from hezhang.core.office.journal.words import action_words, things
from hezhang.core.web.lists import Column, ListSpec, Tab, register, show


def kinds() -> list[tuple[str, str]]:
    """What the journal can be filtered by; asked when a page is drawn, because apps name their things."""
    return [
        ("sign_", "登录与退出"),
        ("sign_in.failed", "登录失败"),
        *((f"{key}.", words) for key, words in things().items()),
    ]


class AddressFilter(django_filters.Filter):
    """A whole address: PostgreSQL takes nothing else for one."""

    field_class = forms.GenericIPAddressField


class JournalFilter(django_filters.FilterSet):
    who = django_filters.CharFilter(label="人员", field_name="user__name", lookup_expr="contains")
    action = django_filters.ChoiceFilter(label="操作", choices=kinds, lookup_expr="startswith")
    at = django_filters.DateFromToRangeFilter(label="日期", field_name="at")
    label = django_filters.CharFilter(label="对象", lookup_expr="contains")
    ip = AddressFilter(label="地址")
    request_id = django_filters.CharFilter(label="请求号", lookup_expr="exact")

    class Meta:
        model = Entry
        fields: list[str] = []


def entries_of(post: Post) -> QuerySet:
    return Entry.objects.visible_to(post).select_related("user", "post__region", "post__department", "post__user")


def unsealed(rows: QuerySet) -> QuerySet:
    """Entries that the next seal will close."""
    return rows.filter(pk__gt=sealed_upto(Entry))


JOURNAL = register(
    ListSpec(
        key="journal",
        personal=True,
        title="操作日志",
        filterset=JournalFilter,
        order="-id",
        columns=[
            Column("action", "操作", lambda row: action_words(row.action)),
            Column("code", "操作代码", "action", default=False),
            Column("at", "时间", "at", order="at", kind="datetime"),
            Column("user", "人员", "user.name"),
            Column("post", "岗位", "post.label"),
            Column("label", "对象", "label", width=30),
            Column("ip", "地址", "ip"),
            Column("request_id", "请求号", "request_id", default=False),
        ],
        tabs=[Tab("all", "全部"), Tab("open", "待封签", unsealed)],
        row_url=lambda row: reverse("audit:entry", args=[row.pk]),
        empty="还没有日志",
    ),
    entries_of,
)


@access.when(may_read_journal)
def journal(request: PostRequest) -> HttpResponseBase:
    return show(request, JOURNAL, entries_of(request.post))


@access.when(may_read_journal)
def entry(request: PostRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(entries_of(request.post), pk=pk)
    seal = Seal.objects.of_table(Entry).filter(first__lte=pk, last__gte=pk).first()
    context = {"entry": found, "seal": seal, "facts": _facts(found), "rows": _changes(found)}
    return render(request, "audit/entry.html", context)


@access.signed_in()
def history(request: PostRequest, thing: str, pk: int) -> HttpResponse:
    """沿革 of one row, for whoever may see the row; with ``on``, the row as of that day."""
    traced = find(thing)
    if traced is None:
        raise Http404
    demand(traced.rule(request.post))
    row = get_object_or_404(traced.rows(request.post), pk=pk)
    told = facts.history_of(row, request.GET.dict(), timezone.localdate())
    return render(request, "audit/history.html", {"back": traced.url(row), **told})


def _facts(found: Entry) -> list[tuple[str, Any]]:
    return [
        ("操作", action_words(found.action)),
        ("操作代码", found.action),
        ("人员", found.user.name if found.user else "（无）"),
        ("岗位", found.post.label if found.post else ""),
        ("对象", found.label),
        ("对象编号", f"{found.object_type} {found.object_id}".strip()),
        ("地址", found.ip),
        ("请求号", found.request_id),
    ]


def _changes(found: Entry) -> list[tuple[str, str, str]]:
    """(field, before, after) of everything the row tells."""
    names = list(dict.fromkeys([*found.before, *found.after]))
    return [(name, _words(found.before, name), _words(found.after, name)) for name in names]


def _words(values: dict[str, Any], name: str) -> str:
    value = values.get(name, "")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
