"""Words of duty on the screen."""

from django import template

from hezhang.core.accounts.models import Post
from patrols.judgement import rules
from patrols.judgement.facts.table import missed_words, rate_words
from patrols.judgement.facts.wording import during_words, owed_words
from patrols.norms.rules.duty import ChiefDuty

register = template.Library()
SHOWN = 4
register.filter("rate", rate_words)
register.filter("owed_words", owed_words)
register.filter("during_words", during_words)


@register.filter
def missed(duty: ChiefDuty) -> str:
    """The first missed periods by name."""
    return missed_words(duty, SHOWN)


@register.filter
def remindable_by(chief: Post, post: Post) -> bool:
    """Whether this post may send the chief a word."""
    return bool(rules.may_remind(post, chief))


@register.filter
def callable_by(chief: Post, post: Post) -> bool:
    """Whether this post may have the chief's number, and there is one."""
    return bool(chief.user.phone and rules.may_call(post, chief))
