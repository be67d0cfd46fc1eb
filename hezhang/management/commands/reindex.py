"""Read every row that is searched, and make the index what it should be; safe while people work."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hezhang.core.search import services
from hezhang.core.search.sources import every, find


class Command(BaseCommand):
    help = "重建检索索引（可在使用中运行）；--check 只核对有多少条目与数据不符"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("kind", nargs="*", help="只处理这些种类，默认全部")
        parser.add_argument("--check", action="store_true", help="只核对，不写入；有不符时退出码为 1")

    def handle(self, *args: Any, kind: list[str], check: bool, **options: Any) -> None:
        unknown = set(kind) - {source.kind for source in every()}
        if unknown:
            known = "、".join(source.kind for source in every())
            raise CommandError(f"没有这些种类：{'、'.join(sorted(unknown))}。可用的种类：{known}")
        if check:
            self._check(kind)
        else:
            services.reindex(kind, self.stdout.write)

    def _check(self, kinds: list[str]) -> None:
        found = {name: number for name, number in services.stale().items() if not kinds or name in kinds}
        for name, number in found.items():
            self.stdout.write(f"{find(name).title}：{number} 条不符" if number else f"{find(name).title}：相符")
        if any(found.values()):
            raise CommandError(f"共 {sum(found.values())} 条检索条目与数据不符，请运行 manage.py reindex")
