"""Import a chief list (.xlsx or .csv) the way the office keeps it: rivers, nested reaches, people, tenures."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from hezhang.core.audit.services import record
from hezhang.core.web.excel import FileError, read_sheets
from hezhang.core.web.importing import ImportPlan
from hezhang.management.commands.import_file import words_of
from rivers.chiefs.importing import plan


class Command(BaseCommand):
    help = "导入河长名录：河湖、逐级嵌套的河段、河长及任期；有任何问题则全部不导入"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="名录文件（.xlsx 或 .csv）")
        parser.add_argument("--county", default="", help="区县代码（6 位或 12 位）；默认从标题或乡镇名称判断")
        parser.add_argument("--since", type=date.fromisoformat, default=None, help="新任河长的任职日期，默认今日")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            sheets = read_sheets(path.read_bytes())
        except (OSError, FileError) as wrong:
            raise CommandError(f"{path}：{wrong}") from wrong
        # No acting post: who may run commands on the server stands above the rules of scope.
        wanted = plan(None, sheets, county=options["county"], since=options["since"])
        self._tell(wanted)
        if wanted.problems:
            raise CommandError(f"有 {len(wanted.problems)} 处问题，未导入任何数据。请修改后重新导入。")
        if options["dry_run"]:
            self.stdout.write("试算完成，未写入任何数据。")
            return
        wanted.apply()
        record("import.chiefs", label=path.name, after={"summary": [list(each) for each in wanted.summary]})
        self.stdout.write(self.style.SUCCESS("导入完成。"))

    def _tell(self, wanted: ImportPlan) -> None:
        for each in wanted.notices:
            self.stdout.write(f"留意：{words_of(each)}")
        for each in wanted.problems:
            self.stderr.write(words_of(each))
        self.stdout.write("；".join(f"{label} {count}" for label, count in wanted.summary))
