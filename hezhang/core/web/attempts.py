"""What a service finds wrong, brought to the form that asked for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError


def attempt(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Carry out a service; what it finds wrong goes to the form's fields. Whether it was done."""
    try:
        act()
    except ValidationError as wrong:
        by_field = wrong.error_dict if hasattr(wrong, "error_dict") else {NON_FIELD_ERRORS: wrong.error_list}
        for name, words in by_field.items():
            form.add_error(name if name in form.fields else None, words)
        return False
    except IntegrityError:  # the unique constraints are the last guard when two do the same at once
        form.add_error(None, "刚才已有人登记了相同的内容，请返回列表核对。")
        return False
    return True
