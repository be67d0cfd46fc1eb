"""What the desk's pages show of a plan, and the job that carries out a long one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.dateparse import parse_date

from hezhang.core.accounts.models import Post
from hezhang.core.files.models import Upload
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.kernel.words import shortened
from hezhang.core.web import jobs
from hezhang.core.web.excel import FileError, SheetIn, as_text, column_letters
from hezhang.core.web.importing import store, workbooks
from hezhang.core.web.importing.desk import services
from hezhang.core.web.importing.desk.fields import Kind, find
from hezhang.core.web.importing.desk.forms import DeskForm
from hezhang.core.web.importing.desk.missing import likely_pairs, missing_columns
from hezhang.core.web.importing.desk.plan import CHANGED, NEW, SAME, WORDS, Plan
from hezhang.core.web.importing.desk.rows import Reading, Table
from hezhang.core.web.importing.desk.services import Asked
from hezhang.core.web.importing.plan import CellProblem, ImportPlan, ImportSpec, TemplateColumn
from hezhang.core.web.models import ImportBatch, ImportChange, Job

SHOWN = 200  # of each table on the page; the annotated workbook has them all
PREVIEWED = 50
MANY = 4  # rows refused in the same words, from which they are told once
LONG = 1000  # rows to write that no request waits for
JOB = "import"
GONE = "上传的文件已不在服务器上，请重新上传。"


def tried(upload: Upload, kind: Kind, *, by: Post, asked: Asked) -> tuple[list[SheetIn], Plan]:
    """The sheets and what importing them would do; a file that cannot be read is a plan that says so."""
    try:
        sheets = services.sheets_of(upload, asked.datum)
    except (FileError, FileNotFoundError) as wrong:
        why = GONE if isinstance(wrong, FileNotFoundError) else str(wrong)
        context = services.Context(by, by.region, timezone.localdate())
        return [], Plan(Reading(why=why), context)
    return sheets, services.dry_run(kind, sheets, by=by, asked=asked)


def context_of(plan: Plan, kind: Kind, upload: Upload, form: DeskForm) -> dict[str, Any]:
    """Everything the page of the dry run draws."""
    asked = form.asked() | {"upload": store.token_of(upload), "kind": kind.key}
    news = sorted(plan.acts, key=lambda act: [NEW, CHANGED, SAME].index(act.what))[:PREVIEWED]
    writes = plan.count(NEW) + plan.count(CHANGED)
    groups, refused = repeated(plan.refused)
    missing = missing_columns(plan, kind)
    pairs = likely_pairs(plan, kind, missing)
    paired = {pair.key for pair in pairs}
    return {
        "kind": kind, "upload": upload, "plan": plan, "facts": form.facts(), "asked": asked.items(), "query": urlencode(asked),
        "counts": counted(plan.counts), "effects": plan.outcome.effects, "remarks": plan.outcome.remarks, "writes": writes,
        "refused": refused[:SHOWN], "refused_more": max(0, len(refused) - SHOWN), "refused_groups": groups,
        "missing": [one for one in missing if one.key not in paired], "pairs": pairs,
        "paired": [one.said for one in missing if one.key in paired],
        "guesses": grouped(plan.guesses), "guess_count": len(plan.guesses),
        "left_out": plan.reading.left_out[:SHOWN], "tables": [mapping_of(table, kind) for table in plan.reading.tables],
        "headings": ["处理", *kind.headings, "变化"], "preview": [_line(act, kind) for act in news],
    }  # fmt: skip


@dataclass
class Group:
    """Guesses of one column for one reason: how many, what the first said, and the rows themselves."""

    column: str
    reason: str
    count: int
    rows: list[CellProblem]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)

    @property
    def first(self) -> str:
        """第 3、4、7 行：约5公里、850米."""
        few = self.rows[:3]
        values = "、".join(dict.fromkeys(shortened(one.value, 20) for one in few if one.value))
        told = f"第 {'、'.join(str(one.row) for one in few)} 行" + ("等" if self.count > len(few) else "")
        return f"{told}：{values}" if values else told


def grouped(guesses: list[CellProblem]) -> list[Group]:
    """By column and reason, the most frequent first: three hundred lines that say one thing are one line."""
    groups: dict[tuple[str, str], list[CellProblem]] = {}
    for each in guesses:
        # What was read differs from row to row; why it was read so does not.
        reason = each.reason.partition("读取：")[2] or f"{each.reason}{each.remedy}"
        groups.setdefault((each.column, reason), []).append(each)
    found = [Group(*key, len(rows), rows[:SHOWN]) for key, rows in groups.items()]
    return sorted(found, key=lambda one: -one.count)


def repeated(refused: list[CellProblem]) -> tuple[list[Group], list[CellProblem]]:
    """What is said of many rows in the same words, once; and what is said of few, row by row."""
    groups = [one for one in grouped(refused) if one.count >= MANY]
    told = {(one.column, one.reason) for one in groups}
    return groups, [each for each in refused if (each.column, f"{each.reason}{each.remedy}") not in told]


def rather_of(kind: Kind | None, upload: Upload, form: DeskForm) -> dict[str, Any]:
    """The kind that the table looks like rather than the chosen one, and the address of its dry run."""
    if kind is None:
        return {}
    asked = form.asked() | {"upload": store.token_of(upload), "kind": kind.key}
    return {"rather": kind, "rather_query": urlencode(asked)}


def undo_words(batch: ImportBatch) -> list[str]:
    """What an undo would do, in sentences: how many rows of what vanish, and how many become what they were."""
    counts: dict[bool, list[str]] = {True: [], False: []}
    rows = batch.changes.order_by().values("model").annotate(
        new=Count("pk", filter=Q(before__isnull=True)), old=Count("pk", filter=~Q(before__isnull=True))
    )  # fmt: skip
    for row in rows.order_by("model"):
        name = str(apps.get_model(row["model"])._meta.verbose_name)
        for is_new, number in ((True, row["new"]), (False, row["old"])):
            if number:
                counts[is_new].append(f"{name} {number} 条")
    told = [f"删除这一批新增的：{'、'.join(counts[True])}。"] if counts[True] else []
    return told + ([f"恢复成导入之前的样子：{'、'.join(counts[False])}。"] if counts[False] else [])


def _line(act: Any, kind: Kind) -> list[tuple[str, Any]]:
    cells = [WORDS[act.what], *act.shown, shortened(act.changes, 120)]
    return list(zip(["处理", *kind.headings, "变化"], cells, strict=False))


def counted(counts: dict[str, int]) -> list[tuple[str, int]]:
    """The figures with their words."""
    words = {"rows": "数据行", "new": "新增", "changed": "更新", "same": "不变", "refused": "不导入"}
    return [(words[name], counts[name]) for name in words if name in counts]


def counted_words(counts: dict[str, int]) -> str:
    return "、".join(f"{label} {number} 行" for label, number in counted(counts)[1:])


def mapping_of(table: Table, kind: Kind) -> dict[str, Any]:
    """Each column of a table: what it was taken for, and what it may be taken for instead."""
    head = table.head
    first = table.filled[head.last + 1] if head.last + 1 < len(table.filled) else []
    choices = [(each.key, kind.label_of(each)) for each in kind.fields]
    columns = [
        {
            "letters": column_letters(col), "name": name, "mark": mark, "key": head.key_at(col),
            "sample": shortened(as_text(first[col]) if col < len(first) else "", 30), "choices": choices,
        }
        for col, (name, mark) in enumerate(zip(head.names, head.marks, strict=True))
        if name
    ]  # fmt: skip
    return {"sheet": table.sheet.name, "row": head.last + 1, "columns": columns}


def changes_of(changes: list[ImportChange]) -> list[tuple[str, str, str]]:
    """(what was done, kind of row, its name)."""
    done = {True: "新增", False: "修改"}
    return [(done[one.before is None], str(apps.get_model(one.model)._meta.verbose_name), one.label) for one in changes]


def annotated_of(sheets: list[SheetIn], plan: Plan) -> bytes:
    """The workbook again with what is refused in red and what was guessed in yellow."""
    told = ImportPlan(
        problems=[*plan.problems, *plan.refused],
        notices=[*plan.guesses, *plan.reading.left_out],
        head_rows=plan.reading.head_rows,
    )
    return workbooks.annotated(sheets, told)


def template_of(kind: Kind) -> bytes:
    """A workbook with the kind's headings; groups beside one another are called by their leader."""
    columns = [
        TemplateColumn(each.label, each.example, each.note, each.required) for each in kind.fields if not each.alone
    ]
    spec = ImportSpec(key=kind.key, title=kind.title, columns=columns, plan=_no_plan, done_url=kind.list_url)
    return workbooks.template(spec)


def _no_plan(*_: Any, **__: Any) -> ImportPlan:
    return ImportPlan()


def start_job_if_long(upload: Upload, kind: Kind, *, by: Post, asked: Asked) -> Job | None:
    """Thousands of rows are written by a worker, in one transaction as well."""
    _, plan = tried(upload, kind, by=by, asked=asked)
    if plan.count(NEW) + plan.count(CHANGED) <= LONG:
        return None
    params = {"upload": upload.pk, "kind": kind.key, "county": asked.county, "since": str(asked.since or "")}
    params["datum"] = asked.datum
    return jobs.start(JOB, f"导入{kind.title}：{upload.name}", params, by=by)


@jobs.handler(JOB, atomic=True)
def run_import(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Carry out a long import."""
    kind, upload = find(job.params["kind"]), Upload.objects.filter(pk=job.params["upload"]).first()
    if kind is None or upload is None:
        raise jobs.JobError(GONE)
    since = parse_date(job.params["since"]) if job.params["since"] else None
    asked = Asked(job.params["county"], since, job.params.get("datum", ""))
    try:
        done = services.apply_upload(kind, upload, by=job.post, asked=asked)
    except (Refusal, ValidationError) as wrong:
        raise jobs.JobError("；".join(getattr(wrong, "messages", [str(wrong)]))) from wrong
    return {"batch": done.batch.pk if done.batch else None}
