"""Forms of tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.queries import within
from hezhang.core.api.rules import LONGEST, WIDE
from hezhang.core.kernel.choices import Tier
from hezhang.core.web.fields import day_field


def posts_of(post: Post) -> QuerySet[Post]:
    """Those whose scope a token of this head may have (rules.may_stand_for)."""
    chiefs = Q(role=Role.CHIEF) & ~Q(region__tier=Tier.VILLAGE)
    held = Post.objects.current().filter(chiefs | Q(role__in=WIDE | {Role.HANDLER}), within(post.region))
    return held.with_names().order_by("region_id", "role", "pk")


class PostField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.label} · {obj.user.name}"


def last_field() -> forms.DateField:
    """The last day of a token."""
    made = day_field("有效期至")
    made.help_text = f"最长 {LONGEST.days} 天；到期前可以换发。"
    return made


def in_half_a_year() -> Any:
    return timezone.localdate() + timedelta(days=180)


class TokenForm(forms.Form):
    name = forms.CharField(label="系统名称", max_length=60, help_text="如“省河湖长制管理平台”。")
    contact = forms.CharField(
        label="对接单位", max_length=80, help_text="谁在用、出了问题找哪个单位；不要写个人手机号。"
    )
    post = PostField(label="代表岗位", queryset=Post.objects.none())
    expires_on = last_field()
    writes = forms.BooleanField(
        label="可写入",
        required=False,
        help_text="不勾选则只能读取。勾选后，对方系统能以这个岗位的名义上报问题、办理本岗位的环节；现场核查、销号仍须由人办理。",
    )
    networks = forms.CharField(
        label="限定来源地址",
        max_length=200,
        required=False,
        help_text="如 10.1.2.3 或 10.1.0.0/16，多个用逗号分隔；空着则不限。",
    )

    def __init__(self, *args: Any, post: Post, **more: Any) -> None:
        super().__init__(*args, **{"initial": {"post": post.pk, "expires_on": in_half_a_year()}, **more})
        box: Any = self.fields["post"]
        box.queryset = posts_of(post)
        box.help_text = "令牌读得到这个岗位的辖区，不多也不少；岗位离任、人员停用，令牌随之失效。"


class RenewForm(forms.Form):
    expires_on = last_field()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"initial": {"expires_on": in_half_a_year()}, **more})


class HookForm(forms.Form):
    name = forms.CharField(label="系统名称", max_length=60, help_text="如“12345 热线平台”。")
    contact = forms.CharField(label="对接单位", max_length=80, help_text="谁在收、出了问题找哪个单位。")
    url = forms.CharField(
        label="推送地址", max_length=300, help_text="对方接收的网址。内网地址须先由系统管理员列入 API_HOOK_NETWORKS。"
    )
    post = PostField(label="代表岗位", queryset=Post.objects.none(), help_text="只推送这个岗位看得到的问题。")
    whole = forms.BooleanField(label="连同以前的变动一起推送", required=False, help_text="不勾选则只推送今后的。")

    def __init__(self, *args: Any, post: Post, **more: Any) -> None:
        super().__init__(*args, **{"initial": {"post": post.pk}, **more})
        box: Any = self.fields["post"]
        box.queryset = posts_of(post)


class ReplayForm(forms.Form):
    position = forms.IntegerField(
        label="从哪个次序之后重推", min_value=0, help_text="对方最后收妥的 position；0 为从头。已送达的也会再推一次。"
    )
