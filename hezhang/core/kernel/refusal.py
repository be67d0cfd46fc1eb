"""The one way in which a service says no: a sentence for the screen, a status for the answer, the fields it is about.

What a form can put right is 422: it was read, and something in it must be changed. 400 is left to what cannot be read at
all (a body cut short, a forged one), 403 to who may not, 409 to who came too late.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.db import models

from hezhang.core.kernel.verdict import Verdict

INVALID = int(HTTPStatus.UNPROCESSABLE_ENTITY)


class Refusal(Exception):  # noqa: N818 - an answer to the user, not a fault
    """An act that was not carried out; ``str()`` is the Chinese sentence for the user, and says what to do.

    ``fields`` holds sentences that belong to single fields of the form that asked for the act.
    """

    status: int = INVALID

    def __init__(
        self, sentence: str = "", *, status: int | None = None, fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(sentence)
        self.sentence, self.fields = sentence, dict(fields or {})
        self.status = status or self.status


class NotAllowed(Refusal, PermissionDenied):
    """The post may see this but not do it. Django's own handler answers it, too, with the sentence on the page."""

    status = int(HTTPStatus.FORBIDDEN)


class EditedMeanwhile(Refusal):
    """Somebody saved the row after the form was drawn; ``current`` is how it stands now."""

    status = int(HTTPStatus.CONFLICT)

    def __init__(self, current: models.Model) -> None:
        # Where a page can, it says who and when (web.conflicts.words_of).
        super().__init__("在您填写期间，这条记录已被他人修改。")
        self.current = current


def demand(verdict: Verdict, refusal: type[Refusal] = NotAllowed) -> None:
    """Raise the refusal with the verdict's reason unless the verdict is positive."""
    if not verdict:
        raise refusal(verdict.reason)
