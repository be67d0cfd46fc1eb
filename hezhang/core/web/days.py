"""Days that people type: a year with a digit too few or too many is a mistake that no later rule would notice."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

EARLIEST, LATEST = 1990, 2099


def plausible_day(day: date) -> None:
    """Refuse what can only be a slip, and what the calendar's edges cannot be reckoned with (year 1, year 9999)."""
    if not EARLIEST <= day.year <= LATEST:
        raise ValidationError(f"请核对年份：应在 {EARLIEST} 年至 {LATEST} 年之间。")


def guard_all_days() -> None:
    """Every form and every list filter that asks for a day or a moment, also those made from a model."""
    # On the classes, and so on purpose for everybody: forms made from a model and django-filter's ranges build their date
    # fields themselves, and a field of our own would be forgotten in the next form. No form of Django's own asks for a day.
    for field in (forms.DateField, forms.DateTimeField):
        field.default_validators = [plausible_day]
