"""Who keeps something beside a row hears of every write, in bulk as well: Django tells of single ones only.

A queryset that is ``Telling`` sends ``rows_written`` after ``bulk_create``, ``bulk_update`` and ``update``; its listeners
work in the writer's transaction. Only for models and fields that somebody has asked for (``watch``): others cost nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal

# sender: the model; keys: primary keys of the rows; created: whether they are new.
rows_written = Signal()
_watched: dict[type[models.Model], set[str]] = defaultdict(set)


def watch(model: type[models.Model], fields: Iterable[str]) -> None:
    """Tell of bulk writes to these fields of the model."""
    _watched[model] |= set(fields)


def is_watched(model: type[models.Model], fields: Iterable[str]) -> bool:
    """Whether somebody asked to hear of one of these fields; a foreign key goes by either of its names."""
    return bool(_watched.get(model, set()) & {name.removesuffix("_id") for name in fields})


def tell(model: type[models.Model], keys: list[Any], *, created: bool = False) -> None:
    """These rows were written: for who writes past the model's own manager."""
    if keys and model in _watched:
        rows_written.send(sender=model, keys=keys, created=created)


class Telling(models.QuerySet):
    """A queryset whose writes in bulk are heard of."""

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> Any:
        if self.model not in _watched:
            return super().bulk_create(objs, *args, **options)
        with transaction.atomic(using=self.db, savepoint=False):
            made = super().bulk_create(objs, *args, **options)
            tell(self.model, [row.pk for row in made if row.pk is not None], created=True)
        return made

    def bulk_update(self, objs: Any, fields: Any, *args: Any, **options: Any) -> int:
        # Django writes it by `update` with expressions, which tells; this is where the rows are known without asking.
        rows = list(objs)
        with transaction.atomic(using=self.db, savepoint=False):
            number = models.QuerySet(self.model, using=self._db).bulk_update(rows, fields, *args, **options)
            if is_watched(self.model, fields):
                tell(self.model, [row.pk for row in rows])
        return number

    def update(self, **values: Any) -> int:
        if not is_watched(self.model, values):
            return super().update(**values)
        with transaction.atomic(using=self.db, savepoint=False):
            # Before the write: afterwards the condition may find other rows.
            keys = list(self.order_by().values_list("pk", flat=True))
            number = super().update(**values)
            tell(self.model, keys)
        return number

    update.alters_data = True
