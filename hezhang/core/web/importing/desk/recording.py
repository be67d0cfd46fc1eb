"""What an import writes is noted while it writes, whatever service does it, so that the batch can be undone as a whole.

Rows are compared by a mark over their stored columns: a row that was changed since has another mark, and then the
batch stays. Writes past ``save`` (``bulk_create``, ``update``) send no signal: a kind that uses them tells the recorder.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from itertools import groupby
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import ProtectedError, RestrictedError
from django.db.models.signals import post_save, pre_save

from hezhang.core.audit.services import record
from hezhang.core.kernel.edits import fingerprint
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.kernel.words import shortened
from hezhang.core.kernel.written import tell
from hezhang.core.web.models import ImportBatch, ImportChange

# What every act writes beside its rows: the journal and messages stay, they say what happened.
APART = frozenset({"audit", "notify", "web", "sessions", "files"})
CHUNK = 500
Key = tuple[str, str]
_current: ContextVar[Recorder | None] = ContextVar("import_recorder", default=None)


class Recorder:
    """Notes each row once, with what it was before the import touched it."""

    def __init__(self, leaves: frozenset[str] = frozenset()) -> None:
        self.leaves = leaves
        self.before: dict[Key, dict[str, Any] | None] = {}
        self.labels: dict[Key, str] = {}
        self.gone: set[Key] = set()

    def _is_apart(self, model: type[models.Model]) -> bool:
        return model._meta.app_label in APART or model._meta.label_lower in self.leaves

    def about_to_save(self, sender: type[models.Model], instance: models.Model, raw: bool = False, **_: Any) -> None:
        """Signal: what a stored row says now is kept, before it is overwritten."""
        if _current.get() is not self or self._is_apart(sender) or instance._state.adding or instance.pk is None:
            return
        key = (sender._meta.label_lower, str(instance.pk))
        if key not in self.before and (stored := values_of(sender, [instance.pk])):
            self.before[key] = next(iter(stored.values()))

    def saved(self, sender: type[models.Model], instance: models.Model, created: bool = False, **_: Any) -> None:
        """Signal: a row that was not there is noted as new."""
        if _current.get() is not self or self._is_apart(sender):
            return
        self._note(instance, is_new=created)

    def _note(self, instance: models.Model, *, is_new: bool) -> None:
        key = (type(instance)._meta.label_lower, str(instance.pk))
        if is_new:
            self.before.setdefault(key, None)
        if key in self.before:
            self.labels.setdefault(key, shortened(str(instance), 120))

    def created(self, rows: Iterable[models.Model]) -> None:
        """Rows that ``bulk_create`` has written."""
        for row in rows:
            self._note(row, is_new=True)

    def changing(self, rows: Iterable[models.Model]) -> None:
        """Rows that ``bulk_update`` or ``update`` is about to overwrite."""
        for row in rows:
            key = (type(row)._meta.label_lower, str(row.pk))
            if key not in self.before:
                self.before[key] = values_of(type(row), [row.pk]).get(str(row.pk))
                self._note(row, is_new=False)

    def deleting(self, rows: Iterable[models.Model]) -> None:
        """Rows that are about to be replaced by others: the undo writes them again as they are."""
        for row in rows:
            key = (type(row)._meta.label_lower, str(row.pk))
            if key not in self.before:
                self.before[key] = values_of(type(row), [row.pk]).get(str(row.pk))
                self.gone.add(key)
                self._note(row, is_new=False)

    def keep(self, batch: ImportBatch) -> None:
        """Store what was noted, with the marks of the rows as they stand now."""
        marks = marks_of(self.before)
        ImportChange.objects.bulk_create(
            [
                ImportChange(
                    batch=batch,
                    model=key[0],
                    object_id=key[1],
                    label=self.labels.get(key, ""),
                    before=before,
                    mark=marks.get(key, ""),
                )
                for key, before in self.before.items()
                if (key in marks or key in self.gone) and not (before and fingerprint(before) == marks.get(key))
            ],
            batch_size=CHUNK,
        )


@contextlib.contextmanager
def recording(leaves: frozenset[str] = frozenset()) -> Iterator[Recorder]:
    """Everything this thread saves inside the block is noted."""
    recorder = Recorder(leaves)
    token = _current.set(recorder)
    # Connected only while an import runs: at other times a save asks nobody.
    pre_save.connect(recorder.about_to_save, weak=False, dispatch_uid=id(recorder))
    post_save.connect(recorder.saved, weak=False, dispatch_uid=id(recorder))
    try:
        yield recorder
    finally:
        pre_save.disconnect(dispatch_uid=id(recorder))
        post_save.disconnect(dispatch_uid=id(recorder))
        _current.reset(token)


def recorder() -> Recorder | None:
    """The one that notes at present."""
    return _current.get()


def values_of(model: type[models.Model], pks: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """Stored columns of rows by key, in JSON types."""
    names = [each.attname for each in model._meta.concrete_fields]
    found: dict[str, dict[str, Any]] = {}
    wanted = list(pks)
    for start in range(0, len(wanted), CHUNK):
        rows = model._base_manager.filter(pk__in=wanted[start : start + CHUNK]).order_by().values(*names)
        found |= {str(row[model._meta.pk.attname]): _plain(row) for row in rows}
    return found


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(row, cls=DjangoJSONEncoder))


def marks_of(keys: Iterable[Key]) -> dict[Key, str]:
    """The mark of each row that is there, in a few questions."""
    marks: dict[Key, str] = {}
    for label, group in groupby(sorted(keys), key=lambda key: key[0]):
        stored = values_of(apps.get_model(label), [pk for _, pk in group])
        marks |= {(label, pk): fingerprint(values) for pk, values in stored.items()}
    return marks


def put_back(batch: ImportBatch, *, by: Any, at: Any) -> set[str]:
    """Restore what the batch changed and delete what it created; the addresses of the rows that are gone.

    Raises Refusal that names the row in the way, or the later batches that hold it.
    """
    changes, gone = list(batch.changes.all()), set[str]()
    must_be_untouched(batch, changes)
    # Strictly backwards: a successor goes before his predecessor comes back, a reference is taken off before its row goes.
    for (label, is_new), group in groupby(reversed(changes), key=lambda one: (one.model, one.before is None)):
        if is_new:
            gone |= _delete(batch, apps.get_model(label), list(group))
        else:
            for change in group:
                _restore(change, by=by, at=at)
    return gone


def must_be_untouched(batch: ImportBatch, changes: list[ImportChange]) -> None:
    """Raises Refusal that names the row which was changed since the batch."""
    marks = marks_of((one.model, one.object_id) for one in changes)
    for one in changes:
        now = marks.get((one.model, one.object_id))
        name = f"{apps.get_model(one.model)._meta.verbose_name}“{one.label}”"
        if now is None and one.mark:
            raise Refusal(f"{name}在导入之后已被删除，不能整批撤销。")
        if (now or "") != one.mark:
            later = later_words(batch, [(one.model, one.object_id)])
            remedy = f"请先撤销{later}" if later else "请到该记录的页面逐条更正"
            raise Refusal(f"{name}在导入之后已被修改，不能整批撤销；{remedy}。")


def later_words(batch: ImportBatch, keys: Iterable[Key]) -> str:
    """第 3 批（公示牌，25 行）: the batches since this one that have written these rows, the newest first; "" for none."""
    wanted = set(keys)
    rows = ImportChange.objects.filter(batch__undone_at=None, batch_id__gt=batch.pk)
    rows = rows.filter(model__in={model for model, _ in wanted}, object_id__in=[pk for _, pk in wanted][:CHUNK])
    found = {batch for batch, *key in rows.values_list("batch", "model", "object_id") if tuple(key) in wanted}
    told = ImportBatch.objects.filter(pk__in=found).order_by("-pk")
    return "、".join(f"第 {one.pk} 批（{one.title}，{_written(one)} 行）" for one in told)


def _written(batch: ImportBatch) -> int:
    return batch.counts.get("new", 0) + batch.counts.get("changed", 0)


def _restore(change: ImportChange, *, by: Any, at: Any) -> None:
    model = apps.get_model(change.model)
    if not change.mark:
        model(**(change.before or {})).save_base(raw=True, force_insert=True)
        return
    stored = model._base_manager.get(pk=change.object_id)
    fields = {each.attname: each for each in model._meta.concrete_fields if not each.primary_key}
    before = {name: fields[name].to_python(value) for name, value in (change.before or {}).items() if name in fields}
    told = {name: getattr(stored, name) for name, value in before.items() if getattr(stored, name) != value}
    model._base_manager.filter(pk=stored.pk).update(**before)
    tell(model, [stored.pk])
    record("import.undo", stored, post=by, before=told, after={name: before[name] for name in told}, at=at)


def _delete(batch: ImportBatch, model: type[models.Model], changes: list[ImportChange]) -> set[str]:
    """Rows that others of them hang on come last: those at the leaves go first. Answers their addresses."""
    gone = set[str]()
    labels = {one.object_id: one.label for one in changes}
    left = {str(pk): pk for pk in model._base_manager.filter(pk__in=list(labels)).values_list("pk", flat=True)}
    upward = [each.attname for each in model._meta.concrete_fields if each.related_model is model]
    while left:
        rows = model._base_manager.filter(pk__in=list(left.values())).order_by().values_list(*upward) if upward else []
        parents = {str(pk) for row in rows for pk in row if pk is not None}
        leaves = [pk for pk in left if pk not in parents] or list(left)
        for start in range(0, len(leaves), CHUNK):
            pks = [left.pop(pk) for pk in leaves[start : start + CHUNK]]
            gone |= _addresses(model, pks)
            _delete_some(batch, model, pks, labels)
    return gone


def _addresses(model: type[models.Model], pks: list[Any]) -> set[str]:
    """Where these rows are seen, while they are there to be asked."""
    if not hasattr(model, "get_absolute_url"):
        return set()
    return {row.get_absolute_url() for row in model._base_manager.filter(pk__in=pks)}


def _delete_some(batch: ImportBatch, model: type[models.Model], pks: list[Any], labels: dict[str, str]) -> None:
    try:
        model._base_manager.filter(pk__in=pks).delete()
    except (ProtectedError, RestrictedError) as kept:
        rows = list(kept.protected_objects if isinstance(kept, ProtectedError) else kept.restricted_objects)
        first = rows[0]
        mine = _held_by(first, model, {str(pk) for pk in pks}, labels)
        name = f"{model._meta.verbose_name}“{mine}”"
        later = later_words(batch, [(one._meta.label_lower, str(one.pk)) for one in rows])
        remedy = f"请先撤销{later}" if later else "请先处理那一条"
        raise Refusal(f"{name}已有{first._meta.verbose_name}“{first}”，不能整批撤销；{remedy}。") from kept


def _held_by(holder: models.Model, model: type[models.Model], pks: set[str], labels: dict[str, str]) -> str:
    for each in holder._meta.concrete_fields:
        value = str(getattr(holder, each.attname))
        if each.related_model is model and value in pks:
            return labels[value]
    return next(iter(labels.values()))
