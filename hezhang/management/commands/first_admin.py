"""The first person of a new district: a system administrator, who then makes everybody else's accounts."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from hezhang.core.accounts import services
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Region, User


class Command(BaseCommand):
    help = "建立本区第一个系统管理员，给出一个临时密码（首次登录须修改）"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("username", help="登录用户名")
        parser.add_argument("name", help="姓名")
        parser.add_argument("region", help="所属区县的 12 位区划代码（先导入行政区划）")

    def handle(self, *args: Any, **options: Any) -> None:
        region = Region.objects.filter(code=options["region"]).first()
        if region is None:
            raise CommandError(f"没有代码为 {options['region']} 的区划，请先用 import_regions 导入行政区划。")
        try:
            password = self._create(region, options["username"], options["name"])
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from error
        self.stdout.write(
            f"已建立系统管理员 {options['username']}，临时密码：{password}（只显示这一次，首次登录须修改）"
        )

    @transaction.atomic
    def _create(self, region: Region, username: str, name: str) -> str:
        user: User = services.create_person(by=None, name=name, username=username)
        services.create_post(
            by=None,
            user=user,
            role=Role.SYSTEM_ADMIN,
            region=region,
            title="系统管理员",
            starts_on=timezone.localdate(),
        )
        # A temporary password by the same way as every other: changed at the first sign-in, never stored in clear.
        return services.reset_password(user, by=None)
