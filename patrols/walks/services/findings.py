"""Writing findings and their photos, and the word to whoever raises issues from the open ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from patrols.walks.choices import FindingState
from patrols.walks.models import Finding, FindingPhoto
from patrols.walks.signals import finding_recorded
from rivers.assets.models import Asset
from rivers.boards.models import Signboard

if TYPE_CHECKING:
    from hezhang.core.files.models import Upload
    from patrols.walks.models import Patrol, Supplement
    from patrols.walks.rules import Position
    from patrols.walks.services.telling import FindingIn


def write_findings(
    patrol: Patrol, found: Sequence[FindingIn], *, at: datetime, supplement: Supplement | None = None, first: int = 1
) -> None:
    """Findings numbered from ``first`` on; in the caller's transaction, and so are the issues that come of them."""
    rows = Finding.objects.bulk_create(
        Finding(
            patrol=patrol,
            number=number,
            item=one.item,
            state=one.state,
            text=one.text,
            measure=one.measure,
            lat=one.lat,
            lng=one.lng,
            accuracy_m=one.accuracy_m,
            is_placed=one.is_placed,
            **_phone(one.phone),
            asset=one.thing if isinstance(one.thing, Asset) else None,
            board=one.thing if isinstance(one.thing, Signboard) else None,
            supplement=supplement,
        )
        for number, one in enumerate(found, start=first)
    )
    write_photos([(row, photo) for row, one in zip(rows, found, strict=True) for photo in one.photos], supplement)
    for row in rows:
        if row.state == FindingState.OPEN:
            # send, not send_robust: an issue that cannot be raised undoes the patrol, or it would be lost (0007).
            finding_recorded.send(sender=Finding, finding=row, at=at)


def _phone(place: Position | None) -> dict[str, float | None]:
    lat, lng, accuracy_m = place or (None, None, None)
    return {"phone_lat": lat, "phone_lng": lng, "phone_accuracy_m": accuracy_m}


def write_photos(pairs: Sequence[tuple[Finding, Upload]], supplement: Supplement | None = None) -> None:
    """Photos of findings."""
    FindingPhoto.objects.bulk_create(
        FindingPhoto(finding=finding, upload=photo, supplement=supplement) for finding, photo in pairs
    )
