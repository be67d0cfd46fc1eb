"""Check the real machine before service: a line each, with what to do; the exit code is 1 when something is wrong."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from hezhang.core.kernel.preflight import Mark, run


class Command(BaseCommand):
    help = "上线前检查本机：密钥、域名、HTTPS、数据库、后台任务、磁盘、备份、日志、时间……有错误时退出码为 1"
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        lines = list(run())
        for title, line in lines:
            self.stdout.write(f"{line.mark}  {title}：{line.found}{f'。{line.todo}' if line.todo else ''}")
        wrong, care = (sum(line.mark == mark for _, line in lines) for mark in (Mark.WRONG, Mark.CARE))
        self.stdout.write(f"\n共 {len(lines)} 项：{wrong} 项错误，{care} 项注意。")
        if wrong:
            sys.exit(1)
