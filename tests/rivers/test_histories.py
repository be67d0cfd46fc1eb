"""Random histories of one reach's chiefs, held at the database against a slow reference over the journal of acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, User
from hezhang.core.accounts.services import end_post
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.kernel.verdict import YES
from rivers.chiefs import rules
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import appoint, dismiss, restore, withdraw
from rivers.cutting.services import split_reach
from rivers.lines.services import draw_line
from rivers.registry.models import Reach
from tests.cast import SINCE

FAR = 25  # days before and after today that are looked at
ACTS = 18
SEEDS = range(8)
LEADS = TenureKind.RESPONSIBLE


@dataclass
class Journal:
    """What was done, in order: the reference reads it day by day and knows nothing of tenures."""

    acts: list[tuple[Any, ...]] = field(default_factory=list)

    def who(self, day: date) -> int | None:
        """The post that answers on the day, by the acts alone."""
        held: int | None = None
        ended: dict[int, date] = {}
        for what, post, on in self.acts:
            if what == "appoint" and day >= on:
                held = post
            elif what == "dismiss" and day > on:
                held = None
            elif what == "restore" and day > on:
                held = post
            elif what == "end":
                ended[post] = on
        return None if held is None or day > ended.get(held, day) else held


@dataclass
class Story:
    """One reach, four chiefs, and what happens to them."""

    cast: Any
    dice: Random
    today: date
    journal: Journal = field(default_factory=Journal)
    cut_on: date | None = None
    reach: Any = None
    old: Any = None
    posts: list[Post] = field(default_factory=list)
    begun: Any = None  # the last appointment, and the last days of those whom it ended
    wrong: Any = None  # the same while nothing else has happened

    def day(self) -> date:
        return self.today + timedelta(days=self.dice.randint(-FAR, FAR))

    def act(self) -> None:
        """One of the acts; what the service refuses in words has not happened."""
        verb = self.dice.choice(
            [self.appoint, self.appoint, self.dismiss, self.succeed, self.undo, self.restore, self.end, self.cut]
        )
        try:
            with transaction.atomic():
                told = verb()
        except (ValidationError, Refusal):
            return
        self.wrong = self.begun if verb in (self.appoint, self.succeed) and told else None if told else self.wrong
        if told == [("undo", 0, self.today)]:
            self.journal.acts.pop()
        else:
            self.journal.acts += told

    def _begin(self, post: Post, on: date) -> None:
        post.refresh_from_db()
        held = dict(Tenure.objects.filter(reach=self.reach, kind=LEADS).values_list("pk", "ends_on"))
        made = appoint(by=self.cast.clerk, post=post, reach=self.reach, kind=LEADS, starts_on=on)
        now = dict(Tenure.objects.filter(pk__in=held).values_list("pk", "ends_on"))
        self.begun = made, [(pk, before) for pk, before in held.items() if now[pk] != before]

    def open_one(self) -> Tenure | None:
        return Tenure.objects.filter(reach=self.reach, kind=LEADS, ends_on=None).first()

    def appoint(self) -> list[tuple[Any, ...]]:
        post, on = self.dice.choice(self.posts), self.day()
        self._begin(post, on)
        return [("appoint", post.pk, on)]

    def dismiss(self) -> list[tuple[Any, ...]]:
        tenure, on = self.open_one(), self.day()
        if tenure is None:
            return []
        dismiss(tenure, on, by=self.cast.clerk)
        return [("dismiss", tenure.post_id, on)]

    def succeed(self) -> list[tuple[Any, ...]]:
        tenure, on, post = self.open_one(), self.day(), self.dice.choice(self.posts)
        if tenure is None or tenure.post_id == post.pk:
            return []
        post.refresh_from_db()
        before = tenure.ends_on
        dismiss(tenure, on, by=self.cast.clerk, successor=post)
        self.begun = self.open_one(), [(tenure.pk, before)]
        return [("appoint", post.pk, on + timedelta(days=1))]

    def undo(self) -> list[tuple[Any, ...]]:
        """The last act was a wrong appointment: it is as if it had never been, and whom it ended runs on."""
        if self.wrong is None:
            return []
        tenure, ended = self.wrong
        withdraw(Tenure.objects.get(pk=tenure.pk), by=self.cast.clerk)
        for old, before in ended:
            restore(Tenure.objects.get(pk=old), before, by=self.cast.clerk)
        return [("undo", 0, self.today)]

    def restore(self) -> list[tuple[Any, ...]]:
        ended = Tenure.objects.filter(reach=self.reach, kind=LEADS, ends_on__isnull=False).order_by("-ends_on").first()
        if ended is None:
            return []
        on = ended.ends_on
        restore(ended, None, by=self.cast.clerk)
        return [("restore", ended.post_id, on)]

    def end(self) -> list[tuple[Any, ...]]:
        post, on = self.dice.choice(self.posts), self.day()
        if len(self.posts) < 3 or post.ends_on is not None:
            return []
        end_post(post, on, by=self.cast.head)
        return [("end", post.pk, on)]

    def cut(self) -> list[tuple[Any, ...]]:
        """The reach becomes two, of which both keep the chief; the story goes on with the first."""
        if self.cut_on is not None or self.dice.random() < 0.5:
            return []
        split_reach(self.reach, 0.5, names=("上", "下"), codes=("H-1", "H-2"), on=self.today, by=self.cast.clerk)
        self.old, self.cut_on, self.reach = self.reach, self.today, Reach.objects.get(code="H-1")
        return []

    def reach_on(self, day: date) -> Any:
        return self.old if self.cut_on and day < self.cut_on else self.reach

    def check(self) -> None:
        for n in range(-FAR - 2, FAR + 3):
            day = self.today + timedelta(days=n)
            found = list(Tenure.objects.current(day).filter(reach=self.reach_on(day), kind=LEADS))
            assert len(found) <= 1, (day, found)
            assert [one.post_id for one in found] == [one for one in [self.journal.who(day)] if one], (
                day,
                self.journal,
            )


def tell(cast, seed: int) -> Story:
    """A whole history of random acts, checked at its end and on the way."""
    today = timezone.localdate()
    reach = Reach.objects.create(
        river=cast.river,
        tier="village",
        region=cast.village,
        code=f"H-{seed}-0",
        name="史段",
        parent=cast.town_reach,
        length_km=2,
    )
    draw_line(reach, [(27.93, 120.8 + step * 0.001) for step in range(30)], by=cast.clerk)
    story = Story(cast, Random(seed), today, reach=reach)
    for n in range(4):
        user = User.objects.create(username=f"h{seed}-{n}", name=f"史河长{n}")
        story.posts.append(Post.objects.create(user=user, role=Role.CHIEF, region=cast.village, starts_on=SINCE))
    for step in range(ACTS):
        story.act()
        if step % 5 == 4:
            story.check()
    story.check()
    return story


@pytest.mark.parametrize("seed", SEEDS)
def test_every_day_is_answered_as_the_journal_says_and_never_by_two(cast, seed):
    assert len(tell(cast, seed).journal.acts) >= 2


def broken(cast) -> bool:
    """Whether one of the histories notices that something is off."""
    for seed in SEEDS:
        try:
            with transaction.atomic():
                tell(cast, seed)
                transaction.set_rollback(True)
        except (AssertionError, DatabaseError):
            return True
    return False


@pytest.mark.apart
@pytest.mark.parametrize(
    ("name", "off"), [("follows_on", lambda *_: YES), ("runs_into", lambda *_: False), ("day_before", lambda day: day)]
)
def test_the_histories_notice_when_a_rule_is_off(cast, monkeypatch, name, off):
    """The controls: a chief before one who has begun, one who is not ended, and one who is ended a day late."""
    monkeypatch.setattr(rules, name, off)
    assert broken(cast)


def test_an_overlap_that_somebody_plants_is_seen(cast):
    story = tell(cast, 0)
    first = story.today - timedelta(days=FAR)
    for post in (cast.town_chief, cast.county_chief):
        Tenure.objects.create(post=post, reach=story.reach_on(first), kind=LEADS, starts_on=first, ends_on=first)
    with pytest.raises(AssertionError):
        story.check()
