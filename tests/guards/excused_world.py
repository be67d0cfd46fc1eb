"""What changes what is owed, of a place: a warning of its region and a leave of its chief; and what waits for that chief."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from issues.ledger.models import Issue
from issues.ledger.services import report
from patrols.appeals.models import Appeal, AppealPhoto
from patrols.delegations.models import Delegation
from patrols.excuses.services import begin_leave
from patrols.oddities.models import Oddity
from patrols.walks.models import Patrol
from patrols.warnings.services import issue_warning
from rivers.chiefs.models import Tenure

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.files.models import Upload
    from rivers.registry.models import Reach


def excused(reach: Reach, chief: Post, clerk: Post, shot: Upload) -> dict[str, int]:
    """By kind, the numbers for the scope matrix."""
    facts = {"kind": "water", "level": "red", "starts_on": timezone.localdate(), "basis": "断面超标"}
    warning = issue_warning(by=clerk, region=reach.region, **facts)
    leave = begin_leave(chief, by=clerk, starts_on=date(2030, 1, 1), ends_on=date(2030, 1, 2), reason="病假")
    days = {"first": date(2026, 9, 1), "last": date(2026, 9, 30)}
    appeal = Appeal.objects.create(
        post=chief, reason="汛期抢险", made_at=timezone.now(), due_on=date(2030, 1, 1), **days, state="not", answer="没有",
        answered_by=clerk, answered_at=timezone.now(),
    )  # fmt: skip
    photo = AppealPhoto.objects.create(appeal=appeal, upload=shot)
    told = {"appeal": appeal.pk, "appeal_photo": photo.pk, "river_warning": warning.pk, "leave": leave.pk}
    return told | {"raised": _raised(reach, clerk), "oddity": _odd(reach), "delegation": _asked(reach, chief)}


def _asked(reach: Reach, chief: Post) -> int:
    """Whom the chief asked does not matter here."""
    tenure = Tenure.objects.get(reach=reach, post=chief, kind="responsible")
    days = {"starts_on": date(2030, 2, 1), "ends_on": date(2030, 2, 3), "asked_on": date(2030, 1, 31)}
    return Delegation.objects.create(tenure=tenure, post=chief, reason="外出", **days).pk


def _odd(reach: Reach) -> int:
    """Of the last walk there."""
    walk = Patrol.objects.filter(reach=reach).order_by("-pk")[0]
    told = {"answer": "当时在对岸", "asked_at": timezone.now(), "answered_at": timezone.now()}
    return Oddity.objects.create(patrol=walk, kind="off", figures={"metres": 2500}, found_at=timezone.now(), **told).pk


def _raised(reach: Reach, clerk: Post) -> int:
    """As if a village had raised it to the chief of the town."""
    issue = report(by=clerk, text="排口", river=reach.river, region=reach.region, reach=reach)
    Issue.objects.filter(pk=issue.pk).update(state="raised", answer_on=timezone.localdate() + timedelta(days=1))
    return issue.pk
