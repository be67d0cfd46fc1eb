"""What a seal is made of: one mark per row, and a digest over all marks and the digest of the seal before it.

Both are HMAC-SHA256 under a key derived from SECRET_KEY, which does not lie in the database.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models

from hezhang.core.audit.models import Entry

MARK_LENGTH = 24  # hexadecimal digits: 96 bits
Row = dict[str, Any]


def sealed_models() -> list[type[models.Model]]:
    """The tables under seal: those whose model says what a mark covers. The journal first."""
    return [model for model in apps.get_models() if getattr(model, "sealed_fields", None)]


def model_of(table: str) -> type[models.Model] | None:
    """The model of a sealed table."""
    return next((model for model in sealed_models() if model._meta.db_table == table), None)


def rows_between(model: type[models.Model], after: int, last: int) -> models.QuerySet[Any, Row]:
    """The rows with numbers in (after, last], in their order, as far as a mark covers them."""
    fields: tuple[str, ...] = cast(Any, model).sealed_fields
    return model._base_manager.filter(pk__gt=after, pk__lte=last).order_by("pk").values(*fields)


def mark(key: bytes, row: Row) -> str:
    """HMAC over the row's values in one fixed notation; their order is that of ``sealed_fields``."""
    text = json.dumps(
        [_plain(each) for each in row.values()], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:MARK_LENGTH]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, UUID) else value


def lines_of(marks: str) -> Iterator[tuple[int, str]]:
    """(number of the row, its mark) of a seal's marks."""
    for line in marks.split("\n"):
        number, _, each = line.partition(":")
        yield int(number or 0), each


def digest(key: bytes, before: str, table: str, marks: str) -> str:
    """The seal's own digest. Seals of the journal are reckoned as they were before other tables were sealed."""
    about = "" if table == Entry._meta.db_table else f"{table}\n"
    return hmac.new(key, f"{before}\n{about}{marks}".encode(), hashlib.sha256).hexdigest()


def key_of(found: str, before: str, table: str, marks: str) -> bytes | None:
    """Under which of the keys the digest was made; None: under none, so something of it was changed."""
    return next((key for key in keys() if digest(key, before, table, marks) == found), None)


def keys() -> list[bytes]:
    """The sealing key, then those of former SECRET_KEYs, under which old seals were made."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hashlib.sha256(b"hezhang.audit.seal:" + each.encode()).digest() for each in secrets]
