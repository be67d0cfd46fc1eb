"""Which tables the office may edit under 设置."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models

from hezhang.core.accounts.choices import Role
from hezhang.core.office.parameters.models import AddedSetting, LocalSetting, OwnTable

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class Reach(StrEnum):
    """How far a table goes: one for all; a region's own copy where it has made one; shipped rows and a region's own beside them."""

    NATIONAL = "national"
    LOCAL = "local"
    ADDED = "added"


@dataclass(frozen=True)
class ReferenceTable:
    """One table under 设置.

    ``fields``: what the form asks for. ``list_fields``: the columns of the list; fields, paths ("river.name") or
    methods of the row (with a ``short_description`` as heading). ``hint``: what the figures do, in a sentence.
    ``group``: heading on the index page (default: the app's name). ``warn(today)``: a warning for the index page,
    or "". ``bounds``: the least and the greatest sensible figure of a field, so that a slip does not stop the work of
    everybody. ``check(values, row)``: what is wrong with the values together, by field; ``row`` is None for a new one.
    The values of a table with regions hold ``region_id``, too.
    """

    key: str
    model: type[models.Model]
    title: str
    fields: Sequence[str]
    list_fields: Sequence[str]
    hint: str = ""
    group: str = ""
    order: Sequence[str] = ()
    can_add: bool = True
    can_delete: bool = True
    warn: Callable[[date], str] | None = None
    bounds: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    check: Callable[[Mapping[str, Any], models.Model | None], Mapping[str, str]] | None = None

    @property
    def group_name(self) -> str:
        return self.group or str(self.model._meta.app_config.verbose_name)

    @property
    def reach(self) -> Reach:
        if issubclass(self.model, LocalSetting):
            return Reach.LOCAL
        return Reach.ADDED if issubclass(self.model, AddedSetting) else Reach.NATIONAL

    def is_kept_by(self, code: str) -> bool:
        """Whether the region itself keeps a local table."""
        return OwnTable.objects.filter(region_id=code, table=self.model._meta.db_table).exists()

    def rows_for(self, post: Post) -> models.QuerySet:
        """The rows that hold where the post is; for the system administrator, those that ship."""
        if self.reach == Reach.NATIONAL:
            return self.rows()
        if post.role == Role.SYSTEM_ADMIN:
            return self.rows().filter(region=None)
        return self.rows().in_force(post.region_id)

    def rows(self) -> models.QuerySet:
        """All rows in their order, with the rows they point to."""
        named = [each.name for each in self.model._meta.fields if each.is_relation and each.name in self.list_fields]
        rows = self.model._default_manager.select_related(*named) if named else self.model._default_manager.all()
        # The key last, so that no row stands on two pages or on none.
        return rows.order_by(*(self.order or self.model._meta.ordering), "pk")


_tables: dict[str, ReferenceTable] = {}


def register(table: ReferenceTable) -> ReferenceTable:
    """Put the table under 设置. Raises ValueError when another table has this key."""
    known = _tables.get(table.key)
    if known is not None and known.model is not table.model:
        raise ValueError(f"two reference tables are called {table.key!r}")
    _tables[table.key] = table
    return table


def find(key: str) -> ReferenceTable | None:
    """The table of this key."""
    return _tables.get(key)


def grouped() -> dict[str, list[ReferenceTable]]:
    """All tables under their headings, in the order in which the apps registered them."""
    groups: dict[str, list[ReferenceTable]] = {}
    for table in _tables.values():
        groups.setdefault(table.group_name, []).append(table)
    return groups


def warnings(today: date) -> list[tuple[ReferenceTable, str]]:
    """What the office should look after: (table, warning)."""
    told = [(table, table.warn(today)) for table in _tables.values() if table.warn]
    return [(table, words) for table, words in told if words]
