"""Words of duty on the screen."""

from django import template

from patrols.duty import ChiefDuty, PeriodDuty
from patrols.tables import missed_words, rate_words

register = template.Library()
SHOWN = 4
THIS = {
    "year": "今年", "half_year": "本半年", "quarter": "本季度", "month": "本月", "half_month": "本半月",
    "ten_days": "本旬", "week": "本周", "workday": "今天", "day": "今天",
}  # fmt: skip

register.filter("rate", rate_words)


@register.filter
def missed(duty: ChiefDuty) -> str:
    """The first missed periods by name."""
    return missed_words(duty, SHOWN)


@register.filter
def owed_words(one: PeriodDuty) -> str:
    """本周还需 1 次（11月22日前）; 本周已完成."""
    this = THIS[one.period.unit]
    end = one.period.end
    return f"{this}已完成" if one.is_met else f"{this}还需 {one.still_needed} 次（{end.month}月{end.day}日前）"
