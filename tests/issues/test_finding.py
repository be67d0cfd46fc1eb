"""A patrol's finding becomes an issue without anything being typed twice."""

import uuid
from datetime import timedelta

from django.utils import timezone

from issues.ledger import services
from issues.ledger.choices import Source
from issues.ledger.models import Issue
from patrols.norms.models import CheckItem
from patrols.walks.models import Finding, FindingPhoto, Patrol
from patrols.walks.signals import finding_recorded
from tests.issues import build


def finding(cast):
    """What the village chief found an hour ago, with a photo."""
    now = timezone.now()
    patrol = Patrol.objects.create(
        client_id=uuid.uuid4(), content_hash="x", post=cast.village_chief, user=cast.village_chief.user,
        reach=cast.village_reach, river=cast.river, region=cast.village, tier="village",
        started_at=now - timedelta(hours=2), ended_at=now - timedelta(hours=1), submitted_at=now,
    )  # fmt: skip
    item = CheckItem.objects.first()
    row = Finding.objects.create(patrol=patrol, number=1, item=item, text="约两方", lat=30.1, lng=120.2, accuracy_m=12)
    FindingPhoto.objects.create(finding=row, upload=build.photo(cast.village_chief))
    return row


def test_finding_is_taken_up_whole(cast):
    row = finding(cast)
    finding_recorded.send(sender=Finding, finding=row, at=timezone.now())
    issue = Issue.objects.get()
    assert issue.text == f"{row.item.name}：约两方"
    assert (issue.finding, issue.source, issue.reporter) == (row, Source.PATROL, cast.village_chief)
    assert (issue.reach, issue.river, issue.region) == (cast.village_reach, cast.river, cast.village)
    assert (issue.lat, issue.lng, issue.accuracy_m) == (30.1, 120.2, 12)
    assert issue.found_at == row.patrol.ended_at
    assert issue.evidence.get().upload == row.photos.get().upload


def test_finding_is_taken_up_once(cast):
    row = finding(cast)
    first = services.report_finding(row)
    finding_recorded.send(sender=Finding, finding=row, at=timezone.now())
    assert services.report_finding(row) == first
    assert Issue.objects.count() == 1
