"""Columns that keep themselves sound, whatever wrote them: a form, an import, a service or the shell."""

from __future__ import annotations

from typing import Any

from django.db import models

from hezhang.core.kernel.words import one_line


class NameField(models.CharField):
    """The name of somebody or something: one line of print. A browser's input cannot send a line break; a forged
    request and a cell of a workbook can, and the name would then break letters, lists and logs in two."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return one_line(value) if isinstance(value, str) else value

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        value = self.to_python(super().pre_save(instance, add))
        # The object at hand says what was stored: the journal's row is made from it.
        setattr(instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        """What is stored past ``save()``, too (``update``); ``to_python`` has been asked by Django."""
        return self.to_python(super().get_prep_value(value))

    def deconstruct(self) -> Any:
        """For the database it is text like any other: no migration."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
