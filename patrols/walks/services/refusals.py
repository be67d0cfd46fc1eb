"""Why a patrol was not taken. Each carries the sentence that the screen shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from patrols.walks.models import Patrol


class PatrolRefused(Exception):  # noqa: N818 - read as what happened, not as a fault
    """The record cannot be taken as it stands (400); ``str()`` is the Chinese sentence for the user."""

    status = 400


class PatrolConflict(PatrolRefused):
    """The client id belongs to another walk (409), which stays as it is; ``stored`` is that walk."""

    status = 409

    def __init__(self, stored: Patrol, reason: str) -> None:
        super().__init__(reason)
        self.stored = stored
