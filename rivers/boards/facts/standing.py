"""Whether boards show what is so today: reads and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.safestring import SafeString

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.workdays import Calendar
from hezhang.core.web.templatetags.ui import tag_html
from rivers.boards.choices import Found
from rivers.boards.models import Inspection, PublicPhone, Signboard
from rivers.boards.rules import BoardText, Change, Grace, differences, state_words
from rivers.boards.services.settling import latest, standing_of
from rivers.boards.services.text import Known, chain, joined
from rivers.chiefs.choices import TenureKind, TermUnit, TermWhat
from rivers.chiefs.models import ChangeTerm, Tenure
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

YEAR = timedelta(days=365)
SPAN = timedelta(days=400)  # of the calendar that working days are reckoned with


def with_since(rows: QuerySet[Signboard], on: date) -> QuerySet[Signboard]:
    """With ``stale_since`` and ``chief_since`` as of that day: the one expression of every list, figure and score.

    A board whose text was kept differs since the day its ``BoardState`` says. Of others nobody knows what they show:
    stale since the first responsible chief who took office after the renewal.
    """
    changes = Tenure.objects.filter(
        # A successor appointed for a day to come makes no board stale before that day.
        reach=OuterRef("reach"),
        kind=TenureKind.RESPONSIBLE,
        starts_on__gt=OuterRef("renewed_on"),
        starts_on__lte=on,
    )
    first = Subquery(changes.order_by().values("reach").annotate(first=Min("starts_on")).values("first"))
    names = {"stale_since": "differs_since", "chief_since": "chief_since"}
    return rows.annotate(
        **{
            name: Case(
                When(state__isnull=True, then=first),
                When(**{f"state__{kept}__lte": on}, then=F(f"state__{kept}")),
                default=None,
            )
            for name, kept in names.items()
        }
    )


def boards_of(rows: Any, today: date) -> Any:
    """For lists and panels: with ``stale_since``, ``state``, ``graces`` and what was found last."""
    newest = Inspection.objects.filter(board=OuterRef("pk")).order_by("-day", "-pk")
    told = {"seen_on": Subquery(newest.values("day")[:1]), "found": Subquery(newest.values("result")[:1])}
    open_ = Exists(Inspection.objects.open().filter(board=OuterRef("pk")))
    joined_ = with_since(rows, today).select_related("reach", "region", "state")
    return joined_.annotate(**told, is_broken=open_).carrying(graces=graces(today))


def stale(rows: QuerySet[Signboard]) -> QuerySet[Signboard]:
    """Boards that show something that is no longer so."""
    return rows.filter(stale_since__isnull=False)


def overdue(rows: QuerySet[Signboard], today: date) -> QuerySet[Signboard]:
    """Stale boards whose grace has run out, by the term that holds where each stands."""
    return rows.filter(graces(today).overdue(today))


# ── Grace ──
@dataclass
class Graces:
    """The grace of any place: its county's own, else its city's, else what ships."""

    terms: Any  # of each place: ``LocalQuery.by_place``
    calendar: Calendar

    def of(self, code: str) -> Grace:
        return self._grace(self.terms.of(code))

    def overdue(self, today: date, field: str = "stale_since") -> Q:
        """Rows whose ``field`` lies before the last day that is still in grace, in each place by its own term."""
        shipped = self._late(field, "", today)
        found, own = Q(), Q()
        # The nearest goes before the wider: a county's own rows hold inside a city that keeps its own.
        for keeper in sorted(self.terms.keeping(), reverse=True):
            inside = within(Region(code=keeper, tier="city" if keeper[4:6] == "00" else "county"))
            found |= inside & ~own & self._late(field, keeper, today)
            own |= inside
        return found | (shipped & ~own) if own else shipped

    def _late(self, field: str, keeper: str, today: date) -> Q:
        grace = self._grace(self.terms.kept_by(keeper))
        return Q(**{f"{field}__lte": grace.last_overdue(today)})

    def _grace(self, terms: list[Any]) -> Grace:
        return Grace(terms[0].amount, terms[0].unit, self.calendar) if terms else Grace(calendar=self.calendar)


def graces(today: date) -> Graces:
    """Two queries for the terms, one more for the calendar where somebody reckons in working days."""
    terms = ChangeTerm.objects.filter(what=TermWhat.BOARD).by_place()
    in_workdays = any(term.unit == TermUnit.WORKDAY for term in terms.every())
    return Graces(terms, Calendar.load(today - SPAN, today + SPAN) if in_workdays else Calendar())


# ── Words ──
def board_words(board: Any, today: date) -> str:
    """内容最新, 应更新（剩余 N 天）, 超期 N 天; one that was taken down says that alone. The board comes from ``boards_of``."""
    if board.ended_on is not None and board.ended_on < today:
        return "已停用"
    return state_words(board.stale_since, today, board.graces.of(board.region_id))


def board_mark(board: Any, today: date) -> SafeString:
    """The same as a coloured tag."""
    words = board_words(board, today)
    if words == "已停用":
        return tag_html(words, "grey")
    return tag_html(words, "red" if words.startswith("超期") else "orange" if board.stale_since else "green")


def change_words(board: Any, today: date) -> str:
    """镇级河长：张三（镇长） → 李四（镇长）; "" for what is up to date."""
    if board.stale_since is None:
        return ""
    state = getattr(board, "state", None)
    if state is None:
        return "责任河长已变更"
    changes = (Change.of(one) for one in state.changes)
    return "；".join(one.words for one in changes if one.since and one.since <= today)


def found_words(board: Any) -> str:
    """How the board was found last, and whether something waits to be put right."""
    if board.found is None:
        return "未巡检"
    return f"{Found(board.found).label}（待修复）" if board.is_broken else str(Found(board.found).label)


def found_mark(board: Any) -> SafeString:
    """The same as a tag."""
    tone = "red" if board.is_broken else Found(board.found).tone if board.found else "grey"
    return tag_html(found_words(board), tone)


def broken(rows: Any) -> Any:
    """Boards on which an inspection found something that nobody has put right yet."""
    return rows.filter(is_broken=True)


def unseen(rows: Any, today: date) -> Any:
    """Boards that nobody has inspected within a year."""
    return rows.filter(Q(seen_on__isnull=True) | Q(seen_on__lt=today - YEAR))


# ── One board ──
@dataclass
class Shown:
    """The two texts of a board's page, and what of them differs."""

    today: BoardText
    kept: BoardText | None
    changes: list[Change]
    old_pattern: str  # whose name differs from today's; that alone makes no board stale


def shown_of(board: Signboard, today: date) -> Shown:
    """Compared now, whatever the nightly reckoning last found."""
    known = Known(joined(Signboard.objects.filter(pk=board.pk)), today)
    text, renewal = known.text(board, today), latest([board.pk]).get(board.pk)
    if renewal is None:
        return Shown(text, None, [], "")
    kept = BoardText.of(renewal.text)
    state = getattr(board, "state", None)
    noticed = {one["key"]: Change.of(one).since or today for one in (state.changes if state else ())}
    found = standing_of(known.boards[board.pk], known, renewal, noticed, today)
    changes = [one for one in found.changes if one.since and one.since <= today]
    return Shown(text, kept, changes, kept.pattern if kept.pattern != text.pattern else "")


def differs(board: Signboard, today: date) -> bool:
    """The slow way: whether the kept text and today's say different things."""
    known = Known(joined(Signboard.objects.filter(pk=board.pk)), today)
    kept = BoardText.of(latest([board.pk])[board.pk].text)
    return bool(differences(kept.facts, known.facts(board, today)))


def without_board(reaches: QuerySet[Reach], today: date) -> QuerySet[Reach]:
    """Village reaches that have none: one board for each village on each river (Hebei 2022)."""
    boards = Signboard.objects.standing(today).filter(reach=OuterRef("pk"))
    return reaches.filter(tier=Tier.VILLAGE).standing(today).exclude(Exists(boards))


def number_words(reach: Reach, today: date) -> str:
    """How many boards the village has on this river already: one for each is the rule, more beyond 8 km."""
    same = Signboard.objects.standing(today).filter(region=reach.region_id, reach__river=reach.river_id).count()
    if not same:
        return f"{reach.region.name}在{reach.river.name}上还没有公示牌。"
    long = "（村内河长超过 8 公里的可以增设）" if reach.tier == Tier.VILLAGE else ""
    return f"{reach.region.name}在{reach.river.name}上已有 {same} 块公示牌{long}。"


def renewed_today(board: Signboard, today: date) -> bool:
    """Whether the last renewal was noted today, and can be taken back."""
    last = board.renewals.order_by("-pk").first()
    return last is not None and timezone.localdate(last.noted_at) == today


def named_on(board: Signboard, today: date) -> tuple[list[Post], dict[int, str]]:
    """The responsible chiefs whom the board names that day, the uppermost first, and their public phones."""
    reaches = [one.pk for one in chain(board.reach)]
    held = Tenure.objects.current(today).filter(reach__in=reaches, kind=TenureKind.RESPONSIBLE)
    by_reach = {one.reach_id: one.post for one in held.select_related("post__user", "post__region")}
    posts = [by_reach[pk] for pk in reversed(reaches) if pk in by_reach]
    return posts, dict(PublicPhone.objects.filter(post__in=posts).values_list("post", "number"))


def is_own(board: Signboard, post: Post, today: date) -> bool:
    """Whether the board stands on a reach that the post holds in any kind that day."""
    return Tenure.objects.current(today).filter(post=post, reach=board.reach_id).exists()
