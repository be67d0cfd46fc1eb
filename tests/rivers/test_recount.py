"""重新盘点: the lines of today, as long as nobody has signed."""

import pytest

from hezhang.core.workflow.errors import SomebodyWasFaster
from rivers.handover.services import hand_over, recount
from tests.issues import build


def test_lines_are_counted_again_until_the_first_signature(cast, gone):
    issue = build.applied(cast, post=cast.clerk)
    assert not gone.items.filter(group="问题").exists()
    recount(gone, by=cast.clerk)
    assert gone.items.get(group="问题").title.startswith(issue.number)
    assert gone.items.filter(group="河段").count() == 1
    hand_over(gone, by=cast.village_chief)
    with pytest.raises(SomebodyWasFaster):
        recount(gone, by=cast.clerk)
