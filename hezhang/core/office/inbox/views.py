"""The inbox: unread first; opening a message marks it read and leads to what it is about."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import may_set_up
from hezhang.core.notify import services
from hezhang.core.notify.channels import CHANNELS
from hezhang.core.notify.models import Message, Outbox, OutboxState
from hezhang.core.web.context import is_on_phone
from hezhang.core.web.lists import Column, ListSpec, Tab, register, show


def messages_of(post: Post) -> QuerySet:
    return Message.objects.visible_to(post)


INBOX = register(
    ListSpec(
        key="inbox",
        title="消息",
        order="-created_at",
        columns=[
            Column("title", "标题", "title"),
            Column("body", "内容", "body", width=40),
            Column("why", "为什么收到", "why", width=30),
            Column("created_at", "时间", "created_at", order="created_at", kind="datetime"),
            Column("state", "状态", lambda row: "已读" if row.read_at else "未读"),
        ],
        tabs=[Tab("unread", "未读", lambda rows: rows.unread()), Tab("all", "全部")],
        row_url=lambda row: reverse("notify:message", args=[row.pk]),
        empty="没有消息",
        export=False,
    ),
    messages_of,
)


def outbox_of(post: Post) -> QuerySet:
    return Outbox.objects.visible_to(post).select_related("message__user")


OUTBOX = register(
    ListSpec(
        key="outbox",
        title="短信与外部消息",
        order="-id",
        columns=[
            Column("title", "消息", "message.title"),
            Column("to", "收件人", "message.user.name"),
            Column(
                "channel", "渠道", lambda row: CHANNELS[row.channel].label if row.channel in CHANNELS else row.channel
            ),
            Column("how", "方式", "how"),
            Column("state", "状态", "get_state_display"),
            Column("attempts", "次数", "attempts", kind="number"),
            Column("next_try_at", "下次尝试", lambda row: row.next_try_at if row.is_waiting else None, kind="datetime"),
            Column("sent_at", "发送时间", "sent_at", kind="datetime"),
            Column("error", "说明", "error", width=30),
        ],
        tabs=[
            Tab("unclear", "结果未知", lambda rows: rows.filter(state=OutboxState.UNKNOWN)),
            Tab("parked", "发送失败", lambda rows: rows.filter(state=OutboxState.PARKED)),
            Tab("waiting", "待发送", lambda rows: rows.filter(state__in=[OutboxState.PENDING, OutboxState.SENDING])),
            Tab("sent", "已发送", lambda rows: rows.filter(state=OutboxState.SENT)),
        ],
        empty="没有外发的消息",
    ),
    outbox_of,
)


@access.when(may_set_up)
def outbox(request: PostRequest) -> HttpResponseBase:
    """What has left the house, and what nobody knows about: at most once means that a person must look."""
    return show(request, OUTBOX, outbox_of(request.post))


@access.signed_in()
def inbox(request: PostRequest) -> HttpResponseBase:
    post = request.post
    page = "notify/inbox_phone.html" if is_on_phone(request) else "notify/inbox.html"
    return show(request, INBOX, messages_of(post), template=page)


@access.signed_in()
def message(request: PostRequest, pk: int) -> HttpResponse:
    """Reading is no change worth a form: a GET marks it read, as opening a letter does."""
    post = request.post
    found = get_object_or_404(messages_of(post), pk=pk)
    services.mark_read(found)
    if found.url and url_has_allowed_host_and_scheme(found.url, None):
        return redirect(found.url)
    return render(request, "notify/message.html", {"message": found})


@access.signed_in()
@require_POST
def mark_all_read(request: PostRequest) -> HttpResponse:
    services.mark_all_read(by=request.post)
    return redirect("notify:inbox")
