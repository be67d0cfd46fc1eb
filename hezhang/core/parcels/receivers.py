"""What parcels listen to: photos that come ahead of their form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from hezhang.core.files.signals import photo_staged
from hezhang.core.parcels.services import note_photo

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.files.models import Upload


@receiver(photo_staged, dispatch_uid="parcels.photo_staged")
def count_photo(sender: Any, *, upload: Upload, post: Post, **_: Any) -> None:
    note_photo(upload, post)
