"""Who was responsible for a reach on a day, at the four tiers: for whoever holds somebody to account years later."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.words import day_words
from hezhang.core.web.days import plausible_day
from rivers.chiefs.facts import who_was
from rivers.registry.models import Reach

NOBODY = "无人"


class Command(BaseCommand):
    help = "某日由谁负责某河段：市、区县、乡镇、村四级责任河长"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reach_code", metavar="REACH_CODE", help="河段编码")
        parser.add_argument("date", metavar="DATE", help="日期，如 2026-11-21")
        parser.add_argument(
            "--json", action="store_true", help="输出一行 JSON：city、county、town、village，无人为 null"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        day = day_of(options["date"])
        reach = Reach.objects.filter(code=options["reach_code"]).first()
        if reach is None:
            raise CommandError(f"没有编码为“{options['reach_code']}”的河段。请在“河段”列表核对编码。")
        found = who_was(reach, day).by_tier
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        self.stdout.write(f"{reach.name}（{reach.code}），{day_words(day)}：")
        for tier, words in found.items():
            self.stdout.write(f"{Tier(tier).label}：{words or NOBODY}")


def day_of(text: str) -> date:
    """CommandError for what is no day, or none that can be meant."""
    try:
        day = date.fromisoformat(text)
        plausible_day(day)
    except ValueError:
        raise CommandError(f"“{text}”不是有效的日期，请写成 2026-11-21。") from None
    except ValidationError as wrong:
        raise CommandError(wrong.messages[0]) from None
    return day
