"""What a person sets aside on the home, and fetches back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hezhang.core.web.models import ListChoice
from hezhang.portal.desks.setup import mark_of

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def hide_setup(*, by: Post) -> None:
    """Put the steps of setting up away; a preference, so not journalled."""
    ListChoice.objects.get_or_create(user_id=by.user_id, page=mark_of(by))


def show_setup(*, by: Post) -> None:
    """Fetch them back; once all is done there is nothing to see."""
    ListChoice.objects.filter(user_id=by.user_id, page=mark_of(by)).delete()
