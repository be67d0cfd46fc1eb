"""Forms of reference rows, made from the table's fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.forms import modelform_factory

from hezhang.core.web.reference.services import fingerprint
from hezhang.core.web.reference.tables import ReferenceTable


def form_for(table: ReferenceTable, row: models.Model | None = None, data: Any = None) -> forms.ModelForm:
    """A form of the table's fields; for an existing row it carries the row's fingerprint, and its key stands fixed."""
    form = modelform_factory(table.model, fields=list(table.fields))(data, instance=row)
    if row is None:
        return form
    form.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=fingerprint(table, row))
    key = table.model._meta.pk.name
    if key in form.fields:
        form.fields[key].disabled = True
    return form
