"""The application's own database role."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from hezhang.core.audit.roles import grant


class Command(BaseCommand):
    help = "给应用建立单独的数据库角色：可以办理业务，但不能修改、删除或清空日志类的表（以库的属主运行，每次 migrate 之后再运行一次）"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("role", nargs="?", default="hezhang_app", help="角色名，默认 hezhang_app")

    @transaction.atomic
    def handle(self, *args: Any, role: str, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("只有 PostgreSQL 有角色；SQLite 只供试用。")
        try:
            kept = grant(role)
        except ValueError:
            raise CommandError("角色名只能用小写字母、数字和下划线，不超过 30 个字符。") from None
        self.stdout.write(f"角色 {role} 已可使用；只能新增、不能改动的表：{'、'.join(kept)}。")
        self.stdout.write(
            f"请为它设置密码（psql 中：\\password {role}），再把服务的 DATABASE_URL 换成这个角色；migrate 仍用属主。"
        )
