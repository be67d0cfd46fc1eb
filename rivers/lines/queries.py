"""Which lines, and the few columns that a map needs of many of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Max, Min, Q

from hezhang.core.accounts.choices import ADMIN_ROLES
from hezhang.core.accounts.queries import within
from hezhang.core.geo.positions import Box

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class Drawings(models.QuerySet):
    """Rows with a box in degrees: south, north, west, east."""

    def touching(self, box: Box) -> Self:
        """Those whose box meets this one."""
        south, north, west, east = box
        return self.filter(south__lte=north, north__gte=south, west__lte=east, east__gte=west)

    def whole_box(self) -> Box | None:
        """The box around them all; None when there are none."""
        found = self.aggregate(s=Min("south"), n=Max("north"), w=Min("west"), e=Max("east"))
        return None if found["s"] is None else (found["s"], found["n"], found["w"], found["e"])


class LineQuery(Drawings):
    def visible_to(self, post: Post) -> Self:
        """Lines of reaches in the post's region and below."""
        return self.none() if post.role in ADMIN_ROLES else self.filter(within(post.region, "reach__region"))

    def standing(self, on: date) -> Self:
        """Lines of reaches that are there on that day."""
        begun = Q(reach__established_on__isnull=True) | Q(reach__established_on__lte=on)
        return self.filter(begun, Q(reach__ended_on__isnull=True) | Q(reach__ended_on__gte=on))

    def drawn_rows(self) -> models.QuerySet:
        """(reach, river, tier, version, drawn) of each, in the order of reaches: what a map of many asks for."""
        # Tuples, and never the full path: 20,000 model rows with their paths would be 40 MB.
        return self.order_by("reach_id").values_list(
            "reach_id", "reach__river_id", "reach__tier", "version", "drawn", named=False
        )


class ShapeQuery(Drawings):
    def visible_to(self, post: Post) -> Self:
        """Shapes of rivers and lakes that are registered in the post's region, or have a reach there."""
        if post.role in ADMIN_ROLES:
            return self.none()
        rivers = self.model._meta.get_field("river").related_model
        return self.filter(Q(river__in=rivers._default_manager.visible_to(post).order_by().values("pk")))

    def drawn_rows(self) -> models.QuerySet:
        """(river, kind, version, drawn, points) of each; one point is a place, more are the ring around an area."""
        return self.order_by("river_id").values_list(
            "river_id", "river__kind", "version", "drawn", "points", named=False
        )
