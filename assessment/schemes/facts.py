"""Which scheme is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessment.schemes.models import Scheme

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def current_scheme(post: Post) -> Scheme | None:
    """The scheme in force for the post's region: its own, else the shipped one."""
    active = Scheme.objects.visible_to(post).filter(is_active=True)
    return active.filter(region=post.region).first() or active.filter(region=None).first()
