"""What was handed in of a walk, before anything is written: its checks, its digest, and its facts by name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from hezhang.core.kernel.refusal import Refusal
from hezhang.core.kernel.verdict import Verdict
from hezhang.core.kernel.words import clean
from patrols.norms.choices import CheckGroup
from patrols.walks import rules
from patrols.walks.choices import FindingState, PatrolKind
from patrols.walks.rules import Position, thing_key, thing_words
from patrols.walks.services.refusals import PatrolUnlikely

if TYPE_CHECKING:
    from hezhang.core.files.models import Upload
    from patrols.norms.models import CheckItem
    from patrols.walks.models import Finding, Patrol, Supplement
    from rivers.assets.models import Asset
    from rivers.boards.models import Signboard
    from rivers.registry.models import Reach

MAX_FINDINGS, MAX_PHOTOS = 30, 9
MOMENTS = frozenset({"started_at", "ended_at"})


@dataclass(slots=True)
class FindingIn:
    """One thing seen: positions in WGS-84 degrees, accuracy in metres, photos already stored."""

    item: CheckItem
    state: str = FindingState.OPEN
    text: str = ""
    measure: str = ""
    lat: float | None = None
    lng: float | None = None
    accuracy_m: float | None = None
    photos: Sequence[Upload] = ()
    thing: Asset | Signboard | None = None  # what it is about
    is_placed: bool = False  # its finder has put it there on the map
    phone: Position | None = None  # then, what the phone had measured

    @property
    def measured(self) -> Position | None:
        """Where the phone was, as far as it told."""
        if self.is_placed:
            return self.phone
        return None if self.lat is None or self.lng is None else Position(self.lat, self.lng, self.accuracy_m)

    def facts(self) -> dict[str, Any]:
        """What may be told otherwise the next time, by name."""
        place = degrees(self.lat, self.lng)
        words = thing_words(self.thing) if self.thing else ""
        return {
            "state": str(self.state),
            "text": self.text,
            "measure": self.measure,
            "place": place,
            "phone": list((self.phone or ())[:2]),
            "thing": words,
        }


@dataclass(slots=True)
class Walk:
    """What was handed in, checked and hashed before anything is written. Without an end it has just ended."""

    reach: Reach
    started_at: datetime
    ended_at: datetime | None
    findings: list[FindingIn]
    kind: str = PatrolKind.ROUTINE
    note: str = ""
    start: Position | None = None
    end: Position | None = None
    is_long: bool = False  # its sender says that it really took more than a day
    clock_off: timedelta = timedelta()  # how far the phone's clock was ahead; taken off both times
    more: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.note = clean(self.note)
        for one in self.findings:
            one.text, one.measure = clean(one.text), clean(one.measure)

    @property
    def positions(self) -> list[Position]:
        """All that were told, by a phone or by hand."""
        by_hand = [
            Position(f.lat, f.lng) for f in self.findings if f.is_placed and f.lat is not None and f.lng is not None
        ]
        return self.measured + by_hand

    @property
    def measured(self) -> list[Position]:
        """What the phone says of where it was: what somebody has put on the map says nothing of that."""
        found = [f.measured for f in self.findings]
        return [place for place in (self.start, self.end, *found) if place]

    @property
    def accuracy_m(self) -> float | None:
        """The poorer of the two ends, in metres."""
        known = [place.accuracy_m for place in (self.start, self.end) if place and place.accuracy_m is not None]
        return max(known, default=None)

    def digest(self) -> str:
        """The same content gives the same digest, whoever sends it again and whenever; photos count by their bytes."""
        told = [
            self.reach.pk, self.started_at.timestamp(), self.ended_at.timestamp() if self.ended_at else None,
            self.kind, self.note, self.start, self.end,
            [
                [
                    f.item.pk, f.state, f.text, f.measure, f.lat, f.lng, [photo.sha256 for photo in f.photos],
                    *([thing_key(f.thing)] if f.thing else []),  # without one as before there were any
                    *(["placed", f.phone] if f.is_placed else []),
                ]
                for f in self.findings
            ],
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

    def facts(self) -> dict[str, Any]:
        """What may be told otherwise the next time, by name; findings aside."""
        return {
            "note": self.note, "kind": str(self.kind), "started_at": self.started_at, "ended_at": self.ended_at,
            "start": list((self.start or ())[:2]), "end": list((self.end or ())[:2]),
        }  # fmt: skip

    def set_clock(self, off: timedelta) -> None:
        """Take the times as of a clock that is so far ahead (behind, if negative)."""
        back = off - self.clock_off
        if back:
            self.started_at, self.ended_at = self.started_at - back, (self.ended_at or self.started_at) - back
        self.clock_off = off

    def check(self, allowed: Verdict, now: datetime) -> None:
        """Raise Refusal with the first reason found; PatrolUnlikely for what may be so, and must be said."""
        verdicts = [allowed, rules.times_are_sound(self.started_at, self.ended_at or now)]
        verdicts += [rules.position_is_sound(place) for place in self.positions]
        for verdict in verdicts:
            if not verdict:
                raise Refusal(verdict.reason)
        if len(self.findings) > MAX_FINDINGS or any(len(f.photos) > MAX_PHOTOS for f in self.findings):
            raise Refusal(f"一次巡河最多记 {MAX_FINDINGS} 处发现，每处最多 {MAX_PHOTOS} 张照片。")
        if any(f.item.group == CheckGroup.OTHER and not f.text for f in self.findings):
            raise Refusal("选择“其他”时请写明情况。")
        likely = rules.length_is_likely(self.started_at, self.ended_at or now)
        if not (likely or self.is_long):
            raise PatrolUnlikely(likely.reason)


def degrees(lat: float | None, lng: float | None) -> list[float]:
    """A position as JSON holds it; empty for none. Its accuracy is left aside: the same spot is the same fact."""
    return [] if lat is None or lng is None else [lat, lng]


def facts_of_patrol(patrol: Patrol) -> dict[str, Any]:
    """The facts of a stored walk, by the names of ``Walk.facts``."""
    return {
        "note": patrol.note, "kind": patrol.kind, "started_at": patrol.started_at, "ended_at": patrol.ended_at,
        "start": degrees(patrol.start_lat, patrol.start_lng),
        "end": degrees(patrol.end_lat, patrol.end_lng),
    }  # fmt: skip


def facts_of_finding(finding: Finding) -> dict[str, Any]:
    """The facts of a stored finding, by the names of ``FindingIn.facts``."""
    place = degrees(finding.lat, finding.lng)
    return {
        "state": finding.state,
        "text": finding.text,
        "measure": finding.measure,
        "place": place,
        "phone": degrees(finding.phone_lat, finding.phone_lng),
        "thing": thing_words(finding.thing) if finding.thing else "",
    }


def to_json(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as a supplement keeps them."""
    return {name: fact.isoformat() if isinstance(fact, datetime) else fact for name, fact in facts.items()}


def facts_of_supplement(supplement: Supplement) -> dict[str, Any]:
    """Facts as they were told."""
    return {name: datetime.fromisoformat(fact) if name in MOMENTS else fact for name, fact in supplement.facts.items()}
