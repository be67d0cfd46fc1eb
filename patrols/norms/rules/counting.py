"""Whether a walk counts towards the norm, and the sentence of each rule: pure functions over numbers and loaded rows.

The one source of both: the receipt says what ``standing`` gives, and a phone on its way fills the same sentences with its own
figures (``static/js/walk/standing.js``; a test compares the two).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from hezhang.core.kernel.verdict import YES, Verdict, no
from patrols.norms.choices import ENTERED, ENTERED_WORDS, UNTIMED_KINDS, KindUse, PatrolKind

if TYPE_CHECKING:
    from patrols.norms.models import KindRule, Threshold

# Of each rule: what is said when it is met, when it is not yet, and when there is no track to tell.
SAID: dict[str, list[str]] = {
    "kind": ["{have}这种方式计入巡河次数", "{have}这种方式不计入巡河次数"],
    "minutes": ["已走 {have} 分钟，达到要求的 {want} 分钟", "已走 {have} 分钟，要求 {want} 分钟，还差 {left} 分钟"],
    "hours": [
        "距上次巡河 {have} 小时，达到要求的 {want} 小时",
        "距上次巡河 {have} 小时，要求 {want} 小时，还差 {left} 小时",
    ],
    "km": [
        "已走 {have} 公里，达到要求的 {want} 公里",
        "已走 {have} 公里，要求 {want} 公里，还差 {left} 公里",
        "还没有轨迹，要求 {want} 公里",
    ],
    "share": [
        "走过河段的 {have}%，达到要求的 {want}%",
        "走过河段的 {have}%，要求 {want}%，还差 {left}%",
        "走过河段的比例按轨迹计算，要求 {want}%",
    ],
}
OF_TRACK = ("km", "share")


class Walked(NamedTuple):
    """What a track amounts to: metres, and the share (0–1) of the reach; None for a reach without a line."""

    metres: float
    share: float | None


class Measured(NamedTuple):
    """What thresholds are held against: minutes, hours since the walker's last walk (None: the first, or not asked), the track."""

    minutes: int
    hours: float | None = None
    track: Walked | None = None


class Line(NamedTuple):
    """How one rule stands, in a sentence."""

    rule: str
    is_met: bool
    words: str


def way_words(kind: str, barred: KindRule | None = None) -> str:
    """无人机巡河; 补录 where that is what does not count."""
    return ENTERED_WORDS if barred is not None and barred.way == ENTERED else str(PatrolKind(kind).label)


def counting(kind: str, measured: Measured, threshold: Threshold | None, barred: KindRule | None = None) -> Verdict:
    """Whether the walk counts: yes, unless its kind does not here (``barred``: the row that says so), or the district has
    switched a threshold on and it is not met.

    Off by default and never a reason to refuse a submission (国办函〔2026〕12号). One clause for each rule that is not met;
    what a track would have to show is judged again when one arrives.
    """
    wants = [line for line in standing(kind, measured, threshold, barred) if not line.is_met]
    row = barred or threshold
    if not wants or row is None:
        return YES
    awaited = measured.track is None and any(line.rule in OF_TRACK for line in wants)
    again = "收到轨迹后重新判定。" if awaited else ""
    words = "；".join(line.words for line in wants)
    return no(f"{words}（依据：{row.basis}）。{again}记录照常保存；如有特殊情况，可以申诉。")


def standing(
    kind: str,
    measured: Measured,
    threshold: Threshold | None,
    barred: KindRule | None = None,
    *,
    tells_kind: bool = False,
) -> list[Line]:
    """How each rule stands that holds here; ``tells_kind``: where kinds differ, that this one counts is worth a word.

    Of a kind that does not count nothing else is asked.
    """
    if barred is not None:
        return [_line("kind", False, have=way_words(kind, barred))]
    lines = [_line("kind", True, have=way_words(kind))] if tells_kind else []
    if threshold is None or not threshold.is_on or kind in UNTIMED_KINDS:
        return lines
    return [*lines, *_of_time(measured, threshold), *_of_track(measured.track, threshold)]


def _of_time(measured: Measured, threshold: Threshold) -> Iterator[Line]:
    if threshold.minutes:
        yield _figures("minutes", measured.minutes, threshold.minutes)
    if threshold.hours and measured.hours is not None:
        yield _figures("hours", int(measured.hours), threshold.hours)


def _of_track(track: Walked | None, threshold: Threshold) -> Iterator[Line]:
    """A share of a reach without a line cannot be reckoned, and is not held against anybody."""
    wants = {"km": round(threshold.km * 100), "share": threshold.share}
    if track is None:
        for rule, want in wants.items():
            if want:
                yield Line(rule, False, SAID[rule][2].format(want=_spoken(rule, want)))
        return
    if wants["km"]:
        yield _figures("km", int(track.metres / 10), wants["km"])
    if wants["share"] and track.share is not None:
        yield _figures("share", int(track.share * 100), wants["share"])


def _figures(rule: str, have: int, want: int) -> Line:
    """Whole figures, rounded down, so that what is lacking and what is there make what is asked."""
    told = {"have": have, "want": want, "left": want - have}
    return _line(rule, have >= want, **{name: _spoken(rule, figure) for name, figure in told.items()})


def _line(rule: str, is_met: bool, **told: str) -> Line:
    return Line(rule, is_met, SAID[rule][0 if is_met else 1].format(**told))


def _spoken(rule: str, figure: int) -> str:
    """A way is counted in tens of metres, and told in kilometres: 0.8."""
    return f"{figure / 100:g}" if rule == "km" else str(figure)


def barring(rules: list[KindRule], tier: str, kind: str, *, is_entered: bool) -> KindRule | None:
    """The row by which a walk of this kind does not count for chiefs of the tier; None: it counts."""
    ways = {kind, ENTERED} if is_entered else {kind}
    return next((row for row in rules if row.way in ways and row.use_at(tier) != KindUse.COUNTS), None)
