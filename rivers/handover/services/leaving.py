"""离任: a chief leaves, with the successor named in the same act."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from hezhang.core.accounts.services import end_post
from hezhang.core.kernel.words import day_words
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import appoint
from rivers.handover.choices import HandoverState
from rivers.handover.models import Handover

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


@transaction.atomic
def leave(post: Post, on: date, *, by: Post, successor: Post | None = None) -> Handover | None:
    """End the post on that day (its last). A successor takes over, from the day after, each reach that it led.

    All or nothing, the sheet included, which is returned; None for a post that led no reach. Raises ValidationError,
    NotAllowed as ``end_post`` and ``appoint`` do.
    """
    if on < post.starts_on:
        raise ValidationError({"on": f"离任日期不能早于任职日期 {day_words(post.starts_on)}。"})
    if successor is not None:
        next_day = on + timedelta(days=1)
        led = Tenure.objects.current(on).filter(post=post, kind=TenureKind.RESPONSIBLE).select_related("reach")
        for tenure in led.order_by("reach__code"):
            _appoint(tenure, successor, next_day, by)
    end_post(post, on, by=by)
    return Handover.objects.filter(outgoing=post, left_on=on, state=HandoverState.OPEN).order_by("id").first()


def _appoint(tenure: Tenure, successor: Post, starts_on: date, by: Post) -> None:
    """What is wrong with the successor belongs to the form's field of that name."""
    try:
        appoint(by=by, post=successor, reach=tenure.reach, kind=TenureKind.RESPONSIBLE, starts_on=starts_on)
    except ValidationError as wrong:
        raise ValidationError({"successor": [f"{tenure.reach.name}：{word}" for word in wrong.messages]}) from None
