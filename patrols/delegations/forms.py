"""Who walks for the chief, where and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from hezhang.core.accounts.choices import WALKING_ROLES, Role
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import CODE_DIGITS
from hezhang.core.web.fields import day_field
from patrols.delegations.rules import LONGEST_DAYS
from rivers.acting.services import led_by
from rivers.chiefs.forms import PostField
from rivers.chiefs.models import Tenure

A_WEEK = timedelta(days=6)


class DelegateForm(forms.Form):
    post = PostField(
        Post.objects.none(),
        label="代巡人",
        empty_label="请选择",
        help_text="同区划的河长、巡河员，或这些河段的副河长。",
    )
    reaches = forms.TypedMultipleChoiceField(label="河段", coerce=int, widget=forms.CheckboxSelectMultiple)
    starts_on = day_field("代巡起")
    ends_on = day_field("代巡止（最后一天）")
    reason = forms.CharField(label="事由", max_length=100, help_text="如：外出开会、身体不适。")

    def __init__(self, *args: Any, chief: Post, **kwargs: Any) -> None:
        today = timezone.localdate()
        led = list(led_by(chief, today, today + timedelta(days=LONGEST_DAYS)))
        kwargs.setdefault(
            "initial", {"starts_on": today, "ends_on": today + A_WEEK, "reaches": [one.reach_id for one in led]}
        )
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = fit(chief, led)
        self.fields["reaches"].choices = [(one.reach_id, one.reach.name) for one in led]
        if len(led) < 2:  # nothing to choose
            del self.fields["reaches"]


def fit(chief: Post, led: list[Tenure]) -> QuerySet[Post]:
    """Chiefs of the same place, patrol staff, and who has to do with a reach already; in whose region a reach lies."""
    today = timezone.localdate()
    # Every region that a reach lies in has the leading digits of its code.
    above = {one.reach.region_id[:digits].ljust(12, "0") for one in led for digits in CODE_DIGITS.values()}
    own = Tenure.objects.current(today).filter(reach__in=[one.reach_id for one in led]).values("post")
    around = Q(pk__in=own) | Q(region=chief.region_id) | Q(role=Role.PATROLLER)
    rows = Post.objects.current(today).filter(around, region__in=above, role__in=WALKING_ROLES)
    return rows.exclude(user=chief.user_id).with_names().order_by("-region_id", "pk")
