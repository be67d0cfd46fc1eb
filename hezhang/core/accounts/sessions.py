"""Sessions in the database, each with its person, device and address (settings.SESSION_ENGINE).

The columns are copies of what the session holds: they are written when it is, which is once a minute at most.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from hezhang.core.accounts.limits import ADDRESS, BEGAN, LABEL, SEEN
from hezhang.core.accounts.models import OpenSession
from hezhang.core.accounts.services.sessions import PHONE_KEY


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[OpenSession]:
        return OpenSession

    def create_model_instance(self, data: dict[str, Any]) -> OpenSession:
        return _told(super().create_model_instance(data), data)

    async def acreate_model_instance(self, data: dict[str, Any]) -> OpenSession:
        return _told(await super().acreate_model_instance(data), data)


def _told(row: Any, data: dict[str, Any]) -> OpenSession:
    row.user_id, row.phone_id = data.get(USER_KEY), data.get(PHONE_KEY)
    row.label, row.address = data.get(LABEL, ""), data.get(ADDRESS, "")
    row.began_at, row.seen_at = _moment(data.get(BEGAN)), _moment(data.get(SEEN))
    return row


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
