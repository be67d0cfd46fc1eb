"""Verify the journal against its seals."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hezhang.core.audit.sealing import verify


class Command(BaseCommand):
    help = "核验操作日志：与封签逐行比对，指出第一处不符"

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify()
        if found.broken:
            raise CommandError(f"{found.broken}；此前 {found.rows} 条（至第 {found.upto} 号）相符")
        self.stdout.write(f"日志完好：{found.rows} 条与封签相符（至第 {found.upto} 号），{found.unsealed} 条尚未封签")
        if found.digest:
            self.stdout.write(f"最后一个封签的摘要（请另行抄存）：{found.digest}")
