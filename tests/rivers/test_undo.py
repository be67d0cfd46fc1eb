"""撤销: an ending by mistake is taken back on the same day, while nobody has signed; nothing of it is left but the journal."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import SomebodyWasFaster
from rivers.chiefs.models import Tenure
from rivers.chiefs.services import appoint, dismiss
from rivers.handover.choices import HandoverState
from rivers.handover.services import hand_over, undo
from tests.cast import SINCE


def standing():
    return list(Tenure.objects.order_by("pk").values_list("pk", "post", "reach", "kind", "starts_on", "ends_on"))


@pytest.fixture
def before(cast, successor):
    """As it stood before anybody left, with a second charge that ends with the post."""
    appoint(by=None, post=cast.village_chief, reach=cast.village_reach, kind="police", starts_on=SINCE)
    return standing()


def test_post_and_tenures_run_on_as_if_nothing_had_been(cast, before, gone, enter):
    assert standing() != before
    answer = enter(cast.clerk).post(reverse("rivers:undo", args=[gone.pk]), {"words": "选错了人"})
    assert answer.status_code == 302
    gone.refresh_from_db()
    cast.village_chief.refresh_from_db()
    assert standing() == before and cast.village_chief.ends_on is None and gone.state == HandoverState.VOID
    acts = set(Entry.objects.values_list("action", flat=True))
    assert acts >= {"tenure.take_back", "tenure.run_on", "post.reopen", "handover.undo"}


def test_not_after_a_signature_nor_on_another_day(cast, gone):
    with pytest.raises(NotAllowed, match="登记当天"):
        undo(gone, by=cast.clerk, words="选错", at=timezone.now() + timedelta(days=1))
    hand_over(gone, by=cast.village_chief)
    with pytest.raises(SomebodyWasFaster):
        undo(gone, by=cast.clerk, words="选错")


def test_not_when_the_successor_has_moved_on(cast, gone):
    dismiss(cast.village_reach.tenures.get(ends_on=None), timezone.localdate(), by=None)
    after = standing()
    with pytest.raises(ValidationError, match="另有变动"):
        undo(gone, by=cast.clerk, words="选错")
    assert standing() == after and gone.state == HandoverState.OPEN
