"""What a stale edit shows: who changed the row meanwhile, and where the two versions differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone

from hezhang.core.audit.models import Entry


def words_of(current: models.Model) -> str:
    """文思齐已于 11月21日 14:05 修改了这条记录。"""
    entry = Entry.objects.about(current).select_related("user").order_by("-id").first()
    if entry is None:
        return "在您填写期间，这条记录已被修改。"
    who = entry.user.name if entry.user else "系统"
    return f"在您填写期间，{who}已于 {timezone.localtime(entry.at):%m月%d日 %H:%M} 修改了这条记录。"


def differences(form: forms.Form, stands: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(label, what you wrote, what stands there now) of every field in ``stands`` that differs."""
    rows = []
    for name, now in stands.items():
        field, mine = form.fields[name], form.cleaned_data.get(name)
        # An empty box is "" in the form and None in the row.
        if mine != now and not (mine in (None, "") and now in (None, "")):
            rows.append((str(field.label), shown(field, mine), shown(field, now)))
    return rows


def shown(field: forms.Field, value: Any) -> str:
    """What a field holds, in the words of its choices."""
    if value in (None, ""):
        return "（空）"
    choices = dict(getattr(field, "choices", [])) if isinstance(field, forms.ChoiceField) else {}
    plain = not isinstance(field, forms.ModelChoiceField)
    return str(choices.get(value, value)) if plain else str(value)


def rebased(form: forms.Form, mark: Mapping[str, Any]) -> Any:
    """The user's own text again, now with the ``mark`` of what stands: saving it is a decision, not an accident."""
    data = form.data.copy()
    data.update(mark)
    return data
