"""开展: a round over the towns of one's own region, once for a span."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from assessment.rounds import services
from assessment.rounds.models import Round
from assessment.schemes.models import Scheme
from hezhang.core.accounts.models import Post
from hezhang.core.audit.models import Entry
from hezhang.core.kernel.periods import SHANGHAI, period_of
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from tests import cast as people
from tests.assessment import build
from tests.assessment.acts import at
from tests.issues.at_once import at_once

pytestmark = pytest.mark.story_until("2026-10-08")


def test_works(cast):
    found = build.open_round(cast)
    assert [one.region for one in found.subjects.all()] == [cast.town, cast.town2]
    step = found.transitions.get()
    assert (step.verb, step.from_state, step.to_state, step.user) == ("open", "", "running", cast.clerk.user)
    row = Entry.objects.get(action="round.open", object_id=str(found.pk))
    assert row.after["starts_on"] == "2026-07-01" and row.after["state"] == "running"
    assert [message.user for message in Message.objects.filter(kind="round.open")] == [cast.head.user]


def test_works_on_a_page(cast, enter):
    client, scheme, year = enter(cast.clerk), Scheme.objects.get(), timezone.localdate().year
    fields = {"period": f"quarter:{year}-01-01", "scheme": scheme.pk, "state": "frozen"}
    made = client.post(at("open"), fields, follow=True)
    assert f"{year}年第一季度考核" in made.content.decode()
    assert [step.verb for step in Round.objects.get(state="running").transitions.all()] == ["open", "compute"]
    again = client.post(at("open"), fields)
    assert again.status_code == 422 and "已经建立" in again.content.decode()


@pytest.mark.parametrize(
    ("more", "words"),
    [({"year": 2026, "quarter": 4}, "尚未开始"), ({}, "已经建立"), ({"kind": "department"}, "暂不能以成员单位")],
)
def test_a_round_that_cannot_be_opened(cast, more, words):
    if not more:
        build.open_round(cast)
    with pytest.raises(ValidationError, match=words):
        build.open_round(cast, **({"at": datetime(2026, 9, 30, 12, tzinfo=SHANGHAI)} | more))


@pytest.mark.parametrize("key", [key for key in people.KEYS if key not in ("clerk", "head")])
def test_wrong_role(cast, enter, key):
    with pytest.raises(NotAllowed, match="本级河长办"):
        build.open_round(cast, by=cast[key])
    assert not Round.objects.exists()
    if key != "neighbour_clerk":  # whose own region it would be
        assert enter(cast[key]).get(at("open")).status_code == 403


def test_a_town_does_not_assess_itself(cast):
    office = Post.objects.create(
        user=cast.leader.user, role="office_clerk", region=cast.town, starts_on=cast.leader.starts_on
    )
    with pytest.raises(NotAllowed, match="区县或市级"):
        build.open_round(cast, by=office, region=cast.town)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    """The unique span lets one in; the other is told so, as if it had come a minute later."""
    scheme, refused = Scheme.objects.get(), []

    def act() -> None:
        try:
            services.open_(
                by=cast.clerk, scheme=scheme, region=cast.county, period=period_of("month", date(2026, 8, 1)),
                at=build.AFTER,
            )  # fmt: skip
        except ValidationError as error:
            refused.extend(error.messages)

    at_once(act, act)
    assert Round.objects.count() == 1 and Round.objects.get().transitions.count() == 1
    assert refused == ["该期的考核已经建立，请直接打开。"]
