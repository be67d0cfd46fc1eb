"""Which delegations. As with actings, the end of the tenure or of either office ends one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.accounts.queries import within
from rivers.acting.queries import ActingQuery

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class DelegationQuery(ActingQuery):
    def visible_to(self, post: Post) -> Self:
        """Of reaches of the post's region and below, and those by which it walks itself."""
        if post.role in ADMIN_ROLES | {Role.HANDLER}:
            return self.none()
        return self.filter(within(post.region, "tenure__reach__region") | Q(post=post))

    def of_post(self, post: Post) -> Self:
        """Those that it asked for, and those that it was asked for."""
        return self.filter(Q(post=post) | Q(tenure__post=post))
