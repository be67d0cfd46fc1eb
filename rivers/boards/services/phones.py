"""Phones that are printed on boards: an office's, never a person's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from hezhang.core.accounts.models import User
from hezhang.core.audit.services import record
from rivers.boards.models import PublicPhone, Signboard
from rivers.boards.services.settling import settle_reaches
from rivers.chiefs.models import Tenure
from rivers.registry.services import saving

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

PRIVATE = "这是个人手机号，不能印在公示牌上，请填写办公电话。"


@transaction.atomic
def publish_phones(board: Signboard, numbers: Mapping[Post, str], *, by: Post | None) -> int:
    """Print these numbers beside those posts, on every board that names them; "" prints the office's again.

    Returns how many were changed. Raises ValidationError (by ``post_<number>``) for anybody's own mobile.
    """
    saving.must_keep(board.region_id, by=by)
    known = {one.post_id: one for one in PublicPhone.objects.select_for_update().filter(post__in=list(numbers))}
    _demand_no_mobiles(numbers)
    changed = [post for post, number in numbers.items() if _write(post, number.strip(), known.get(post.pk), by)]
    settle_reaches(Tenure.objects.filter(post__in=changed).values_list("reach", flat=True))
    return len(changed)


def _demand_no_mobiles(numbers: Mapping[Post, str]) -> None:
    digits = {post: re.sub(r"\D", "", number) for post, number in numbers.items()}
    own = set(User.objects.filter(phone__in=filter(None, digits.values())).values_list("phone", flat=True))
    if wrong := {f"post_{post.pk}": PRIVATE for post, number in digits.items() if number in own}:
        raise ValidationError(wrong)


def _write(post: Post, number: str, known: PublicPhone | None, by: Post | None) -> bool:
    before = known.number if known else ""
    if number == before:
        return False
    row = known or PublicPhone(post=post)
    if number:
        row.number = number
        row.full_clean()
        row.save()
    else:
        row.delete()
    record("signboard.phone", post, post=by, before={"public_phone": before}, after={"public_phone": number})
    return True
