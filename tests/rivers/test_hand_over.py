"""移交签字: by the one who leaves, whatever office he holds now."""

import pytest
from django.urls import reverse

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import SomebodyWasFaster
from rivers.handover.choices import HandoverState
from rivers.handover.models import Handover
from rivers.handover.services import hand_over
from rivers.handover.workflow import TABLE
from tests.cast import SINCE


def test_who_left_signs_under_the_new_office_of_another_county(cast, gone, enter):
    new = Post.objects.create(user=cast.village_chief.user, role=Role.CHIEF, region=cast.neighbour, starts_on=SINCE)
    assert set(TABLE.waiting_for(new, Handover.objects.all())) == {gone}
    client = enter(new)
    assert "移交签字" in client.get(gone.get_absolute_url()).content.decode()
    assert client.post(reverse("rivers:hand_over", args=[gone.pk])).status_code == 302
    gone.refresh_from_db()
    assert gone.state == HandoverState.GIVEN and gone.gave_at


def test_nobody_else_signs_for_him_and_nobody_twice(cast, gone, successor):
    for post in (successor, cast.clerk, cast.town_chief):
        with pytest.raises(NotAllowed):
            hand_over(gone, by=post)
    hand_over(gone, by=cast.village_chief)
    with pytest.raises(SomebodyWasFaster):
        hand_over(gone, by=cast.village_chief)


def test_the_neighbour_sees_none_of_it(cast, gone, enter):
    client = enter(cast.neighbour_clerk)
    assert client.get(gone.get_absolute_url()).status_code == 404
    assert gone.number not in client.get(reverse("rivers:handovers"), {"tab": "all"}).content.decode()
    assert gone.number in enter(cast.clerk).get(reverse("rivers:handovers")).content.decode()
    assert enter(cast.handler).get(gone.get_absolute_url()).status_code == 404
