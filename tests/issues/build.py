"""Issues at any point of their way, built through the services: the cast does what people do."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from hezhang.core.files.models import Upload
from issues.clocks.choices import Severity, Track
from issues.ledger import services
from issues.ledger.choices import PhotoKind, Source, State
from issues.ledger.models import Category, Issue
from patrols.norms.models import CheckItem
from patrols.walks.models import Finding, FindingPhoto, Patrol
from tests.cast import Cast
from tests.snapshot import ready

_serial = count(1)


def photo(post: Any, name: str = "现场.jpg") -> Upload:
    """A photo's row (the bytes are the files app's business)."""
    number = next(_serial)
    return Upload.objects.create(
        name=name, path=f"test/{number}.jpg", size=1, sha256=f"{number:064d}", post=post, uploaded_at=timezone.now()
    )


@ready
def reported(cast: Cast, **more: Any) -> Issue:
    """垃圾 on the village reach, reported by the village chief."""
    values = {"text": "岸边堆放垃圾约三方", "river": cast.river, "region": cast.village, "reach": cast.village_reach}
    values |= {"source": Source.PATROL, "photos": [photo(cast.village_chief)]}
    values |= more
    post = values.pop("post", cast.village_chief)
    return services.report(by=post, **values)


@ready
def finding(cast: Cast, **more: Any) -> Finding:
    """What the village chief found an hour ago, with a photo; ``more``: what else is known of the walk."""
    now = timezone.now()
    told = {"post": cast.village_chief, "reach": cast.village_reach, "river": cast.river, "region": cast.village}
    told |= {"tier": "village", "content_hash": "x", "submitted_at": now} | more
    times = {"started_at": now - timedelta(hours=2), "ended_at": now - timedelta(hours=1)}
    patrol = Patrol.objects.create(user=told["post"].user, **times, **told)
    item = CheckItem.objects.first()
    row = Finding.objects.create(patrol=patrol, number=1, item=item, text="约两方", lat=30.1, lng=120.2, accuracy_m=12)
    FindingPhoto.objects.create(finding=row, upload=photo(cast.village_chief))
    return row


@ready
def raised(cast: Cast, **more: Any) -> Issue:
    """The same, with the town chief."""
    return services.report_finding(finding(cast, **more))


@ready
def settled(cast: Cast, **more: Any) -> Issue:
    issue = raised(cast, **more)
    services.settle(issue, cast.town_chief, measures="镇里组织清运，当天清完", photos=[photo(cast.town_chief)])
    return issue


@ready
def registered(cast: Cast, **more: Any) -> Issue:
    issue = reported(cast, **more)
    category = Category.objects.get(name="乱堆")
    services.register(issue, cast.clerk, category=category, severity=Severity.MINOR, track=Track.TERM)
    return issue


@ready
def dispatched(cast: Cast, **more: Any) -> Issue:
    issue = registered(cast, **more)
    services.dispatch(issue, cast.clerk, unit=cast.bureau, requirement="清运垃圾，恢复岸坡")
    return issue


@ready
def rectifying(cast: Cast, **more: Any) -> Issue:
    issue = dispatched(cast, **more)
    services.sign_for(issue, cast.handler)
    return issue


@ready
def suspended(cast: Cast, **more: Any) -> Issue:
    issue = rectifying(cast, **more)
    services.suspend(issue, cast.clerk, words="汛期水位高，无法施工")
    return issue


@ready
def applied(cast: Cast, **more: Any) -> Issue:
    issue = rectifying(cast, **more)
    services.apply(issue, cast.handler, measures="已清运完毕", photos=[photo(cast.handler)])
    return issue


@ready
def verified(cast: Cast, **more: Any) -> Issue:
    issue = applied(cast, **more)
    services.verify(issue, cast.village_chief, opinion="现场已清理干净", photos=[photo(cast.village_chief)])
    return issue


@ready
def closed(cast: Cast, **more: Any) -> Issue:
    issue = verified(cast, **more)
    services.close(issue, cast.head)
    return issue


@ready
def unfounded(cast: Cast, **more: Any) -> Issue:
    issue = reported(cast, **more)
    services.reject(issue, cast.clerk, words="现场核实未发现垃圾")
    return issue


@ready
def merged(cast: Cast, **more: Any) -> Issue:
    """Into one that waits for nobody, so that it stands in no queue."""
    parent, issue = suspended(cast, **more), registered(cast, **more)
    services.merge(issue, cast.clerk, into=parent, words="同一处垃圾")
    return issue


AT = {
    State.RAISED: raised,
    State.REPORTED: reported,
    State.REGISTERED: registered,
    State.DISPATCHED: dispatched,
    State.RECTIFYING: rectifying,
    State.SUSPENDED: suspended,
    State.APPLIED: applied,
    State.VERIFIED: verified,
    State.CLOSED: closed,
    State.SETTLED: settled,
    State.UNFOUNDED: unfounded,
    State.MERGED: merged,
}


def kinds(issue: Issue) -> Sequence[PhotoKind]:
    """The kinds of the issue's photos, in order."""
    return list(issue.evidence.values_list("kind", flat=True))
