"""The photos of an issue: before beside after, how far apart they were taken, and whether one was used before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html

from hezhang.core.files import facts as files
from hezhang.core.files.looks import is_same, may_be_same
from hezhang.core.geo.positions import bearing, geodesic
from issues.ledger.choices import PhotoKind
from issues.ledger.models import Evidence, Issue

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

BEFORE = {PhotoKind.FOUND, PhotoKind.BEFORE}
AFTER = {PhotoKind.AFTER, PhotoKind.ON_SITE, PhotoKind.LATER}
WINDS = ["北", "东北", "东", "东南", "南", "西南", "西", "西北"]
HERE = 3  # m: nearer than a phone can tell
MOST_TOLD = 5  # problems that are named
MOST_TWINS = 200  # rows that share a band; of a common look more are not worth reading
Picture = dict[str, Any]
Spot = tuple[float, float, str]  # latitude, longitude, and whose place it is in words


def picture(photo: Evidence, caption: str = "") -> Picture:
    """One photo for components/photos.html."""
    url = reverse("issues:photo", args=[photo.pk])
    return files.picture(photo.upload, url, caption or photo.get_kind_display())


def compared(issue: Issue, post: Post | None = None) -> dict[str, Any]:
    """Before and after, side by side: the first thing that verification looks at (韩江局: 查阅整改佐证材料 → 实地复核).

    ``twins``: for a post, the other problems that it sees in which one of these photos seems to stand as well.
    """
    photos = list(issue.evidence.select_related("upload"))
    spot = _spot(issue, photos)
    return {
        "before": [picture(photo) for photo in photos if photo.kind in BEFORE],
        "after": [picture(photo, _placed(photo, spot)) for photo in photos if photo.kind in AFTER],
        "twins": list(twins(issue, photos, post)) if post else [],
    }


def spot_of(issue: Issue) -> Spot | None:
    """Where the first photo was taken, else where the problem is; None where neither is known."""
    return _spot(issue, issue.evidence.select_related("upload"))


def _spot(issue: Issue, photos: Iterable[Evidence]) -> Spot | None:
    taken = (photo.upload for photo in photos if photo.kind in BEFORE)
    first = next((one for one in taken if one.lat is not None and one.lng is not None), None)
    if first is not None:
        return first.lat, first.lng, "整改前照片"
    return (issue.lat, issue.lng, "问题位置") if issue.lat is not None and issue.lng is not None else None


def _placed(photo: Evidence, spot: Spot | None) -> str:
    """整改后，距整改前照片约 12 米，在其东北面."""
    here, kind = photo.upload, photo.get_kind_display()
    if spot is None or here.lat is None or here.lng is None:
        return str(kind)
    lat, lng, words = spot
    return f"{kind}，{away_words(lat, lng, here.lat, here.lng, words)}"


def away_words(lat: float, lng: float, to_lat: float, to_lng: float, words: str) -> str:
    """How far, and on which side of it; metres as far as they can be believed."""
    metres = geodesic(lat, lng, to_lat, to_lng)
    if metres < HERE:
        return f"与{words}同一位置"
    wind = WINDS[round(bearing(lat, lng, to_lat, to_lng) / 45) % 8]
    far = f"{metres:.0f} 米" if metres < 1000 else f"{metres / 1000:.1f} 公里"
    return f"距{words}约 {far}，在其{wind}面"


def twins(issue: Issue, photos: list[Evidence], post: Post) -> Iterator[Any]:
    """A sentence for each other problem with a photo that seems to be one of these. For a person to look at, no blame:
    the same pile may be photographed twice, and one photo may rightly belong to two problems."""
    asked = Q()
    for photo in photos:
        asked |= may_be_same(photo.upload, "upload__")
    if not asked:
        return
    rows = Evidence.objects.visible_to(post).filter(asked).exclude(issue=issue).exclude(issue__merged_into=issue)
    told = set()
    for row in rows.select_related("upload", "issue").order_by("-pk")[:MOST_TWINS]:
        mine = next((photo for photo in photos if is_same(photo.upload, row.upload)), None)
        if mine and row.issue_id not in told and row.issue_id != issue.merged_into_id:
            told.add(row.issue_id)
            if len(told) > MOST_TOLD:
                return
            yield format_html(
                '“{}”与问题 <a href="{}">{}</a> 的“{}”看起来是同一张照片，请核实。',
                mine.get_kind_display(), row.issue.get_absolute_url(), row.issue.number, row.get_kind_display(),
            )  # fmt: skip
