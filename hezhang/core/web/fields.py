"""Form fields that more than one app asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hezhang.core.accounts.models import Post, Region
from hezhang.core.kernel.words import clean

LONGEST_KEY = 18  # digits that a row's number may have, wherever it is stored


class WordsField(forms.CharField):
    """A few sentences, at most ``most`` characters; more is refused with what was typed still in the form.

    Cleaned before it is counted: a browser sends a line break as two characters, the counter beside the box counts one.
    """

    widget = forms.Textarea

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(max_length=most, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        # What holds a NUL no browser sent: Django's own check refuses it, and needs to see it.
        return text if "\x00" in text else clean(text)


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows, by boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        """A number that no row can have is an unknown one: asked for among others, the databases refuse the question itself."""
        for one in value if isinstance(value, list | tuple) else ():
            if len(str(one)) > LONGEST_KEY:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": str(one)[:20]}
                )
        return super().clean(value)


class RegionField(forms.ModelChoiceField):
    """A region of the acting post's scope, named with the region above it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Region.objects.none(), label="所属区划", **kwargs)

    def label_from_instance(self, obj: Region) -> str:
        return f"{obj.parent.name} · {obj.name}" if obj.parent else obj.name


def regions_of(post: Post) -> Any:
    """Regions to choose from, joined with what their label needs."""
    return Region.objects.visible_to(post).select_related("parent")


def day_field(label: str, *, required: bool = True) -> forms.DateField:
    """A day, picked or typed as 2026-11-21."""
    # ISO, since the browser's own picker takes nothing else as its value.
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)
