"""Write the reminders that are due: what the scheduler does every ten minutes, by hand."""

from typing import Any

from django.core.management.base import BaseCommand

from issues.reminders import services as reminders


class Command(BaseCommand):
    help = "发送到期与逾期提醒（可重复执行，同一提醒只发一次）"

    def handle(self, *args: Any, **options: Any) -> None:
        counts = reminders.remind()
        self.stdout.write(f"检查 {counts.issues} 件，应提醒 {counts.due} 条，新发 {counts.sent} 条")
