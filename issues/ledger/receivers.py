"""What the ledger listens to: a patrol records a finding, or tells more of one. Patrols never hear of issues."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from hezhang.core.files.models import Upload
from issues.ledger import services
from patrols.walks.facts import news_words
from patrols.walks.models import Finding
from patrols.walks.signals import finding_recorded, finding_supplemented


@receiver(finding_recorded, dispatch_uid="issues.report_finding")
def take_up(sender: Any, finding: Finding, at: datetime | None = None, **kwargs: Any) -> None:
    """In the patrol's own transaction: both stand, or neither."""
    services.report_finding(finding, at=at)


@receiver(finding_supplemented, dispatch_uid="issues.supplement_finding")
def take_more(
    sender: Any, finding: Finding, facts: Mapping[str, Any], photos: Sequence[Upload], at: datetime, **kwargs: Any
) -> None:
    """In the supplement's own transaction: what the patrol's record has more, its issue has, too."""
    services.supplement_finding(finding, words=news_words(facts), photos=photos, at=at)
