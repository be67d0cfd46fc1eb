"""What the feed listens to: a step that was appended."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from issues.feed import services
from issues.ledger.models import IssueTransition


@receiver(post_save, sender=IssueTransition, dispatch_uid="issues.feed")
def take(sender: Any, instance: IssueTransition, created: bool, **kwargs: Any) -> None:
    if created:
        services.note(instance)
