"""Since when boards differ from the registry: reckoned beside the rows whenever something that stands on them changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from rivers.boards.models import BoardState, Renewal, Signboard
from rivers.boards.rules import BoardText, Change, Standing, standing
from rivers.boards.services.text import Known, joined

CHUNK = 500
UPWARD = ("reach", "reach__parent", "reach__parent__parent", "reach__parent__parent__parent")
FIELDS = ["renewal", "differs_since", "chief_since", "changes"]


def settle(rows: QuerySet[Signboard], today: date | None = None) -> int:
    """Compare what these boards show with what is so, and keep the answer for the lists; returns how many were reckoned.

    Boards whose text nobody has kept are left to the older rule (facts.boards_of).
    """
    today, done = today or timezone.localdate(), 0
    kept = Exists(Renewal.objects.filter(board=OuterRef("pk")))
    pks = list(rows.filter(kept).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), CHUNK):
        with transaction.atomic():
            done += _settle(pks[start : start + CHUNK], today)
    return done


def _settle(pks: list[int], today: date) -> int:
    # A renewal that is noted at the same time waits, or is waited for: neither is reckoned with the other's text.
    locked = Signboard.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    pks = list(locked.values_list("pk", flat=True))
    known = Known(joined(Signboard.objects.filter(pk__in=pks)), today)
    shown = latest(pks)
    states = {one.board_id: one for one in BoardState.objects.filter(board__in=pks)}
    before = {one.pk: _told(one) for one in states.values()}
    found = [_reckon(board, known, shown[board.pk], states.get(board.pk), today) for board in known.boards.values()]
    # Nearly all stand as they stood: a night over 5,000 boards writes the few that do not.
    changed = [one for one in found if one.pk and _told(one) != before[one.pk]]
    BoardState.objects.bulk_create([one for one in found if one.pk is None])
    BoardState.objects.bulk_update(changed, FIELDS)
    return len(found)


def _told(state: BoardState) -> tuple[object, ...]:
    return state.renewal_id, state.differs_since, state.chief_since, state.changes


def latest(pks: Iterable[int]) -> dict[int, Renewal]:
    """The last renewal of each board: what it shows."""
    newest = Renewal.objects.order_by("board_id", "-pk")
    return {one.board_id: one for one in reversed(newest.filter(board__in=list(pks)))}


def _reckon(board: Signboard, known: Known, renewal: Renewal, state: BoardState | None, today: date) -> BoardState:
    state = state or BoardState(board=board)
    noticed = {one.key: one.since for one in changes_of(state) if one.since and one.since <= today}
    noticed = noticed if state.renewal_id == renewal.pk else {}
    found = standing_of(board, known, renewal, noticed, today)
    state.renewal, state.changes = renewal, [one.kept() for one in found.changes]
    state.differs_since, state.chief_since = found.differs_since, found.chief_since
    return state


def standing_of(board: Signboard, known: Known, renewal: Renewal, noticed: dict[str, date], today: date) -> Standing:
    """What of the kept text is no longer so, and since when."""
    first = min(renewal.renewed_on, today)
    days = [first, *known.days(board, first)]
    told = [(day, known.facts(board, day)) for day in days]
    return standing(BoardText.of(renewal.text).facts, told, noticed, today, f"chief.{board.reach.tier}")


def changes_of(state: BoardState) -> Iterator[Change]:
    return (Change.of(one) for one in state.changes)


def settle_reaches(reaches: Iterable[int], today: date | None = None) -> int:
    """The boards on these reaches and on all that lie in them: the text names the chiefs of every tier above."""
    wanted = set(reaches)
    places = Q(*((f"{up}__in", wanted) for up in UPWARD), _connector=Q.OR)
    return settle(Signboard.objects.filter(places), today) if wanted else 0
