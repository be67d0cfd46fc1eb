"""Verify the journal and the logs of transitions against their seals, and the seals against the anchor."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hezhang.core.audit import anchor
from hezhang.core.audit.verifying import verify


class Command(BaseCommand):
    help = "核验操作日志和流转记录：与封签、锚文件逐行比对，指出第一处不符"

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify()
        if found.broken:
            raise CommandError(f"{found.broken}；此前 {found.rows} 条（至第 {found.upto} 号）相符")
        self.stdout.write(f"日志完好：{found.rows} 条与封签相符（至第 {found.upto} 号），{found.unsealed} 条尚未封签")
        if found.anchored:
            self.stdout.write(f"锚文件 {anchor.path()} 中的 {found.anchored} 个封签都在库中")
        else:
            self.stdout.write(f"还没有锚文件（{anchor.path()}），下次封签时建立；没有它，看不出全部封签是否重做过")
        if found.digest:
            self.stdout.write(f"最后一个封签的摘要（请另行抄存）：{found.digest}")
