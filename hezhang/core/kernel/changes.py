"""What differs between an object and what is wanted of it."""

from __future__ import annotations

from typing import Any


def changes(obj: Any, new: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(before, after) of the fields in ``new`` that differ from what the object holds now."""
    before = {name: getattr(obj, name) for name, value in new.items() if getattr(obj, name) != value}
    return before, {name: new[name] for name in before}
