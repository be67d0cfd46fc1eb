"""suggestion_quality COUNTY: how often class, grade and unit are suggested right, on the latest part of the ledger."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from issues.hints.facts import measure

PLAIN = 100


class Command(BaseCommand):
    help = "台账里较早的部分用来学，较晚的部分用来考：建议的类别、严重程度、责任单位对了多少"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("county", help="区县的 6 位或 12 位代码")
        parser.add_argument("--share", type=float, default=0.2, help="用来考的比例（按发现时间取最近的），默认 0.2")

    def handle(self, *args: Any, **options: Any) -> None:
        for tally in measure(options["county"][:6], options["share"]):
            asked, first, three = tally.sums
            self.stdout.write(
                f"{tally.name}：考 {asked} 件，首选对 {_part(first, asked)}，前三对 {_part(three, asked)}"
            )
            for right, (of, one, among) in sorted(tally.by.items(), key=lambda item: -item[1][0]):
                self.stdout.write(f"    {right}　{of} 件　首选 {_part(one, of)}　前三 {_part(among, of)}")


def _part(number: int, whole: int) -> str:
    return f"{number * PLAIN / whole:.0f}%" if whole else "—"
