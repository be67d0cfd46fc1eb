"""The same walk told again with more in it: what is new becomes a supplement, dated, and never doubled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F

from hezhang.core.audit import services as audit
from hezhang.core.kernel.refusal import demand
from hezhang.core.kernel.retelling import paired, unsaid
from patrols.walks import rules
from patrols.walks.choices import FindingState
from patrols.walks.models import Finding, Patrol, Supplement
from patrols.walks.services import telling
from patrols.walks.services.findings import write_findings, write_photos
from patrols.walks.services.telling import Walk
from patrols.walks.signals import finding_supplemented

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.files.models import Upload
    from hezhang.core.kernel.verdict import Verdict
    from patrols.walks.services.telling import FindingIn

TRIES = 20  # each failure means that somebody else's supplement was stored meanwhile


@dataclass(slots=True)
class _News:
    """What no earlier telling holds; ``number`` is the supplement's, should it be written."""

    number: int
    first_finding: int
    facts: dict[str, Any]
    findings: list[FindingIn] = field(default_factory=list)
    photos: list[tuple[Finding, Upload]] = field(default_factory=list)
    known: list[Finding] = field(default_factory=list)  # those of the stored walk that are told again

    def __bool__(self) -> bool:
        return bool(self.facts or self.findings or self.photos)


def supplement_patrol(patrol: Patrol, walk: Walk, allowed: Verdict, *, by: Post, at: datetime) -> Supplement | None:
    """Store what the second telling adds to the stored walk; None when it adds nothing. The patrol stays as it was.

    Raises Refusal when what is new is not sound, or not ``allowed``; who adds nothing is not asked.
    Two of the same at once: each has compared with what was there, and the unique number lets one write. The other
    compares again, with that one's supplement before it.
    """
    for left in reversed(range(TRIES)):
        news = _compare(patrol, walk)
        if not news:
            return None
        walk.check(allowed, at)
        try:
            with transaction.atomic():
                return _write(patrol, news, by, at)
        except IntegrityError:
            if not left:
                raise
    return None


def add_to_patrol(
    patrol: Patrol, *, by: Post, note: str = "", findings: Sequence[FindingIn] = (), at: datetime
) -> Supplement | None:
    """补充 by hand, days later even: as if the walk had been sent again with more in it. None when all of it is known.

    Raises NotAllowed, and Refusal when what is new is not sound.
    """
    demand(allowed := rules.may_add(by, patrol))
    told = Walk(patrol.reach, patrol.started_at, patrol.ended_at, list(findings), patrol.kind, note, is_long=True)
    return supplement_patrol(patrol, told, allowed, by=by, at=at)


def _compare(patrol: Patrol, walk: Walk) -> _News:
    """The walk beside the stored one and its supplements."""
    supplements = list(patrol.supplements.all())
    stored = list(patrol.findings.with_things().prefetch_related("photos__upload"))
    added = [telling.facts_of_supplement(one) for one in supplements]
    news = _News(len(supplements) + 1, len(stored) + 1, unsaid(walk.facts(), [telling.facts_of_patrol(patrol), *added]))
    for told, known in paired(walk.findings, stored, *rules.SAME_FINDING):
        if known is None:
            news.findings.append(told)
        else:
            news.known.append(known)
            news.facts |= _more_of(told, known, added)
            news.photos += [(known, photo) for photo in _unseen(told.photos, known)]
    return news


def _more_of(told: FindingIn, known: Finding, added: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What is told anew of a stored finding; a supplement keeps it under the finding's number, e.g. ``2.text``."""
    named = {f"{known.number}.{name}": fact for name, fact in told.facts().items()}
    stored = {f"{known.number}.{name}": fact for name, fact in telling.facts_of_finding(known).items()}
    return unsaid(named, [stored, *added])


def _unseen(photos: Sequence[Upload], known: Finding) -> list[Upload]:
    """Photos that the finding has not got yet; the same bytes are the same photo."""
    seen = {photo.upload.sha256 for photo in known.photos.all()}
    return [photo for photo in photos if photo.sha256 not in seen]


def _write(patrol: Patrol, news: _News, by: Post, at: datetime) -> Supplement:
    """The supplement, what hangs on it, the patrol's count of findings and the journal's row, in one transaction."""
    facts = telling.to_json(news.facts)
    row = Supplement.objects.create(patrol=patrol, number=news.number, post=by, submitted_at=at, facts=facts)
    if news.findings:
        write_findings(patrol, news.findings, at=at, supplement=row, first=news.first_finding)
        # By the database: two supplements at once would each add to the number they had read.
        Patrol.objects.filter(pk=patrol.pk).update(finding_count=F("finding_count") + len(news.findings))
    write_photos(news.photos, row)
    _tell_more(news, at)
    counts = {"findings": len(news.findings), "photos": len(news.photos)}
    audit.record("patrol.supplement", patrol, post=by, after={"number": row.number, **facts, **counts}, at=at)
    return row


def _tell_more(news: _News, at: datetime) -> None:
    """The word to whoever has raised an issue from a finding that is now told more of."""
    for finding in news.known:
        if finding.state != FindingState.OPEN:
            continue
        named = ((name.partition("."), fact) for name, fact in news.facts.items())
        facts = {name: fact for (number, _, name), fact in named if number == str(finding.number) and name}
        photos = [photo for known, photo in news.photos if known == finding]
        if facts or photos:
            finding_supplemented.send(sender=Finding, finding=finding, facts=facts, photos=photos, at=at)
