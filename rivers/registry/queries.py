"""Which rivers and reaches. Reaches know by the relation, not by the model, that they have chiefs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from hezhang.core.accounts.choices import ADMIN_ROLES
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.written import Telling

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class InRegion(Telling):
    """Rows with a ``region``; administrators see no business data."""

    def visible_to(self, post: Post) -> Self:
        """Rows of the post's region and below."""
        return self.none() if post.role in ADMIN_ROLES else self.filter(within(post.region))


class SerialQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """No business data: numbers alone."""
        return self


class Lasting(Telling):
    """Rows with a lifetime, of which either end may be open."""

    def standing(self, on: date) -> Self:
        """Those that are there on that day: neither ended before, nor established later."""
        return self.filter(self.standing_q(on))

    @staticmethod
    def standing_q(on: date) -> Q:
        """The condition of ``standing``, to be had beside another."""
        begun = Q(established_on__isnull=True) | Q(established_on__lte=on)
        return begun & (Q(ended_on__isnull=True) | Q(ended_on__gte=on))

    def ended(self, on: date) -> Self:
        """Those whose last day was before that day."""
        return self.filter(ended_on__lt=on)

    def outliving(self, day: date) -> Self:
        """Those that are still there the day after."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))


class RiverQuery(Lasting):
    def visible_to(self, post: Post) -> Self:
        """Rivers registered in the post's region, and rivers that have a reach there."""
        if post.role in ADMIN_ROLES:
            return self.none()
        from_reach = Exists(self._reaches().filter(within(post.region), river=OuterRef("pk")))
        return self.filter(within(post.region) | Q(from_reach))

    # Querysets come before models (decision 0001), so the other model is found by the relation; by its base manager,
    # as a subquery must not depend on what a default manager leaves out.
    def _reaches(self) -> models.QuerySet:
        return self.model._meta.get_field("reaches").related_model._base_manager.all()


class ReachQuery(InRegion, Lasting):
    def of_chief(self, post: Post, on: date | None = None) -> Self:
        """Reaches of which the post is chief (any kind) on that day, or stands in for the responsible one."""
        on = on or timezone.localdate()
        # distinct: deputy and patroller of one reach are two tenures, and one reach.
        held = Q(tenures__post=post, tenures__starts_on__lte=on)
        held &= Q(tenures__ends_on__isnull=True) | Q(tenures__ends_on__gte=on)
        return self.filter(held | Q(pk__in=self._led_by(post, on))).distinct()

    def _led_by(self, post: Post, on: date) -> models.QuerySet:
        """Keys of the reaches of which the post does the responsible chief's work that day."""
        tenures = self.model._meta.get_field("tenures").related_model._default_manager
        return tenures.led_by(post, on).order_by().values("reach")

    def without_chief(self, on: date | None = None) -> Self:
        """Reaches with no responsible chief on that day (河河有人看: there should be none)."""
        on = on or timezone.localdate()
        # What has ended needs nobody, and what is established later needs nobody yet.
        return self.standing(on).exclude(Exists(self._led_on(on)))

    def with_led(self, on: date) -> Self:
        """With ``is_led``: not one of those ``without_chief`` that day."""
        lasts = type(self)(self.model).without_chief(on).filter(pk=OuterRef("pk")).order_by()
        return self.annotate(is_led=~Exists(lasts))

    def _led_on(self, on: date) -> models.QuerySet:
        """The responsible tenures that run that day, of the reach of the question around."""
        tenures = self.model._meta.get_field("tenures").related_model._base_manager
        # By its code: the choices of tenures lie in a room above (chiefs).
        held = tenures.filter(reach=OuterRef("pk"), kind="responsible", starts_on__lte=on, post__starts_on__lte=on)
        # Nobody holds a reach without the office it hangs on.
        in_post = Q(post__ends_on__isnull=True) | Q(post__ends_on__gte=on)
        return held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), in_post)

    def left_to(self, post: Post, on: date | None = None) -> Self:
        """Reaches without a responsible chief that day whose nearest reach above with one is this post's, or its to stand in for.

        Nothing is orphaned: whoever leads the reach around a vacant one answers for it until somebody is appointed.
        """
        on = on or timezone.localdate()
        vacant, above, left = type(self)(self.model).without_chief(on).order_by(), self._led_by(post, on), Q()
        # As far as there are tiers below a city's: 市 → 县 → 乡 → 村.
        for _ in range(3):
            above = vacant.filter(parent__in=above).values("pk")
            left |= Q(pk__in=above)
        return self.filter(left)

    def below(self, reach: Any) -> Self:
        """Those that lie in the reach, down to the villages: as far as there are tiers."""
        ups = ("parent", "parent__parent", "parent__parent__parent")
        # All of one river (rules.nests), by which they are found.
        return self.filter(Q(*((up, reach.pk) for up in ups), _connector=Q.OR), river=reach.river_id)

    def with_parents(self) -> Self:
        """Joined with the reaches that each lies in, up to the city's."""
        return self.select_related(
            "region", "parent__region", "parent__parent__region", "parent__parent__parent__region"
        )

    def with_chiefs(self, today: date) -> Self:
        """With ``current_tenures``: those in office today, the responsible chief first."""
        tenures = self.model._meta.get_field("tenures").related_model._default_manager
        held = tenures.current(today).select_related("post__user", "post__region", "post__department")
        # Backwards by code, which puts "responsible" before all other kinds.
        ordered = Prefetch("tenures", held.order_by("-kind", "starts_on"), to_attr="current_tenures")
        return self.select_related("region").prefetch_related(ordered)
