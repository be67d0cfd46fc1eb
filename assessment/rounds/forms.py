"""Forms of rounds, entries and overrides."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from assessment.rounds import rules
from assessment.rounds.choices import Span
from assessment.rounds.facts.sanity import oddities
from assessment.rounds.models import Round, Score
from assessment.schemes.choices import IndicatorKind
from assessment.schemes.facts import current_scheme
from assessment.schemes.models import Indicator, Scheme
from hezhang.core.accounts.models import Region
from hezhang.core.kernel.periods import Period, period_of, previous
from hezhang.core.kernel.words import day_words
from hezhang.core.web.fields import WordsField
from hezhang.core.workflow.forms import StepForm

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

SPANS = {Span.QUARTER: 12, Span.MONTH: 36, Span.WEEK: 13, Span.HALF_YEAR: 6, Span.YEAR: 3}  # how many are offered
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RoundForm(forms.Form):
    """Which days, by which rules."""

    period = forms.ChoiceField(label="考核期")
    scheme = forms.ModelChoiceField(label="考核方案", queryset=Scheme.objects.none())

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["period"].choices = [(span.label, _latest(span, today)) for span in SPANS]
        self.fields["period"].initial = _key(period_of(Span.QUARTER, today))
        schemes = Scheme.objects.visible_to(post).order_by("-is_active", "-region_id", "name", "-version")
        self.fields["scheme"].queryset = schemes
        self.fields["scheme"].initial = current_scheme(post)

    def clean_period(self) -> Period:
        unit, _, day = self.cleaned_data["period"].partition(":")
        return period_of(unit, date.fromisoformat(day))


def _key(period: Period) -> str:
    return f"{period.unit}:{period.start}"


def _latest(span: Span, today: date) -> list[tuple[str, str]]:
    """The running period and those before it, the newest first, some three years back (weeks: three months)."""
    found = [period_of(span, today)]
    while len(found) < SPANS[span]:
        found.append(previous(found[-1]))
    return [(_key(period), period.label) for period in found]


class IndicatorChoice(forms.ModelChoiceField):
    """Indicators with their group and what each costs or gives."""

    def label_from_instance(self, obj: Any) -> str:
        group = obj.group.name if obj.group else obj.get_shape_display()
        return f"{group}：{obj.name}"


class EntryForm(StepForm):
    """What no system counts, for one town."""

    submit = "保存"
    region = forms.ModelChoiceField(label="乡镇（街道）", queryset=Region.objects.none())
    indicator = IndicatorChoice(label="指标", queryset=Indicator.objects.none())
    day = forms.DateField(label="日期", widget=DAY)
    times = forms.DecimalField(label="数量", min_value=0, max_digits=6, decimal_places=2, initial=1)
    reason = WordsField(label="事由", most=200, widget=forms.Textarea(attrs={"rows": 3}))

    obj: Round

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        manual = Indicator.objects.filter(scheme=self.obj.scheme_id, kind=IndicatorKind.MANUAL).select_related("group")
        self.fields["region"].queryset = Region.objects.filter(pk__in=self.obj.subjects.values("region"))
        self.fields["indicator"].queryset = manual
        span = rules.span_of(self.obj)
        self.fields["day"].help_text = f"须在考核期内：{day_words(span.start)} 至 {day_words(span.end)}"
        self.fields["day"].initial = min(span.end, max(span.start, timezone.localdate()))


class OverrideForm(StepForm):
    """Points set by hand, or back to the computed ones; a reason either way."""

    submit = "保存核定"
    value = forms.DecimalField(label="核定得分", max_digits=7, decimal_places=2, required=False)
    restore = forms.BooleanField(label="取消核定，恢复为计算得分", required=False)
    reason = WordsField(label="理由", most=300, widget=forms.Textarea(attrs={"rows": 3}))

    obj: Score

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.obj.override
        if given is None:
            del self.fields["restore"]
        self.fields["value"].help_text = f"计算得分为 {self.obj.computed:.2f}；扣分填负数。"
        self.fields["value"].initial = None if given is None else f"{given:.2f}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.pop("restore", False):
            data["value"] = None
        elif data.get("value") is None and "value" not in self.errors:
            self.add_error("value", "请填写核定得分。")
        return data


class FreezeForm(StepForm):
    """The head's word that what looks odd has been looked at; where nothing does, only the button."""

    submit = "定稿"
    checked = forms.BooleanField(
        label="以上情况已逐项核对，确认定稿", error_messages={"required": "请先核对以上情况，再勾选确认。"}
    )

    obj: Round

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.oddities = oddities(self.obj)
        if not self.oddities:
            del self.fields["checked"]

    def supplied(self) -> dict[str, Any]:
        """That it was checked is said to the form alone."""
        return {"once": self.cleaned_data["once"]}
