"""Facts for the tests, made directly: a quarter of 桥头镇 that can be reckoned by hand."""

from datetime import date, datetime, timedelta
from typing import Any

from assessment.rounds import services
from assessment.rounds.models import ManualEntry, Round, Score
from assessment.schemes.models import Scheme
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.periods import SHANGHAI, quarter
from issues.ledger.choices import State
from issues.ledger.models import Issue
from patrols.walks.models import Patrol
from rivers.water.models import Section, SectionMonth

YEAR, QUARTER = 2026, 3
AFTER = datetime(2026, 10, 8, 9, tzinfo=SHANGHAI)  # the quarter is over
DURING = datetime(2026, 8, 20, 9, tzinfo=SHANGHAI)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)


def open_round(cast, **more) -> Round:
    scheme = more.pop("scheme", None) or Scheme.objects.get(region=None)
    period = quarter(more.pop("year", YEAR), more.pop("quarter", QUARTER))
    case = {"scheme": scheme, "region": cast.county, "period": period, "at": AFTER}
    return services.open_(by=more.pop("by", cast.clerk), **(case | more))


def computed(cast, at=AFTER) -> Round:
    return reckoned(open_round(cast), cast.clerk, at=at)


def reckoned(found: Round, by: Post | None = None, at: datetime = AFTER) -> Round:
    """The round, computed."""
    services.compute(found, by=by, at=at)
    return found


def entered(found: Round, by: Post, **told: Any) -> ManualEntry:
    """An entry by hand."""
    services.add_entry(found, by=by, **({"at": AFTER} | told))
    return ManualEntry.objects.latest("pk")


def issue(cast, due: date, done: date | None = None, closed: date | None = None, region=None, **more) -> Issue:
    """Handed out 20 days before it was due; done, and closed, on these days."""
    found = noon(due - timedelta(days=21))
    state = State.CLOSED if closed else State.APPLIED if done else State.RECTIFYING
    fields = {
        "number": f"T{Issue.objects.count():05d}",
        "source": "covert",
        "region": region or cast.village,
        "river": cast.river,
        "reach": cast.village_reach,
        "text": "岸坡堆放垃圾",
        "found_at": found,
        "state": state,
        "state_since": found,
        "is_open": not closed,
        "due_sort": due,
        "unit": cast.town_gov,
        "dispatched_at": found + timedelta(days=1),
        "due_on": due,
    }
    if done:
        fields |= {"applied_at": noon(done), "applied_by": cast.town_handler.user, "measures": "已清理"}
    if closed:
        fields |= {"verified_at": noon(closed), "verified_by": cast.town_chief.user, "opinion": "属实"}
        fields |= {"closed_at": noon(closed), "closed_by": cast.head.user}
    return Issue.objects.create(**(fields | more))


def patrol(post, reach, day: date, submitted: datetime | None = None) -> Patrol:
    start = noon(day)
    return Patrol.objects.create(
        content_hash="x",
        post=post,
        user=post.user,
        reach=reach,
        river=reach.river,
        region=reach.region,
        tier=reach.tier,
        started_at=start,
        ended_at=start + timedelta(minutes=30),
        submitted_at=submitted or start + timedelta(minutes=31),
    )


def section(cast, name="桥头断面", region=None, target=3) -> Section:
    return Section.objects.create(
        name=name, code=f"S{Section.objects.count()}", river=cast.river, region=region or cast.town, target=target
    )


def month(place: Section, year: int, number: int, grade: int | None, monitored="yes") -> SectionMonth:
    return SectionMonth.objects.create(
        section=place, month=date(year, number, 1), water_class=grade, monitored=monitored, target=place.target
    )


def score_of(round_: Round, region, code: str) -> Score:
    return Score.objects.get(subject__round=round_, subject__region=region, indicator__code=code)


def total_of(round_: Round, region):
    return round_.subjects.get(region=region).total
