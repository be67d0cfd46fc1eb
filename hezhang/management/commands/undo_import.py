"""Undo an import as a whole, as long as nobody has changed its rows since."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hezhang.core.kernel.refusal import Refusal
from hezhang.core.web.importing.desk.services import undo_import
from hezhang.core.web.models import ImportBatch


class Command(BaseCommand):
    help = "整批撤销一次导入；其中有一行在导入之后被修改过，就不撤销，并说明是哪一行"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", type=int, help="批次号")

    def handle(self, *args: Any, **options: Any) -> None:
        batch = ImportBatch.objects.filter(pk=options["batch"]).first()
        if batch is None:
            raise CommandError(f"没有批次 {options['batch']}。")
        try:
            undone = undo_import(batch, by=None)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"已撤销批次 {undone.pk}：{undone.title} {undone.file_name}")
