"""What heads hear: a post that ends, and one that has ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from hezhang.core.accounts.models import Post, User
from hezhang.core.accounts.rules import sees_business
from hezhang.core.accounts.signals import person_shown, post_ended, post_ending
from rivers.heads.facts import terms_of
from rivers.heads.models import HeadTenure
from rivers.heads.services import dismiss_heads


def connect() -> None:
    post_ended.connect(dismiss_heads, dispatch_uid="rivers.dismiss_heads")
    post_ending.connect(foretell, dispatch_uid="rivers.foretell_heads")
    person_shown.connect(panel_of_person, dispatch_uid="rivers.heads.person")


def foretell(sender: type[Post], post: Post, on: date, **_: Any) -> list[str]:
    """What the page says before a post ends."""
    held = HeadTenure.objects.filter(post=post).running(on).exclude(ends_on=on).select_related("region")
    return [
        f"同时结束{one.region.name}{one.get_kind_display()}任职。" for one in held.order_by("region_id", "kind", "pk")
    ]


def panel_of_person(
    sender: type[User], shown: User, post: Post, today: date, **_: Any
) -> tuple[str, dict[str, Any]] | None:
    """What somebody heads and headed, for whoever sees business."""
    rows = HeadTenure.objects.visible_to(post).filter(post__user=shown).with_names() if sees_business(post) else None
    heads = terms_of(rows, today) if rows is not None else []
    return ("rivers/panels/person_heads.html", {"heads": heads}) if heads else None
