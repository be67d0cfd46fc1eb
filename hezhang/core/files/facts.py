"""What a page shows of a photo: a small one that opens, and beneath the large one when and where it was taken."""

from __future__ import annotations

from hezhang.core.files.models import Upload
from hezhang.core.geo.positions import place_words
from hezhang.core.kernel.words import moment_words


def picture(upload: Upload, url: str, caption: str = "") -> dict[str, str]:
    """One photo for ``components/photos.html``; ``told`` stands beneath it in the viewer, never in the picture itself."""
    return {"url": url, "thumb": f"{url}?thumb=1", "caption": caption, "told": told(upload)}


def told(upload: Upload) -> str:
    """When and where, as the camera wrote it; where it wrote nothing, when the photo came in."""
    if upload.taken_at is None:
        when = f"照片中没有拍摄时间，{moment_words(upload.uploaded_at)} 上传"
    else:
        when = f"{moment_words(upload.taken_at)} 拍摄"
    where = place_words(upload.lat, upload.lng) if upload.lat is not None else "照片中没有位置"
    return f"{when}；{where}"
