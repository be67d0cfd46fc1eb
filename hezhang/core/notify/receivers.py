"""What people hear of their own accounts."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.models import User
from hezhang.core.accounts.signals import acted, guessed_at
from hezhang.core.notify.services import tell

GUESSED = (
    "24 小时内用您的用户名或手机号登录失败次数过多，未登录过您账号的设备暂时不能再试；您用过的电脑和手机不受影响。"
    "如果不是您本人，请修改密码并告诉河长办。"
)


@receiver(guessed_at, dispatch_uid="notify.guessed_at")
def tell_of_guessing(sender: Any, *, user: User, at: Any, **kwargs: Any) -> None:
    """Once a day, in-app and by the channels that are switched on."""
    day = timezone.localdate(at)
    title, url = "有人多次尝试登录您的账号", reverse("accounts:change_password")
    tell(user.pk, kind="account", title=title, body=GUESSED, url=url, key=f"guessed:{user.pk}:{day}", at=at)


@receiver(acted, dispatch_uid="notify.reset_two_step")
def tell_of_reset(sender: Any, *, action: str, obj: Any = None, post: Any = None, **details: Any) -> None:
    """A second step that somebody else has switched off: its owner must know, if it was not asked for."""
    if action != "person.reset_two_step":
        return
    at, who = timezone.now(), str(post) if post else "系统"
    body = f"{who}重置了您的两步验证，您的登录已全部退出。如果不是您申请的，请立即联系河长办。"
    url, key = reverse("accounts:two_step"), f"two_step:{obj.pk}:{at.timestamp()}"
    tell(obj.pk, kind="account", title="您的两步验证已被重置", body=body, url=url, key=key, at=at)
