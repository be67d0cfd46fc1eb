"""Words of duty on the screen."""

from django import template

from hezhang.core.accounts.models import Post
from patrols.judgement import rules
from patrols.judgement.facts.table import missed_words, rate_words
from patrols.norms.choices import THIS_PERIOD
from patrols.norms.rules.duty import ChiefDuty, PeriodDuty

register = template.Library()
SHOWN = 4
register.filter("rate", rate_words)


@register.filter
def missed(duty: ChiefDuty) -> str:
    """The first missed periods by name."""
    return missed_words(duty, SHOWN)


@register.filter
def callable_by(chief: Post, post: Post) -> bool:
    """Whether this post may have the chief's number, and there is one."""
    return bool(chief.user.phone and rules.may_call(post, chief))


@register.filter
def owed_words(one: PeriodDuty) -> str:
    """本周还需 1 次（11月22日前）; 本周已完成."""
    end = one.period.end
    this = THIS_PERIOD[one.period.unit]
    return f"{this}已完成" if one.is_met else f"{this}还需 {one.still_needed} 次（{end.month}月{end.day}日前）"
