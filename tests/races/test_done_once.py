"""What is done once is done once, however many do it at the same moment: entries by hand, staged photos, findings, and
what ends something: a tenure, a one-time link. By real threads with connections of their own.

Beside each way of guarding (a lock; a unique number) stands its control.
"""

from datetime import date, timedelta
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db.models.signals import pre_save
from django.utils import timezone

from assessment.rounds import services as rounds
from assessment.rounds.models import ManualEntry, RoundTransition
from hezhang.core.accounts import services as accounts
from hezhang.core.accounts.models import User
from hezhang.core.accounts.services.links import make_link
from hezhang.core.audit.models import Entry
from hezhang.core.files import services as files
from hezhang.core.files.models import Staged, Upload
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.web.models import Job
from hezhang.core.workflow import engine
from issues.models import Issue
from patrols.norms.models import CheckItem
from patrols.walks.models import Finding, FindingPhoto, Patrol
from rivers.chiefs import services as chiefs
from tests.assessment import acts, build
from tests.files.test_photos import photo
from tests.races.together import LONG, at_once, named, posts, without

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.story_until("2026-10-08")]

THREE = 3


def refusals(results: list) -> int:
    return sum(isinstance(one, Refusal | ValidationError) for one in results)


def unlocked(obj):
    """The control: ``engine.lock`` with its lock left out, and nothing else."""
    return type(obj)._base_manager.get(pk=obj.pk)


# ── Entries by hand ──
def enter_by_hand(cast, round_, once) -> list:
    told = acts.told(cast) | {"by": cast.clerk, "once": once}
    return at_once([lambda: rounds.add_entry(round_, **told)] * THREE, ManualEntry)


def test_the_same_form_is_one_entry(cast):
    round_ = acts.quarter(cast)
    for number in range(1, 4):
        steps = enter_by_hand(cast, round_, uuid4())
        assert len({getattr(one, "pk", None) for one in steps} - {None}) == 1
        assert ManualEntry.objects.count() == number
        assert build.score_of(round_, cast.town, "check_minor").numerator == number


def withdraw(entry, cast) -> list:
    return [lambda: rounds.withdraw_entry(entry, by=cast.clerk, at=build.AFTER)] * 2


def test_an_entry_is_withdrawn_once_and_without_the_lock_twice(cast, monkeypatch):
    round_ = acts.quarter(cast)
    entries = [acts.entry(cast, round_) for _ in range(THREE)]
    assert [refusals(at_once(withdraw(entry, cast), RoundTransition)) for entry in entries] == [1] * THREE
    assert Entry.objects.filter(action="entry.withdraw").count() == THREE
    assert build.score_of(round_, cast.town, "check_minor").numerator == 0
    one_more, gate = acts.entry(cast, round_), Barrier(2, timeout=LONG)

    def both_have_looked(**_) -> None:
        gate.wait()

    monkeypatch.setattr(engine, "lock", unlocked)
    pre_save.connect(both_have_looked, sender=ManualEntry, weak=False)
    try:
        assert refusals(at_once(withdraw(one_more, cast), Job)) == 0
    finally:
        pre_save.disconnect(both_have_looked, sender=ManualEntry)
    assert Entry.objects.filter(action="entry.withdraw").count() == THREE + 2


# ── Photos that come ahead of their form ──
def stage(cast, number) -> list:
    return at_once(
        [lambda: files.stage_photo(photo(), by=cast.village_chief, client_id=number).pk] * THREE, Staged, LONG
    )


def stored(settings) -> int:
    return sum(path.is_file() for path in settings.MEDIA_ROOT.rglob("*"))


def test_the_same_photo_is_staged_once_and_without_its_number_three_times(cast, settings):
    for number in range(1, 3):
        assert len(set(stage(cast, uuid4()))) == 1
        assert Staged.objects.count() == number
        assert stored(settings) == 2 * Upload.objects.count() == 2
    with without(named(Staged, "staged_once"), Staged):
        stage(cast, uuid4())
        assert Staged.objects.count() == 2 + THREE


# ── Findings ──
def test_a_walk_with_a_finding_and_its_photo_sent_three_times_is_one_of_each(cast, enter):
    upload = files.stage_photo(photo(), by=cast.village_chief, client_id=uuid4())
    now = timezone.localtime()
    item = CheckItem.objects.get(name="污水直排").pk
    walk = {
        "client_id": uuid4(), "reach": cast.village_reach.pk,
        "started_at": (now - timedelta(minutes=20)).strftime("%Y-%m-%dT%H:%M:%S"),
        "ended_at": now.strftime("%Y-%m-%dT%H:%M:%S"),
        "f0-item": item, "f0-state": "open", "f0-text": "桥下", "f0-kept": upload.pk,
    }  # fmt: skip
    answers = at_once(posts(enter(cast.village_chief), "/patrols/submit/", walk, THREE), Patrol, LONG)
    assert set(answers) <= {200, 302}
    counted = [model.objects.count() for model in (Patrol, Finding, FindingPhoto, Issue)]
    assert counted == [1, 1, 1, 1]


# ── What ends something ──
def test_what_ends_something_or_is_one_persons_is_done_by_one(cast):
    """A tenure has one last day, a link sets one password, a number is one person's; the other is told in words."""
    tenure, days = cast.village_reach.tenures.get(), [date(2026, 9, 1), date(2026, 9, 2)]
    code, words = make_link(cast.handler.user, by=cast.clerk), ["Chengxi-Qiao-71", "Liuan-Yan-82"]
    people = [cast.clerk, cast.head]
    for acts_ in (
        [partial(chiefs.dismiss, tenure, day, by=cast.clerk) for day in days],
        [partial(accounts.set_password, code, word) for word in words],
        [partial(accounts.change_phone, post.user, "13900000077", by=post) for post in people],
    ):
        assert refusals(at_once(acts_, Entry)) == 1
    assert Entry.objects.filter(action="tenure.dismiss").count() == 1
    user = User.objects.get(pk=cast.handler.user_id)
    assert [user.check_password(word) for word in words].count(True) == 1
    assert User.objects.filter(phone="13900000077").count() == 1
