"""The list of tokens."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.api import rules
from hezhang.core.api.models import ApiToken, Hook
from hezhang.core.web.lists import Column, ListSpec, Tab, Tool, register
from hezhang.core.web.templatetags.ui import tag_html


def tokens_of(post: Post) -> QuerySet[ApiToken]:
    return ApiToken.objects.visible_to(post).with_names()


def state_words(token: ApiToken) -> str:
    """有效, or why it opens nothing any more."""
    now = timezone.now()
    return token.over(now, timezone.localdate(now)) or "有效"


def state_mark(token: ApiToken) -> str:
    words = state_words(token)
    return tag_html(words.removeprefix("令牌"), "green" if words == "有效" else "grey")


def _valid(rows: QuerySet) -> QuerySet:
    now = timezone.now()
    return rows.valid(now, timezone.localdate(now))


def _over(rows: QuerySet) -> QuerySet:
    return rows.exclude(pk__in=_valid(ApiToken.objects.order_by()).values("pk"))


def post_words(token: ApiToken) -> str:
    return f"{token.post.user.name} · {token.post.label}"


def _url(token: Any) -> str:
    return token.get_absolute_url()


TOKENS = register(
    ListSpec(
        key="tokens",
        title="接口令牌",
        columns=[
            Column("name", "系统名称", "name", order="name", width=20),
            Column("contact", "对接单位", "contact", width=20),
            Column("prefix", "令牌前缀", "prefix", width=14),
            Column("post", "代表岗位", post_words, width=30),
            Column("expires", "有效期至", "expires_at", order="expires_at", kind="datetime", width=16),
            Column("used", "最近使用", "last_used_at", kind="datetime", width=16),
            Column("state", "状态", state_mark, kind="html", width=14, excel=state_words),
            Column("made", "发放时间", "made_at", order="made_at", kind="datetime", default=False, width=16),
        ],
        order="-made_at",
        row_url=_url,
        tabs=[Tab("valid", "有效", _valid), Tab("over", "已失效", _over), Tab("all", "全部")],
        toolbar=[
            Tool("发放令牌", reverse_lazy("tokens:create_token"), icon="plus", primary=True, rule=rules.may_make),
            Tool("变动推送", reverse_lazy("tokens:hooks"), icon="send"),
            Tool("接口说明", reverse_lazy("tokens:docs"), icon="doc"),
        ],
        empty="还没有发放接口令牌。令牌由河长办负责人发放。",
    ),
    tokens_of,
)


def hooks_of(post: Post) -> QuerySet[Hook]:
    return Hook.objects.visible_to(post).with_names()


def hook_words(hook: Hook) -> str:
    return "已停发" if hook.paused_at else "推送中"


def hook_mark(hook: Hook) -> str:
    return tag_html(hook_words(hook), "orange" if hook.paused_at else "green")


HOOKS = register(
    ListSpec(
        key="hooks",
        title="变动推送",
        columns=[
            Column("name", "系统名称", "name", order="name", width=20),
            Column("contact", "对接单位", "contact", width=20),
            Column("url", "推送地址", "url", width=40),
            Column("state", "状态", hook_mark, kind="html", width=12, excel=hook_words),
            Column("why", "停发原因", "paused_why", width=30),
            Column("made", "设置时间", "made_at", order="made_at", kind="datetime", width=16),
        ],
        order="-made_at",
        row_url=_url,
        toolbar=[Tool("新设推送", reverse_lazy("tokens:create_hook"), icon="plus", primary=True, rule=rules.may_make)],
        empty="还没有设置推送。其他系统可以自己来读“问题变动”，也可以由河长办负责人设置推送过去。",
    ),
    hooks_of,
)
