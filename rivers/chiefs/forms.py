"""Who is appointed to a reach, and who leaves it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from hezhang.core.web.fields import day_field
from hezhang.core.web.sure import SureForm
from rivers.chiefs import rules
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach


class PostField(forms.ModelChoiceField):
    """A person in an office: 乔立本（桥头镇 · 乡镇级河长 · 镇长）."""

    def label_from_instance(self, obj: Post) -> str:
        return str(obj)


class AppointForm(forms.Form):
    """One kind at a time (``?kind=deputy``): the list offers whom the rule lets hold it, and nobody else."""

    post = PostField(Post.objects.none(), label="人员与岗位", empty_label="请选择")
    starts_on = day_field("任职日期")

    def __init__(self, *args: Any, post: Post, reach: Reach, kind: str, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = candidates(post, reach, kind)


def candidates(post: Post, reach: Reach, kind: str) -> QuerySet[Post]:
    """Posts held today that may hold this on the reach (``rules.may_hold``) and do not, in the acting post's scope."""
    digits = [CODE_DIGITS[tier] for tier in Tier]
    # The reach's own region and each one above it, by their codes: the code is the path (decision 0002).
    codes = {reach.region_id[:count].ljust(12, "0") for count in digits}
    around = Post.objects.visible_to(post).current().filter(region__in=codes).select_related("region")
    fit = [one.pk for one in around if rules.may_hold(kind, one.role, one.region, reach.region_id)]
    holding = Tenure.objects.running(timezone.localdate()).filter(reach=reach, kind=kind)
    held = Post.objects.filter(pk__in=fit).exclude(pk__in=holding.values("post"))
    return held.with_names().order_by("-region_id", "role", "pk")


class DismissForm(SureForm):
    """A responsible chief may be followed by somebody in the same act; of the other kinds each is on its own."""

    on = day_field("离任日期（在任最后一天）")
    successor = PostField(
        Post.objects.none(), label="接任责任河长", required=False, empty_label="暂无，以后任命",
        help_text="选了接任人，其任期自离任次日开始。",
    )  # fmt: skip

    def __init__(self, *args: Any, tenure: Tenure, post: Post, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": max(timezone.localdate(), tenure.starts_on)})
        super().__init__(*args, **kwargs)
        if tenure.kind == TenureKind.RESPONSIBLE:
            self.fields["successor"].queryset = candidates(post, tenure.reach, tenure.kind)
        else:
            del self.fields["successor"]


class DayForm(forms.Form):
    """The day that a page is about, in its address; today unless it says otherwise."""

    on = day_field("日期")
    below = forms.BooleanField(label="连同下级河段", required=False)
