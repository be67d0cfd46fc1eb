"""Each verb of a round as somebody carries it out (as a service call and as a form), and the short questions to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from assessment.rounds import services
from assessment.rounds.models import ManualEntry, Round, Score, ScoreRow
from assessment.schemes.models import Indicator
from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import SomebodyWasFaster
from tests.assessment import build
from tests.cast import Cast

NOTHING: dict[str, Any] = {}


def at(name: str, *args: Any) -> str:
    return reverse(f"assessment:{name}", args=args)


@dataclass(frozen=True)
class Act:
    """``on(cast, round)``: what the verb is taken on; ``run`` calls the service; ``form`` is what the page sends."""

    who: str
    end: str
    on: Callable[[Cast, Round], Any]
    run: Callable[[Any, Any, Cast], Any]
    form: Callable[[Cast], dict[str, Any]] = lambda cast: NOTHING


def told(cast: Cast, **more: Any) -> dict[str, Any]:
    """An entry by hand, as the service takes it."""
    case = {"region": cast.town, "indicator": Indicator.objects.get(code=more.pop("code", "check_minor"))}
    return {**case, "day": date(2026, 8, 5), "times": Decimal(1), "reason": "桥下漂浮物", "at": build.AFTER, **more}


def entry(cast: Cast, found: Round, **more: Any) -> ManualEntry:
    return build.entered(found, more.pop("by", cast.clerk), **told(cast, **more))


def _score(cast: Cast, found: Round) -> Any:
    return build.score_of(found, cast.town, "on_time_rate")


def _typed(cast: Cast) -> dict[str, Any]:
    case = told(cast)
    return {
        "region": cast.town.pk,
        "indicator": case["indicator"].pk,
        "day": "2026-08-05",
        "times": 1,
        "reason": "漂浮物",
    }


def _whole(cast: Cast, found: Round) -> Round:
    return found


ACTS = {
    "compute": Act("clerk", "running", _whole, lambda obj, by, cast: services.compute(obj, by=by, at=build.AFTER)),
    "freeze": Act(
        "head", "frozen", _whole, lambda obj, by, cast: services.freeze(obj, by=by, at=build.AFTER),
        lambda cast: {"checked": "on"},
    ),
    "add_entry": Act(
        "clerk", "running", _whole, lambda obj, by, cast: services.add_entry(obj, by=by, **told(cast)), _typed
    ),
    "withdraw_entry": Act(
        "clerk", "running", entry, lambda obj, by, cast: services.withdraw_entry(obj, by=by, at=build.AFTER)
    ),
    "override": Act(
        "clerk", "running", _score,
        lambda obj, by, cast: services.override(obj, by=by, value=Decimal(18), reason="材料补正", at=build.AFTER),
        lambda cast: {"value": "18.00", "reason": "材料补正"},
    ),
}  # fmt: skip


def quarter(cast: Cast) -> Round:
    """The third quarter, computed after its end: one issue late, one in time."""
    build.issue(cast, date(2026, 8, 10))
    build.issue(cast, date(2026, 8, 10), done=date(2026, 8, 9))
    return build.computed(cast)


def frozen(cast: Cast) -> Round:
    found = quarter(cast)
    services.freeze(found, by=cast.head, at=build.AFTER)
    return found


def picture(found: Round) -> tuple:
    """Everything stored of a round, but for row numbers."""
    rows = ScoreRow.objects.filter(score__subject__round=found)
    scores = Score.objects.filter(subject__round=found)
    return (
        list(found.subjects.values_list("region_id", "total", "rank", "band")),
        list(scores.order_by("id").values_list("id", "numerator", "denominator", "value", "explanation")),
        sorted(map(str, rows.values_list("score_id", "label", "detail", "day", "counts_in", "counts_of", "points"))),
    )


def works(cast: Cast, enter: Any, verb: str) -> Round:
    """The page's form carries the step out: state, one transition with who, one journal row."""
    act, found = ACTS[verb], quarter(cast)
    obj = act.on(cast, found)
    before = found.transitions.count()
    answer = enter(cast[act.who]).post(at(verb, obj.pk), act.form(cast))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    found = Round.objects.get(pk=found.pk)
    step = found.transitions.last()
    assert (found.state, found.transitions.count(), step.verb) == (act.end, before + 1, verb)
    assert (step.user, step.post, step.to_state) == (cast[act.who].user, cast[act.who], act.end)
    assert Entry.objects.filter(action=f"round.{verb}", object_id=str(found.pk), at=step.at).count() == 1
    return found


def refuses_frozen(cast: Cast, enter: Any, verb: str) -> None:
    """Somebody was faster: 409, who and when, what was typed is still there; nothing has changed."""
    act, found = ACTS[verb], quarter(cast)
    obj = act.on(cast, found)
    services.freeze(found, by=cast.head, at=build.AFTER)
    before, steps = picture(found), found.transitions.count()
    with pytest.raises(SomebodyWasFaster, match="已定稿"):
        act.run(obj, cast[act.who], cast)
    answer = enter(cast[act.who]).post(at(verb, obj.pk), act.form(cast))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"{cast.head.user.name}已于" in page
    assert act.form(cast).get("reason", "") in page
    assert (picture(found), found.transitions.count()) == (before, steps)


def refuses_role(cast: Cast, enter: Any, verb: str, member: str) -> None:
    """Inside the scope but not allowed: 403 with the reason; nothing has changed."""
    act, found = ACTS[verb], quarter(cast)
    obj = act.on(cast, found)
    before = picture(found)
    with pytest.raises(NotAllowed):
        act.run(obj, cast[member], cast)
    assert enter(cast[member]).post(at(verb, obj.pk), act.form(cast)).status_code == 403
    assert picture(found) == before


def is_hidden_from_neighbour(cast: Cast, enter: Any, verb: str) -> None:
    act, found = ACTS[verb], quarter(cast)
    obj = act.on(cast, found)
    assert enter(cast.neighbour_clerk).post(at(verb, obj.pk), act.form(cast)).status_code == 404
    with pytest.raises(NotAllowed):
        act.run(obj, cast.neighbour_clerk, cast)
