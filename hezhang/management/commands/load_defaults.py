"""Load the shipped defaults: holidays, norms, check items, categories, deadlines, water limits, the scheme.

Safe to run again: what the office has edited is left as it is.
"""

from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

MODULES = [
    "hezhang.core.kernel",
    "hezhang.core.notify",
    "rivers.registry",
    "rivers.chiefs",
    "rivers.boards",
    "rivers.water",
    "rivers.assets",
    "rivers.plans",
    "patrols",
    "issues",
    "assessment.schemes",
]


class Command(BaseCommand):
    help = "载入随产品提供的默认参数（可重复执行，不覆盖已修改的内容）"

    def handle(self, *args: Any, **options: Any) -> None:
        for name in MODULES:
            with transaction.atomic():
                count = import_module(f"{name}.defaults").load()
            if options["verbosity"]:
                self.stdout.write(f"{name}: 新增 {count} 条默认参数")
