"""The journal hears what accounts did; an act whose row fails, fails."""

from typing import Any

from django.dispatch import receiver

from hezhang.core.accounts.signals import acted
from hezhang.core.audit.services import record


@receiver(acted, dispatch_uid="audit.acted")
def write_down(sender: Any, *, signal: Any, action: str, obj: Any = None, **details: Any) -> None:
    """One journal row per act."""
    record(action, obj, **details)
