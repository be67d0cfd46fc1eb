"""Never over somebody else's change: a form carries a mark of the row it was drawn from, and the write asks for it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import models

from hezhang.core.kernel.refusal import EditedMeanwhile, Refusal

Row = TypeVar("Row", bound=models.Model)


def fingerprint(values: Mapping[str, Any]) -> str:
    """A mark of these values (JSON types), 32 characters; "" where nothing is stored yet."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:32] if values else ""


def lock_unchanged(row: Row, seen: Any, mark_of: Callable[[Row], Any]) -> Row:
    """The stored row, locked until the transaction ends. Raises EditedMeanwhile unless its mark is still ``seen``.

    Of two savers at once the second waits for the first, and finds another mark.
    """
    # Locked first, then compared: the other way round both of two savers would find the mark unchanged.
    stored = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if mark_of(stored) != seen:
        raise EditedMeanwhile(stored)
    return stored


def lock_if_there(row: Row | None, seen: int | None) -> Row | None:
    """The same for a versioned row that may not be there yet: 0 says that none was seen, None that whatever stands may go.

    Raises EditedMeanwhile, and a Refusal when what was seen has been taken away.
    """
    if row is None:
        if seen:
            raise Refusal("在您填写期间，这条记录已被他人删除，请刷新后重试。")
        return None
    if seen == 0:
        raise EditedMeanwhile(row)
    return lock_unchanged(row, row.version if seen is None else seen, lambda stored: stored.version)
