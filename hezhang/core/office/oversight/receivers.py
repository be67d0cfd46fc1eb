"""Who waits for whom is told: the security administrators of a request, and its asker of the answer."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from hezhang.core.accounts.choices import RequestState, Role
from hezhang.core.accounts.models import AccountRequest, Post
from hezhang.core.accounts.signals import acted, request_asked, request_decided
from hezhang.core.notify.services import tell


@receiver(request_asked, dispatch_uid="oversight.asked")
def tell_those_who_confirm(sender: Any, *, signal: Any, request: AccountRequest, **_: Any) -> None:
    """One message for each security administrator in office that day."""
    day = timezone.localdate(request.asked_at)
    keepers = Post.objects.current(day).filter(role=Role.SECURITY_ADMIN).exclude(user=request.user_id)
    for user_id in sorted(set(keepers.order_by().values_list("user_id", flat=True))):
        _tell(user_id, request, f"待确认：{request}", request.reason, request.asked_at)


@receiver(request_decided, dispatch_uid="oversight.decided")
def tell_the_asker(sender: Any, *, signal: Any, request: AccountRequest, **_: Any) -> None:
    """Confirmed, or declined and why."""
    done = "已确认" if request.state == RequestState.CONFIRMED else "已驳回"
    _tell(request.asked_by.user_id, request, f"{done}：{request}", request.answer, request.decided_at)


def _tell(user_id: int, request: AccountRequest, title: str, body: str, at: Any) -> None:
    key = f"request:{request.pk}:{request.state}:{user_id}"
    url = reverse("oversight:request", args=[request.pk])
    tell(user_id, kind="account.request", title=title, body=body, url=url, key=key, at=at)


@receiver(acted, dispatch_uid="oversight.phone")
def tell_of_the_new_phone(
    sender: Any, *, signal: Any, action: str, obj: Any = None, after: Any = None, **_: Any
) -> None:
    """Its owner hears of it, in case it was not the owner who sat there; the number goes masked."""
    if action == "person.change_phone":
        words = f"登录手机号已改为 {after['phone']}。不是您本人操作的，请立即联系河长办。"
        key = f"phone:{obj.pk}:{get_random_string(12)}"
        tell(
            obj.pk, kind="account.phone", title="您的手机号已修改", body=words, url=reverse("accounts:devices"), key=key
        )
