"""The desk's acts: try a workbook, put its columns right, import it, undo the batch."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from hezhang.core.accounts.models import Post, Region
from hezhang.core.audit.services import record
from hezhang.core.files.models import Upload
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.notify.services import take_back
from hezhang.core.web.excel import FileError, SheetIn
from hezhang.core.web.excel.guard import DAMAGED
from hezhang.core.web.excel.reading import OLE_MAGIC
from hezhang.core.web.importing import drawings, store
from hezhang.core.web.importing.desk.fields import Kind, find, kinds_for
from hezhang.core.web.importing.desk.head import find_head
from hezhang.core.web.importing.desk.plan import Act, Context, Outcome, Plan
from hezhang.core.web.importing.desk.recording import must_be_untouched, put_back, recording
from hezhang.core.web.importing.desk.rows import Reading, read
from hezhang.core.web.importing.places import Places
from hezhang.core.web.importing.plan import CellProblem
from hezhang.core.web.importing.services import sheets_of
from hezhang.core.web.models import ImportBatch, ImportMapping

STORE = "desk"
ZIP = b"PK\x03\x04"  # how a workbook begins
LEAST_WEIGHT = 2  # of a head, for a guess at the kind of a workbook
LIKELIER = 2  # so much more weight than the chosen kind has, before another one is proposed
NO_REGION = "看不出这份文件属于哪个区县。请在标题写明区县名称，或指定区县（命令行用 --county），并先导入行政区划。"
NO_SUCH_REGION = "没有代码为 {code} 的区划，请先导入行政区划。"
LONGEST_MARK = 80  # a heading longer than that is a text, and is not remembered
MEANWHILE = "数据已有变化，没有导入任何数据，请重新核对。"


@dataclass(frozen=True)
class Asked:
    """What is chosen beside the file."""

    county: str = ""  # 6 or 12 digits
    since: date | None = None
    datum: str = ""  # what the coordinates of a drawing are in


def dry_run(
    kind: Kind,
    sheets: list[SheetIn],
    *,
    by: Post | None,
    asked: Asked = Asked(),
    today: date | None = None,
) -> Plan:
    """What importing these sheets would do; nothing is written."""
    region = _region(asked.county, by)
    reading = read(kind, sheets, remembered(kind, region))
    if region is None and not asked.county and kind.needs_region:
        region = _region_of(reading)
    context = Context(by, region, today or timezone.localdate(), asked.since, reading.title)
    plan = Plan(reading, context)
    if not reading.why:
        plan.outcome = _outcome(kind, plan, asked)
    return plan


def _outcome(kind: Kind, plan: Plan, asked: Asked) -> Outcome:
    if plan.context.region is None and (kind.needs_region or asked.county):
        why = NO_SUCH_REGION.format(code=asked.county) if asked.county else NO_REGION
        return Outcome(problems=[CellProblem(0, "", asked.county, why, "")])
    return kind.plan(plan.reading.rows, plan.context)


def _region(code: str, by: Post | None) -> Region | None:
    """The one chosen, else the office's own."""
    if code:
        return Region.objects.filter(code=code.ljust(12, "0")).first()
    return by.region if by else None


def _region_of(reading: Reading) -> Region | None:
    """The county that the title or the file's name names, or the only one there is."""
    upper = Places(Region.objects.filter(tier__in=[Tier.COUNTY, Tier.TOWN]))
    counties = upper.by_tier[Tier.COUNTY]
    return upper.county_in(reading.title) or (counties[0] if len(counties) == 1 else None)


def remembered(kind: Kind, region: Region | None) -> Mapping[str, str]:
    """What the office has said that its columns mean."""
    found = ImportMapping.objects.filter(kind=kind.key, region=region).first() if region else None
    return found.columns if found else {}


def take_file(file: UploadedFile, *, by: Post) -> Upload:
    """Keep the file for a day. Raises ValidationError for other files."""
    return store.keep(STORE, opens(file), by=by, endings=(*store.ENDINGS, *drawings.ENDINGS))


def kind_of(upload: Upload, *, by: Post, kind: Kind | None = None, datum: str = "") -> Kind:
    """The kind that was chosen, else the one whose headings fit best.

    Raises ValidationError by field: what is yet to be chosen, or that the file cannot be read.
    """
    is_drawing = drawings.is_drawing(upload.path)
    try:
        # A drawing is read in any case: whether it can be is found nowhere else.
        sheets = [] if kind and not is_drawing else sheets_of(upload, datum)
    except FileError as wrong:
        raise ValidationError({"datum" if is_drawing and not datum else "file": str(wrong)}) from wrong
    found = kind or guess_kind(sheets, by)
    if found is None:
        raise ValidationError({"kind": "从表头看不出是哪一类，请在这里选择。"})
    return found


def opens(file: UploadedFile) -> UploadedFile:
    """The file, unless it calls itself a workbook and is none. Raises ValidationError."""
    head = file.read(len(ZIP))
    file.seek(0)
    if (file.name or "").lower().endswith(".xlsx") and head not in (ZIP, OLE_MAGIC):
        raise ValidationError(DAMAGED)
    return file


def guess_kind(sheets: list[SheetIn], by: Post) -> Kind | None:
    """The kind whose fields the headings fill best, all that it demands included."""
    weights = _weights(sheets, by)
    best = max(weights, key=lambda key: weights[key], default=None)
    return find(best) if best else None


def likelier_kind(kind: Kind, sheets: list[SheetIn], by: Post) -> Kind | None:
    """Another kind that the headings fit much better than the chosen one; None where the choice is as good."""
    weights = _weights(sheets, by)
    best = max(weights, key=lambda key: weights[key], default=kind.key)
    lead = weights.get(best, 0) - weights.get(kind.key, 0)
    return find(best) if best != kind.key and lead >= LIKELIER else None


def _weights(sheets: list[SheetIn], by: Post) -> dict[str, int]:
    """By kind, how well the headings fit; kinds that lack what they demand are not named."""
    weights: dict[str, int] = {}
    visible = [sheet.filled() for sheet in sheets if not sheet.hidden and sheet.rows]
    for kind in (each.whole() for each in kinds_for(by)):
        heads = [head for rows in visible if (head := find_head(rows, kind, remembered(kind, by.region)))]
        # What a kind cannot place counts against it: a ledger is no list of rivers, though it names them.
        needed = {each.key for each in kind.fields if each.required}
        fits = [head for head in heads if needed <= set(head.columns) and kind.guessed(head)]
        if (
            fits
            and (weight := max(head.score - (0 if kind.silent else len(head.unread)) for head in fits)) >= LEAST_WEIGHT
        ):
            weights[kind.key] = weight
    return weights


@transaction.atomic
def map_columns(kind: Kind, columns: Mapping[str, str], *, by: Post) -> ImportMapping:
    """Remember what the columns of the own office's workbooks mean: mark of a column → key of a field, "" for none."""
    keys = {each.key for each in kind.fields}
    kept = {mark: key for mark, key in columns.items() if (key in keys or key == "") and len(mark) <= LONGEST_MARK}
    mapping, _ = ImportMapping.objects.get_or_create(region=by.region, kind=kind.key)
    before = dict(mapping.columns)
    mapping.columns = before | kept
    mapping.save()
    record(
        "import.map",
        mapping,
        post=by,
        label=kind.title,
        before={"columns": str(before)},
        after={"columns": str(mapping.columns)},
    )
    return mapping


@dataclass(frozen=True)
class Done:
    """What an import did."""

    plan: Plan
    batch: ImportBatch | None


@transaction.atomic
def apply_upload(kind: Kind, upload: Upload, *, by: Post, asked: Asked, at: datetime | None = None) -> Done:
    """Plan once more on today's data and write it, in one transaction. A second click finds the first one's batch."""
    # Two clicks, or two officers with one list: the second waits here, and then plans on what the first has written.
    Region.objects.hold(by.region_id)
    Upload.objects.select_for_update().get(pk=upload.pk)
    known = ImportBatch.objects.filter(
        sha256=upload.sha256, kind=kind.key, post=by, undone_at=None, made_at__gte=upload.uploaded_at
    ).first()
    sheets = sheets_of(upload, asked.datum)
    if known is not None:
        return Done(dry_run(kind, sheets, by=by, asked=asked), known)
    return import_sheets(kind, sheets, name=upload.name, sha256=upload.sha256, by=by, asked=asked, at=at)


@transaction.atomic
def import_sheets(
    kind: Kind,
    sheets: list[SheetIn],
    *,
    name: str,
    sha256: str,
    by: Post | None,
    asked: Asked,
    at: datetime | None = None,
) -> Done:
    """Carry the plan out. Rows that are refused stay out, each told; a file without a row that goes in raises Refusal."""
    plan = dry_run(kind, sheets, by=by, asked=asked, today=timezone.localdate(at) if at else None)
    if plan.problems or not plan.acts:
        raise Refusal("；".join(each.reason for each in plan.problems) or "没有可以导入的行。")
    if not plan.has_work:
        return Done(plan, None)
    batch = ImportBatch(
        kind=kind.key, title=kind.title, file_name=name[-120:], sha256=sha256, post=by, made_at=at or timezone.now()
    )
    batch.region = by.region if by else plan.context.region
    with recording(kind.leaves) as recorder:
        carry_out(plan)
    if not plan.has_work:  # what was left has been refused by its own service
        raise Refusal("没有可以导入的行：" + "；".join(each.reason for each in plan.refused[:3]))
    batch.counts = plan.counts
    batch.save()
    recorder.keep(batch)
    _journal(kind, batch, plan, asked, at)
    return Done(plan, batch)


def _journal(kind: Kind, batch: ImportBatch, plan: Plan, asked: Asked, at: datetime | None) -> None:
    told: dict[str, Any] = {"file": batch.file_name, "sha256": batch.sha256, **plan.counts}
    told |= {"county": asked.county} if asked.county else {}
    told |= {name: value for name, value in (("since", asked.since), ("datum", asked.datum)) if value}
    record(f"import.{kind.key}", batch, post=batch.post, after=told, at=at)


def carry_out(plan: Plan) -> None:
    """Write what the plan says, inside the caller's transaction; what a service refuses is refused in the plan."""
    try:
        if plan.outcome.carry_out is not None:
            plan.outcome.carry_out()
            return
        for act in sorted(plan.acts, key=lambda act: act.rank):
            if act.carry_out is not None:
                _carry_one(act)
    except IntegrityError as clash:  # somebody at a form has just stored one of these
        raise ValidationError(MEANWHILE) from clash


def _carry_one(act: Act) -> None:
    """One row by its service; what the service refuses stays out, and is told like any other refusal."""
    try:
        with transaction.atomic():
            act.carry_out()  # type: ignore[misc]
    except ValidationError as wrong:
        act.row.refuse("", "；".join(wrong.messages))
    except Refusal as refusal:
        act.row.refuse("", str(refusal) or "；".join(refusal.fields.values()) or "不能写入。")


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: Post | None, at: datetime | None = None) -> ImportBatch:
    """Put everything back that the batch wrote. Raises Refusal that names the row which was changed since."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.undone_at is not None:
        raise Refusal("这一批导入已经撤销过了。")
    if by is not None and batch.region_id and not by.region.contains(batch.region_id):
        raise NotAllowed("这一批是上级导入的，请由导入的单位撤销。")
    now = at or timezone.now()
    with transaction.atomic():
        gone = _undo_rows(batch, by, now)
    batch.undone_at, batch.undone_by = now, by
    batch.save(update_fields=["undone_at", "undone_by"])
    # A reminder about an issue that never was would open to nothing.
    take_back(gone, f"所指的记录已随第 {batch.pk} 批导入一并撤销。", since=batch.made_at, at=now)
    # What the rows were is no longer needed, and nobody's data is kept twice.
    batch.changes.all().delete()
    record("import.undo", batch, post=by, after=batch.counts, at=now)
    return batch


def _undo_rows(batch: ImportBatch, by: Post | None, at: datetime) -> set[str]:
    """The addresses of rows that are gone."""
    kind = find(batch.kind)
    if kind is not None and kind.take_back is not None:
        must_be_untouched(batch, list(batch.changes.all()))
        kind.take_back(batch, by, at)
        return set()
    gone = put_back(batch, by=by, at=at)
    if kind is not None:
        kind.undone(batch)
    return gone


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


__all__ = [
    "Asked",
    "Done",
    "FileError",
    "apply_upload",
    "dry_run",
    "import_sheets",
    "kind_of",
    "likelier_kind",
    "map_columns",
    "remembered",
    "take_file",
    "undo_import",
]
