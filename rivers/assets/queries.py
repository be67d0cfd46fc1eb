"""Which assets, and which of their values hold on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import OuterRef, Subquery

from hezhang.core.accounts.choices import ADMIN_ROLES
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.written import Telling
from hezhang.core.office.parameters.queries import AddedQuery
from rivers.registry.queries import InRegion, Lasting

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from rivers.assets.models import ObjectField


class KindQuery(Telling, AddedQuery):
    def active(self) -> Self:
        return self.filter(is_active=True)


class AssetQuery(InRegion, Lasting):
    def with_names(self) -> Self:
        """Joined with what a line about them names."""
        return self.select_related("kind", "river", "reach", "region")

    def sorted_by_value(self, fields: list[ObjectField], on: date) -> Self:
        """With ``sort_<pk>`` for each of these number fields: its figure on that day, for an order in the database."""
        values = self.model._meta.get_field("values").related_model._base_manager
        found = {}
        for field in fields:
            rows = values.filter(field=field.pk, asset=OuterRef("pk"), valid_from__lte=on).order_by("-valid_from")
            # Nothing has no place in an order: it stands before every figure.
            figure = Subquery(rows.values("number")[:1], output_field=models.DecimalField())
            least = models.Value(-(10**13), output_field=models.DecimalField())
            found[f"sort_{field.pk}"] = models.functions.Coalesce(figure, least, output_field=models.DecimalField())
        return self.annotate(**found)


class ValueQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """With what they belong to."""
        if post.role in ADMIN_ROLES:
            return self.none()
        return self.filter(within(post.region, "asset__region") | within(post.region, "river__region"))

    def on(self, day: date) -> Self:
        """All that had begun by that day, the latest last: by field, the last one holds."""
        return self.filter(valid_from__lte=day).order_by("valid_from")


class FileQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        if post.role in ADMIN_ROLES:
            return self.none()
        return self.filter(within(post.region, "asset__region") | within(post.region, "river__region"))
