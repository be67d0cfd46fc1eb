"""Workbooks for the desk, what it does with them, and what the database holds before and after."""

from datetime import date
from io import BytesIO
from typing import Any

from django.apps import apps
from openpyxl import Workbook

from hezhang.core.web.excel import SheetIn, read_sheets
from hezhang.core.web.importing.desk import fields, services
from hezhang.core.web.importing.desk.plan import Plan
from hezhang.core.web.importing.desk.services import Asked, Done
from hezhang.core.web.models import ImportBatch

# What says what happened, and numbers that are never handed out twice.
TOLD = {"audit", "notify", "sessions", "contenttypes", "auth"}
KEPT = {"web.importbatch", "web.importmapping", "issues.numberseries", "rivers.codeserial"}


def book(
    rows: list[list[Any]], *, name: str = "Sheet1", merged: tuple[str, ...] = (), **others: list[list[Any]]
) -> list[SheetIn]:
    """A workbook of these rows, read back; further sheets by name, hidden ones with an underscore before it."""
    made = Workbook()
    made.active.title = name
    for each in rows:
        made.active.append(each)
    for area in merged:
        made.active.merge_cells(area)
    for title, lines in others.items():
        sheet = made.create_sheet(title.lstrip("_"))
        sheet.sheet_state = "hidden" if title.startswith("_") else "visible"
        for each in lines:
            sheet.append(each)
    stream = BytesIO()
    made.save(stream)
    return read_sheets(stream)


def try_out(kind: str, sheets: list[SheetIn], *, by: Any = None, county: str = "", since: date | None = None) -> Plan:
    found = fields.find(kind)
    assert found is not None
    return services.dry_run(found, sheets, by=by, asked=Asked(county, since))


def bring_in(kind: str, sheets: list[SheetIn], *, by: Any = None, county: str = "", since: date | None = None) -> Done:
    """Through the desk; the dry run must have said the same."""
    found = fields.find(kind)
    assert found is not None
    told = try_out(kind, sheets, by=by, county=county, since=since).counts
    done = services.import_sheets(found, sheets, name="表.xlsx", sha256="0", by=by, asked=Asked(county, since))
    assert done.plan.counts == told
    assert told["rows"] == sum(number for name, number in told.items() if name != "rows")
    return done


def snapshot() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, but for the journal and what else only tells."""
    models = [model for model in apps.get_models() if model._meta.app_label not in TOLD]
    return {
        model._meta.label_lower: list(model._base_manager.order_by("pk").values())
        for model in models
        if model._meta.label_lower not in KEPT
    }


def undo(batch: ImportBatch | None) -> ImportBatch:
    assert batch is not None
    return services.undo_import(batch, by=None)


def whys(plan: Plan) -> str:
    return "\n".join(
        f"{each.row} {each.column} {each.value} {each.reason}{each.remedy}" for each in [*plan.problems, *plan.refused]
    )


def guesses(plan: Plan) -> str:
    return "\n".join(f"{each.row} {each.column} {each.value} {each.reason}" for each in plan.guesses)
