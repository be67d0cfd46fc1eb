"""Errors of a form in plain words: which field, and what to do. Django's own sentences say neither."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BoundField, Field

ASKING = {"select": "请选择", "choices": "请选择", "file": "请上传", "check": "请勾选"}
PLAIN = {
    "max_length": "“{label}”最多 {limit_value} 个字，现在有 {show_value} 个。",
    "min_length": "“{label}”至少 {limit_value} 个字，现在有 {show_value} 个。",
    "max_value": "“{label}”不能大于 {limit_value}。",
    "min_value": "“{label}”不能小于 {limit_value}。",
    "max_digits": "“{label}”的数字太长。",
    "max_decimal_places": "“{label}”最多保留 {max} 位小数。",
    "unique": "“{label}”与已有的一条相同，请修改原有的那一条。",
    "invalid_choice": "请从列表中选择“{label}”。",
    "invalid_image": "“{label}”不是可以识别的图片，请上传 jpg、png 或 webp 照片。",
}
SHAPES = {
    "DateField": "“{label}”应为日期，如 2026-11-21。",
    "DateTimeField": "“{label}”应为日期和时间，如 2026-11-21 14:05。",
    "IntegerField": "“{label}”应为整数。",
    "DecimalField": "“{label}”应为数字。",
    "FloatField": "“{label}”应为数字。",
}


def shipped(field: Field) -> dict[str, Any]:
    """The messages that Django gives a field of this class, unless the form chose its own."""
    found: dict[str, Any] = {}
    for cls in reversed(type(field).__mro__):
        found.update(getattr(cls, "default_error_messages", {}))
    return found


def plain(field: BoundField, error: ValidationError, sort: str) -> str:
    """Our sentence in place of Django's, or "" where the form speaks for itself."""
    own, code = field.field.error_messages, error.code or ""
    # The form has words of its own for this.
    if own.get(code) != shipped(field.field).get(code):
        return ""
    if code == "required":
        return f"{ASKING.get(sort, '请填写')}“{field.label}”。"
    words = PLAIN.get(code, "")
    if code == "invalid" and error.message == own.get("invalid"):
        words = SHAPES.get(type(field.field).__name__, "")
    try:
        return words.format(label=field.label, **(error.params or {}))
    except KeyError:  # a validator of another origin that uses the same code
        return ""


def sentences(field: BoundField, sort: str) -> list[str]:
    """All errors of a field; ``sort`` is its kind of control, which decides between 填写, 选择 and 上传."""
    found = []
    for error in field.errors.as_data():
        ours = plain(field, error, sort)
        found += [ours] if ours else [_named(field, error, words) for words in error.messages]
    return found


def _named(field: BoundField, error: ValidationError, words: str) -> str:
    # A coded message is a library's and does not name the field; one written by our forms (no code) does.
    return f"{field.label}：{words}" if error.code and str(field.label) not in words else words
