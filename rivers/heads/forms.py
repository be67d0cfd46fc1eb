"""Who becomes a head of a region, and who leaves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from hezhang.core.accounts.models import Post, Region
from hezhang.core.web.fields import day_field
from hezhang.core.web.sure import SureForm
from rivers.heads import rules
from rivers.heads.models import HeadTenure


class HeadPostField(forms.ModelChoiceField):
    """A person in an office: 乔立本（桥头镇 · 乡镇级河长 · 镇长）."""

    def label_from_instance(self, obj: Post) -> str:
        return str(obj)


class HeadForm(forms.Form):
    """One kind at a time (``?kind=vice``). The region is the post's own: nobody chooses it a second time."""

    post = HeadPostField(Post.objects.none(), label="人员与岗位", empty_label="请选择")
    starts_on = day_field("任职日期")

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = candidates(Q(region=region) | Q(region__parent=region))


class DismissHeadForm(SureForm):
    """Somebody may follow in the same act."""

    on = day_field("离任日期（在任最后一天）")
    successor = HeadPostField(
        Post.objects.none(), label="接任人", required=False, empty_label="暂无，以后任命",
        help_text="选了接任人，其任期自离任次日开始。",
    )  # fmt: skip

    def __init__(self, *args: Any, head: HeadTenure, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": max(timezone.localdate(), head.starts_on)})
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = candidates(Q(region=head.region_id))


def candidates(where: Q) -> QuerySet[Post]:
    """Posts held today that may head their region (``rules.may_head``), of people who do not yet."""
    heading = HeadTenure.objects.running(timezone.localdate()).filter(region=OuterRef("region"))
    fit = Post.objects.current().filter(where, role__in=rules.ROLES)
    return (
        fit.exclude(Exists(heading.filter(post__user=OuterRef("user"))))
        .with_names()
        .order_by("region_id", "role", "pk")
    )
