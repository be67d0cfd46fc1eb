"""Who stands in for a chief on leave, and until when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.web.fields import day_field
from rivers.acting.models import Acting
from rivers.acting.services import led_by
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.forms import PostField
from rivers.chiefs.rules import may_hold


class ActingForm(forms.Form):
    post = PostField(
        Post.objects.none(), label="代理人", empty_label="请选择", help_text="副河长、上级河长或同区划的其他河长。"
    )
    starts_on = day_field("代理起")
    ends_on = day_field("代理止（最后一天）")
    reason = forms.CharField(label="事由", max_length=100, help_text="如：脱产学习、病假。")
    document = forms.CharField(label="文号", max_length=60, required=False)

    def __init__(self, *args: Any, absent: Post, post: Post, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = stand_ins(absent, post)


def stand_ins(absent: Post, post: Post) -> QuerySet[Post]:
    """Chiefs in office who may lead every reach that the absent one leads; who is deputy there comes first by the region."""
    today = timezone.localdate()
    codes = {one.reach.region_id for one in led_by(absent, today, today)}
    around = Post.objects.visible_to(post).current(today).exclude(user=absent.user_id).select_related("region")
    kind = TenureKind.RESPONSIBLE
    fit = [one.pk for one in around if codes and all(may_hold(kind, one.role, one.region, code) for code in codes)]
    return Post.objects.filter(pk__in=fit).with_names().order_by("-region_id", "pk")


class EndActingForm(forms.Form):
    on = day_field("最后一天")

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": max(timezone.localdate(), acting.starts_on)})
        super().__init__(*args, **kwargs)
