"""What a service finds wrong, brought to the form that asked for it: the one way for every app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError

from hezhang.core.kernel.refusal import INVALID, Refusal

TWICE = "刚才已有人登记了相同的内容，请返回列表核对。"


def attempt(form: forms.BaseForm, act: Callable[[], Any]) -> bool:
    """Carry out a service; what the form can put right goes to its fields. Whether it was done.

    A refusal of another kind (too late, not allowed) is not the form's to mend and goes on to the caller.
    """
    try:
        act()
    except Refusal as refusal:
        if refusal.status != INVALID:
            raise
        take_wrong(form, refusal)
    except ValidationError as wrong:
        take_wrong(form, wrong)
    except IntegrityError:  # the unique constraints are the last guard when two do the same at once
        form.add_error(None, TWICE)
    return not form.errors


def take_wrong(form: forms.BaseForm, wrong: ValidationError | Refusal) -> None:
    """Put each sentence beside the field it names, the others above the form."""
    for name, words in _by_field(wrong).items():
        form.add_error(name if name in form.fields else None, words)  # type: ignore[arg-type]


def status_of(form: forms.BaseForm) -> int:
    """The answer's status: 422 for a form with errors, see ``kernel.refusal``."""
    return INVALID if form.errors else 200


def _by_field(wrong: ValidationError | Refusal) -> dict[str, Any]:
    if isinstance(wrong, Refusal):
        return ({NON_FIELD_ERRORS: wrong.sentence} if wrong.sentence else {}) | wrong.fields
    # A ValidationError has one of the two, by the way it was made; Django offers no name for that.
    return wrong.error_dict if hasattr(wrong, "error_dict") else {NON_FIELD_ERRORS: wrong.error_list}
