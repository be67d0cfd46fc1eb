"""A problem that a superior has listed, verified and waiting; and what his list says of it."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from issues.ledger import services
from issues.ledger.models import Issue
from tests.cast import Cast
from tests.issues import build

PAPER = "清河长办〔2026〕12号"


def waiting(cast: Cast, **more: Any) -> Issue:
    return build.verified(cast, **{"list_level": "province", "outside_number": "省督-031", **more})


def close(issue: Issue, by: Any, **more: Any) -> Any:
    return services.close_by_list(issue, by, **{"number": PAPER, "day": timezone.localdate(), **more})


def send_back(issue: Issue, by: Any, **more: Any) -> Any:
    return services.send_back_by_list(issue, by, **{"words": "岸坡仍有残留", **more})


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)
