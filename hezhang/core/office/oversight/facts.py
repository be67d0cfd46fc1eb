"""密码与登录策略 as it is in force: what is set on the page, and what the server's settings say."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings

from hezhang.core.accounts import policies
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.guessing import ENOUGH
from hezhang.core.accounts.passwords import NOT_AGAIN
from hezhang.core.accounts.services.links import VALID, VALID_AT_OPENING

HOUR, DAY = 3600, 86400


class InForce(NamedTuple):
    """One rule: what, how it stands, where it is changed."""

    label: str
    words: Callable[[], str]
    where: str


def _days(number: int) -> str:
    return f"{number} 天" if number else "未启用"


def _two_step() -> str:
    names = "、".join(str(role.label) for role in Role if role in settings.TOTP_ROLES)
    return f"人人可开通；必须开通的角色：{names}" if names else "人人可开通；没有规定必须开通的角色"


def _failures() -> str:
    address, name = settings.SIGN_IN_FAILURES_PER_ADDRESS, settings.SIGN_IN_FAILURES_PER_NAME
    return f"同一地址同一用户名 15 分钟内 5 次锁定；同一地址 15 分钟内 {address} 次，同一用户名一天 {name} 次"


# What is fixed by the product or by the server's settings; others add theirs with ``tell``.
_in_force = [
    InForce("三员分立", lambda: "启用" if settings.ADMINS_SEPARATED else "未启用", "服务器设置 ADMINS_SEPARATED"),
    InForce("两步验证", _two_step, "服务器设置 TOTP_ROLES"),
    InForce("登录失败限制", _failures, "服务器设置 SIGN_IN_FAILURES_PER_…"),
    InForce(
        "办理重要事项再验身份",
        lambda: f"离上次输入密码超过 {settings.CONFIRM_MINUTES} 分钟",
        "服务器设置 CONFIRM_MINUTES",
    ),
    InForce("字符种类", lambda: "大写、小写、数字、符号中至少三类", "产品内置"),
    InForce("防猜测", lambda: f"估计少于 {ENOUGH // 10**8} 亿次可猜中的密码不能用", "产品内置"),
    InForce("不得重复使用", lambda: f"最近 {NOT_AGAIN} 次用过的", "产品内置"),
    InForce("密码保存方式", lambda: "argon2 加盐摘要，无人能看到原文", "产品内置"),
    InForce(
        "一次性链接有效期",
        lambda: f"{VALID.total_seconds() / HOUR:.0f} 小时；批量发放 {VALID_AT_OPENING.days} 天",
        "产品内置",
    ),
    InForce(
        "未操作自动退出",
        lambda: f"{settings.SESSION_IDLE_AGE // 60} 分钟（河长、巡河员除外）",
        "服务器设置 SESSION_IDLE_MINUTES",
    ),
    InForce("登录最长时间", lambda: f"{settings.SESSION_COOKIE_AGE // HOUR} 小时", "产品内置"),
    InForce("可信手机免登录", lambda: _days(settings.TRUSTED_PHONE_DAYS), "服务器设置 TRUSTED_PHONE_DAYS"),
    InForce("每人每小时导出", lambda: f"最多 {settings.EXPORTS_PER_HOUR} 次", "服务器设置 EXPORTS_PER_HOUR"),
]


def tell(label: str, words: Callable[[], str], where: str) -> None:
    """Add a rule to the page."""
    _in_force.append(InForce(label, words, where))


def policy_rows() -> list[tuple[str, str, str]]:
    """(rule, how it stands, where it is changed)."""
    values = policies.values()
    changeable = [(one.label, one.words(values[one.key]), "本页可改") for one in policies.FIGURES]
    return changeable + [(one.label, one.words(), one.where) for one in _in_force]
