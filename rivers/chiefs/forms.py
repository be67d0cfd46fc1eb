"""Who is appointed to a reach, and who leaves it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from hezhang.core.accounts.choices import ADMIN_ROLES
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from hezhang.core.web.fields import day_field
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach


class PostField(forms.ModelChoiceField):
    """A person in an office: 乔立本（桥头镇 · 乡镇级河长 · 镇长）."""

    def label_from_instance(self, obj: Post) -> str:
        return str(obj)


class AppointForm(forms.Form):
    kind = forms.ChoiceField(label="类别", choices=TenureKind.choices)
    post = PostField(Post.objects.none(), label="人员与岗位", empty_label="请选择")
    starts_on = day_field("任职日期")

    def __init__(self, *args: Any, post: Post, reach: Reach, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": timezone.localdate(), "kind": TenureKind.RESPONSIBLE})
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = candidates(post, reach)


def candidates(post: Post, reach: Reach) -> QuerySet[Post]:
    """Posts held today on the reach's own region or above it, inside the acting post's scope."""
    digits = [CODE_DIGITS[tier] for tier in Tier]
    codes = {reach.region_id[:count].ljust(12, "0") for count in digits}
    held = Post.objects.visible_to(post).current().exclude(role__in=ADMIN_ROLES).filter(region__in=codes)
    return held.with_faces().order_by("-region_id", "role", "pk")


class DismissForm(forms.Form):
    on = day_field("离任日期（在任最后一天）")

    def __init__(self, *args: Any, tenure: Tenure, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": max(timezone.localdate(), tenure.starts_on)})
        super().__init__(*args, **kwargs)
