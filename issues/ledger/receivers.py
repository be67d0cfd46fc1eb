"""What the ledger listens to: a patrol records a finding, and the ledger takes it up. Patrols never hear of issues."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from issues.ledger import services
from patrols.walks.models import Finding
from patrols.walks.signals import finding_recorded


@receiver(finding_recorded, dispatch_uid="issues.report_finding")
def take_up(sender: Any, finding: Finding, at: datetime | None = None, **kwargs: Any) -> None:
    """In the patrol's own transaction: both stand, or neither."""
    services.report_finding(finding, at=at)
