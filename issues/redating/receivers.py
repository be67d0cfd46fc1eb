"""Listens to the settings: a day of the holiday table was changed."""

from datetime import date
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.models import Holiday
from hezhang.core.office.parameters import changed
from issues.redating.services import tell_offices


@receiver(changed, sender=Holiday, dispatch_uid="issues.redating.holidays")
def holidays_changed(sender: Any, entry: Entry, **_: Any) -> None:
    tell_offices(date.fromisoformat(entry.object_id), entry, today=timezone.localdate(), at=timezone.now())
