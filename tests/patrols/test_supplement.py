"""The answer was lost, the draft came back, something was added, and it is sent again under the same number."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import Refusal
from issues.models import Issue
from patrols.walks.choices import FindingState, PatrolKind
from patrols.walks.models import Finding, FindingPhoto, Patrol, Supplement
from patrols.walks.rules import Position
from patrols.walks.services import PatrolConflict, backfill_patrol
from patrols.walks.signals import finding_recorded
from rivers.registry.models import Reach
from tests.issues.build import photo


@pytest.fixture
def again(walk, cast):
    """Hands in the same walk once more, with these changes; the first call is the first telling."""
    now = timezone.now()
    same = {"client_id": uuid4(), "started_at": now - timedelta(minutes=30), "ended_at": now - timedelta(minutes=10)}
    return lambda **changes: walk(**(same | changes))


def row() -> dict:
    """Every column of the stored patrol."""
    return Patrol.objects.values().get()


@pytest.mark.parametrize(
    "harmless",
    [{}, {"note": " 水清 "}, {"ended_at": None}, {"later": 59}, {"note": ""}, {"kind": PatrolKind.ROUTINE}],
    ids=["nothing", "blanks", "no end told", "seconds", "words left out", "the same kind"],
)
def test_a_harmless_difference_is_the_same_row_with_the_same_answer(again, harmless):
    first = again(note="水清")
    stored = row()
    if seconds := harmless.pop("later", 0):
        harmless["ended_at"] = first.patrol.ended_at + timedelta(seconds=seconds)
    second = again(**({"note": "水清"} | harmless))
    assert second.patrol == first.patrol and not second.is_new and second.supplement is None
    assert row() == stored and not Supplement.objects.exists()
    assert Entry.objects.filter(action__startswith="patrol.").count() == 1


@pytest.mark.parametrize(
    ("more", "facts"),
    [
        ({"note": "水清，有人钓鱼"}, {"note": "水清，有人钓鱼"}),
        ({"kind": PatrolKind.COVERT}, {"kind": "covert"}),
        ({"start": Position(30.1, 120.2, 15)}, {"start": [30.1, 120.2]}),
        ({"end": Position(30.3, 120.4)}, {"end": [30.3, 120.4]}),
    ],
)
def test_what_is_new_becomes_a_supplement_and_the_row_stays(again, cast, more, facts):
    again(note="水清")
    stored = row()
    receipt = again(**({"note": "水清"} | more))
    assert receipt.supplement == Supplement.objects.get() and not receipt.is_new
    assert (receipt.supplement.facts, receipt.supplement.number) == (facts, 1)
    assert receipt.supplement.post == cast.village_chief and row() == stored
    entry = Entry.objects.get(action="patrol.supplement")
    assert entry.object_id == str(receipt.patrol.pk) and facts.items() <= entry.after.items()


def test_walking_on_and_a_corrected_start_are_told_beside_the_stored_times(again):
    stored = again().patrol
    start, end = stored.started_at - timedelta(minutes=15), stored.ended_at + timedelta(minutes=8)
    facts = again(started_at=start, ended_at=end).supplement.facts
    assert facts == {"started_at": start.isoformat(), "ended_at": end.isoformat()}
    assert again(started_at=start, ended_at=end).supplement is None
    assert Patrol.objects.get().minutes == 20


def test_an_extra_finding_raises_its_issue_once_however_often_it_is_sent(again, seen, cast):
    first, more = seen(text="一堆"), seen(text="桥下又一堆", photos=[photo(cast.village_chief)])
    again(findings=[first])
    assert Issue.objects.count() == 1
    for _ in range(3):
        again(findings=[first, more])
    extra = Finding.objects.get(number=2)
    assert (extra.text, extra.supplement) == ("桥下又一堆", Supplement.objects.get()) and extra.photos.count() == 1
    assert Finding.objects.count() == Issue.objects.count() == 2
    assert Patrol.objects.get().finding_count == 2


def test_extra_photos_and_words_join_the_finding_they_belong_to(again, seen, cast):
    one, two = photo(cast.village_chief), photo(cast.village_chief)
    again(findings=[seen(text="一堆", photos=[one])])
    receipt = again(findings=[seen(text="一堆，发臭", photos=[one, two])])
    assert receipt.supplement.facts == {"1.text": "一堆，发臭"}
    finding = Finding.objects.get()
    assert finding.text == "一堆" and Issue.objects.count() == 1
    assert list(FindingPhoto.objects.values_list("upload", "supplement")) == [
        (one.pk, None),
        (two.pk, receipt.supplement.pk),
    ]
    assert again(findings=[seen(text="一堆，发臭", photos=[two, one])]).supplement is None


def test_settled_after_all_is_told_of_the_same_finding(again, seen):
    again(findings=[seen(text="一堆")])
    facts = again(findings=[seen(text="一堆", state=FindingState.SETTLED, measure="已清走")]).supplement.facts
    assert facts == {"1.state": "settled", "1.measure": "已清走"}
    assert Finding.objects.get().state == FindingState.OPEN


def test_not_settled_after_all_is_a_finding_of_its_own_for_an_issue_must_come_of_it(again, seen):
    again(findings=[seen(text="一堆", state=FindingState.SETTLED)])
    assert not Issue.objects.exists()
    for _ in range(2):
        again(findings=[seen(text="一堆", state=FindingState.OPEN)])
    assert Finding.objects.count() == 2 and Issue.objects.get().finding.number == 2


def test_what_is_missing_the_second_time_stays_stored(again, seen):
    again(note="水清", findings=[seen(text="一堆"), seen(text="桥下")], start=Position(30.1, 120.2))
    stored = row()
    assert again(findings=[seen(text="桥下")]).supplement is None
    assert row() == stored and Finding.objects.count() == 2


def test_a_third_telling_adds_to_the_second(again):
    again()
    for note in ("水清", "水清，有人钓鱼", "水清"):
        again(note=note)
    assert list(Supplement.objects.values_list("number", "facts__note")) == [(1, "水清"), (2, "水清，有人钓鱼")]


@pytest.mark.parametrize("other", ["reach", "earlier", "later"])
def test_another_walk_under_the_same_number_is_a_conflict_and_the_first_row_stays(again, cast, other):
    first = again(note="水清").patrol
    stored = row()
    moved = {
        "reach": {"reach": _sibling(cast.village_reach)},
        "earlier": {"started_at": first.started_at - timedelta(hours=2), "ended_at": first.started_at - timedelta(hours=1)},
        "later": {"started_at": first.ended_at + timedelta(minutes=2), "ended_at": first.ended_at + timedelta(minutes=4)},
    }  # fmt: skip
    with pytest.raises(PatrolConflict) as conflict:
        again(**moved[other], note="别处")
    assert conflict.value.stored == first and "没有改动" in str(conflict.value)
    assert row() == stored and not Supplement.objects.exists()


def _sibling(reach: Reach) -> Reach:
    """Another reach of the same village."""
    return Reach.objects.create(
        river=reach.river, tier=reach.tier, region=reach.region, code="SIBLING", name="旁边的河段"
    )


def test_what_was_stored_is_known_even_when_it_would_not_be_taken_today(again, cast):
    """The chief has moved to a post elsewhere meanwhile: what was acknowledged stays acknowledged."""
    first = again()
    cast.village_chief.region = cast.village2
    assert again().patrol == first.patrol and again(ended_at=None).supplement is None
    with pytest.raises(Refusal, match="不在您的辖区内"):
        again(note="水清")


def test_what_is_unsound_in_the_second_telling_is_refused_and_the_first_stays(again):
    again()
    stored = row()
    with pytest.raises(Refusal, match="位置数据无效"):
        again(start=Position(91, 120), note="水清")
    assert row() == stored and not Supplement.objects.exists()


def test_a_listener_that_fails_undoes_the_whole_supplement(again, seen):
    def fail(**_):
        raise RuntimeError("ledger is full")

    again()
    finding_recorded.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            again(findings=[seen()], note="水清")
    finally:
        finding_recorded.disconnect(fail)
    assert not Supplement.objects.exists() and not Finding.objects.exists()
    assert Patrol.objects.get().finding_count == 0


def test_the_office_adds_to_what_it_entered_for_somebody(cast):
    now = timezone.now()
    entered = {
        "post": cast.village_chief, "client_id": uuid4(), "reach": cast.village_reach,
        "started_at": now - timedelta(days=3, hours=1), "ended_at": now - timedelta(days=3),
    }  # fmt: skip
    backfill_patrol(by=cast.clerk, **entered)
    assert backfill_patrol(by=cast.clerk, **entered, note="依据纸质日志").supplement.post == cast.clerk
    with pytest.raises(Refusal):
        backfill_patrol(by=cast.neighbour_clerk, **entered, note="别的县")
