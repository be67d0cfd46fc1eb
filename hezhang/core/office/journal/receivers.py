"""What does not fit in the journal is told to those who read it, and stands in it from then on."""

from hashlib import sha256
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.audit.services import record
from hezhang.core.audit.signals import alarmed
from hezhang.core.notify import services as notify


@receiver(alarmed, dispatch_uid="journal.alarmed")
def tell_auditors(sender: Any, words: str, **_: Any) -> None:
    """One message a day to each auditor and fault, and one journal row with it."""
    at = timezone.now()
    key = f"audit:{sha256(words.encode()).hexdigest()[:16]}:{timezone.localdate(at)}"
    auditors = (
        Post.objects.current(timezone.localdate(at)).filter(role=Role.AUDIT_ADMIN).values_list("user_id", flat=True)
    )
    told = [
        notify.tell(user, kind="audit.alarm", title="操作日志核验不符", body=words, key=f"{key}:{user}", at=at)
        for user in sorted(set(auditors))
    ]
    if any(told):
        record("audit.alarm", label="封签", after={"words": words}, at=at)
