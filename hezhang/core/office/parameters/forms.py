"""Forms of reference rows, made from the table's fields."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms import modelform_factory

from hezhang.core.kernel.words import decimal_words
from hezhang.core.office.parameters.models import ONCE
from hezhang.core.office.parameters.services import fingerprint
from hezhang.core.office.parameters.tables import ReferenceTable
from hezhang.core.web.fields import WordsField


class ReferenceForm(forms.ModelForm):
    """Adds the table's own checks, and plain words where Django would name a constraint."""

    table: ReferenceTable

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        figures = {name: decimal_words(value) for name, value in self.initial.items() if isinstance(value, Decimal)}
        self.initial |= figures

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.table.check and not self.errors:
            row = self.instance if self.instance.pk is not None and not self.instance._state.adding else None
            region = {"region_id": getattr(self.instance, "region_id", None)}
            for name, words in self.table.check(values | region, row).items():
                self.add_error(name, words)
        return values

    # The region is not asked for, and yet part of what is there once only.
    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"region"}

    # Django's hook after the model's own checks, private but the only place where their errors can still be reworded.
    def _post_clean(self) -> None:
        super()._post_clean()
        errors = self._errors or {}
        if found := errors.get(NON_FIELD_ERRORS):
            found.data = [self._plain(each) for each in found.as_data()]

    def _plain(self, error: ValidationError) -> ValidationError:
        if error.code == "unique_together":
            names = error.params["unique_check"]
        elif str(error.code).startswith(ONCE):
            names = error.code.removeprefix(ONCE).split(",")
        else:
            return error
        labels = "、".join(f"“{self.fields[name].label}”" for name in names if name in self.fields)
        return ValidationError(f"已有{labels}相同的一条，请修改原有的那一条。")


def form_for(
    table: ReferenceTable, row: models.Model | None = None, data: Any = None, region: str | None = None
) -> forms.ModelForm:
    """A form of the table's fields; for an existing row it carries the row's fingerprint, and its key stands fixed.

    ``region``: whose a new row is to be; None, one that ships.
    """
    made = table.model() if row is None else row
    if row is None and region is not None:
        made.region_id = region
    made_form = modelform_factory(
        table.model, form=ReferenceForm, fields=list(table.fields), formfield_callback=_field_of
    )
    form = made_form(data, instance=made)
    form.table = table
    for name, (least, most) in table.bounds.items():
        form.fields[name].validators += [MinValueValidator(least), MaxValueValidator(most)]
        form.fields[name].widget.attrs |= {"min": least, "max": most}
    if row is None:
        return form
    form.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=fingerprint(table, row))
    key = table.model._meta.pk.name
    if key in form.fields:
        # A changed key would be another row, and the old one would stay.
        form.fields[key].disabled = True
    return form


def _field_of(column: models.Field, **kwargs: Any) -> forms.Field | None:
    """Django's own, but for several lines: those are counted, and never cut."""
    if not isinstance(column, models.TextField):
        return column.formfield(**kwargs)
    return WordsField(
        most=column.max_length or 400, label=column.verbose_name, required=not column.blank, help_text=column.help_text
    )
