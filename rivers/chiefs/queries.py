"""Which tenures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from hezhang.core.accounts.choices import ADMIN_ROLES
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.written import Telling

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class TenureQuery(Telling):
    def current(self, on: date | None = None) -> Self:
        """Tenures held on that day: nobody holds one without the office it hangs on."""
        # A tenure that was to begin after its post ended keeps its first day, since none is deleted; it was never held.
        on = on or timezone.localdate()
        held = Q(ends_on__isnull=True) | Q(ends_on__gte=on), Q(post__ends_on__isnull=True) | Q(post__ends_on__gte=on)
        return self.filter(*held, starts_on__lte=on, post__starts_on__lte=on)

    def running(self, on: date) -> Self:
        """Tenures that are not over on that day, those that begin later included."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))

    def outliving(self, day: date) -> Self:
        """Tenures that are not over the day after."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))

    def led_by(self, post: Post, on: date | None = None) -> Self:
        """Responsible tenures whose work is the post's that day: its own, and those of chiefs on leave it stands in for."""
        # By the relation: actings lie in a room above.
        acting = self.model._meta.get_field("actings").related_model._default_manager.current(on).filter(post=post)
        mine = Q(post=post) | Q(pk__in=acting.order_by().values("tenure"))
        return self.current(on).filter(mine, kind="responsible")

    def with_acting(self, on: date) -> Self:
        """With ``acting_name`` and ``acting_to``: who stands in for the chief that day, and until when; None for nobody."""
        # By the relation: actings lie in a room above.
        actings = self.model._meta.get_field("actings").related_model._default_manager.current(on)
        own = actings.filter(tenure=OuterRef("pk")).order_by("pk")
        return self.annotate(
            acting_name=Subquery(own.values("post__user__name")[:1]), acting_to=Subquery(own.values("ends_on")[:1])
        )

    def with_next(self) -> Self:
        """With ``next_on``: the day on which the next one of the kind begins on the reach, after this one has ended."""
        later = self.model._base_manager.filter(
            reach=OuterRef("reach"), kind=OuterRef("kind"), starts_on__gt=OuterRef("ends_on")
        )
        return self.annotate(next_on=Subquery(later.order_by("starts_on").values("starts_on")[:1]))

    def visible_to(self, post: Post) -> Self:
        """Tenures on reaches of the post's region and below."""
        return self.none() if post.role in ADMIN_ROLES else self.filter(within(post.region, "reach__region"))
