"""Import regions from a table of statistical division codes."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from hezhang.core.audit.services import record
from hezhang.core.office.people.importing import plan
from hezhang.core.web.excel import FileError, read_sheets

SHOWN = 50


class Command(BaseCommand):
    help = "从统计用区划代码表（.csv 或 .xlsx）导入行政区划；有一处问题就不写入任何数据，重复执行不会重复登记"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="只试算，不写入")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sheets = read_sheets(options["file"].read_bytes())
        except (OSError, FileError) as wrong:
            raise CommandError(str(wrong)) from wrong
        found = plan(None, sheets)
        for each in found.problems[:SHOWN]:
            self.stderr.write(f"第 {each.row} 行 {each.column}：{each.value} {each.reason}。{each.remedy}")
        if found.problems:
            raise CommandError(f"有 {len(found.problems)} 处问题，未写入任何数据")
        words = "、".join(f"{label} {count}" for label, count in found.summary)
        if not options["dry_run"]:
            found.apply()
            record("import.regions", label=options["file"].name, after=dict(found.summary))
        self.stdout.write(words)
