"""接收签字: by the successor, once the other side has signed."""

import pytest

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import SomebodyWasFaster
from rivers.handover.choices import HandoverState
from rivers.handover.models import Handover
from rivers.handover.services import hand_over, take_over
from rivers.handover.workflow import TABLE


def test_the_successor_signs_second(cast, gone, successor):
    with pytest.raises(SomebodyWasFaster):
        take_over(gone, by=successor)
    hand_over(gone, by=cast.village_chief)
    assert set(TABLE.waiting_for(successor, Handover.objects.all())) == {gone}
    with pytest.raises(NotAllowed):
        take_over(gone, by=cast.village2_chief)
    take_over(gone, by=successor)
    assert gone.state == HandoverState.TAKEN and gone.took_at
