"""The first people of a new district, made on the server: its administrators, who make everybody else's accounts together, and its office."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts import services
from hezhang.core.accounts.choices import ADMIN_ROLES, OFFICE_ROLES, DepartmentKind, Role
from hezhang.core.accounts.models import Department, Post, Region, User


class Command(BaseCommand):
    help = "建立本区的系统管理员（或用 --role 建立安全、审计管理员，河长办的第一个人），给出一次性激活码；账号已有时换发激活码"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("username", help="登录用户名")
        parser.add_argument("name", help="姓名")
        parser.add_argument("region", help="所属区县的 12 位区划代码（先导入行政区划）")
        parser.add_argument(
            "--role",
            choices=sorted(ADMIN_ROLES | OFFICE_ROLES),
            default=Role.SYSTEM_ADMIN.value,
            help="三员中的哪一员，或河长办人员",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        region = Region.objects.filter(code=options["region"]).first()
        if region is None:
            raise CommandError(f"没有代码为 {options['region']} 的区划，请先用 import_regions 导入行政区划。")
        role = Role(options["role"])
        if role in OFFICE_ROLES and self._is_staffed(region, options["username"]):
            raise CommandError("本区河长办已有人员：其他人由系统管理员新增，安全管理员确认后开通。")
        try:
            code = self._hand_out(region, role, options["username"], options["name"])
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from error
        self.stdout.write(
            f"{role.label} {options['username']} 的激活码：{code}（只显示这一次，24 小时内有效）。"
            f"请本人打开 {reverse('accounts:set_password')} 输入激活码，自己设置密码。"
        )

    @transaction.atomic
    def _hand_out(self, region: Region, role: Role, username: str, name: str) -> str:
        # The way back when the last administrator has lost the password: nobody is left who could confirm.
        known = User.objects.filter(username=username, name=name, posts__role=role, posts__region=region).first()
        user = known or self._create(region, role, username, name)
        # By the same way as everybody: the person chooses the password, whoever sits at the server does not know it.
        return services.reset_password(user, by=None)

    def _create(self, region: Region, role: Role, username: str, name: str) -> User:
        user: User = services.create_person(by=None, name=name, username=username)
        services.create_post(
            by=None, user=user, role=role, region=region, title=role.label, starts_on=timezone.localdate(),
            department=self._office(region) if role in OFFICE_ROLES else None,
        )  # fmt: skip
        return user

    def _is_staffed(self, region: Region, username: str) -> bool:
        """Only the first of an office is made here: the others are two administrators' business."""
        held = Post.objects.current().filter(role__in=OFFICE_ROLES, region=region)
        return held.exclude(user__username=username).exists()

    def _office(self, region: Region) -> Department:
        """The region's own office, or the one that it is called as everywhere."""
        found = Department.objects.filter(region=region, kind=DepartmentKind.OFFICE).order_by("pk").first()
        return found or services.create_department(
            by=None, name=f"{region.name}河长制办公室", kind=DepartmentKind.OFFICE, region=region
        )
