"""Planning and applying an import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hezhang.core.accounts.models import Post, Region
from hezhang.core.audit.models import Entry
from hezhang.core.audit.services import record
from hezhang.core.files import disk
from hezhang.core.files.models import Upload
from hezhang.core.web.excel import FileError, SheetIn, read_sheets
from hezhang.core.web.importing.drawings import is_drawing, sheet_of
from hezhang.core.web.importing.plan import CellProblem, ImportPlan, ImportSpec


@dataclass(frozen=True)
class Applied:
    """What an import did; ``is_new`` is False when it had been done before (a second click)."""

    summary: list[tuple[str, int]]
    is_new: bool


def sheets_of(upload: Upload, datum: str = "") -> list[SheetIn]:
    """The upload's sheets; ``datum``: what the coordinates of a drawing are in.

    Raises FileError when it cannot be read as a workbook, FileNotFoundError.
    """
    with disk.absolute(upload.path).open("rb") as stream:
        return [sheet_of(stream.read(), upload.name, datum)] if is_drawing(upload.path) else read_sheets(stream)


def make_plan(spec: ImportSpec, upload: Upload, *, by: Post | None, **options: Any) -> ImportPlan:
    """The dry run: nothing is written. An unreadable file is a plan with one problem."""
    try:
        sheets = sheets_of(upload)
    except FileNotFoundError:
        return ImportPlan(problems=[CellProblem(0, "", upload.name, "上传的文件已不在服务器上", "请重新上传。")])
    except FileError as wrong:
        return ImportPlan(problems=[CellProblem(0, "", upload.name, str(wrong), "改正后重新上传。")])
    return spec.plan(by, sheets, **options)


CHANGED = "数据已有变化，文件中有不能导入的行，请重新核对。"


@transaction.atomic
def apply_upload(spec: ImportSpec, upload: Upload, *, by: Post, at: datetime | None = None, **options: Any) -> Applied:
    """Plan again on today's data and write it all, or nothing.

    The upload's row is locked and its journal row says whether it was applied, so two clicks apply it once.
    Raises ValidationError when the plan has problems by now.
    """
    # Two clicks, or two officers with one list: the second waits here, and then plans on what the first has written.
    Region.objects.hold(by.region_id)
    Upload.objects.select_for_update().get(pk=upload.pk)
    action = f"import.{spec.key}"
    before = Entry.objects.about(upload).filter(action=action).first()
    if before is not None:
        return Applied([(label, count) for label, count in before.after["summary"]], is_new=False)
    # Anew: between dry run and confirmation somebody may have registered the same river.
    plan = make_plan(spec, upload, by=by, **options)
    if plan.problems:
        raise ValidationError(CHANGED)
    _write(plan)
    told = {"file": upload.name, "sha256": upload.sha256} | {name: str(each) for name, each in options.items() if each}
    entry = record(action, upload, post=by, at=at, after=told | {"summary": [list(each) for each in plan.summary]})
    return Applied([(label, count) for label, count in entry.after["summary"]], is_new=True)


def _write(plan: ImportPlan) -> None:
    try:
        with transaction.atomic():
            plan.apply()
    except IntegrityError as clash:  # somebody of another region, or at a form, has just stored one of these
        raise ValidationError(CHANGED) from clash
