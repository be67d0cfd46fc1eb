"""What the pages of boards share."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from hezhang.core.accounts.requests import PostRequest
from rivers.boards.models import Signboard
from rivers.boards.services.text import joined


def find_board(request: PostRequest, pk: int) -> Signboard:
    """A board of the acting post's scope with its reach, or 404."""
    return get_object_or_404(joined(Signboard.objects.visible_to(request.post)), pk=pk)
