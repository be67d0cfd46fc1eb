"""Which verbs may be carried out on many issues at once, and on which of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from hezhang.core.accounts.choices import OFFICE_ROLES
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from hezhang.core.kernel.verdict import Verdict, no
from issues.batches.models import Selection
from issues.ledger import rules
from issues.ledger.lists import QUEUE, bulk_for
from issues.ledger.models import Issue, IssueTransition
from issues.ledger.workflow import TABLE

REDATE = "redate"  # offered by a page of its own, not by the ledger


def may_batch(post: Post) -> Verdict:
    """Whoever sees the ledger may select; which verbs, the list offers by role."""
    return rules.sees_ledger(post)


def offers(post: Post, verb: str) -> bool:
    offered = {one.value for one in bulk_for(post)} | ({REDATE} if post.role in OFFICE_ROLES else set())
    return verb != QUEUE and verb in offered


@dataclass
class Judge:
    """Asked of each issue: whether the post may carry the verb out on it at that time, by the table.

    Of the selection's own verb and post. Whoever was faster since the issues were selected is named, and his step is not built upon:
    what was looked at is no longer what is there.
    """

    selection: Selection
    at: datetime
    _photos: dict[str, str] = field(default_factory=dict)

    @property
    def verb(self) -> str:
        return self.selection.verb

    def __call__(self, issue: Issue) -> Verdict:
        if said := moved(issue, self.selection):
            return no(said)
        verdict = TABLE.allows(issue, self.verb, self.selection.post, self.at)
        if verdict and self.verb == "verify" and (missing := self._missing(issue.region_id)):
            return no(f"核查须逐件附照片，请打开问题办理：{missing}")
        return verdict

    def _missing(self, code: str) -> str:
        """The photos that the office demands there; asked once for each county, whose own the rule is."""
        county = code[: CODE_DIGITS[Tier.COUNTY]]
        if county not in self._photos:
            self._photos[county] = rules.has_evidence(self.verb, (), code=code).reason
        return self._photos[county]


def moved(issue: Issue, selection: Selection) -> str:
    """已由文思齐于 11月21日 14:05 办理“交办”。 "" when nobody has moved or pressed it since it was selected."""
    latest = max(issue.state_since, issue.nudged_at or issue.state_since)
    if latest < selection.created_at:  # which spares the question for nearly all of them
        return ""
    rows = IssueTransition.objects.filter(issue=issue, pk__gt=selection.last_step)
    if (last := rows.select_related("user").order_by("-id").first()) is None:
        return ""
    label = TABLE.rows[last.verb].label if last.verb in TABLE.rows else last.verb
    who = last.user.name if last.user else "系统"
    return f"已由{who}于 {timezone.localtime(last.at):%m月%d日 %H:%M} 办理“{label}”。"
