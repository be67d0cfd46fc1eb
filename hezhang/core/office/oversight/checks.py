"""账号检查: what the security administrator looks after, and where the apps add what only they know.

class LedgerConfig(AppConfig):
    def ready(self):
        from hezhang.core.office.oversight import checks
        checks.register(checks.Check("one_hand", "…", rows=…, why="…"))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from hezhang.core.accounts import policies
from hezhang.core.accounts.choices import ADMIN_ROLES
from hezhang.core.accounts.models import PasswordLink, Post, User

if TYPE_CHECKING:
    from django.db.models import QuerySet

SHOWN = 50


class Finding(NamedTuple):
    """One line: whom or what it is about, what there is to see, and whether it is graver than the others."""

    who: str
    what: str
    grave: bool = False


class Found(NamedTuple):
    """The first lines and how many there are; ``off``: why nothing was looked for."""

    rows: Sequence[Finding]
    count: int
    off: str = ""


@dataclass(frozen=True)
class Check:
    """``rows(post, at)``: what is found in the post's scope; ``why``: what to do with it, in a sentence."""

    key: str
    title: str
    rows: Callable[[Post, datetime], Found]
    why: str


_checks: dict[str, Check] = {}


def register(check: Check) -> Check:
    """Put the check on the page, behind those that are there."""
    _checks[check.key] = check
    return check


def carried_out(post: Post, at: datetime) -> list[tuple[Check, Found]]:
    """Every check with what it found."""
    return [(check, check.rows(post, at)) for check in _checks.values()]


def people_in(post: Post) -> QuerySet[User]:
    """Active people who hold, held or will hold a post in the post's scope."""
    held = Post.objects.visible_to(post).order_by().values("user_id")
    return User.objects.filter(is_active=True, pk__in=held).order_by("pk")


def told(people: QuerySet[User], words: Callable[[User], str], grave: bool = False) -> Found:
    """The people as lines."""
    rows = [Finding(f"{user.name}（{user.username}）", words(user), grave) for user in people[:SHOWN]]
    return Found(rows, len(rows) if len(rows) < SHOWN else people.count())


def _day(value: datetime | None) -> str:
    return f"{timezone.localdate(value):%Y-%m-%d}" if value else "未知"


def _several(post: Post, at: datetime) -> Found:
    posts = Post.objects.visible_to(post).current(timezone.localdate(at)).with_names()
    held: dict[int, list[Post]] = {}
    for one in posts.filter(role__in=ADMIN_ROLES).order_by("user_id", "pk"):
        held.setdefault(one.user_id, []).append(one)
    several = [posts for posts in held.values() if len(posts) > 1]
    rows = [Finding(each[0].user.name, "；".join(one.label for one in each), True) for each in several]
    return Found(rows[:SHOWN], len(rows))


def _postless(post: Post, at: datetime) -> Found:
    in_office = Post.objects.not_ended(timezone.localdate(at)).order_by().values("user_id")
    return told(people_in(post).exclude(pk__in=in_office), lambda user: f"最近登录 {_day(user.last_login)}")


def _never(post: Post, at: datetime) -> Found:
    quiet = people_in(post).filter(last_login=None).exclude(pk__in=people_in(post).without_password().values("pk"))
    return told(quiet, lambda user: f"密码设置于 {_day(user.password_at or user.date_joined)}")


def _unused(post: Post, at: datetime) -> Found:
    """Who has no password, and whose last link ran out unused."""
    valid = PasswordLink.objects.valid(at).order_by().values("user_id")
    handed = PasswordLink.objects.filter(used_at=None).order_by().values("user_id")
    waiting = people_in(post).without_password().filter(pk__in=handed).exclude(pk__in=valid)
    return told(waiting, lambda user: "链接已过期，仍未设置密码")


def _idle(post: Post, at: datetime) -> Found:
    if not (days := policies.value_of(policies.IDLE_DAYS)):
        return Found([], 0, "未启用。" + policies.IDLE_DAYS.why)
    idle = people_in(post).filter(last_login__lt=at - timedelta(days=days))
    return told(idle, lambda user: f"最近登录 {_day(user.last_login)}")


def _old(post: Post, at: datetime) -> Found:
    if not (days := policies.value_of(policies.PASSWORD_DAYS)):
        return Found([], 0, "未启用。" + policies.PASSWORD_DAYS.why)
    old = people_in(post).older_than(at - timedelta(days=days))
    return told(old, lambda user: f"密码设置于 {_day(user.password_at or user.date_joined)}")


register(
    Check(
        "several", "一人兼任两员", _several, "三员（系统、安全、审计管理员）须由三个人分别担任，请立即结束其中的岗位。"
    )
)
register(Check("postless", "没有岗位的账号", _postless, "岗位都已结束、账号仍在用：请系统管理员或河长办核实后停用。"))
register(
    Check("unused", "链接过期仍未启用", _unused, "发放的链接已过期，本人没有设置密码：请联系本人，需要时重新发放。")
)
register(Check("never", "设置密码后从未登录", _never, "设置过密码却从未登录：核实是否本人设置。"))
register(Check("idle", "闲置账号", _idle, "长期没有登录：核实是否仍需要账号。"))
register(Check("old", "密码超过有效期", _old, "本人下次打开页面时须先修改密码。"))
