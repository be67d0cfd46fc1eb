"""Photos and documents of an asset or a river."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from hezhang.core.audit.services import record
from hezhang.core.files.models import Upload
from rivers.assets.models import Asset, AssetFile
from rivers.assets.services.values import Subject
from rivers.registry.models import River
from rivers.registry.services import saving

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

MOST = 60  # of one thing: it is a dossier, no album


@transaction.atomic
def add_files(asset: Asset, uploads: Sequence[Upload], *, by: Post | None, caption: str = "") -> list[AssetFile]:
    """Attach what was uploaded; the same file twice is attached once. Raises ValidationError."""
    return _add(asset, {"asset": asset}, uploads, caption, by)


@transaction.atomic
def add_river_files(river: River, uploads: Sequence[Upload], *, by: Post | None, caption: str = "") -> list[AssetFile]:
    """The same for the dossier of a river."""
    return _add(river, {"river": river}, uploads, caption, by)


def _add(
    subject: Subject, of: dict[str, Subject], uploads: Sequence[Upload], caption: str, by: Post | None
) -> list[AssetFile]:
    saving.must_keep(subject.region_id, by=by)
    type(subject).objects.select_for_update().get(pk=subject.pk)
    known = set(AssetFile.objects.filter(**of).values_list("upload_id", flat=True))
    fresh = [upload for upload in uploads if upload.pk not in known]
    if len(known) + len(fresh) > MOST:
        raise ValidationError(f"一个对象最多 {MOST} 个附件（已有 {len(known)} 个），请先移除不用的。")
    made = [AssetFile(upload=upload, caption=caption, post=by, **of) for upload in fresh]
    for row in made:
        row.clean_fields(exclude=["post"])  # nobody, for set-up
        row.save(force_insert=True)
    if made:
        record(f"{subject._meta.model_name}.attach", subject, post=by, after={"附件": [str(row) for row in made]})
    return made


@transaction.atomic
def remove_file(file: AssetFile, *, by: Post | None) -> Subject:
    """Take a file off; the bytes go at night, when nothing shows them."""
    subject: Subject = file.asset or file.river
    saving.must_keep(subject.region_id, by=by)
    record(f"{subject._meta.model_name}.detach", subject, post=by, before={"附件": str(file)})
    file.delete()
    return subject
