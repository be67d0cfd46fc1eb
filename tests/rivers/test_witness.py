"""监交: the office closes what both have signed, and is neither of them."""

import pytest

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from rivers.handover.choices import HandoverState
from rivers.handover.models import Handover
from rivers.handover.services import hand_over, take_over, witness
from rivers.handover.workflow import TABLE
from tests.cast import SINCE


@pytest.fixture
def signed(cast, gone, successor):
    hand_over(gone, by=cast.village_chief)
    take_over(gone, by=successor)
    return gone


def test_the_office_closes_it_and_both_hear_of_it(cast, signed, successor):
    assert set(TABLE.waiting_for(cast.clerk, Handover.objects.all())) == {signed}
    witness(signed, by=cast.clerk)
    assert (signed.state, signed.done_by) == (HandoverState.DONE, cast.clerk)
    told = Message.objects.filter(kind="handover.witness").values_list("user_id", flat=True)
    assert set(told) == {cast.village_chief.user_id, successor.user_id}


def test_a_party_is_no_witness(cast, signed, successor):
    also = Post.objects.create(user=successor.user, role=Role.OFFICE_CLERK, region=cast.county, starts_on=SINCE)
    with pytest.raises(NotAllowed, match="由河长办其他人员监交"):
        witness(signed, by=also)
    assert not TABLE.waiting_for(also, Handover.objects.all())
