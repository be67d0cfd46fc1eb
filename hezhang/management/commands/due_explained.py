"""Why an issue is due on that day: the deadline replayed day by day, for whoever contests it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hezhang.core.kernel.words import day_words
from issues.ledger.facts import explained
from issues.ledger.models import Issue


class Command(BaseCommand):
    help = "逐日说明一个问题的整改时限是怎样推算出来的"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", metavar="NUMBER", help="问题编号")
        parser.add_argument("--json", action="store_true", help="输出一行 JSON：due_on，days[{date, counts, why}]")

    def handle(self, *args: Any, **options: Any) -> None:
        issue = Issue.objects.filter(number=options["number"]).first()
        if issue is None:
            raise CommandError(f"没有编号为“{options['number']}”的问题。请在问题台账核对编号。")
        told = explained(issue, timezone.localdate())
        days = told.days if told else []
        due = told.due_on if told else None
        if options["json"]:
            rows = [{"date": one.date.isoformat(), "counts": one.counts, "why": one.why} for one in days]
            self.stdout.write(
                json.dumps({"due_on": due.isoformat() if due else None, "days": rows}, ensure_ascii=False)
            )
            return
        for one in days:
            self.stdout.write(f"{one.date} {'计' if one.counts else '不计'} {one.why}")
        self.stdout.write(f"{issue.number} 到期日：{day_words(due) if due else '没有'}")
