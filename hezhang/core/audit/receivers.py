"""The journal hears what accounts did; an act whose row fails, fails."""

from typing import Any

from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import receiver

from hezhang.core.accounts.signals import acted
from hezhang.core.audit import still
from hezhang.core.audit.services import record


@receiver(acted, dispatch_uid="audit.acted")
def write_down(sender: Any, *, signal: Any, action: str, obj: Any = None, **details: Any) -> None:
    """One journal row per act."""
    record(action, obj, **details)


@receiver(pre_migrate, dispatch_uid="audit.take_away")
def free_closed_rows(sender: Any, *, signal: Any, using: str, plan: Any, **rest: Any) -> None:
    """Before a migration that has something to do."""
    if sender.label == "audit" and plan:
        still.take_away(connections[using])


@receiver(post_migrate, dispatch_uid="audit.put_up")
def keep_closed_rows(sender: Any, *, signal: Any, using: str, **rest: Any) -> None:
    """After every one; all tables are there by then."""
    if sender.label == "audit":
        still.put_up(connections[using])
