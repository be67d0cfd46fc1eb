"""Build the demonstration's district, once; ``--fresh`` throws the old one away first."""

import shutil
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from hezhang.core.accounts.models import Region
from hezhang.portal.demo.build import build
from hezhang.portal.demo.cast import CAST, PASSWORD
from hezhang.portal.demo.models import Mark


class Command(BaseCommand):
    help = "建立演示用的澄江区（虚构数据），已建立则保留"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--fresh", action="store_true", help="删除原有演示数据，重新建立")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("只有演示模式（DEMO=1）才能建立演示数据，以免混入真实数据。")
        self._refuse_real_data()
        if options["fresh"]:
            self._wipe()
        if Region.objects.exists():
            self.stdout.write("演示数据已存在，继续使用。")
        else:
            self.stdout.write("正在建立演示用的澄江区（全部为虚构数据）……")
            started = time.monotonic()
            build(self.stdout.write)
            self.stdout.write(f"完成，用时 {time.monotonic() - started:.0f} 秒。")
        self._who()

    def _refuse_real_data(self) -> None:
        """Neither mixed nor wiped: what is there, and was not built here, may be a district's own."""
        if Region.objects.exists() and not Mark.objects.exists():
            raise CommandError(
                "此库中已有数据，且不是由本命令建立的，不在其中建立演示数据，也不清除它。"
                "请换一个库（DATABASE_URL）；如果确是旧版的演示库，请先删除它的文件，再运行 make demo。"
            )

    def _wipe(self) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("--fresh 只用于演示的 SQLite 数据库。")
        path = settings.DATABASES["default"]["NAME"]
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
        # The seals that it tells of went with the database.
        settings.AUDIT_ANCHOR.unlink(missing_ok=True)
        call_command("migrate", verbosity=0)
        call_command("load_defaults", verbosity=0)

    def _who(self) -> None:
        self.stdout.write(f"\n可用以下账号登录（密码均为 {PASSWORD}），也可在首页直接点名进入：")
        for member in CAST:
            self.stdout.write(f"  {member.key:<12}{member.name}  {member.does}")
        self.stdout.write("")
