"""The ledger's door."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.api.doors import Door
from issues.ledger import lists, rules
from issues.ledger.api.reporting import REPORT
from issues.ledger.api.rows import ProblemOne, ProblemOut
from issues.ledger.api.steps import STEP
from issues.ledger.models import Issue


class Problems(Door):
    """问题台账，与“问题台账”页同样的查询条件。读取一件时有办理经过和此岗位现在可办的环节。不含发现人、经办人姓名。"""

    many, one, title = "problems", "problem", "问题"
    spec, serializer, single_serializer = lists.LEDGER, ProblemOut, ProblemOne
    rule = staticmethod(rules.sees_ledger)
    example = "tab=overdue&order=-severity"
    takes, takes_one = REPORT, {"steps": STEP}

    def scoped(self, post: Post) -> QuerySet[Issue]:
        return lists.source(post)

    def context(self, request: PostRequest) -> dict[str, Any]:
        return super().context(request) | {"post": request.post}
