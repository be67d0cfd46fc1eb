"""Import a workbook of any kind the way the office keeps it; what cannot go in is explained row by row."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.html import strip_tags

from hezhang.core.geo.datums import Datum
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.web.excel import FileError, read_sheets
from hezhang.core.web.importing import CellProblem
from hezhang.core.web.importing.desk import fields, services
from hezhang.core.web.importing.desk.plan import Plan
from hezhang.core.web.importing.drawings import is_drawing, sheet_of
from hezhang.core.web.models import ImportBatch


class Command(BaseCommand):
    help = (
        "导入一份 Excel（有点位的也可以是 GeoJSON、KML）：逐行说明不能导入的行和每一处推断，其余各行在一个事务里写入，可整批撤销。"
        "退出码：0 已导入（或没有变化），1 文件或所有行都不能导入。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[kind.key for kind in fields.kinds()], help="类别")
        parser.add_argument("file", type=Path, help="文件（.xlsx、.csv、.geojson、.kml、.kmz）")
        parser.add_argument("--county", default="", help="区县代码（6 位或 12 位）；默认从标题判断")
        parser.add_argument("--since", type=date.fromisoformat, default=None, help="起始日期，默认今日或文件所写")
        parser.add_argument("--datum", choices=[each.value for each in Datum], default="", help="图形文件的坐标系")
        parser.add_argument("--dry-run", action="store_true", help="只试算，不写入")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        kind, path = fields.find(options["kind"]), options["file"]
        if kind is None:
            raise CommandError(f"没有类别 {options['kind']}")
        asked = services.Asked(options["county"], options["since"], options["datum"])
        try:
            data = path.read_bytes()
            sheets = [sheet_of(data, path.name, asked.datum)] if is_drawing(path.name) else read_sheets(data)
        except (OSError, FileError) as wrong:
            self._end(options, _unreadable(str(wrong)), str(wrong))
        # No acting post: who may run commands on the server acts as the county's office, and is journalled.
        plan = services.dry_run(kind, sheets, by=None, asked=asked)
        if plan.problems or not plan.acts:
            self._tell(plan)
            self._end(options, plan.as_json(), "没有可以导入的行，未写入任何数据。")
        batch = None
        if not options["dry_run"] and plan.has_work:
            try:
                done = services.import_sheets(
                    kind, sheets, name=path.name, sha256=services.digest(data), by=None, asked=asked
                )
            except (Refusal, ValidationError) as refusal:
                self._end(options, plan.as_json(), "；".join(getattr(refusal, "messages", [str(refusal)])))
            plan, batch = done.plan, done.batch
        self._tell(plan)
        self._conclude(options, plan, batch)

    def _conclude(self, options: dict[str, Any], plan: Plan, batch: ImportBatch | None) -> None:
        if options["dry_run"]:
            self.stdout.write("试算完成，未写入任何数据。")
        elif batch is not None:
            self.stdout.write(f"导入完成，批次 {batch.pk}；撤销：manage.py undo_import {batch.pk}")
        else:
            self.stdout.write("没有变化，未写入任何数据。")
        self._json(options, plan.as_json(batch.pk if batch else None))

    def _tell(self, plan: Plan) -> None:
        for each in plan.reading.left_out:
            self.stdout.write(f"未读取：{words_of(each)}")
        for each in plan.guesses:
            self.stdout.write(f"推断：{words_of(each)}")
        for each in [*plan.problems, *plan.refused]:
            self.stderr.write(f"不导入：{words_of(each)}")
        for what, remedy in plan.outcome.remarks:
            self.stdout.write(f"留意：{what}{strip_tags(remedy)}")
        counts = plan.counts
        words = {"rows": "数据行", "new": "新增", "changed": "更新", "same": "不变", "refused": "不导入"}
        told = [f"{words[name]} {number}" for name, number in counts.items()]
        self.stdout.write("；".join([*told, *(f"{label} {number}" for label, number in plan.outcome.effects)]))

    def _end(self, options: dict[str, Any], told: dict[str, Any], words: str) -> None:
        """Nothing goes in: said once more as JSON where that was asked for, and the exit code is 1."""
        self._json(options, told)
        raise CommandError(words)

    def _json(self, options: dict[str, Any], told: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, default=str))


def _unreadable(why: str) -> dict[str, Any]:
    refused = {"sheet": "", "row": 0, "column": "", "value": "", "why": why}
    return {"rows": 0, "new": 0, "changed": 0, "same": 0, "refused": [refused], "guesses": [], "batch": None}


def words_of(problem: CellProblem) -> str:
    """工作表“河长名录”第 5 行 J 列“联系电话”：“1880”不是 11 位手机号。请核对……"""
    sheet = f"工作表“{problem.sheet}”" if problem.sheet else ""
    where = f"{sheet}{f'第 {problem.row} 行 ' if problem.row else ''}{problem.column}"
    value = f"“{problem.value}”" if problem.value else ""
    return f"{where}：{value}{problem.reason}{problem.remedy}" if where else f"{problem.reason}{problem.remedy}"
