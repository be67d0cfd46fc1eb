"""What the office fills in when it plans a campaign."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.utils import timezone

from hezhang.core.accounts.choices import OFFICE_ROLES, Role
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import Tier
from hezhang.core.web.fields import RowsField, WordsField, day_field
from issues.campaigns.choices import TIERS, How, Kind, Manner
from issues.campaigns.models import Campaign, CheckLine
from issues.campaigns.services import Plan
from issues.ledger.models import Category

LASTING = timedelta(days=13)
SPARED = 90
GOING = [*OFFICE_ROLES, Role.HANDLER, Role.PATROLLER, Role.CHIEF]


class PoolField(RowsField):
    def label_from_instance(self, obj: Post) -> str:
        return f"{obj.user.name}（{obj.title or obj.get_role_display()}）"

    def group_of(self, obj: Post) -> str:
        return obj.department.name if obj.department else obj.region.name


class PlanForm(forms.Form):
    """``client_id`` and ``once`` are the form's own number: sent twice, it is one campaign, or one change."""

    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
    name = forms.CharField(label="名称", max_length=60, help_text="如：2026年第四季度河湖督查（暗访）")
    kind = forms.ChoiceField(label="类别", choices=Kind, widget=forms.RadioSelect, initial=Kind.RANDOM)
    manner = forms.ChoiceField(
        label="方式",
        choices=Manner,
        widget=forms.RadioSelect,
        initial=Manner.COVERT,
        help_text="暗访在办结以前不通知、不显示给乡镇和承办单位；先暗访，后明查。",
    )
    starts_on = day_field("起始日期")
    ends_on = day_field("截止日期")
    tiers = forms.MultipleChoiceField(
        label="抽取哪一级河段", choices=TIERS, widget=forms.CheckboxSelectMultiple, initial=[Tier.VILLAGE, Tier.TOWN]
    )
    how = forms.ChoiceField(label="抽取办法", choices=How, widget=forms.RadioSelect, initial=How.EACH)
    amount = forms.IntegerField(label="几条，或百分之几", min_value=1, max_value=999, initial=2)
    spared_days = forms.IntegerField(
        label="多少天内检查过的不抽", min_value=0, max_value=3650, initial=SPARED, help_text="0 为不限。"
    )
    lines = RowsField(CheckLine.objects.none(), label="检查清单", required=False)
    more = WordsField(
        label="另加检查项目", most=1000, required=False, help_text="每行一项，写成合格的样子；每项不超过 60 字。"
    )
    pool = PoolField(
        Post.objects.none(),
        label="检查人员库",
        help_text="两人一组，随机组队、随机分派；负责该河段的（本乡镇、本人任河长或上下级、本单位正在整改）自动回避。",
    )

    def __init__(self, *args: Any, post: Post, campaign: Campaign | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = CheckLine.objects.in_force(post.region_id).select_related("category").order_by("order", "pk")
        self.fields["lines"].queryset, self.fields["pool"].queryset = lines, pool_of(post)
        today = timezone.localdate()
        first = {"starts_on": today, "ends_on": today + LASTING, "lines": [one.pk for one in lines]}
        self.initial = (_stands(campaign, list(lines)) if campaign else first) | self.initial

    def clean_more(self) -> list[str]:
        texts = [" ".join(line.split()) for line in self.cleaned_data["more"].splitlines() if line.strip()]
        if long := [text for text in texts if len(text) > 60]:
            raise forms.ValidationError(
                [f"“{shorten}…”超过 60 字，请写短些。" for shorten in (one[:12] for one in long)]
            )
        return texts

    def plan(self) -> Plan:
        told = self.cleaned_data
        items: list[tuple[str, Category | None]] = [(one.text, one.category) for one in told["lines"]]
        items += [(text, None) for text in told["more"]]
        names = ("name", "kind", "manner", "starts_on", "ends_on", "tiers", "how", "amount", "spared_days")
        return Plan(**{name: told[name] for name in names}, items=items, pool=list(told["pool"]))


def pool_of(post: Post) -> QuerySet[Post]:
    """Who may be sent: of the county and its towns; villages are looked at, and look at none."""
    rows = Post.objects.current().filter(within(post.region), role__in=GOING)
    rows = rows.filter(region__tier__in=[Tier.COUNTY, Tier.TOWN]).with_names()
    return rows.order_by("region_id", F("department_id").asc(nulls_first=True), "role", "pk")


def _stands(campaign: Campaign, lines: list[CheckLine]) -> dict[str, Any]:
    """The form of a draft that is changed."""
    texts = [one.text for one in campaign.items.all()]
    names = ("name", "kind", "manner", "starts_on", "ends_on", "tiers", "how", "amount", "spared_days")
    known = {one.text: one.pk for one in lines}
    return {name: getattr(campaign, name) for name in names} | {
        "lines": [known[text] for text in texts if text in known],
        "more": "\n".join(text for text in texts if text not in known),
        "pool": list(campaign.inspectors.values_list("post", flat=True)),
    }
