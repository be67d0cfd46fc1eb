"""What pages say of actings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from hezhang.core.kernel.words import day_words
from rivers.acting.models import Acting

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def stood_in_for(post: Post, today: date) -> QuerySet[Acting]:
    """The reaches whose chief the post stands in for today, in the order of their codes."""
    rows = Acting.objects.current(today).filter(post=post).with_names()
    return rows.order_by("tenure__reach__code", "pk")


def until_words(acting: Acting) -> str:
    return f"代{acting.tenure.post.user.name}，至 {day_words(acting.span[1])}"
