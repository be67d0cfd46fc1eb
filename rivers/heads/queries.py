"""Which heads."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q
from django.utils import timezone

from hezhang.core.accounts.choices import ADMIN_ROLES
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.written import Telling

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class HeadQuery(Telling):
    def current(self, on: date | None = None) -> Self:
        """Held on that day: nobody heads a region without the office it hangs on."""
        on = on or timezone.localdate()
        in_post = Q(post__ends_on__isnull=True) | Q(post__ends_on__gte=on)
        return self.running(on).filter(in_post, starts_on__lte=on, post__starts_on__lte=on)

    def running(self, on: date) -> Self:
        """Those that are not over on that day, those that begin later included."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))

    def visible_to(self, post: Post) -> Self:
        """Heads of the post's region and below."""
        return self.none() if post.role in ADMIN_ROLES else self.filter(within(post.region))

    def with_names(self) -> Self:
        return self.select_related("region", "post__user", "post__region", "post__department")
