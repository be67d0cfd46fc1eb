"""Begin the anchor anew, after a backup was restored."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hezhang.core.audit import anchor
from hezhang.core.audit.services import record
from hezhang.core.audit.signals import alarm


class Command(BaseCommand):
    help = "恢复备份之后，按库中现有的封签重立锚文件；原文件改名保留，事由记入日志并通知审计管理员"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--restart", required=True, metavar="事由", help="为什么重立，如：2026-11-20 从备份恢复")

    def handle(self, *args: Any, restart: str, **options: Any) -> None:
        at = timezone.now()
        kept = anchor.restart(at=at)
        told = {"reason": restart, "kept": str(kept or "")}
        record("audit.restart", label="锚文件", after=told, at=at)
        alarm(f"锚文件已按库中现有的封签重立：{restart}。原文件：{kept or '无'}。")
        self.stdout.write(f"已重立锚文件 {anchor.path()}；原文件保留为 {kept or '（无）'}")
