"""The ladder that ships with the product: a proposal that every office may edit."""

from hezhang.core.kernel.defaults import add_missing
from issues.escalation.choices import NoticeKind
from issues.escalation.models import NoticeRule

# No source gives days: late, then a week, a fortnight, a month; graver ones sooner.
LADDER = [
    (NoticeKind.HINT, 3, 1, 3, "河长办提〔{年}〕{号}号"),
    (NoticeKind.SUPERVISE, 7, 3, 5, "河长办督〔{年}〕{号}号"),
    (NoticeKind.TALK, 15, 7, 5, "河长办约〔{年}〕{号}号"),
    (NoticeKind.LISTED, 30, 15, 10, "河长办挂〔{年}〕{号}号"),
]


def load() -> int:
    """Add what is missing; returns how many rows were added."""
    rules = [
        NoticeRule(kind=kind, days=days, grave_days=grave, reply_days=reply, pattern=pattern)
        for kind, days, grave, reply, pattern in LADDER
    ]
    return add_missing(rules, "kind")
