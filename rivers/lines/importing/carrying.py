"""The file between its dry run and its import, and the import itself: planned anew, all or nothing, once."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.audit.models import Entry
from hezhang.core.audit.services import record
from hezhang.core.files import disk
from hezhang.core.files.models import Upload, UploadKind
from hezhang.core.files.services import store_sheet
from hezhang.core.geo.datums import Datum
from hezhang.core.geo.files import ENDINGS, GeoFileError, read_features
from hezhang.core.kernel.refusal import Refusal
from rivers.lines.choices import Source
from rivers.lines.importing.planning import Plan, plan
from rivers.lines.services import draw_lines, draw_shape
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

ACTION = "import.lines"
PREFIX = "sheets/lines-"
KEPT_FOR = timedelta(hours=24)
CHANGED = "数据已有变化，文件中有不能导入的要素，请重新核对。"


def keep_file(file: UploadedFile, *, by: Post) -> Upload:
    """Store the bytes under a random name. ValidationError for other endings, too large files, a full disk."""
    ending = Path(file.name or "").suffix.lower()
    if ending not in ENDINGS:
        raise ValidationError("请上传 .geojson、.kml、.kmz、.gpx，或 Shapefile 的 .zip 压缩包。")
    return store_sheet(file, by=by, path=f"{PREFIX}{secrets.token_urlsafe(24)}{ending}")


def kept_file(post: Post, token: str) -> Upload | None:
    """The person's own upload of the last day."""
    fresh = Upload.objects.visible_to(post).filter(kind=UploadKind.SHEET, uploaded_at__gt=timezone.now() - KEPT_FOR)
    return fresh.filter(path=f"sheets/{token}").first() if token.startswith("lines-") else None


def make_plan(upload: Upload, post: Post, *, datum: str, skip: bool) -> Plan:
    """The dry run; a file that cannot be read is a plan that says why."""
    try:
        with disk.absolute(upload.path).open("rb") as stream:
            features = read_features(stream.read(), upload.path, Datum(datum))
    except FileNotFoundError:
        return Plan([], "上传的文件已不在服务器上，请重新上传。")
    except GeoFileError as wrong:
        return Plan([], str(wrong))
    return plan(features, post, skip=skip)


@transaction.atomic
def import_lines(upload: Upload, *, by: Post, datum: str, skip: bool = False) -> list[tuple[str, int]]:
    """Draw what the file holds, all or nothing, and once however often it is confirmed; the counts by what was done.

    Raises Refusal when the plan has problems by now, and NotAllowed.
    """
    # Two clicks, or two officers with one file: the second waits here, and plans on what the first has written.
    Region.objects.hold(by.region_id)
    before = Entry.objects.about(upload).filter(action=ACTION).first()
    if before is not None:
        return [(label, count) for label, count in before.after["summary"]]
    made = make_plan(upload, by, datum=datum, skip=skip)
    if made.wrong or made.problems:
        raise Refusal(made.wrong or CHANGED)
    lines = [(row.target, row.points) for row in made.changing if isinstance(row.target, Reach)]
    draw_lines(lines, by=by, source=Source.FILE)
    for row in made.changing:
        if row.target is not None and not isinstance(row.target, Reach):
            draw_shape(row.target, row.points, by=by, source=Source.FILE)
    told = {"file": upload.name, "sha256": upload.sha256, "datum": datum, "summary": made.summary}
    record(ACTION, upload, post=by, after=told)
    return made.summary
