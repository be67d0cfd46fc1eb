"""The index is kept with the rows: every write is heard of, single ones by Django's signals, others by ``Telling``."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_migrate, post_save, pre_save

from hezhang.core.kernel.written import rows_written
from hezhang.core.search import services
from hezhang.core.search.models import Entry
from hezhang.core.search.sources import every, listen

RENAMED = "_renamed_fields"


def connect() -> None:
    """Listen to the models that are searched; apps register theirs after this one."""
    listen(_hear)
    rows_written.connect(written, dispatch_uid="search.written")
    post_migrate.connect(migrated, dispatch_uid="search.migrated")


def _hear(model: type[Model]) -> None:
    # Never to all models: Django reads every row before it deletes it where somebody wants to hear of it.
    pre_save.connect(saving, sender=model, dispatch_uid="search.saving")
    post_save.connect(saved, sender=model, dispatch_uid="search.saved")
    post_delete.connect(deleted, sender=model, dispatch_uid="search.deleted")


def saving(sender: type[Model], instance: Any, update_fields: Any = None, **_: Any) -> None:
    """Which names that stand in other rows' entries are about to change: afterwards nobody could tell."""
    names = {name for source in every() for model, name in source.leaned_on() if model is sender}
    if update_fields is not None:
        names &= set(update_fields)
    if not names or instance.pk is None:
        return
    before = sender._base_manager.filter(pk=instance.pk).values(*sorted(names)).first() or {}
    setattr(instance, RENAMED, {name for name, value in before.items() if getattr(instance, name) != value})


def saved(
    sender: type[Model], instance: Any, created: bool, raw: bool = False, update_fields: Any = None, **_: Any
) -> None:
    changed = None if update_fields is None else {name.removesuffix("_id") for name in update_fields}
    for source in every():
        if source.model is sender and raw:
            # Put back as it was: what its text reads may not be there yet, and is then no row to this.
            services.refresh(source, [instance.pk])
        elif source.model is sender and (changed is None or changed & source.fields):
            services.write(source, [instance], created=created)
        if sender in source.follows:
            services.refresh(source, [getattr(instance, source.follows[sender])])
    if renamed := instance.__dict__.pop(RENAMED, None):
        _told(sender, [instance.pk], renamed)


def deleted(sender: type[Model], instance: Any, **_: Any) -> None:
    for source in every():
        if source.model is sender:
            Entry.objects.filter(kind=source.kind, object_id=instance.pk).delete()
        if sender in source.follows:
            services.refresh(source, [getattr(instance, source.follows[sender])])


def written(sender: type[Model], keys: list[Any], created: bool, **_: Any) -> None:
    for source in every():
        if source.model is sender:
            services.refresh(source, keys)
        if sender in source.follows:
            held = sender._base_manager.filter(pk__in=keys).order_by().values_list(source.follows[sender], flat=True)
            services.refresh(source, sorted(set(held)))
    if not created:
        _told(sender, keys, None)


def _told(sender: type[Model], keys: list[Any], names: set[str] | None) -> None:
    """Entries in which these names of these rows stand are read again."""
    for source in every():
        for path, name in source.leans.items():
            if source.model_at(path) is sender and (names is None or name in names):
                services.read_again(source, path, keys)


def migrated(sender: Any, **_: Any) -> None:
    """A database that is older than its index, or than one kind of it, is read once."""
    if sender.label == "search":
        services.fill_up()
