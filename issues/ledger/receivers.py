"""What the ledger listens to: a patrol records a finding, or tells more of one; a reach is split or joined; a chief leaves.

Neither patrols nor rivers hear of issues.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from hezhang.core.accounts.models import Post, User
from hezhang.core.accounts.signals import person_shown
from hezhang.core.files.models import Upload
from issues.ledger import facts, services
from issues.ledger.facts import before
from issues.ledger.models import Issue
from issues.ledger.rules import sees_ledger
from patrols.walks.facts import news_words
from patrols.walks.facts.before import Standing
from patrols.walks.models import Finding
from patrols.walks.signals import before_asked, finding_recorded, finding_supplemented
from rivers.cutting.signals import Moving, followed, following_asked, since_asked
from rivers.handover.rules import Left
from rivers.handover.signals import left_behind
from rivers.registry import homes
from rivers.registry.facts import Tally
from rivers.registry.models import Reach, River
from rivers.registry.services import standing_words
from rivers.registry.signals import lifetime_asked, reach_figures, river_figures

SHOWN = 10  # of a person's open issues

homes.RIVER.add("issues", "问题", "issues:of_river", order=70, rule=sees_ledger)
homes.REACH.add("issues", "问题", "issues:of_reach", order=70, rule=sees_ledger)


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


@receiver(before_asked, dispatch_uid="issues.before")
def stands_at(
    sender: Any, post: Post, today: date, reaches: Collection[int], findings: Collection[int], most: int, **_: Any
) -> Standing:
    """What is open at reaches, and what became of findings, for whoever sets out."""
    if not sees_ledger(post):
        return Standing()
    return Standing(before.open_at(post, reaches, today, most), before.ended_as(post, findings))


@receiver(following_asked, dispatch_uid="issues.following")
def open_ones(sender: Any, reach: Reach, **kwargs: Any) -> list[Moving]:
    """Open issues go on with what the reach becomes."""
    rows = Issue.objects.filter(reach=reach, is_open=True).order_by("number").values_list("pk", "number", "lat", "lng")
    return [
        Moving(f"issue:{pk}", "未销号问题", number, None if lat is None or lng is None else (lat, lng))
        for pk, number, lat, lng in rows
    ]


@receiver(followed, dispatch_uid="issues.followed")
def follow(sender: Any, targets: Mapping[str, Reach], by: Post | None, at: datetime, **kwargs: Any) -> None:
    """In the transaction of the cut."""
    mine = {int(key[6:]): reach for key, reach in targets.items() if key.startswith("issue:")}
    if mine:
        services.follow_reach(mine, by=by, at=at)


@receiver(since_asked, dispatch_uid="issues.since")
def reported_since(sender: Any, reaches: Sequence[Reach], moved: set[str], **kwargs: Any) -> list[str]:
    """Issues that were reported on the new reaches themselves."""
    pks = Issue.objects.filter(reach__in=reaches).order_by("pk").values_list("pk", flat=True)
    return ["上报了问题"] if any(f"issue:{pk}" not in moved for pk in pks) else []


@receiver(left_behind, dispatch_uid="issues.left_behind")
def tell_left(sender: Any, reaches: Sequence[Reach], today: date, **kwargs: Any) -> list[Left]:
    """问题清单: what is open on the reaches, the most pressing first."""
    rows = Issue.objects.open().filter(reach__in=[reach.pk for reach in reaches]).order_by("due_sort", "id")
    return [
        Left("问题", f"{one.number} {one.text}", one.reach_id, facts.standing_words(one, today), one.get_absolute_url())
        for one in rows.select_related("unit")
    ]


@receiver(river_figures, dispatch_uid="issues.river_figures")
def figures_of_river(sender: type[River], shown: River, post: Post, today: date, **_: Any) -> list[Tally]:
    rows = Issue.objects.visible_to(post).filter(river=shown)
    return facts.figures(rows, today, reverse("issues:of_river", args=[shown.pk])) if sees_ledger(post) else []


@receiver(reach_figures, dispatch_uid="issues.reach_figures")
def figures_of_reach(sender: type[Reach], shown: Reach, post: Post, today: date, **_: Any) -> list[Tally]:
    rows = Issue.objects.visible_to(post).filter(reach=shown)
    return facts.figures(rows, today, reverse("issues:of_reach", args=[shown.pk])) if sees_ledger(post) else []


@receiver(lifetime_asked, sender=Reach, dispatch_uid="issues.lifetime")
def still_open(sender: type[Reach], shown: Reach, on: date | None, **_: Any) -> list[str]:
    """A reach ends without open issues: nobody would answer for them."""
    if on is None:
        return []
    numbers = Issue.objects.open().filter(reach=shown).order_by("number").values_list("number", flat=True)
    return standing_words("未销号问题", "件", numbers)


@receiver(person_shown, dispatch_uid="issues.person")
def open_of_person(sender: Any, shown: User, post: Post, today: date, **_: Any) -> tuple[str, dict[str, Any]] | None:
    """The open issues of whose reaches the person is chief, or which lie with the person's unit."""
    if not sees_ledger(post):
        return None
    rows = facts.open_of(shown, post, today)
    issues = list(rows.with_names().order_by("due_sort", "id")[:SHOWN])
    total = len(issues) if len(issues) < SHOWN else rows.count()
    return ("issues/of_person.html", {"issues": issues, "total": total}) if issues else None
