"""Why a patrol was not taken. Each carries the sentence that the screen shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hezhang.core.kernel.refusal import Refusal

if TYPE_CHECKING:
    from patrols.walks.models import Patrol


class PatrolUnlikely(Refusal):
    """Taken only when its sender says that it is so: the walk is longer than a day."""


class PatrolConflict(Refusal):
    """The client id belongs to another walk (409), which stays as it is; ``stored`` is that walk."""

    status = 409

    def __init__(self, stored: Patrol, reason: str) -> None:
        super().__init__(reason)
        self.stored = stored
