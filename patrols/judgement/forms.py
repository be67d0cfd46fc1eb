"""What the table of duties is asked for. The answer is already read when these are drawn: what means nothing is left aside."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.periods import Period
from patrols.judgement.facts import table as tables

EVERY = [("", "全部")]


def _pick(label: str) -> forms.ChoiceField:
    """A box that asks again as soon as something else is chosen; without script the button does."""
    return forms.ChoiceField(label=label, required=False, widget=forms.Select(attrs={"data-autosubmit": True}))


class SpanQuery(forms.Form):
    """统计区间, of one chief."""

    span = _pick("统计区间")

    def __init__(self, asked: tables.Asked) -> None:
        super().__init__(initial={"span": tables.span_key(asked.span)}, auto_id="%s")
        offered = tables.spans(timezone.localdate())
        if asked.span not in offered:
            offered.append(asked.span)  # an older one, asked for by the address: the box must say what the table shows
        self.fields["span"].choices = [(tables.span_key(span), span.label) for span in offered]


class DutyQuery(SpanQuery):
    """And whose, of the whole region."""

    town, tier, only = _pick("乡镇（街道）"), _pick("级别"), _pick("河长")

    def __init__(self, asked: tables.Asked, region: Region) -> None:
        super().__init__(asked)
        self.initial |= {"town": asked.town, "tier": asked.tier, "only": asked.only}
        choices: dict[str, Any] = {
            "town": EVERY + tables.towns(region),
            "tier": EVERY + Tier.choices,
            "only": list(tables.ONLY.items()),
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered


class MonthQuery(forms.Form):
    """月份, of a diary."""

    month = _pick("月份")

    def __init__(self, month: Period) -> None:
        super().__init__(initial={"month": tables.span_key(month)}, auto_id="%s")
        offered = [span for span in tables.spans(timezone.localdate()) if span.unit == "month"]
        if month not in offered:
            offered.append(month)
        self.fields["month"].choices = [(tables.span_key(span), span.label) for span in offered]
